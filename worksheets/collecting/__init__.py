"""From a folder of returned files to tables and pictures.

`gather` reads whatever came back into a `Store`; a `Collection` says what it means together;
workbook, exports, report and merged worksheet show it.
"""
