# The one interface to the project. On a fresh machine: `make demo`, then `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE := tests/clients/node
CHECK_FILES := worksheets cli.py tests samples docs benchmarks

.PHONY: help demo test test-full check setup setup-full programs messages samples gallery golden viewers docs bench fuzz wheel clean

help:  ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tests: $(VENV)/.base tests/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.lock
	@touch $@

$(NODE)/node_modules/.ready: $(NODE)/package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix $(NODE) && touch $@; \
	else echo "npm is missing: the JavaScript viewers will not be tested"; fi

demo: $(VENV)/.base  ## Five languages, three formats, filled, collected (build/demo)
	rm -rf build/demo
	$(BIN)/worksheets generate journey-map -l all -f pdf -f docx -f xlsx -o build/demo/sheets
	for sheet in de.A4.pdf en.A4.docx lv.A4.pdf nb.A4.xlsx pl.A4.docx; do \
	  $(BIN)/worksheets fill build/demo/sheets/journey-map.$$sheet \
	    layouts/examples/journey-map.$${sheet%%.*}.json -o build/demo/inbox/journey-map.$$sheet || exit; \
	done
	$(BIN)/worksheets collect build/demo/inbox -o build/demo/results --merge build/demo/merged.pdf
	@echo 'Now open build/demo/results/results.xlsx, build/demo/results/report.html, build/demo/merged.pdf'

programs:  ## The viewers and tools that tests drive (Debian, as root)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then sh tests/clients/install.sh; \
	else echo "not root on Debian: tests use the programs that are there"; fi

setup: $(VENV)/.tests $(NODE)/node_modules/.ready programs

check: $(VENV)/.tests  ## Style, types, import rules
	$(BIN)/ruff check $(CHECK_FILES)
	$(BIN)/ruff format --check $(CHECK_FILES)
	$(BIN)/mypy
	$(BIN)/lint-imports

test: setup check  ## All checks and a seeded sample of every suite
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-full: setup check  ## The whole product of layouts, locales and programs
	$(BIN)/python -m pytest -n 2 --dist loadfile --full --report=docs/test-report.md

golden: $(VENV)/.tests  ## Renew golden files; look at the diff
	$(BIN)/python -m pytest tests/golden --accept

viewers: setup  ## Renew docs/viewers.md by running every viewer; pictures in build/viewers
	$(BIN)/python -m pytest tests/viewers --full --viewers=docs/viewers.md

messages: $(VENV)/.tests  ## Renew locales/worksheets.pot and the catalogs
	$(BIN)/pybabel --quiet extract --mapping babel.toml --no-wrap --sort-by-file --add-location file \
	  --omit-header --output locales/worksheets.pot .
	$(BIN)/pybabel --quiet update --domain worksheets --input-file locales/worksheets.pot \
	  --output-dir locales --no-fuzzy-matching --ignore-pot-creation-date --no-wrap

docs: $(VENV)/.base  ## Renew layouts/schema and docs/layouts.md
	for kind in layout stages frame phrases workshop brand; do $(BIN)/worksheets schema $$kind > layouts/schema/$$kind.json; done
	$(BIN)/python docs/reference.py

bench: $(VENV)/.tests $(NODE)/node_modules/.ready  ## Speed beside named peers (benchmarks/results.md)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	$(BIN)/python -m benchmarks

samples: $(VENV)/.base  ## Renew samples/
	$(BIN)/python samples/make.py

gallery: $(VENV)/.tests  ## Renew docs/gallery
	$(BIN)/python -m docs.gallery.make
	$(BIN)/python -m docs.gallery.office
	$(BIN)/python -m docs.gallery.linear
	$(BIN)/python -m docs.gallery.report
	$(BIN)/python -m docs.gallery.results
	$(BIN)/python -m docs.gallery.merged
	$(BIN)/python -m docs.gallery.brand
	$(BIN)/python -m docs.gallery.bilingual
	$(BIN)/python -m docs.gallery.print
	$(BIN)/python -m docs.gallery.walls

fuzz: $(VENV)/.tests  ## 10,000 hostile PDFs, 3,000 Word and Excel files
	$(BIN)/python -m tests.fuzz

wheel: $(VENV)/.tests
	$(BIN)/python -m build --outdir build/dist
	$(BIN)/check-wheel-contents build/dist/*.whl

clean:
	rm -rf build dist $(VENV) $(NODE)/node_modules
