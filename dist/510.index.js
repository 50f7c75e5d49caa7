export const id = 510;
export const ids = [510];
export const modules = {

/***/ 6510:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   verifyFolder: () => (/* binding */ verifyFolder)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(57075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(38522);
/* harmony import */ var csv_parse__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(56070);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(49414);
/* harmony import */ var _audit_window_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(81635);
/* harmony import */ var _collect_age_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(76505);
/* harmony import */ var _collect_folder_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(68616);
/* harmony import */ var _collect_tally_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(88952);
/* harmony import */ var _report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(37144);
/* harmony import */ var _report_manifest_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(78469);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(19579);
/**
 * Proves an evidence folder without network or credentials: nothing changed since it was written, and what the
 * manifest claims of the records is what the records say.
 */















/** Faults of one kind shown in full; the rest is counted. */
const mostFaults = 20;
/**
 * Checks everything that can be checked from the folder alone; inside encrypted files only with an identity of age that
 * opens them. Never throws for what is wrong with the folder.
 * @throws Failure when an identity is none.
 */
async function verifyFolder(folder, identities = []) {
    const decrypt = identities.length > 0 ? await (0,_collect_age_js__WEBPACK_IMPORTED_MODULE_7__/* .decryptWith */ .Yy)(identities) : undefined;
    const faults = new Faults();
    const manifest = await readManifest(folder, faults);
    if (manifest === undefined)
        return { faults: faults.list(), records: 0 };
    const sums = await checkSums(folder, faults);
    checkFiles(manifest, sums, faults);
    checkClaims(manifest, faults);
    if (!manifest.encryption) {
        const records = await checkRecords(folder, manifest, faults);
        return { faults: faults.list(), manifest, records };
    }
    await checkEncryption(folder, manifest, faults);
    if (!decrypt)
        return { faults: faults.list(), manifest, records: manifest.records, sealed: true };
    const opened = await checkContents(folder, manifest, decrypt, faults);
    const records = opened ? await checkRecords(folder, manifest, faults, decrypt) : 0;
    return { faults: faults.list(), manifest, records };
}
class Faults {
    found = [];
    count = 0;
    add(words) {
        this.count++;
        if (this.found.length < mostFaults)
            this.found.push(words);
    }
    list() {
        const rest = this.count - this.found.length;
        return rest > 0 ? [...this.found, `and ${rest} more faults.`] : this.found;
    }
}
async function readManifest(folder, faults) {
    let text;
    try {
        text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, 'manifest.json'), 'utf8');
    }
    catch (error) {
        faults.add(`There is no readable manifest.json: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_11__/* .causes */ .ps)(error)}. An unfinished export has none.`);
        return undefined;
    }
    try {
        const parsed = _report_manifest_js__WEBPACK_IMPORTED_MODULE_10__/* .Manifest */ ._8.safeParse(JSON.parse(text));
        if (parsed.success)
            return parsed.data;
        for (const issue of parsed.error.issues)
            faults.add(`manifest.json: ${issue.path.join('.') || 'whole'}: ${issue.message}.`);
    }
    catch {
        faults.add('manifest.json is not JSON.');
    }
    return undefined;
}
/** Every file of the folder, with the hash that its bytes have now; differences from SHA256SUMS are faults. */
async function checkSums(folder, faults) {
    const actual = new Map();
    for (const entry of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readdir)(folder, { withFileTypes: true })) {
        if (entry.name.startsWith('.') || entry.name === 'SHA256SUMS')
            continue;
        if (entry.isFile())
            actual.set(entry.name, await hashFile((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, entry.name)));
        else
            faults.add(`${entry.name} is not a file of the export.`);
    }
    const listed = new Map();
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, 'SHA256SUMS'), 'utf8').catch(() => undefined);
    if (text === undefined)
        faults.add('There is no SHA256SUMS.');
    for (const line of text?.split('\n') ?? []) {
        const [, sha256, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
        if (sha256 !== undefined && name !== undefined)
            listed.set(name, sha256);
        else if (line !== '')
            faults.add('SHA256SUMS has a line that is not a checksum.');
    }
    for (const [name, sha256] of listed) {
        const file = actual.get(name);
        if (!file)
            faults.add(`${name} is missing.`);
        else if (file.sha256 !== sha256)
            faults.add(`${name} was changed: its SHA-256 is not the one in SHA256SUMS.`);
    }
    for (const name of actual.keys())
        if (text !== undefined && !listed.has(name))
            faults.add(`${name} is not listed in SHA256SUMS.`);
    return actual;
}
async function hashFile(path) {
    return await hashStream((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path));
}
async function hashStream(stream) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    let bytes = 0;
    for await (const chunk of stream) {
        hash.update(chunk);
        bytes += chunk.length;
    }
    return { sha256: hash.digest('hex'), bytes };
}
function checkFiles(manifest, actual, faults) {
    for (const file of manifest.files) {
        const found = actual.get(file.name);
        if (!found)
            faults.add(`${file.name} is in the manifest and not in the folder.`);
        else if (found.sha256 !== file.sha256)
            faults.add(`${file.name}: its SHA-256 is not the one in the manifest.`);
        else if (found.bytes !== file.bytes)
            faults.add(`${file.name}: the manifest says ${file.bytes} bytes, it has ${found.bytes}.`);
        if (file.records !== undefined && file.records !== manifest.records) {
            faults.add(`${file.name}: the manifest says ${file.records} records here and ${manifest.records} in all.`);
        }
    }
    const known = new Set([...manifest.files.map(file => file.name), 'manifest.json']);
    for (const name of actual.keys())
        if (!known.has(name))
            faults.add(`${name} is not in the manifest.`);
}
/** What the manifest claims must follow from its own windows. */
function checkClaims(manifest, faults) {
    const period = { start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(manifest.period.start), end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(manifest.period.end) };
    const windows = manifest.windows.map(window => ({
        start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(window.start),
        end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(window.end),
    }));
    const { missing, double } = (0,_audit_window_js__WEBPACK_IMPORTED_MODULE_13__/* .tilingFaults */ .lB)(period, windows);
    for (const gap of missing)
        faults.add(`No window covers ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .instantOf */ .B9)(gap.start)} to ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .instantOf */ .B9)(gap.end)}.`);
    for (const overlap of double)
        faults.add(`Windows cover ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .instantOf */ .B9)(overlap.start)} to ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .instantOf */ .B9)(overlap.end)} twice or outside the period.`);
    const gaps = manifest.windows.filter(window => window.status === 'gap');
    if (gaps.length > 0 && manifest.status !== 'incomplete')
        faults.add(`The status is ${manifest.status} although ${gaps.length} windows are gaps.`);
    if (gaps.some(gap => gap.reason === undefined))
        faults.add('A gap has no reason.');
    if (manifest.windows.some(window => window.status !== 'gap' && window.reason !== undefined))
        faults.add('A window that is said to be proven has a reason why it is not.');
    if (manifest.status === 'complete' &&
        (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(manifest.run.started) < (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(manifest.period.settled)) {
        faults.add('The status is complete although the period had not settled when reading began.');
    }
    if (manifest.status !== 'complete' && manifest.reasons.length === 0)
        faults.add(`The status is ${manifest.status} without a reason.`);
    const sum = manifest.windows.reduce((total, window) => total + window.records, 0);
    if (sum !== manifest.records)
        faults.add(`The windows hold ${sum} records, the manifest says ${manifest.records}.`);
}
/** Nothing of an encrypted export lies open, whatever its name says. */
async function checkEncryption(folder, manifest, faults) {
    for (const { name, plain } of manifest.files.filter(file => !_collect_folder_js__WEBPACK_IMPORTED_MODULE_8__/* .readable */ .HD.includes(file.name))) {
        const beginning = await firstBytes((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name), _collect_age_js__WEBPACK_IMPORTED_MODULE_7__/* .ageFormat */ .XQ.length);
        if (!name.endsWith(_collect_age_js__WEBPACK_IMPORTED_MODULE_7__/* .ageSuffix */ .FS) || (beginning !== undefined && beginning !== _collect_age_js__WEBPACK_IMPORTED_MODULE_7__/* .ageFormat */ .XQ))
            faults.add(`${name} is not encrypted, although the export is.`);
        if (!plain)
            faults.add(`${name}: the manifest does not say what it holds.`);
    }
}
/** Undefined where the file can't be read, which is a fault of its own. */
async function firstBytes(path, count) {
    try {
        for await (const chunk of (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path, { end: count - 1 }))
            return String(chunk);
        return '';
    }
    catch {
        return undefined;
    }
}
/** Decrypts every file: it must hold what the manifest says. @returns whether all could be opened. */
async function checkContents(folder, manifest, decrypt, faults) {
    let opened = true;
    for (const { name, plain } of manifest.files.filter(file => !_collect_folder_js__WEBPACK_IMPORTED_MODULE_8__/* .readable */ .HD.includes(file.name))) {
        try {
            const found = await hashStream(await open((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name), decrypt));
            if (plain && found.sha256 !== plain.sha256)
                faults.add(`${name} holds something else than the manifest says.`);
        }
        catch (error) {
            opened = false;
            faults.add(`${name} can't be decrypted: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_11__/* .causes */ .ps)(error)}.`);
        }
    }
    return opened;
}
/** Reads the data files side by side, checking order, period, windows, and that they hold the same records. */
async function checkRecords(folder, manifest, faults, decrypt) {
    const csv = manifest.files.find(file => isNamed(file.name, '.csv'));
    const jsonl = manifest.files.find(file => isNamed(file.name, '.jsonl.gz'));
    if (!csv && !jsonl) {
        faults.add('The folder holds no file of records.');
        return 0;
    }
    try {
        const rows = csv && csvRecords(() => open((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, csv.name), decrypt));
        const lines = jsonl && jsonlRecords(() => open((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, jsonl.name), decrypt));
        const checks = new RecordChecks(manifest, faults);
        const main = (rows ?? lines)?.[Symbol.asyncIterator]();
        const twin = rows && lines ? lines[Symbol.asyncIterator]() : undefined;
        for (;;) {
            const next = await main?.next();
            const other = twin ? await twin.next() : undefined;
            if (other && next && other.done !== next.done) {
                faults.add('The data files do not hold the same number of records.');
                break;
            }
            if (!next || next.done)
                break;
            checks.see(next.value);
            if (other && !other.done && (0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__/* .jsonlLine */ .n)(next.value.auditData) !== (0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__/* .jsonlLine */ .n)(other.value.auditData)) {
                faults.add(`Record ${checks.records}: the data files differ.`);
            }
        }
        checks.end();
        return checks.records;
    }
    catch (error) {
        faults.add(`The data files can't be read: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_11__/* .asFailure */ .h_)(error).message}`);
        return 0;
    }
}
function isNamed(name, ending) {
    return name.endsWith(ending) || name.endsWith(ending + _collect_age_js__WEBPACK_IMPORTED_MODULE_7__/* .ageSuffix */ .FS);
}
class RecordChecks {
    records = 0;
    manifest;
    faults;
    windows;
    window = 0;
    /** Lines of JSON that name no time or Id of their own, and so no window: their row of the CSV would. */
    unplaced = 0;
    last;
    constructor(manifest, faults) {
        this.manifest = manifest;
        this.faults = faults;
        this.windows = manifest.windows
            .map(window => ({
            start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(window.start),
            end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(window.end),
            records: 0,
            hash: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256'),
        }))
            .sort((a, b) => a.start - b.start);
    }
    see(line) {
        this.records++;
        const own = 'record' in line ? line.record : undefined;
        const data = parseObject(line.auditData);
        const CreationDate = own?.CreationDate ?? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .instant */ .uR)(String(data?.CreationTime ?? '')) ?? '';
        const Identity = own?.Identity ?? String(data?.Id ?? '');
        if (own && data)
            this.compareWithin(own, data);
        if (!own && (CreationDate === '' || Identity === '')) {
            this.unplaced++;
            return;
        }
        // What a line of JSON was before it was one line is not known: there, the hash decides no order.
        const digest = own ? (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(line.auditData).digest('hex') : '';
        const key = { CreationDate, Identity, digest };
        const order = this.last ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .compareRecords */ .aB)(this.last, key) : -1;
        if (order > 0)
            this.faults.add(`Record ${this.records} is out of order.`);
        if (order === 0 && Identity !== '' && own)
            this.faults.add(`Record ${this.records} is there twice.`);
        this.last = key;
        this.place({ CreationDate, Identity, AuditData: line.auditData });
    }
    end() {
        const claimed = [...this.manifest.windows].sort((a, b) => (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(a.start) - (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(b.start));
        for (const [index, window] of this.unplaced > 0 ? [] : this.windows.entries()) {
            const claim = claimed[index];
            if (!claim)
                continue;
            const where = `Window ${claim.start} to ${claim.end}`;
            if (claim.records !== window.records)
                this.faults.add(`${where} should hold ${claim.records} records and holds ${window.records}.`);
            else if (claim.sha256 !== window.hash.digest('hex'))
                this.faults.add(`${where} holds other records than when it was written.`);
        }
        if (this.records !== this.manifest.records) {
            this.faults.add(`The manifest says ${this.manifest.records} records, the data files hold ${this.records}.`);
        }
    }
    compareWithin(own, data) {
        if (typeof data.Id === 'string' && data.Id !== '' && data.Id !== own.Identity)
            this.faults.add(`Record ${this.records}: Identity is not the Id of its AuditData.`);
        const inner = typeof data.CreationTime === 'string' ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .instant */ .uR)(data.CreationTime) : undefined;
        if (inner !== undefined && inner !== own.CreationDate)
            this.faults.add(`Record ${this.records}: CreationDate is not the CreationTime of its AuditData.`);
    }
    place(record) {
        const time = (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .millisecondsOf */ .W$)(record.CreationDate);
        while (this.window < this.windows.length - 1 && time >= (this.windows[this.window]?.end ?? 0))
            this.window++;
        const window = this.windows[this.window];
        if (!window || !(time >= window.start && time < window.end)) {
            this.faults.add(`Record ${this.records} lies outside the period or out of order.`);
            return;
        }
        window.records++;
        window.hash.update((0,_collect_tally_js__WEBPACK_IMPORTED_MODULE_9__/* .recordLine */ .I)(record));
    }
}
async function* csvRecords(file) {
    const parser = (0,csv_parse__WEBPACK_IMPORTED_MODULE_6__/* .parse */ .qg)({ record_delimiter: '\r\n', relax_column_count: true });
    (0,node_stream__WEBPACK_IMPORTED_MODULE_4__.pipeline)(await file(), parser, () => undefined);
    let header = true;
    for await (const cells of parser) {
        if (header) {
            header = false;
            if (cells.join(',') !== _audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .columns */ .YB.join(','))
                throw new TypeError(`the CSV's header is not ${_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .columns */ .YB.join(',')}`);
            continue;
        }
        const cell = (name) => cells[_audit_record_js__WEBPACK_IMPORTED_MODULE_12__/* .columns */ .YB.indexOf(name)] ?? '';
        const record = {
            RecordType: cell('RecordType'),
            CreationDate: cell('CreationDate'),
            UserIds: cell('UserIds'),
            Operations: cell('Operations'),
            AuditData: cell('AuditData'),
            Identity: cell('Identity'),
        };
        yield { record, auditData: record.AuditData };
    }
}
async function* jsonlRecords(file) {
    // Not readline, which also breaks lines at U+2028, as common in people's texts as anything else.
    let rest = Buffer.alloc(0);
    for await (const chunk of through(await file(), (0,node_zlib__WEBPACK_IMPORTED_MODULE_5__.createGunzip)())) {
        let bytes = Buffer.concat([rest, chunk]);
        for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10)) {
            yield { auditData: bytes.toString('utf8', 0, end) };
            bytes = bytes.subarray(end + 1);
        }
        rest = bytes;
    }
    if (rest.length > 0)
        throw new TypeError('the JSONL file ends inside a line');
}
/** A file's bytes, decrypted where that is asked for. */
async function open(path, decrypt) {
    const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path);
    return decrypt ? node_stream__WEBPACK_IMPORTED_MODULE_4__.Readable.from(await decrypt(node_stream__WEBPACK_IMPORTED_MODULE_4__.Readable.toWeb(file))) : file;
}
/** The file through a transform; faults of either end the iteration with an error. */
function through(file, transform) {
    (0,node_stream__WEBPACK_IMPORTED_MODULE_4__.pipeline)(file, transform, () => undefined);
    return transform;
}
function parseObject(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ })

};
