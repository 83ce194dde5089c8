// Fills a form with MuPDF, run by `mutool run`. Arguments: source, target, JSON with a list of
// {number, text} and {number, on}: the number of a widget on the first page, counted from 0.
var document_ = new PDFDocument(scriptArgs[0]);
var widgets = document_.loadPage(0).getWidgets();
JSON.parse(scriptArgs[2]).forEach(function (job) {
	var widget = widgets[job.number];
	if (job.choice) widget.setChoiceValue(job.choice);
	else if (job.text) widget.setTextValue(job.text);
	else widget.toggle();
	widget.update();
});
document_.save(scriptArgs[1], "");
