"""Programs that make and read Word and Excel files; none of these modules knows ours.

A module each, so that a process holds only what it measures. A ``maker`` takes a job (plain
data, `corpus.docx_job` and `corpus.xlsx_job`) and returns a function that makes one file of it; a
``read`` takes a path and returns texts by name of field.
"""
