// Fills workbooks with ExcelJS. Every value goes to the cell that the name "f_<carrier>" points at.
import ExcelJS from "exceljs";
import { fillAll } from "./jobs.mjs";

// The cell of "'A sheet'!$B$3"; ExcelJS leaves two apostrophes for one in a sheet's name.
function cellAt(workbook, range) {
  const [, quoted, plain, address] = /^(?:'(.+)'|([^!]+))!([^:]+)/.exec(range);
  const sheet = workbook.getWorksheet(plain ?? quoted.replaceAll("''", "'"));
  return sheet.getCell(address.replaceAll("$", "")).master;
}

await fillAll(async (bytes, { entries }) => {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes);
  for (const [carrier, value] of Object.entries(entries)) {
    const { ranges } = workbook.definedNames.getRanges(`f_${carrier}`);
    if (ranges.length !== 1) throw new Error(`no such cell: ${carrier}`);
    cellAt(workbook, ranges[0]).value = value === true ? "x" : value || null;
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
});
