/** As many characters as spreadsheets let a cell have; what is longer, they cut. */
export const SHEET_CELL_CHARACTERS = 32_767;

/** As many rows as a sheet has below its header. */
export const SHEET_ROWS = 1_048_575;
