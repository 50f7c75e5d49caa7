export const id = 112;
export const ids = [112];
export const modules = {

/***/ 45112:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parquetRecords: () => (/* binding */ parquetRecords)
/* harmony export */ });
/* harmony import */ var hyparquet__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96367);
/* harmony import */ var hyparquet__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29249);

/** More than the footer of a hundred million records. */
const longestFooter = 64 << 20;
const endBytes = 8;
/** Every record, in order. @throws when the file is none of Parquet, or is cut. */
async function* parquetRecords(file) {
    const metadata = await footer(await file());
    const groups = metadata.row_groups.map(group => ({ rows: Number(group.num_rows), end: endOf(group.columns) }));
    let held = Buffer.alloc(0);
    let start = 0;
    let rowStart = 0;
    for await (const chunk of await file()) {
        held = Buffer.concat([held, chunk]);
        for (let [group] = groups; group && start + held.length >= group.end; [group] = groups) {
            const rowEnd = rowStart + group.rows;
            yield* await recordsOf(metadata, bufferAt(held, start), { rowStart, rowEnd });
            held = held.subarray(group.end - start);
            start = group.end;
            rowStart = rowEnd;
            groups.shift();
        }
    }
    if (groups.length > 0)
        throw new TypeError('the Parquet file ends inside a row group');
    if (rowStart !== Number(metadata.num_rows))
        throw new TypeError('the Parquet file’s footer contradicts its row groups');
}
/** Footer and file end together: the metadata, its length, and `PAR1`. */
async function footer(file) {
    let tail = [];
    let size = 0;
    for await (const chunk of file) {
        tail.push(chunk);
        size += chunk.length;
        for (let [first] = tail; first && size - first.length >= longestFooter; [first] = tail) {
            tail.shift();
            size -= first.length;
        }
    }
    const end = Buffer.concat(tail);
    tail = [];
    if (end.length < endBytes || end.toString('latin1', end.length - 4) !== 'PAR1')
        throw new TypeError('it is no whole Parquet file');
    return (0,hyparquet__WEBPACK_IMPORTED_MODULE_0__/* .parquetMetadata */ .m5)(arrayBufferOf(end.subarray(-endBytes - Math.min(end.readUInt32LE(end.length - endBytes), longestFooter))));
}
function endOf(columns) {
    return Math.max(0, ...columns.map(({ meta_data: chunk }) => chunk ? Number((chunk.dictionary_page_offset ?? chunk.data_page_offset) + chunk.total_compressed_size) : 0));
}
/** Times as they are stored. */
const parsers = { timestampFromMicroseconds: (microseconds) => microseconds };
async function recordsOf(metadata, file, rows) {
    const columns = ['Id', 'CreationTime', 'AuditData'];
    const found = await (0,hyparquet__WEBPACK_IMPORTED_MODULE_1__/* .parquetReadObjects */ .pS)({ file, metadata, columns, ...rows, parsers });
    return found.map(({ Id, CreationTime, AuditData }) => ({
        key: {
            // Whole microseconds, which a Date has not.
            CreationDate: instantOfMicroseconds(CreationTime),
            Identity: String(Id ?? ''),
        },
        AuditData: String(AuditData ?? ''),
    }));
}
function instantOfMicroseconds(time) {
    if (typeof time !== 'bigint')
        return '';
    const fraction = String(time % 1000000n)
        .padStart(6, '0')
        .replace(/0+$/, '');
    return `${new Date(Number(time / 1000n)).toISOString().slice(0, 19)}${fraction ? `.${fraction}` : ''}Z`;
}
/** A stretch of the file, known by its places in the whole. */
function bufferAt(bytes, start) {
    return {
        byteLength: start + bytes.length,
        slice: (from, to = start + bytes.length) => arrayBufferOf(bytes.subarray(from - start, to - start)),
    };
}
function arrayBufferOf(bytes) {
    return Uint8Array.from(bytes).buffer;
}


/***/ })

};
