export const id = 980;
export const ids = [980];
export const modules = {

/***/ 82599:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ParquetWriter: () => (/* binding */ ParquetWriter)
/* harmony export */ });
/* harmony import */ var hyparquet_writer__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83732);
/* harmony import */ var hyparquet_writer__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(59640);
/* harmony import */ var _report_flat_columns_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(72939);
/**
 * `audit-<period>.parquet`: flat columns and the whole text, written from beginning to end. A row group ends with the day,
 * and before it grows large; its smallest and largest values let engines skip it.
 */


const columns = [..._report_flat_columns_js__WEBPACK_IMPORTED_MODULE_0__/* .flatColumns */ .j, _report_flat_columns_js__WEBPACK_IMPORTED_MODULE_0__/* .wholeText */ .r];
const physical = {
    text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
    integer: { type: 'INT32' },
    boolean: { type: 'BOOLEAN' },
    time: { type: 'INT64', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' } },
};
const schema = [
    { name: 'records', num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL', ...physical[type] })),
];
/** A group is held in memory until it is full. Engines read groups of this size well, and skip by them. */
const mostRows = 20_000;
const mostCharacters = 24 << 20;
class ParquetWriter {
    name;
    sink;
    days;
    buffer = new hyparquet_writer__WEBPACK_IMPORTED_MODULE_1__/* .ByteWriter */ .U();
    writer;
    cells = columns.map(() => []);
    rows = 0;
    characters = 0;
    nextDay = 0;
    /** @param days their first moments, ascending. */
    constructor(sink, days) {
        this.name = sink.name;
        this.sink = sink;
        this.days = days;
        this.writer = new hyparquet_writer__WEBPACK_IMPORTED_MODULE_2__/* .ParquetWriter */ .o({ writer: this.buffer, schema, createdBy: 'm365-audit-export' });
    }
    /** @param row the record's flat values. @param time milliseconds; rows come in order. */
    async add(record, time, row) {
        const newDay = this.isNewDay(time);
        if (newDay || this.rows >= mostRows || this.characters >= mostCharacters)
            await this.endGroup();
        for (const [index, value] of row.entries())
            this.cells[index]?.push(value);
        this.cells[0]?.splice(-1, 1, microseconds(record.CreationDate));
        this.cells.at(-1)?.push(record.AuditData);
        this.rows++;
        this.characters += record.AuditData.length;
    }
    async end() {
        await this.endGroup();
        await this.writer.finish();
        await this.flush();
        return await this.sink.end();
    }
    isNewDay(time) {
        const before = this.nextDay;
        while (time >= (this.days[this.nextDay]?.start ?? Number.POSITIVE_INFINITY))
            this.nextDay++;
        return this.nextDay > before;
    }
    async endGroup() {
        if (this.rows === 0)
            return;
        const columnData = columns.map((column, index) => source(column, this.cells[index] ?? []));
        await this.writer.write({ columnData, rowGroupSize: this.rows });
        this.cells = columns.map(() => []);
        this.rows = 0;
        this.characters = 0;
        await this.flush();
    }
    /** What is written leaves the memory; the writer's places in the file count on. */
    async flush() {
        await this.sink.write(Buffer.from(this.buffer.getBytes()));
        this.buffer.index = 0;
    }
}
/** Bounds of the whole text would help nobody to skip anything. */
function source({ name }, data) {
    return { name, data, ...(name === _report_flat_columns_js__WEBPACK_IMPORTED_MODULE_0__/* .wholeText */ .r.name ? { statistics: false, encoding: 'PLAIN' } : {}) };
}
/** Of an instant, with up to nine digits of fraction; what is none is null. */
function microseconds(instant) {
    const [, seconds, fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(instant) ?? [];
    const milliseconds = seconds === undefined ? Number.NaN : Date.parse(`${seconds}Z`);
    return Number.isNaN(milliseconds) ? null : BigInt(milliseconds) * 1000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
}


/***/ })

};
