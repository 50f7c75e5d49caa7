export const id = 11;
export const ids = [11];
export const modules = {

/***/ 76505:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FS: () => (/* binding */ ageSuffix),
/* harmony export */   XQ: () => (/* binding */ ageFormat),
/* harmony export */   Yy: () => (/* binding */ decryptWith),
/* harmony export */   b2: () => (/* binding */ encryptTo)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/**
 * Encryption in the age format (https://age-encryption.org/v1), so that any age program opens the files without this
 * one. The library is loaded when a run encrypts or looks inside, and not before.
 */

/** What an encrypted file's name ends with. */
const ageSuffix = '.age';
/** The first line of every age file. */
const ageFormat = 'age-encryption.org/v1';
/** @throws Failure when the library refuses a recipient, before anything is read. */
async function encryptTo(recipients) {
    const { Encrypter } = await __webpack_require__.e(/* import() */ 539).then(__webpack_require__.bind(__webpack_require__, 81539));
    const encrypter = new Encrypter();
    try {
        for (const recipient of recipients)
            encrypter.addRecipient(recipient);
        await encrypter.encrypt('');
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
            code: 'ENCRYPT_RECIPIENT',
            message: `A recipient of encrypt-to is not usable: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}. Nothing was read.`,
            remedy: 'Make a key pair with `age-keygen`, and give its public key.',
            cause: error,
        });
    }
    return async (stream) => await encrypter.encrypt(stream);
}
/** @throws Failure when an identity is none. */
async function decryptWith(identities) {
    const { Decrypter } = await __webpack_require__.e(/* import() */ 539).then(__webpack_require__.bind(__webpack_require__, 81539));
    const decrypter = new Decrypter();
    try {
        for (const identity of identities)
            decrypter.addIdentity(identity);
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
            code: 'VERIFY_IDENTITY',
            message: 'The identity is not one that age-keygen makes.',
            remedy: 'Give the file with the line AGE-SECRET-KEY-… by --identity.',
            cause: error,
        });
    }
    return async (stream) => await decrypter.decrypt(stream);
}


/***/ }),

/***/ 38753:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ diskFailure)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);

/** What the disk refused, in words a person can act on. Our own failures pass through. */
function diskFailure(error, path) {
    if (error instanceof _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR)
        return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
        return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
            code: 'FOLDER_DISK_FULL',
            message: `The disk is full while writing below ${path}.`,
            remedy: 'Free space on the runner, take a larger one, or export a shorter period; a month needs about twice its size in records.',
            cause: error,
        });
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
        return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
            code: 'FOLDER_NOT_WRITABLE',
            message: `The folder ${path} can't be written (${code}).`,
            remedy: 'Choose another folder with the input directory, or give the runner’s user the right to write there.',
            cause: error,
        });
    }
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'FOLDER_IO',
        message: `The disk failed below ${path}: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}.`,
        remedy: 'Look at the runner’s disk; run the export again.',
        cause: error,
    });
}


/***/ }),

/***/ 11761:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ withheldFilters),
/* harmony export */   M: () => (/* binding */ areFilters)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57975);
/**
 * What the manifest records of an export's filters. Users, addresses, objects and free text name people: an encrypted
 * folder's manifest, which anyone may read, has a salted hash in their place, by which only someone who knows the
 * filters recognises them. Whoever suspects one user can still try that guess; with a pseudonym-key nobody can.
 */


const derive = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_crypto__WEBPACK_IMPORTED_MODULE_0__.scrypt);
/** The filters without those that name people, if there are any. */
async function withheldFilters(filters) {
    const { users, ipAddresses, objectIds, freeText } = filters;
    const terms = users.length + ipAddresses.length + objectIds.length + (freeText === undefined ? 0 : 1);
    if (terms === 0)
        return filters;
    const salt = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(16).toString('hex');
    return { ...withoutPeople(filters), withheld: { terms, salt, scrypt: await hashOf(filters, salt) } };
}
/** Whether a manifest's filters are these. */
async function areFilters(recorded, filters) {
    const { withheld, ...shown } = recorded;
    if (withheld === undefined)
        return spelled(shown) === spelled(filters);
    return (spelled(shown) === spelled(withoutPeople(filters)) && withheld.scrypt === (await hashOf(filters, withheld.salt)));
}
function withoutPeople(filters) {
    const { recordTypes, excludeRecordTypes, operations } = filters;
    return { recordTypes, excludeRecordTypes, operations, users: [], ipAddresses: [], objectIds: [] };
}
async function hashOf(filters, salt) {
    const { users, ipAddresses, objectIds, freeText } = filters;
    const text = JSON.stringify([users, ipAddresses, objectIds, freeText ?? null]);
    return (await derive(text, salt, 32, { N: 2 ** 15, maxmem: 2 ** 26 })).toString('hex');
}
function spelled(filters) {
    const { recordTypes, excludeRecordTypes, operations, users, ipAddresses, objectIds, freeText } = filters;
    return JSON.stringify([recordTypes, excludeRecordTypes, operations, users, ipAddresses, objectIds, freeText ?? null]);
}


/***/ }),

/***/ 68616:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HD: () => (/* binding */ readable),
/* harmony export */   eA: () => (/* binding */ EvidenceFolder),
/* harmony export */   vw: () => (/* binding */ checksums)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _report_manifest_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(78469);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(19579);
/* harmony import */ var _age_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(76505);
/* harmony import */ var _disk_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(38753);
/* harmony import */ var _filters_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(11761);
/* harmony import */ var _sink_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(18951);
/**
 * The evidence folder on disk: taken only when it is empty or holds an earlier export of the same question; filled
 * aside and put in place at the end, the manifest last, so that no half-written folder looks whole.
 */








/** Where an unfinished export lies, inside the folder. Removed when the next one begins. */
const unfinished = '.unfinished';
/** These name nobody, and are never encrypted: the folder is proven by them, and the next month compares with the baseline. */
const readable = ['manifest.json', 'SHA256SUMS', 'baseline.json.gz'];
class EvidenceFolder {
    path;
    /** Files are made here. */
    work;
    /** Rows between reading and writing. */
    spool;
    /** For every file but those that any reader needs. */
    encrypt;
    replaced;
    constructor(path, replaced, encrypt) {
        this.path = path;
        this.work = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, unfinished, 'files');
        this.spool = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, unfinished, 'spool');
        this.replaced = replaced;
        this.encrypt = encrypt;
    }
    /** @throws Failure when the folder belongs to something else, or can't be written. */
    static async take(path, owner, encrypt) {
        try {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(path, { recursive: true });
            const names = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(path)).filter(name => !name.startsWith('.'));
            const replaced = await ours(path, names, owner);
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, unfinished), { recursive: true, force: true });
            const folder = new EvidenceFolder(path, replaced, encrypt);
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(folder.work, { recursive: true });
            return folder;
        }
        catch (error) {
            if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR')) {
                throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR({
                    code: 'FOLDER_IS_A_FILE',
                    message: `${path} is a file, or lies below one.`,
                    remedy: 'Choose another folder with the input directory.',
                    cause: error,
                });
            }
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_5__/* .diskFailure */ .C)(error, path);
        }
    }
    /** Writes a file, encrypted where the export is, unless it is one of those that stay readable. */
    async write(name, content) {
        const file = (0,_sink_js__WEBPACK_IMPORTED_MODULE_7__/* .newFile */ .J)(this.work, name, readable.includes(name) ? undefined : this.encrypt);
        await file.write(content);
        return { name: file.name, ...(await file.end()) };
    }
    /** Puts the files in place of an earlier export's. Until the last one is there, `verify` refuses the folder. */
    async publish(files) {
        try {
            for (const name of ['manifest.json', 'SHA256SUMS', ...this.replaced])
                await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.path, name), { force: true });
            const last = ['SHA256SUMS', 'manifest.json'];
            for (const name of [...files.filter(name => !last.includes(name)), ...last]) {
                await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.work, name), (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.path, name));
            }
            await this.clear();
        }
        catch (error) {
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_5__/* .diskFailure */ .C)(error, this.path);
        }
    }
    /** Removes what is unfinished; never fails, since something else has already. */
    async clear() {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.path, unfinished), { recursive: true, force: true }).catch(() => undefined);
    }
}
/** The files that the export would replace, if the folder is empty or this export's own. */
async function ours(path, names, owner) {
    if (names.length === 0)
        return [];
    if (!names.includes('manifest.json')) {
        refuseStrangers(path, names, owner);
        return [...names];
    }
    const earlier = _report_manifest_js__WEBPACK_IMPORTED_MODULE_2__/* .Manifest */ ._8.safeParse(parseJson(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, 'manifest.json'), 'utf8')));
    const same = earlier.success &&
        earlier.data.tenant === owner.tenant &&
        earlier.data.period.label === owner.period.label &&
        earlier.data.period.start === owner.period.start &&
        earlier.data.period.end === owner.period.end &&
        (await (0,_filters_js__WEBPACK_IMPORTED_MODULE_6__/* .areFilters */ .M)(earlier.data.filters, owner.filters));
    if (same) {
        refuseStrangers(path, names, owner);
        return earlier.data.files.map(file => file.name).filter(name => isExportName(name, owner.period.label));
    }
    const what = earlier.success
        ? `an export of ${earlier.data.period.label} of tenant ${earlier.data.tenant}`
        : 'a manifest.json that is not this tool’s';
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR({
        code: 'FOLDER_OF_ANOTHER_EXPORT',
        message: `The folder ${path} holds ${what}, and this export is of ${owner.period.label} of tenant ${owner.tenant}${earlier.success && earlier.data.period.label === owner.period.label ? ', with other filters or edges' : ''}.`,
        remedy: 'Nothing was changed. Choose another folder with the input directory, or move the old export away.',
    });
}
/** Somebody else's files stay where they are, and a folder that holds some can't be proven. */
function refuseStrangers(path, names, owner) {
    const strangers = names.filter(name => !isExportName(name, owner.period.label));
    if (strangers.length === 0)
        return;
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .Failure */ .HR({
        code: 'FOLDER_NOT_EMPTY',
        message: `The folder ${path} holds other files: ${strangers.slice(0, 5).join(', ')}.`,
        remedy: 'Nothing was changed. Choose an empty folder with the input directory.',
    });
}
/** Whether an export of the period may have made the file, encrypted or not. */
function isExportName(name, label) {
    const bare = name.endsWith(_age_js__WEBPACK_IMPORTED_MODULE_4__/* .ageSuffix */ .FS) ? name.slice(0, -_age_js__WEBPACK_IMPORTED_MODULE_4__/* .ageSuffix */ .FS.length) : name;
    return (['summary.md', 'report.html', 'findings.json', 'filters.json', ...readable].includes(bare) ||
        name.startsWith(`audit-${label}.`));
}
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** The lines of SHA256SUMS, in the form that `sha256sum --check` reads. */
function checksums(files) {
    const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
    return sorted.map(file => `${file.sha256}  ${file.name}\n`).join('');
}


/***/ }),

/***/ 18951:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ newFile),
/* harmony export */   l: () => (/* binding */ GzipFile)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(78474);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(38522);
/* harmony import */ var _age_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(76505);
/* harmony import */ var _disk_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(38753);
/**
 * Files that are written once, from beginning to end, and know their hash when they are closed. Sinks stand in a row:
 * bytes go through gzip and age to the disk, so that nothing lies there before it is encrypted.
 */







/** A new file; with `encrypt` it is an age file, and its name says so. */
function newFile(folder, name, encrypt) {
    return encrypt ? new AgeFile(new HashedFile(folder, name + _age_js__WEBPACK_IMPORTED_MODULE_5__/* .ageSuffix */ .FS), encrypt) : new HashedFile(folder, name);
}
class HashedFile {
    name;
    path;
    stream;
    content = new Counted();
    error;
    constructor(folder, name) {
        this.name = name;
        this.path = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name);
        this.stream = (0,node_fs__WEBPACK_IMPORTED_MODULE_2__.createWriteStream)(this.path, { flags: 'wx' });
        this.stream.on('error', error => {
            this.error = error;
        });
    }
    async write(data) {
        if (this.error !== undefined)
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_6__/* .diskFailure */ .C)(this.error, this.path);
        const chunk = this.content.count(data);
        try {
            if (!this.stream.write(chunk))
                await (0,node_events__WEBPACK_IMPORTED_MODULE_1__.once)(this.stream, 'drain');
        }
        catch (error) {
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_6__/* .diskFailure */ .C)(error, this.path);
        }
    }
    async end() {
        try {
            this.stream.end();
            // What failed a moment ago has closed already, and will not say so again.
            if (!this.stream.closed)
                await (0,node_events__WEBPACK_IMPORTED_MODULE_1__.once)(this.stream, 'close');
        }
        catch (error) {
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_6__/* .diskFailure */ .C)(error, this.path);
        }
        if (this.error !== undefined)
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_6__/* .diskFailure */ .C)(this.error, this.path);
        return this.content.digest();
    }
}
class Counted {
    hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    bytes = 0;
    count(data) {
        const chunk = typeof data === 'string' ? Buffer.from(data) : data;
        this.hash.update(chunk);
        this.bytes += chunk.length;
        return chunk;
    }
    digest() {
        return { bytes: this.bytes, sha256: this.hash.digest('hex') };
    }
}
class AgeFile {
    name;
    file;
    plain = new Counted();
    entry = new TransformStream();
    writer = this.entry.writable.getWriter();
    finished;
    constructor(file, encrypt) {
        this.name = file.name;
        this.file = file;
        this.finished = this.pump(encrypt);
        // Told by the next write or by the end.
        this.finished.catch(() => undefined);
        this.writer.closed.catch(() => undefined);
    }
    async write(data) {
        const chunk = this.plain.count(data);
        if (chunk.length === 0)
            return;
        try {
            await this.writer.write(chunk);
        }
        catch (error) {
            // The disk's own words, where it was the disk.
            await this.finished;
            throw error;
        }
    }
    async end() {
        await this.writer.close().catch(() => undefined);
        await this.finished;
        return { ...(await this.file.end()), plain: this.plain.digest() };
    }
    async pump(encrypt) {
        for await (const chunk of await encrypt(this.entry.readable))
            await this.file.write(chunk);
    }
}
/** Position of the operating system's number in a gzip header (RFC 1952); 255 is “unknown”, the same everywhere. */
const operatingSystem = 9;
const unknownSystem = 255;
/** A gzip member whose header does not depend on the machine or the time. */
class GzipFile {
    name;
    file;
    gzip = (0,node_zlib__WEBPACK_IMPORTED_MODULE_4__.createGzip)({ level: 6 });
    finished;
    failure;
    constructor(file) {
        this.name = file.name;
        this.file = file;
        this.finished = this.pump();
        this.finished.catch(error => {
            this.failure = error;
            this.gzip.destroy();
        });
    }
    async write(data) {
        if (this.failure !== undefined)
            throw this.failure;
        if (!this.gzip.write(data))
            await Promise.race([(0,node_events__WEBPACK_IMPORTED_MODULE_1__.once)(this.gzip, 'drain'), this.finished]);
    }
    async end() {
        this.gzip.end();
        await this.finished;
        return await this.file.end();
    }
    async pump() {
        let first = true;
        for await (const chunk of this.gzip) {
            if (first)
                chunk[operatingSystem] = unknownSystem;
            first = false;
            await this.file.write(chunk);
        }
    }
}


/***/ }),

/***/ 88952:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ Tally),
/* harmony export */   I: () => (/* binding */ recordLine)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _audit_window_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(81635);
/* harmony import */ var _report_jsonl_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37144);
/** Counts and hashes the exported records of every window, so that a folder can be checked window by window. */



/** What a window's hash is made of, for one record; the same from the CSV and from the JSONL file. */
function recordLine(record) {
    const digest = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update((0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_1__/* .oneLine */ .T)(record.AuditData)).digest('hex');
    return `${record.CreationDate}\t${record.Identity}\t${digest}\n`;
}
class Tally {
    windows = new Map();
    entries;
    current;
    /** @param entries grows while the period is read; it covers a record's time before the record comes. */
    constructor(entries) {
        this.entries = entries;
    }
    see(rows) {
        for (const row of rows) {
            if (!this.current || !(0,_audit_window_js__WEBPACK_IMPORTED_MODULE_2__/* .holds */ .v9)(this.current, row.time))
                this.current = this.entries.find(entry => (0,_audit_window_js__WEBPACK_IMPORTED_MODULE_2__/* .holds */ .v9)(entry, row.time));
            const window = this.window(this.current?.start ?? Number.NaN);
            window.records++;
            window.hash.update(recordLine(row.record));
        }
    }
    of(entry) {
        const { records, hash } = this.window(entry.start);
        return { records, sha256: hash.copy().digest('hex') };
    }
    window(start) {
        const known = this.windows.get(start);
        if (known)
            return known;
        const made = { records: 0, hash: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256') };
        this.windows.set(start, made);
        return made;
    }
}


/***/ }),

/***/ 37144:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   T: () => (/* binding */ oneLine),
/* harmony export */   n: () => (/* binding */ jsonlLine)
/* harmony export */ });
/**
 * A record's text on one line: a line break inside it can only be white space between JSON's tokens, and becomes a space.
 */
function oneLine(auditData) {
    return auditData.replace(/\r\n|\r|\n/g, ' ');
}
/** One record as a line of `audit-<period>.jsonl.gz`: the service's own text. */
function jsonlLine(auditData) {
    return `${oneLine(auditData)}\n`;
}


/***/ }),

/***/ 78469:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $2: () => (/* binding */ manifestText),
/* harmony export */   _8: () => (/* binding */ Manifest),
/* harmony export */   rc: () => (/* binding */ manifestSchema)
/* harmony export */ });
/* unused harmony export manifestJsonSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(16435);
/**
 * `manifest.json`: what was asked, by whom, with what, what was read of it, and the hashes of what was written. Its
 * JSON Schema is made from the one here.
 */

const manifestSchema = 'm365-audit-export/manifest/1';
const moment = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const sha256 = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^[0-9a-f]{64}$/);
const count = zod__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Whr().min(0);
const reason = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ code: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), message: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() });
const window = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    start: moment,
    end: moment.describe('exclusive'),
    status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['read', 'confirmed', 'gap']),
    records: count.describe('records of the exported files with a time in the window'),
    attempts: count,
    evidence: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        rows: count.describe('rows of the accepted reading, as the service sent them'),
        cap: count.describe('rows that one answer holds at most'),
        requestIds: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        warnings: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    }),
    sha256: sha256.describe('of one line per record, in order: CreationDate, TAB, Identity, TAB, SHA-256 of AuditData on one line, LF'),
    reason: reason.optional(),
})
    .describe('half open; together the windows tile the period');
const Manifest = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    schema: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(manifestSchema),
    status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['complete', 'provisional', 'incomplete']),
    reasons: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).describe('why the status is not complete, most important first'),
    notes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).describe('what a reader should know and what the run could not do'),
    period: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        label: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        text: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        timezone: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        start: moment,
        end: moment,
        settled: moment,
    }),
    tenant: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    client: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    cloud: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    source: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('exchange'),
    filters: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        recordTypes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        excludeRecordTypes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        operations: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        users: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        ipAddresses: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        objectIds: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
        freeText: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        withheld: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
            terms: count.describe('how many filters are not shown'),
            salt: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            scrypt: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()
                .describe('hex, of the JSON text of [users, ipAddresses, objectIds, freeText or null]; N = 32768, r = 8, p = 1'),
        })
            .optional()
            .describe('in an encrypted export, what stands for filters that name people; filters.json.age has them'),
    }),
    tool: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), version: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), commit: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }),
    run: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        started: moment,
        finished: moment,
        repository: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        attempt: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        url: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        node: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        platform: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    }),
    certificate: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ thumbprint: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().describe('SHA-256, hex'), notAfter: moment }).optional(),
    federation: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ subject: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() })
        .optional()
        .describe("GitHub's OIDC token signed in, in place of a certificate; its subject"),
    windows: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(window),
    records: count,
    duplicates: count.describe('rows that one answer held more than once'),
    conflicts: count.describe('Identities that came with more than one content; all contents are kept'),
    requests: zod__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), count).describe('requests sent, by cmdlet'),
    encryption: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ format: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz('age-encryption.org/v1'), recipients: count })
        .optional()
        .describe('every file is encrypted but this one, SHA256SUMS and baseline.json.gz, which name nobody'),
    pseudonyms: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ key: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().describe('tells whether two exports share the key; not the key') })
        .optional()
        .describe('people are replaced by pseudonyms: AuditData is not the text that the service sent'),
    files: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
        bytes: count,
        sha256,
        plain: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ bytes: count, sha256 }).optional().describe('what an encrypted file holds'),
        records: count.optional(),
    })),
    findings: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ high: count, medium: count, low: count, info: count }),
});
/** The published schema, as text. */
function manifestJsonSchema() {
    return `${JSON.stringify(z.toJSONSchema(Manifest), null, 2)}\n`;
}
/** The manifest as it is written. */
function manifestText(manifest) {
    return `${JSON.stringify(manifest, null, 2)}\n`;
}


/***/ })

};
