export const id = 510;
export const ids = [510];
export const modules = {

/***/ 93297:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ estimateMissing)
/* harmony export */ });
function estimateMissing(windows) {
    const pairs = windows.flatMap(({ compared }) => compared ?? []);
    const sum = (of) => pairs.reduce((total, pair) => total + of(pair), 0);
    const found = { first: sum(pair => pair.first), second: sum(pair => pair.second), both: sum(pair => pair.both) };
    const differed = pairs.filter(pair => pair.both < pair.first || pair.both < pair.second).length;
    const once = windows.filter(window => window.status === 'read').reduce((total, { records }) => total + records, 0);
    const missing = missingBeyond(found, once, clumping(pairs));
    return { windows: pairs.length, differed, ...found, once, ...(missing ? { missing } : {}) };
}
/**
 * Of the records of the second readings, the first ones missed a share; windows read once miss that share as well.
 * Windows read twice hold the union of both, beyond which Chapman's estimator, (n₁+1)(n₂+1)/(m+1) − 1, expects
 * (n₁−m)(n₂−m)/(m+1).
 */
function missingBeyond({ first, second, both }, once, clumped) {
    if (both === 0)
        return undefined;
    const byFirst = second - both;
    const bySecond = first - both;
    const beyond = (missedByFirst, missedBySecond) => (once * missedByFirst) / Math.max(1, second - missedByFirst) + (missedByFirst * missedBySecond) / (both + 1);
    const [least, most] = rangeOf(byFirst, clumped);
    // More than every record that was read again: the range says nothing.
    if (most >= second)
        return undefined;
    return {
        likely: Math.round(beyond(byFirst, bySecond)),
        least: Math.floor(beyond(least, rangeOf(bySecond, clumped)[0])),
        most: Math.ceil(beyond(most, rangeOf(bySecond, clumped)[1])),
    };
}
/** Nothing found in n is compatible with a rate of 3/n at 95 % (Hanley and Lippman-Hand, JAMA 1983). */
const ofNothing = 3;
const normal95 = 1.96;
/**
 * 95 % range of a count, after Byar's approximation to Poisson's. Records that go missing together count as fewer
 * events, which makes it wider.
 */
function rangeOf(count, clumped) {
    if (count === 0)
        return [0, ofNothing];
    const events = count / clumped;
    const byar = (of, sign) => of * (1 - 1 / (9 * of) + (sign * normal95) / (3 * Math.sqrt(of))) ** 3;
    return [clumped * Math.max(0, byar(events, -1)), clumped * byar(events + 1, 1)];
}
/** How many records go missing at once: the mean of squares over the sum, 1 where each is alone. */
function clumping(pairs) {
    const missed = pairs.map(({ second, both }) => second - both);
    const sum = missed.reduce((total, count) => total + count, 0);
    const squares = missed.reduce((total, count) => total + count * count, 0);
    return sum === 0 ? 1 : Math.max(1, squares / sum);
}


/***/ }),

/***/ 14684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  eA: () => (/* binding */ EvidenceFolder),
  oo: () => (/* binding */ checkFolderOwner),
  vw: () => (/* binding */ checksums),
  EG: () => (/* binding */ foreignFiles),
  vv: () => (/* binding */ isSameExport),
  b7: () => (/* binding */ notAFolder),
  rC: () => (/* binding */ readableFile)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/json.js
var json = __webpack_require__(5949);
// EXTERNAL MODULE: ./lib/files/age.js
var age = __webpack_require__(97280);
// EXTERNAL MODULE: ./lib/files/disk.js
var disk = __webpack_require__(78270);
// EXTERNAL MODULE: ./lib/files/file-sink.js
var file_sink = __webpack_require__(96793);
// EXTERNAL MODULE: ./lib/report/diagnosis.js
var diagnosis = __webpack_require__(32175);
// EXTERNAL MODULE: ./lib/report/manifest.js
var manifest = __webpack_require__(78469);
// EXTERNAL MODULE: ./lib/spool/journal.js
var journal = __webpack_require__(79668);
// EXTERNAL MODULE: ./lib/spool/journal-files.js
var journal_files = __webpack_require__(21738);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/evidence/recorded-filters.js
var recorded_filters = __webpack_require__(21659);
;// CONCATENATED MODULE: ./lib/evidence/replace-files.js
/**
 * Puts a new export in the place of an earlier one, the manifest last, so that no half-written folder looks whole. What
 * can't be finished, since the disk refuses or the run is killed, is undone.
 */





/** What makes a folder an export: the first to go, and the last to come. */
const last = ['manifest.json', 'SHA256SUMS'];
/** @param earlier names of files that go. @throws Failure when the disk refuses; the earlier export is as it was. */
async function replaceFiles(places, earlier, files) {
    const { path, work, aside } = places;
    try {
        const going = new Set([...last, ...earlier]);
        const present = (await (0,promises_.readdir)(path)).filter(name => going.has(name));
        await (0,promises_.mkdir)(aside, { recursive: true });
        for (const name of manifestFirst(present))
            await (0,promises_.rename)((0,external_node_path_.join)(path, name), (0,external_node_path_.join)(aside, name));
        for (const name of manifestFirst(files).reverse())
            await (0,promises_.rename)((0,external_node_path_.join)(work, name), (0,external_node_path_.join)(path, name));
    }
    catch (error) {
        // What does not go back now is tried again when the run ends, and when the next one begins.
        await restoreFiles(places).catch(() => undefined);
        throw (0,disk/* diskFailure */.C)(error, path);
    }
}
/** Undoes what was begun and not finished; where nothing was, nothing is done. @throws what the disk says. */
async function restoreFiles({ path, work, aside }) {
    const replaced = await (0,promises_.readdir)(aside).catch((error) => {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    });
    const present = await (0,promises_.readdir)(path);
    if (replaced === undefined || present.includes('manifest.json'))
        return;
    const made = await (0,promises_.readdir)(work);
    const coming = manifest/* Manifest */._8.safeParse((0,json/* parsedJson */.U4)(await (0,promises_.readFile)((0,external_node_path_.join)(work, 'manifest.json'), 'utf8')));
    const came = ['SHA256SUMS', ...(coming.data?.files ?? []).map(file => file.name)].filter(name => present.includes(name) && !made.includes(name));
    for (const name of came)
        await (0,promises_.rename)((0,external_node_path_.join)(path, name), (0,external_node_path_.join)(work, name));
    for (const name of manifestFirst(replaced).reverse())
        await (0,promises_.rename)((0,external_node_path_.join)(aside, name), (0,external_node_path_.join)(path, name));
}
function manifestFirst(names) {
    return [...last.filter(name => names.includes(name)), ...names.filter(name => !last.includes(name))];
}

;// CONCATENATED MODULE: ./lib/evidence/evidence-folder.js
/**
 * The evidence folder on disk: taken only when it is empty or holds an earlier export of the same question; filled
 * aside and put in place at the end.
 */














/** Where an unfinished export lies, inside the folder. */
const unfinished = '.unfinished';
/** What an interrupted run left, for the next one to take over; numbered in the order of the runs. */
const interrupted = /^\.interrupted-(\d+)$/;
/** These name nobody, and are never encrypted: the folder is proven by them, and the next month compares with the baseline. */
const readableFile = ['manifest.json', 'SHA256SUMS', 'baseline.json.gz'];
class EvidenceFolder {
    path;
    /** Files are made here. */
    work;
    /** Rows between reading and writing. */
    spool;
    /** For every file but those that any reader needs. */
    encrypt;
    journal;
    replaced;
    left;
    published = false;
    /** Journals that the next run goes on from. */
    kept = [];
    constructor(path, { replaced, interrupted }, encrypt) {
        this.path = path;
        this.work = placesIn(path).work;
        this.spool = (0,external_node_path_.join)(path, unfinished, 'spool');
        this.journal = (0,journal/* journalIn */.zc)((0,external_node_path_.join)(path, unfinished));
        this.replaced = replaced;
        this.left = interrupted;
        this.encrypt = encrypt;
    }
    /** Journals of runs that were interrupted, the newest first. */
    get interrupted() {
        return this.left;
    }
    /**
     * @param beside names of what may lie there and stays as it is.
     * @throws Failure when the folder belongs to something else, or can't be written.
     */
    static async take(path, owner, encrypt, beside = []) {
        try {
            await (0,promises_.mkdir)(path, { recursive: true });
            await restoreFiles(placesIn(path));
            const names = foreignFiles(await (0,promises_.readdir)(path)).filter(name => !beside.includes(name));
            const replaced = await checkFolderOwner(path, names, owner);
            const interrupted = await setAside(path, encrypt !== undefined);
            const folder = new EvidenceFolder(path, { replaced, interrupted }, encrypt);
            await (0,promises_.mkdir)(folder.work, { recursive: true });
            return folder;
        }
        catch (error) {
            throw notAFolder(error, path) ?? (0,disk/* diskFailure */.C)(error, path);
        }
    }
    /** Writes a file, encrypted where the export is, unless it is one of those that stay readable. */
    async write(name, content) {
        const file = (0,file_sink/* newFile */.J)(this.work, name, readableFile.includes(name) ? undefined : this.encrypt);
        await file.write(content);
        return { name: file.name, ...(await file.end()) };
    }
    /** Takes in the sealed journals of another folder of this export. */
    async adopt(other) {
        for (const journal of (await interruptedIn(other)).filter(journal_files/* isSealed */.dy)) {
            const from = (0,external_node_path_.dirname)(journal);
            await (0,promises_.cp)(from, (0,external_node_path_.join)(this.path, (0,external_node_path_.relative)(other, from)), { recursive: true });
        }
        this.left = await interruptedIn(this.path);
    }
    /**
     * Puts the files in place of an earlier export's. Until the last one is there, `verify` refuses the folder; where one
     * can't be put there, the earlier export is as it was.
     * @param handOn journals of `interrupted` that stay beside this run's, for the next one; undefined where none stays.
     * @returns the files of these journals, relative to the folder.
     */
    async publish(files, handOn) {
        await replaceFiles(placesIn(this.path), this.replaced, files);
        this.published = true;
        // Where the disk refuses, the next run reads again.
        const names = handOn ? await this.keepJournals(handOn).catch(() => []) : [];
        // What stays is tried again by `clear`.
        await discard(this.path, this.kept).catch(() => undefined);
        return names;
    }
    async keepJournals(used) {
        const journals = await setAside(this.path, true);
        this.kept = journals.filter(journal => used.includes(journal) || !this.left.includes(journal));
        const names = await Promise.all(this.kept.map(async (journal) => (await (0,promises_.readdir)(journal)).map(name => (0,external_node_path_.relative)(this.path, (0,external_node_path_.join)(journal, name)))));
        return names.flat();
    }
    /** Removes what is not needed any more. @throws Failure when something stays. */
    async clear() {
        if (this.published) {
            await discard(this.path, this.kept);
            return;
        }
        await restoreFiles(placesIn(this.path)).catch(cause => {
            throw new failure/* Failure */.HR({
                code: 'FOLDER_EARLIER_ASIDE',
                message: `The earlier export could not be put back into ${this.path}: its files lie in ${unfinished}/replaced there.`,
                remedy: 'Leave them there: the next run on this folder puts them back. Or move them by hand, manifest.json last.',
                cause,
            });
        });
        await (0,disk/* remove */.T)((0,external_node_path_.join)(this.path, unfinished));
    }
}
function placesIn(path) {
    return { path, work: (0,external_node_path_.join)(path, unfinished, 'files'), aside: (0,external_node_path_.join)(path, unfinished, 'replaced') };
}
/** What is neither hidden nor the doctor's. */
function foreignFiles(names) {
    return names.filter(name => !name.startsWith('.') && name !== diagnosis/* diagnosisFile */._M);
}
function notAFolder(error, path) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR')))
        return undefined;
    return new failure/* Failure */.HR({
        code: 'FOLDER_IS_A_FILE',
        message: `${path} is a file, or lies below one.`,
        remedy: 'Choose another folder with the input directory.',
        cause: error,
    });
}
/** Makes room, and keeps what the runs before have proven: beside an encrypted export only what is sealed. */
async function setAside(path, encrypted) {
    const left = (0,external_node_path_.join)(path, unfinished);
    if ((0,external_node_fs_.existsSync)((0,journal/* journalIn */.zc)(left))) {
        const [newest = 0] = await numbersIn(path);
        const target = (0,external_node_path_.join)(path, `.interrupted-${newest + 1}`);
        await (0,promises_.mkdir)(target);
        await (0,promises_.rename)((0,journal/* journalIn */.zc)(left), (0,journal/* journalIn */.zc)(target));
    }
    await (0,promises_.rm)(left, { recursive: true, force: true });
    const journals = await interruptedIn(path);
    if (!encrypted)
        return journals;
    for (const journal of journals)
        if (!(0,journal_files/* isSealed */.dy)(journal))
            await (0,promises_.rm)((0,external_node_path_.dirname)(journal), { recursive: true, force: true });
    return journals.filter(journal_files/* isSealed */.dy);
}
/** Journals that were set aside, the newest first. */
async function interruptedIn(path) {
    return (await numbersIn(path)).map(number => (0,journal/* journalIn */.zc)((0,external_node_path_.join)(path, `.interrupted-${number}`)));
}
async function numbersIn(path) {
    const numbers = (await (0,promises_.readdir)(path)).flatMap(name => {
        const [, number] = interrupted.exec(name) ?? [];
        return number === undefined ? [] : [Number(number)];
    });
    return numbers.sort((a, b) => b - a);
}
/** Removes everything unfinished but the journals that are kept. */
async function discard(path, kept) {
    const names = (await (0,promises_.readdir)(path)).filter(name => name === unfinished || interrupted.test(name));
    const folders = names.map(name => (0,external_node_path_.join)(path, name)).filter(folder => !kept.includes((0,journal/* journalIn */.zc)(folder)));
    for (const folder of folders)
        await (0,disk/* remove */.T)(folder);
}
/** The files that the export would replace, if the folder is empty or this export's own. */
async function checkFolderOwner(path, names, owner) {
    if (names.length === 0)
        return [];
    if (!names.includes('manifest.json')) {
        refuseStrangers(path, names, owner);
        return [...names];
    }
    const earlier = manifest/* Manifest */._8.safeParse((0,json/* parsedJson */.U4)(await (0,promises_.readFile)((0,external_node_path_.join)(path, 'manifest.json'), 'utf8')));
    if (earlier.success && (await isSameExport(earlier.data, owner))) {
        refuseStrangers(path, names, owner);
        return earlier.data.files.map(file => file.name).filter(name => isExportName(name, owner.period.label));
    }
    const what = earlier.success
        ? `an export of ${earlier.data.period.label} of tenant ${earlier.data.tenant}`
        : 'a manifest.json that is not this tool’s';
    throw new failure/* Failure */.HR({
        code: 'FOLDER_OF_ANOTHER_EXPORT',
        message: `The folder ${path} holds ${what}, and this export is of ${owner.period.label} of tenant ${owner.tenant}${earlier.success && earlier.data.period.label === owner.period.label ? ', with other filters or edges' : ''}.`,
        remedy: 'Nothing was changed. Choose another folder with the input directory, or move the old export away.',
    });
}
/** Whether an export's manifest is of this very question. */
async function isSameExport({ tenant, period, filters }, owner) {
    return (tenant === owner.tenant &&
        period.label === owner.period.label &&
        period.start === owner.period.start &&
        period.end === owner.period.end &&
        (await (0,recorded_filters/* areFilters */.M)(filters, owner.filters)));
}
/** Somebody else's files stay where they are, and a folder that holds some can't be proven. */
function refuseStrangers(path, names, owner) {
    const strangers = names.filter(name => !isExportName(name, owner.period.label));
    if (strangers.length === 0)
        return;
    throw new failure/* Failure */.HR({
        code: 'FOLDER_NOT_EMPTY',
        message: `The folder ${path} holds other files: ${strangers.slice(0, 5).join(', ')}.`,
        remedy: 'Nothing was changed. Choose an empty folder with the input directory.',
    });
}
/** Whether an export of the period may have made the file, encrypted or not. */
function isExportName(name, label) {
    const bare = name.endsWith(age/* ageSuffix */.FS) ? name.slice(0, -age/* ageSuffix */.FS.length) : name;
    return (['summary.md', 'report.html', 'findings.json', 'filters.json', ...readableFile].includes(bare) ||
        name.startsWith(`audit-${label}.`));
}
/** The lines of SHA256SUMS, in the form that `sha256sum --check` reads. */
function checksums(files) {
    const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
    return sorted.map(file => `${file.sha256}  ${file.name}\n`).join('');
}


/***/ }),

/***/ 97280:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FS: () => (/* binding */ ageSuffix),
/* harmony export */   XQ: () => (/* binding */ ageFormat),
/* harmony export */   Yy: () => (/* binding */ decryptWith),
/* harmony export */   b2: () => (/* binding */ encryptTo)
/* harmony export */ });
/* unused harmony export AgeWriter */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
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
    const begin = async () => {
        const encrypter = new Encrypter();
        for (const recipient of recipients)
            encrypter.addRecipient(recipient);
        let fileKey = new Uint8Array();
        // Asked like every recipient to wrap the file's key, this one learns it and adds nothing to the header.
        const listener = {
            wrapFileKey: (key) => {
                fileKey = Uint8Array.from(key);
                return [];
            },
        };
        encrypter.addRecipient(listener);
        const empty = await encrypter.encrypt('');
        return new AgeWriter(empty.subarray(0, -tagBytes), fileKey);
    };
    try {
        await begin();
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'ENCRYPT_RECIPIENT',
            message: `A recipient of encrypt-to is not usable: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causes */ .ps)(error)}. Nothing was read.`,
            remedy: 'Make a key pair with `age-keygen`, and give its public key.',
            cause: error,
        });
    }
    return begin;
}
const chunkBytes = 65_536;
const tagBytes = 16;
/** Big-endian in eleven bytes, then a byte that marks the last chunk. */
const counterAt = 7;
const lastMark = 11;
/**
 * The payload of an age file: STREAM (https://age-encryption.org/v1, “Payload”) over the ChaCha20-Poly1305 of
 * node:crypto, because the library's own, in JavaScript, would cost an export more than half of its rate.
 */
class AgeWriter {
    /** The library's header and the payload's nonce: the file's first bytes. */
    header;
    key;
    nonce = Buffer.alloc(12);
    chunks = 0;
    waiting = new Uint8Array();
    /** @param header ends with the nonce of 16 bytes. */
    constructor(header, fileKey) {
        this.header = header;
        this.key = new Uint8Array((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hkdfSync)('sha256', fileKey, header.subarray(-16), 'payload', 32));
    }
    /** What can be written by now: a full chunk waits until it is known not to be the last. */
    update(plain) {
        const parts = [];
        let at = 0;
        if (this.waiting.length > 0) {
            at = Math.min(plain.length, chunkBytes - this.waiting.length);
            this.waiting = Buffer.concat([this.waiting, plain.subarray(0, at)]);
            if (at === plain.length)
                return new Uint8Array();
            parts.push(...this.chunk(this.waiting));
        }
        for (; plain.length - at > chunkBytes; at += chunkBytes)
            parts.push(...this.chunk(plain.subarray(at, at + chunkBytes)));
        this.waiting = Buffer.from(plain.subarray(at));
        return Buffer.concat(parts);
    }
    final() {
        this.nonce[lastMark] = 1;
        return Buffer.concat(this.chunk(this.waiting));
    }
    chunk(plain) {
        // Four bytes count to 256 TiB.
        this.nonce.writeUInt32BE(this.chunks++, counterAt);
        const cipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createCipheriv)('chacha20-poly1305', this.key, this.nonce, { authTagLength: tagBytes });
        return [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
    }
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
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'VERIFY_IDENTITY',
            message: 'The identity is not one that age-keygen makes.',
            remedy: 'Give the file with the line AGE-SECRET-KEY-… by --identity.',
            cause: error,
        });
    }
    return async (stream) => await decrypter.decrypt(stream);
}


/***/ }),

/***/ 96793:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ newFile)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(78474);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var _age_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(97280);
/* harmony import */ var _disk_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(78270);
/**
 * Files that are written once, from beginning to end, and know their hash when they are closed. Sinks stand in a row:
 * bytes go through gzip and age to the disk, so that nothing lies there before it is encrypted.
 */






/** A new file; with `encrypt` it is an age file, and its name says so. */
function newFile(folder, name, encrypt) {
    return encrypt ? new AgeFile(new HashedFile(folder, name + _age_js__WEBPACK_IMPORTED_MODULE_4__/* .ageSuffix */ .FS), encrypt) : new HashedFile(folder, name);
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
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_5__/* .diskFailure */ .C)(this.error, this.path);
        const chunk = bytesOf(data);
        const written = new Promise((resolve, reject) => {
            this.stream.write(chunk, error => (error ? reject(error) : resolve()));
        });
        // While the disk is busy.
        this.content.count(chunk);
        try {
            await written;
        }
        catch (error) {
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_5__/* .diskFailure */ .C)(error, this.path);
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
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_5__/* .diskFailure */ .C)(error, this.path);
        }
        if (this.error !== undefined)
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_5__/* .diskFailure */ .C)(this.error, this.path);
        return this.content.digest();
    }
}
class Counted {
    hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    bytes = 0;
    count(chunk) {
        this.hash.update(chunk);
        this.bytes += chunk.length;
    }
    digest() {
        return { bytes: this.bytes, sha256: this.hash.digest('hex') };
    }
}
function bytesOf(data) {
    return typeof data === 'string' ? Buffer.from(data) : data;
}
class AgeFile {
    name;
    file;
    plain = new Counted();
    writer;
    constructor(file, encrypt) {
        this.name = file.name;
        this.file = file;
        this.writer = this.begin(encrypt);
        // Told by the next write or by the end.
        this.writer.catch(() => undefined);
    }
    async write(data) {
        const writer = await this.writer;
        const chunk = bytesOf(data);
        this.plain.count(chunk);
        await this.file.write(writer.update(chunk));
    }
    async end() {
        const writer = await this.writer;
        await this.file.write(writer.final());
        return { ...(await this.file.end()), plain: this.plain.digest() };
    }
    async begin(encrypt) {
        const writer = await encrypt();
        await this.file.write(writer.header);
        return writer;
    }
}


/***/ }),

/***/ 31616:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ flatKeys),
/* harmony export */   Q4: () => (/* binding */ openRecordFile),
/* harmony export */   W6: () => (/* binding */ isCmdletCsv),
/* harmony export */   Xc: () => (/* binding */ csvRecords),
/* harmony export */   sh: () => (/* binding */ jsonlLines)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38522);
/* harmony import */ var csv_parse__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(56070);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(49414);
/* harmony import */ var _report_flat_columns_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(72939);
/* harmony import */ var _report_flat_csv_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(21284);
/** Reads the data files of an evidence folder back, a record at a time, decrypted where that is asked for. */







/** Whether a file is the CSV that holds whole records, unencrypted. */
function isCmdletCsv({ name }) {
    return name.endsWith('.csv') && !name.endsWith('.flat.csv');
}
/** Every record of `audit-<period>.csv`, in its order. @throws when it is none, or ends inside a row. */
async function* csvRecords(file) {
    const parser = (0,csv_parse__WEBPACK_IMPORTED_MODULE_3__/* .parse */ .qg)({ record_delimiter: '\r\n', relax_column_count: true });
    (0,node_stream__WEBPACK_IMPORTED_MODULE_1__.pipeline)(await file(), parser, () => undefined);
    let header = true;
    for await (const cells of parser) {
        if (header) {
            header = false;
            if (cells.join(',') !== _audit_record_js__WEBPACK_IMPORTED_MODULE_6__/* .columns */ .YB.join(','))
                throw new TypeError(`the CSV's header is not ${_audit_record_js__WEBPACK_IMPORTED_MODULE_6__/* .columns */ .YB.join(',')}`);
            continue;
        }
        const cell = (name) => cells[_audit_record_js__WEBPACK_IMPORTED_MODULE_6__/* .columns */ .YB.indexOf(name)] ?? '';
        yield {
            RecordType: cell('RecordType'),
            CreationDate: cell('CreationDate'),
            UserIds: cell('UserIds'),
            Operations: cell('Operations'),
            AuditData: cell('AuditData'),
            Identity: cell('Identity'),
        };
    }
}
/**
 * Time and id of every row of `audit-<period>.flat.csv`. The columns only ever grow: an older or newer version's file is
 * read as well. @throws when it is none, or ends inside a row.
 */
async function* flatKeys(file) {
    const parser = (0,csv_parse__WEBPACK_IMPORTED_MODULE_3__/* .parse */ .qg)({ record_delimiter: '\r\n', bom: true });
    (0,node_stream__WEBPACK_IMPORTED_MODULE_1__.pipeline)(await file(), parser, () => undefined);
    let header = true;
    for await (const [CreationDate = '', Id = '', ...others] of parser) {
        if (!header)
            yield { CreationDate, Identity: (0,_report_flat_csv_js__WEBPACK_IMPORTED_MODULE_5__/* .unguarded */ .AY)(Id) };
        else if ([CreationDate, Id, ...others].some((name, index) => name !== (_report_flat_columns_js__WEBPACK_IMPORTED_MODULE_4__/* .flatColumns */ .j[index]?.name ?? name)))
            throw new TypeError('the flat CSV has other columns');
        header = false;
    }
    if (header)
        throw new TypeError('the flat CSV has no header');
}
/** Every line of `audit-<period>.jsonl.gz`. */
async function* jsonlLines(file) {
    // Not readline, which also breaks lines at U+2028, as common in people's texts as anything else.
    let rest = Buffer.alloc(0);
    for await (const chunk of through(await file(), (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.createGunzip)())) {
        let bytes = Buffer.concat([rest, chunk]);
        for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10)) {
            yield bytes.toString('utf8', 0, end);
            bytes = bytes.subarray(end + 1);
        }
        rest = bytes;
    }
    if (rest.length > 0)
        throw new TypeError('the JSONL file ends inside a line');
}
/** A file's bytes, decrypted where that is asked for. */
async function openRecordFile(path, decrypt) {
    const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path);
    return decrypt ? node_stream__WEBPACK_IMPORTED_MODULE_1__.Readable.from(await decrypt(node_stream__WEBPACK_IMPORTED_MODULE_1__.Readable.toWeb(file))) : file;
}
/** The file through a transform; faults of either end the iteration with an error. */
function through(file, transform) {
    (0,node_stream__WEBPACK_IMPORTED_MODULE_1__.pipeline)(file, transform, () => undefined);
    return transform;
}


/***/ }),

/***/ 33892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ SpooledRow),
/* harmony export */   o: () => (/* binding */ digestOf)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/** A row on its way from disk to the files: its text stays bytes, and is decoded or hashed only for who asks. */

class SpooledRow {
    columns;
    text;
    time;
    workload;
    recordTypeNumber;
    part;
    reading;
    decoded;
    hashed;
    constructor(row) {
        this.columns = row.columns;
        this.text = row.text;
        this.time = row.time;
        this.workload = row.workload;
        this.recordTypeNumber = row.recordTypeNumber;
        this.part = row.part;
        this.reading = row.reading;
    }
    static of({ record: { AuditData, ...columns }, ...row }, reading) {
        return new SpooledRow({ ...row, columns, text: Buffer.from(AuditData), reading });
    }
    /** The same row with a copy of its text, so that it does not keep what was read with it. */
    apart() {
        return new SpooledRow({ ...this, text: Buffer.from(this.text) });
    }
    get record() {
        this.decoded ??= { ...this.columns, AuditData: this.text.toString('utf8') };
        return this.decoded;
    }
    /** SHA-256 of the `AuditData`, which orders and tells apart. */
    get digest() {
        this.hashed ??= digestOf(this.text);
        return this.hashed;
    }
    get CreationDate() {
        return this.columns.CreationDate;
    }
    get Identity() {
        return this.columns.Identity;
    }
}
/** SHA-256 of an `AuditData`, bare hex. */
function digestOf(auditData) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(auditData).digest('hex');
}


/***/ }),

/***/ 57898:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ recordLine),
/* harmony export */   T: () => (/* binding */ WindowChecksums)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _audit_window_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(81635);
/* harmony import */ var _report_jsonl_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37144);
/* harmony import */ var _spooled_row_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(33892);
/** Counts and hashes the exported records of every window, so that a folder can be checked window by window. */




/** What a window's hash is made of, for one record; the same from the CSV and from the JSONL file. */
function recordLine(record) {
    return lineOf(record, (0,_spooled_row_js__WEBPACK_IMPORTED_MODULE_1__/* .digestOf */ .o)((0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(record.AuditData)));
}
function lineOf({ CreationDate, Identity }, digest) {
    return `${CreationDate}\t${Identity}\t${digest}\n`;
}
class WindowChecksums {
    windows = new Map();
    entries;
    current;
    /** @param entries grows while the period is read; it covers a record's time before the record comes. */
    constructor(entries) {
        this.entries = entries;
    }
    see(rows) {
        for (const row of rows) {
            if (!this.current || !(0,_audit_window_js__WEBPACK_IMPORTED_MODULE_3__/* .contains */ .gR)(this.current, row.time))
                this.current = this.entries.find(entry => (0,_audit_window_js__WEBPACK_IMPORTED_MODULE_3__/* .contains */ .gR)(entry, row.time));
            const window = this.window(this.current?.start ?? Number.NaN);
            window.records++;
            // Where the line is the text, its hash may be known already.
            window.hash.update((0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_2__/* .isOneLine */ .Pf)(row.text) ? lineOf(row, row.digest) : recordLine(row.record));
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

/***/ 32175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PS: () => (/* binding */ diagnosisMarkdown),
/* harmony export */   _M: () => (/* binding */ diagnosisFile),
/* harmony export */   ev: () => (/* binding */ diagnosisInWords),
/* harmony export */   f7: () => (/* binding */ diagnosisText),
/* harmony export */   jo: () => (/* binding */ diagnosisOf),
/* harmony export */   xQ: () => (/* binding */ rowLine)
/* harmony export */ });
/* unused harmony exports Diagnosis, diagnosisJsonSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27597);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64377);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(63021);
/** What the doctor found, as data (doctor.json) and as a page of Markdown. */


/** The file's name, in the folder where the export would go. */
const diagnosisFile = 'doctor.json';
const schemaName = 'm365-audit-export/doctor/1';
const Row = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    check: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().meta({ description: 'Stable name of what was looked at.' }),
    title: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    verdict: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['OK', 'MISSING', "CAN'T TELL"]),
    says: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().meta({ description: 'What was found, in a sentence.' }),
    code: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().meta({ description: 'Of the failure; an export meets the same.' }),
    evidence: zod__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).meta({ description: 'Status, error codes, request ids. Never a secret.' }),
    stops: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().meta({ description: 'Whether an export would fail by it as things stand.' }),
    who: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().meta({ description: 'Who mends it.' }),
    remedy: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().meta({ description: 'How, with a command or a place.' }),
})
    .strict();
const Diagnosis = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    schema: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(schemaName),
    status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['complete', 'provisional', 'incomplete']).meta({
        description: 'complete: all is OK. provisional: nothing is missing or fails, but something can’t be told. incomplete: something is missing, or a look failed that an export depends on.',
    }),
    finished: zod__WEBPACK_IMPORTED_MODULE_1__/* .datetime */ .w$(),
    tool: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), version: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).strict(),
    checks: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Row),
})
    .strict();
function diagnosisOf(rows, about) {
    const wrong = rows.some(row => row.verdict === 'MISSING' || row.stops);
    const status = wrong ? 'incomplete' : rows.every(row => row.verdict === 'OK') ? 'complete' : 'provisional';
    return { schema: schemaName, status, ...about, checks: [...rows] };
}
function diagnosisText(diagnosis) {
    return `${JSON.stringify(diagnosis, null, 2)}\n`;
}
function diagnosisJsonSchema() {
    return `${JSON.stringify(z.toJSONSchema(Diagnosis, { target: 'draft-2020-12' }), null, 2)}\n`;
}
/** `3 of 17 checks are not OK: Password, …`, or that all are. */
function diagnosisInWords({ checks }) {
    const of = (verdict) => checks.filter(row => row.verdict === verdict).map(row => row.title);
    const parts = [
        [of('MISSING'), 'MISSING'],
        [of("CAN'T TELL"), 'can’t be told'],
    ];
    const said = parts.filter(([titles]) => titles.length > 0);
    if (said.length === 0)
        return `All ${checks.length} checks are OK.`;
    return said.map(([titles, what]) => `${titles.length} of ${checks.length} ${what}: ${titles.join(', ')}.`).join(' ');
}
/** A row as one line of a log. */
function rowLine({ verdict, title, says, code, evidence, who, remedy }) {
    const marks = [...(code ? [code] : []), ...Object.entries(evidence).map(([name, value]) => `${name} ${value}`)];
    const told = marks.length > 0 ? ` [${marks.join('; ')}]` : '';
    const mend = remedy ? ` ${who ? `Who mends it: ${who}. ` : ''}${remedy}` : '';
    return `${verdict.padEnd(10)} ${title}: ${says}${told}${mend}`;
}
function diagnosisMarkdown(diagnosis) {
    const marks = { OK: '✅ OK', MISSING: '❌ MISSING', "CAN'T TELL": '❔ CAN’T TELL' };
    const rows = diagnosis.checks.map(row => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(row.title),
        marks[row.verdict],
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(row.says, 240),
    ]);
    const open = diagnosis.checks.filter(row => row.remedy !== undefined);
    return [
        `# Doctor: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(diagnosisInWords(diagnosis), 600)}`,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .markdownTable */ .Qj)(['Check', 'Verdict', 'What was found'], rows),
        ...open.map(section),
    ];
}
function section({ title, verdict, says, code, evidence, stops, who, remedy }) {
    const marks = [...(code ? [code] : []), ...Object.entries(evidence).map(([name, value]) => `${name} ${value}`)];
    const lines = [
        `## ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(title)}: ${verdict}`,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(says, 4000),
        `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(marks.join('; '), 1000)}${stops ? '' : ' An export would run all the same.'}`,
        `**Who mends it:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(who ?? 'see below', 300)}.`,
        `**How:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .escapeMarkdown */ .FV)(remedy ?? '', 4000)}`,
    ];
    return lines.join('\n\n');
}


/***/ }),

/***/ 72939:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ flatColumns),
/* harmony export */   r: () => (/* binding */ wholeText)
/* harmony export */ });
/**
 * The columns of `audit-<period>.flat.csv` and `audit-<period>.parquet`. Later versions append, and never move, rename
 * or retype one: whoever reads by position or by name goes on reading.
 */
const column = (type) => (name, says, ...from) => ({
    name,
    type,
    from: from.length > 0 ? from : [name],
    says,
});
const text = column('text');
const integer = column('integer');
const boolean = column('boolean');
const time = column('time');
const address = (name, says) => ({ ...text(name, says), address: true });
const flatColumns = [
    time('CreationTime', 'When it happened, as a UTC instant.', '$CreationDate'),
    text('Id', 'The record’s id.', '$Identity'),
    integer('RecordType', 'The record type’s number.'),
    text('RecordTypeName', 'The record type’s name; its number where the service gives no name.', '$RecordType'),
    text('Operation', 'What was done.', '$Operations', 'Operation'),
    text('Workload', 'The service it was done in.'),
    text('UserId', 'Who did it: a user principal name, an id or a service’s name.', 'UserId', '$UserIds'),
    text('UserKey', 'The same by another id.'),
    integer('UserType', '0 regular, 2 administrator, 4 system, 5 application, 6 service principal; others in Microsoft’s schema.'),
    text('ResultStatus', 'As the workload spells it: `Success`, `Succeeded`, `True`, `Failed` and more.'),
    text('ObjectId', 'What it was done to.'),
    address('ClientIP', 'Where it came from, without port and brackets.'),
    address('ClientIPAddress', 'The same field of Exchange’s records.'),
    address('ActorIpAddress', 'The same field of Entra’s records.'),
    text('UserAgent', 'The program’s own words about itself.', 'UserAgent', 'ExtendedProperties.UserAgent', 'ExtendedProperties.additionalDetails.User-Agent'),
    text('SessionId', 'The sign-in session.', 'SessionId', 'DeviceProperties.SessionId', 'AppAccessContext.AADSessionId'),
    text('ApplicationId', 'The application that was used.'),
    text('AppId', 'The same field of Exchange’s records.'),
    text('ClientAppId', 'The application that held the access token.', 'ClientAppId', 'AppAccessContext.ClientAppId'),
    text('ClientInfoString', 'Exchange’s words about the client.'),
    boolean('ExternalAccess', 'Whether somebody outside the organisation did it, by Exchange.'),
    text('CorrelationId', 'Joins records of one request.', 'CorrelationId', 'AppAccessContext.CorrelationId'),
    text('UniqueTokenId', 'The access token’s id.', 'UniqueTokenId', 'AppAccessContext.UniqueTokenId'),
    text('OrganizationId', 'The tenant.'),
    integer('ErrorNumber', 'A sign-in’s error code, 0 for none.'),
    text('LogonError', 'A sign-in’s error by name.'),
    text('RequestType', 'The kind of a sign-in’s request.', 'RequestType', 'ExtendedProperties.RequestType'),
    text('DeviceOS', 'The device’s operating system.', 'DeviceProperties.OS'),
    text('DeviceBrowserType', 'The browser.', 'DeviceProperties.BrowserType'),
    boolean('DeviceIsCompliant', 'Whether the device meets the policies.', 'DeviceProperties.IsCompliant'),
    boolean('DeviceIsCompliantAndManaged', 'The same, and it is managed.', 'DeviceProperties.IsCompliantAndManaged'),
    text('DeviceDisplayName', 'The device’s name.', 'DeviceProperties.DisplayName', 'DeviceDisplayName'),
    text('DeviceId', 'The device’s id.', 'DeviceProperties.Id'),
    text('Actor', 'Ids and names of who did it, in Entra.', 'Actor.ID'),
    text('Target', 'Ids and names of what it was done to, in Entra.', 'Target.ID'),
    text('ModifiedProperties', 'Old and new values, as JSON.'),
    text('InterSystemsId', 'Joins records across Entra’s systems.'),
    text('MailboxOwnerUPN', 'Whose mailbox.'),
    text('MailboxGuid', 'The mailbox’s id.'),
    integer('LogonType', '0 owner, 1 administrator, 2 delegate.'),
    text('LogonUserSid', 'Who was logged on to the mailbox.'),
    integer('InternalLogonType', 'Exchange’s own kind of the logon.'),
    integer('OperationCount', 'Operations that the record stands for.'),
    text('MailAccessType', '`Bind` or `Sync`.', 'OperationProperties.MailAccessType'),
    boolean('IsThrottled', 'Whether Exchange stopped logging the mailbox’s accesses.', 'OperationProperties.IsThrottled'),
    text('FolderPaths', 'Folders of the mailbox.', 'Folders.Path', 'Folder.Path', 'Item.ParentFolder.Path'),
    text('InternetMessageIds', 'The messages.', 'Folders.FolderItems.InternetMessageId', 'AffectedItems.InternetMessageId', 'Item.InternetMessageId', 'InternetMessageId'),
    text('Parameters', 'The cmdlet’s parameters, as JSON.'),
    text('ParameterIdentity', 'A cmdlet’s parameter.', 'Parameters.Identity'),
    text('ParameterName', 'A cmdlet’s parameter.', 'Parameters.Name'),
    text('ParameterFrom', 'A rule’s condition.', 'Parameters.From'),
    text('ParameterForwardTo', 'Whom a rule forwards to.', 'Parameters.ForwardTo'),
    text('ParameterForwardAsAttachmentTo', 'Whom a rule forwards to.', 'Parameters.ForwardAsAttachmentTo'),
    text('ParameterRedirectTo', 'Whom a rule redirects to.', 'Parameters.RedirectTo'),
    text('ParameterForwardingSmtpAddress', 'Whom a mailbox forwards to.', 'Parameters.ForwardingSmtpAddress'),
    boolean('ParameterDeleteMessage', 'Whether a rule deletes.', 'Parameters.DeleteMessage'),
    text('ParameterMoveToFolder', 'Where a rule moves to.', 'Parameters.MoveToFolder'),
    text('ParameterUser', 'Who is given a right.', 'Parameters.User', 'Parameters.Trustee'),
    text('ParameterAccessRights', 'Which right.', 'Parameters.AccessRights'),
    text('SiteUrl', 'The site.'),
    text('SourceRelativeUrl', 'The file’s folder.'),
    text('SourceFileName', 'The file.'),
    text('SourceFileExtension', 'The file’s extension.'),
    text('DestinationRelativeUrl', 'The folder that a file was moved or copied to.'),
    text('DestinationFileName', 'The file’s name there.'),
    text('TargetUserOrGroupName', 'Whom it was shared with.'),
    text('TargetUserOrGroupType', '`Member`, `Guest`, `SharePointGroup` and more.'),
    text('SharingLinkScope', '`Anyone`, `Organization` or `Users`.'),
    text('SensitivityLabelId', 'The label of what it was done to.'),
    text('EventSource', '`SharePoint` or `ObjectModel`.'),
    text('ItemType', '`File`, `Folder`, `Web`, `Site`, `Tenant` or more.'),
    text('ListId', 'The list.'),
    text('WebId', 'The web.'),
    text('TeamName', 'The team.'),
    text('TeamGuid', 'The team’s id.'),
    text('ChannelName', 'The channel.'),
    text('ChannelGuid', 'The channel’s id.'),
    text('ChatId', 'The chat.', 'ChatThreadId', 'ChatId'),
    text('MessageId', 'The message, in Teams.'),
    text('MeetingId', 'The meeting.', 'MeetingId', 'MeetingDetailId'),
    text('AgentId', 'The agent, in Copilot’s records.', 'AgentId', 'CopilotEventData.AgentId'),
    text('AgentName', 'The agent’s name.', 'AgentName', 'CopilotEventData.AgentName'),
    text('AppHost', 'Where Copilot was asked.', 'CopilotEventData.AppHost', 'AppHost'),
    text('ThreadId', 'The conversation with Copilot.', 'CopilotEventData.ThreadId', 'ThreadId'),
    text('ContextIds', 'What was open when Copilot was asked.', 'CopilotEventData.Contexts.Id'),
    text('AccessedResourceIds', 'What Copilot read for its answer.', 'CopilotEventData.AccessedResources.Id', 'CopilotEventData.AccessedResources.ID'),
    text('AccessedResourceNames', 'Names of that.', 'CopilotEventData.AccessedResources.Name'),
];
/** In the Parquet file alone, after the others: a spreadsheet's cell has no room for it. */
const wholeText = text('AuditData', 'The whole record: its JSON, as the service sent it.', '$AuditData');


/***/ }),

/***/ 21284:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AY: () => (/* binding */ unguarded),
/* harmony export */   Ck: () => (/* binding */ flatLine),
/* harmony export */   PW: () => (/* binding */ flatHeader)
/* harmony export */ });
/* harmony import */ var csv_stringify_sync__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96789);
/* harmony import */ var _columns_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(72939);
/**
 * A flat row as a line of `audit-<period>.flat.csv`: RFC 4180, CRLF, UTF-8 with a byte order mark. Names in the log are chosen by users, so a text that
 * a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, tab or CR at its beginning) gets an apostrophe before it.
 */


const options = {
    record_delimiter: '\r\n',
    quoted_match: /[\r\n]/,
    escape_formulas: true,
    cast: { boolean: String },
};
/** What stood in a cell before it was guarded. */
function unguarded(cell) {
    return /^'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell;
}
/** With the mark, because Excel opens a CSV without one in the machine's old code page and turns `é` into `Ã©`. */
function flatHeader() {
    return (0,csv_stringify_sync__WEBPACK_IMPORTED_MODULE_0__/* .stringify */ .A)([_columns_js__WEBPACK_IMPORTED_MODULE_1__/* .flatColumns */ .j.map(column => column.name)], { ...options, bom: true });
}
function flatLine(row) {
    return (0,csv_stringify_sync__WEBPACK_IMPORTED_MODULE_0__/* .stringify */ .A)([row], options);
}


/***/ }),

/***/ 37144:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pf: () => (/* binding */ isOneLine),
/* harmony export */   TN: () => (/* binding */ oneLine),
/* harmony export */   nq: () => (/* binding */ jsonlLine),
/* harmony export */   w_: () => (/* binding */ putJsonlLine)
/* harmony export */ });
/**
 * A record's text on one line: a line break inside it can only be white space between JSON's tokens, and becomes a space.
 */
function oneLine(auditData) {
    return auditData.replace(/\r\n|\r|\n/g, ' ');
}
function jsonlLine(auditData) {
    return `${oneLine(auditData)}\n`;
}
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Whether the text of a record stands on one line as it is. */
function isOneLine(text) {
    return text.indexOf(lineFeed) === -1 && text.indexOf(carriageReturn) === -1;
}
/** Puts the line into `target`, and returns where it ends. */
function putJsonlLine({ text, record }, target, at) {
    if (!isOneLine(text))
        return at + target.write(jsonlLine(record.AuditData), at);
    const end = at + text.copy(target, at);
    target[end] = lineFeed;
    return end + 1;
}


/***/ }),

/***/ 92616:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F8: () => (/* binding */ encryptedBlocks),
/* harmony export */   q7: () => (/* binding */ cipherFromSecret),
/* harmony export */   ql: () => (/* binding */ endOfEncryptedBlock),
/* harmony export */   xy: () => (/* binding */ newBlockCipher)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(57975);
/**
 * Blocks of bytes under a key that never leaves the memory: what lies on disk for a while can't be read by anyone, not
 * even after the process was killed; or under one that only a secret makes again.
 */


const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const lengthBytes = 4;
const keyBytes = 32;
const derive = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_crypto__WEBPACK_IMPORTED_MODULE_0__.scrypt);
/** The same seal for the same secret and salt, on every machine; slow to make, so that secrets can't be tried out. */
async function cipherFromSecret(secret, salt) {
    return newBlockCipher(await derive(secret, salt, keyBytes, { N: 2 ** 15, maxmem: 2 ** 26 }));
}
/** A block is its length, a nonce, the encrypted bytes and their tag. */
function newBlockCipher(key = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(keyBytes)) {
    return {
        close: (block, place) => {
            const nonce = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(nonceBytes);
            const cipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createCipheriv)(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(place));
            const encrypted = [cipher.update(block), cipher.final()];
            const length = Buffer.alloc(lengthBytes);
            length.writeUInt32BE(block.length);
            return [length, nonce, ...encrypted, cipher.getAuthTag()];
        },
        open: (bytes, place) => {
            const blocks = [];
            for (let at = 0; at < bytes.length;) {
                const nonceAt = at + lengthBytes;
                const blockAt = nonceAt + nonceBytes;
                const tagAt = blockAt + bytes.readUInt32BE(at);
                const decipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createDecipheriv)(algorithm, key, bytes.subarray(nonceAt, blockAt), { authTagLength: tagBytes });
                decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes));
                blocks.push(decipher.update(bytes.subarray(blockAt, tagAt)), decipher.final());
                at = tagAt + tagBytes;
            }
            return Buffer.concat(blocks);
        },
    };
}
/** Closed blocks as they follow each other in a file; half a one at its end comes as it is, and does not open. */
async function* encryptedBlocks(file) {
    let rest = Buffer.alloc(0);
    for await (const chunk of file) {
        rest = Buffer.concat([rest, chunk]);
        for (let end = endOfEncryptedBlock(rest, 0); end <= rest.length; end = endOfEncryptedBlock(rest, 0)) {
            yield rest.subarray(0, end);
            rest = rest.subarray(end);
        }
    }
    if (rest.length > 0)
        yield rest;
}
/** Where the closed block that begins at `at` ends; infinite while its length is not there yet. */
function endOfEncryptedBlock(bytes, at) {
    if (at + lengthBytes > bytes.length)
        return Number.POSITIVE_INFINITY;
    return at + lengthBytes + nonceBytes + bytes.readUInt32BE(at) + tagBytes;
}


/***/ }),

/***/ 21738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J7: () => (/* binding */ JournalFiles),
/* harmony export */   Vv: () => (/* binding */ stateKeyMissing),
/* harmony export */   dy: () => (/* binding */ isSealed)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(27597);
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5949);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(19579);
/* harmony import */ var _block_cipher_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(92616);
/**
 * A journal's files, which grow by blocks. Beside an encrypted export each block is sealed for its place, its file and
 * its number there, so that none passes for another. The seal is made of the state-key and of a salt that lies with the
 * blocks: whoever has the secret makes it again, on any machine.
 */








const header = 'seal.json';
const format = 'm365-audit-export/state/1';
/** `check` is a closed block without content, which tells another secret at once. */
const Header = zod__WEBPACK_IMPORTED_MODULE_6__/* .object */ .Ikc({ format: zod__WEBPACK_IMPORTED_MODULE_6__/* .literal */ .euz(format), salt: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP(), check: zod__WEBPACK_IMPORTED_MODULE_6__/* .string */ .YjP() });
/** Whether what lies there may lie beside an encrypted export. */
function isSealed(journal) {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(journal, header));
}
class JournalFiles {
    folder;
    sealed;
    /** Blocks written, by file. */
    counts = new Map();
    constructor(folder, sealed) {
        this.folder = folder;
        this.sealed = sealed;
    }
    /** For a new journal, of which nothing is on disk before `make`. @param secret seals it; without, it lies open. */
    static async begin(folder, secret) {
        if (secret === undefined)
            return new JournalFiles(folder);
        const salt = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomBytes)(16).toString('hex');
        return new JournalFiles(folder, { seal: await (0,_block_cipher_js__WEBPACK_IMPORTED_MODULE_5__/* .cipherFromSecret */ .q7)(secret, salt), salt });
    }
    /** An earlier run's. @throws Failure where it is sealed, and not with this secret. */
    static async open(folder, secret) {
        if (!isSealed(folder))
            return new JournalFiles(folder);
        if (secret === undefined)
            throw stateKeyMissing();
        try {
            const { salt, check } = Header.parse((0,_audit_json_js__WEBPACK_IMPORTED_MODULE_7__/* .parsedJson */ .U4)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, header), 'utf8')));
            const seal = await (0,_block_cipher_js__WEBPACK_IMPORTED_MODULE_5__/* .cipherFromSecret */ .q7)(secret, salt);
            seal.open(Buffer.from(check, 'hex'), header);
            return new JournalFiles(folder, { seal, salt });
        }
        catch (error) {
            throw otherStateKey(error);
        }
    }
    async make() {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdir)(this.folder, { recursive: true });
        if (!this.sealed)
            return;
        const { seal, salt } = this.sealed;
        const check = Buffer.concat(seal.close(Buffer.alloc(0), header)).toString('hex');
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(this.folder, header), JSON.stringify({ format, salt, check }));
    }
    /** @returns the block as it lies on disk. */
    async append(name, block) {
        const number = this.counts.get(name) ?? 0;
        this.counts.set(name, number + 1);
        const written = this.sealed ? Buffer.concat(this.sealed.seal.close(block, placeOf(name, number))) : block;
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.appendFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(this.folder, name), written);
        return written;
    }
    /** What was appended, in pieces. @throws where a sealed block is not as it was written. */
    async *read(name) {
        const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(this.folder, name));
        if (!this.sealed)
            return yield* file;
        let number = 0;
        for await (const block of (0,_block_cipher_js__WEBPACK_IMPORTED_MODULE_5__/* .encryptedBlocks */ .F8)(file))
            yield this.sealed.seal.open(block, placeOf(name, number++));
    }
    async remove(name) {
        this.counts.delete(name);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(this.folder, name), { force: true });
    }
}
function placeOf(name, number) {
    return `${name} ${number}`;
}
function stateKeyMissing() {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR({
        code: 'STATE_KEY_MISSING',
        message: 'An interrupted run of this export left what it had proven, sealed with its state-key, and no state-key is given: everything is read again.',
        remedy: 'Stop this run and give the secret that the interrupted run had: once this one has ended, what was left is gone. A secret that is not set arrives as nothing.',
    });
}
function otherStateKey(cause) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR({
        code: 'STATE_KEY_OTHER',
        message: 'What an interrupted run of this export left does not open with this state-key: it is sealed with another one, or was changed. Everything is read again.',
        remedy: 'If the secret was replaced, nothing is to be done. Else stop this run and give the one that the interrupted run had: once this one has ended, what was left is gone.',
        cause,
    });
}


/***/ }),

/***/ 79668:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CQ: () => (/* binding */ Journal),
/* harmony export */   ur: () => (/* binding */ InterruptedRun),
/* harmony export */   zc: () => (/* binding */ journalIn)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(57075);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(57975);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(38522);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(27597);
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5949);
/* harmony import */ var _files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(31616);
/**
 * What a run that is interrupted leaves behind for the next one: a line for every settled window, written once its rows
 * lie beside it, compressed. A line counts only with the hash of its rows, so that at most the windows in flight are
 * lost, and half a write is none. Of those, it names the queries that the service has.
 */









const compress = (0,node_util__WEBPACK_IMPORTED_MODULE_4__.promisify)(node_zlib__WEBPACK_IMPORTED_MODULE_5__.gzip);
/** Speed counts more than size for what lies there for hours at most. */
const level = 1;
/** Characters of a reading's rows that are held before they are written, and rows that are read back at once. */
const blockSize = 1 << 20;
const batch = 1000;
const lines = 'journal.jsonl';
/** Where a folder of an unfinished export has its journal. */
function journalIn(unfinished) {
    return (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(unfinished, 'journal');
}
class Journal {
    files;
    drafts = new Map();
    /** Readings with a query. */
    asking = new Set();
    /** One write after the other. */
    writing;
    failed = false;
    /** @param began when the run's reading began, in milliseconds. */
    constructor(files, asked, began) {
        this.files = files;
        this.writing = this.attempt(async () => {
            await files.make();
            await this.append({ asked, began });
        });
    }
    /** Rows as the spool gets them. */
    async see(rows, reading) {
        if (this.failed)
            return;
        const draft = this.draft(reading);
        for (const row of rows) {
            const line = `${JSON.stringify(row)}\n`;
            draft.waiting.push(line);
            draft.size += line.length;
        }
        if (draft.size >= blockSize)
            await this.inTurn(() => this.flush(draft));
    }
    /** Resolves when the query can be taken over. */
    async asked(query, reading) {
        this.asking.add(reading);
        await this.inTurn(() => this.append({ query, reading }));
    }
    /** The reading will not be the one that proves its window. */
    async forget(reading) {
        const draft = this.drafts.get(reading);
        this.drafts.delete(reading);
        if (this.asking.delete(reading))
            await this.inTurn(() => this.append({ forgotten: reading }));
        if (draft)
            await this.inTurn(() => this.files.remove(draft.file));
    }
    /** Resolves when the window can be taken over. A disk that refuses ends the journal, not the export. */
    async settled(entry, reading) {
        const draft = this.draft(reading);
        this.drafts.delete(reading);
        await this.inTurn(async () => {
            await this.flush(draft);
            await this.append({ entry, file: draft.file, sha256: draft.hash.digest('hex') });
        });
    }
    draft(reading) {
        const known = this.drafts.get(reading);
        if (known)
            return known;
        const made = { file: `${reading}.rows.gz`, hash: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256'), waiting: [], size: 0 };
        this.drafts.set(reading, made);
        return made;
    }
    /** A gzip member of its own; several in a row are one file. */
    async flush(draft) {
        const text = draft.waiting.splice(0).join('');
        draft.size = 0;
        draft.hash.update(await this.files.append(draft.file, await compress(text, { level })));
    }
    async append(line) {
        await this.files.append(lines, Buffer.from(`${JSON.stringify(line)}\n`));
    }
    async inTurn(step) {
        this.writing = this.writing.then(() => this.attempt(step));
        await this.writing;
    }
    async attempt(step) {
        if (this.failed)
            return;
        try {
            await step();
        }
        catch {
            this.failed = true;
            this.drafts.clear();
        }
    }
}
const Header = zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({
    asked: zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({ question: zod__WEBPACK_IMPORTED_MODULE_7__/* .unknown */ .L5J(), source: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(), pseudonyms: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP() }),
    began: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(),
});
const Line = zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({
    entry: zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({
        start: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(),
        end: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(),
        status: zod__WEBPACK_IMPORTED_MODULE_7__/* ["enum"] */ .k5n(['read', 'confirmed']),
        attempts: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(),
        evidence: zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({
            rows: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(),
            cap: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(),
            requestIds: zod__WEBPACK_IMPORTED_MODULE_7__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP()),
            warnings: zod__WEBPACK_IMPORTED_MODULE_7__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP()),
        }),
        began: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig().exactOptional(),
        compared: zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({ first: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(), second: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(), both: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig() }).exactOptional(),
    }),
    file: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP().regex(/^\d+\.rows\.gz$/),
    sha256: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(),
});
const Asking = zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({
    query: zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(), start: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(), end: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(), began: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig() }),
    reading: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(),
});
const Forgotten = zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({ forgotten: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig() });
/**
 * The windows of an interrupted run, whose rows go into this run's spool when their time has come; and the queries of
 * the windows that it was reading.
 */
class InterruptedRun {
    entries;
    queries;
    files;
    /** By the start of their window. */
    names;
    reading;
    spool;
    constructor(files, found, into) {
        this.files = files;
        this.entries = found.entries;
        this.queries = found.queries;
        this.names = found.names;
        this.reading = into.reading;
        this.spool = into.spool;
    }
    /**
     * Every window whose rows have the hash that its line says, of a run that was asked the same; undefined where there
     * is no such run.
     */
    static async open(files, asked, into) {
        const text = await textIn(files);
        const [first = '', ...rest] = text.split('\n');
        const header = Header.safeParse((0,_audit_json_js__WEBPACK_IMPORTED_MODULE_8__/* .parsedJson */ .U4)(first));
        if (!header.success || JSON.stringify(header.data.asked) !== JSON.stringify(asked))
            return undefined;
        const entries = [];
        const names = new Map();
        for (const line of rest) {
            // A run that was killed may have left half a line.
            const read = Line.safeParse((0,_audit_json_js__WEBPACK_IMPORTED_MODULE_8__/* .parsedJson */ .U4)(line));
            if (!read.success)
                continue;
            const { entry, file, sha256 } = read.data;
            if ((await hashOf((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(files.folder, file))) !== sha256)
                continue;
            entries.push({ ...entry, began: entry.began ?? header.data.began });
            names.set(entry.start, file);
        }
        return new InterruptedRun(files, { entries, queries: openQueries(rest), names }, into);
    }
    /** Each window's rows are spooled with the first stretch that it reaches into; they come with the spool's own. */
    async rows(stretch, taken) {
        for (const window of taken) {
            const begins = window.start < stretch.end && window.start >= stretch.start;
            const name = begins ? this.names.get(window.start) : undefined;
            if (name !== undefined)
                await this.spoolRows(window, name);
        }
        return [];
    }
    async spoolRows(window, name) {
        let rows = [];
        for await (const line of (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .jsonlLines */ .sh)(async () => node_stream__WEBPACK_IMPORTED_MODULE_3__.Readable.from(this.files.read(name)))) {
            rows.push(JSON.parse(line));
            if (rows.length < batch)
                continue;
            await this.spool.write(rows, this.reading);
            rows = [];
        }
        await this.spool.write(rows, this.reading);
        this.spool.accept(this.reading, window);
    }
}
/** Those whose reading had come to no end. */
function openQueries(texts) {
    const open = new Map();
    for (const text of texts) {
        const line = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_8__/* .parsedJson */ .U4)(text);
        const asking = Asking.safeParse(line).data;
        if (asking)
            open.set(asking.reading, [...(open.get(asking.reading) ?? []), asking.query]);
        const ended = Forgotten.safeParse(line).data?.forgotten ?? Number.parseInt(Line.safeParse(line).data?.file ?? '', 10);
        open.delete(ended);
    }
    return [...open.values()].flat();
}
/** The lines as far as they are as they were written; '' where there are none. */
async function textIn(files) {
    const parts = [];
    try {
        for await (const part of files.read(lines))
            parts.push(part);
    }
    catch {
        // Windows whose lines are lost are read again.
    }
    return Buffer.concat(parts).toString('utf8');
}
/** Undefined for what can't be read. */
async function hashOf(path) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
    try {
        for await (const chunk of (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.createReadStream)(path))
            hash.update(chunk);
    }
    catch {
        return undefined;
    }
    return hash.digest('hex');
}


/***/ }),

/***/ 6510:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   verifyFolder: () => (/* binding */ verifyFolder)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var _audit_estimate_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(93297);
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_15__ = __webpack_require__(5949);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(49414);
/* harmony import */ var _audit_window_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(81635);
/* harmony import */ var _evidence_evidence_folder_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(14684);
/* harmony import */ var _files_age_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(97280);
/* harmony import */ var _files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(31616);
/* harmony import */ var _files_window_checksums_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(57898);
/* harmony import */ var _report_diagnosis_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(32175);
/* harmony import */ var _report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__ = __webpack_require__(37144);
/* harmony import */ var _report_manifest_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(78469);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(19579);
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
    const decrypt = identities.length > 0 ? await (0,_files_age_js__WEBPACK_IMPORTED_MODULE_5__/* .decryptWith */ .Yy)(identities) : undefined;
    const faults = new Faults();
    const manifest = await readManifest(folder, faults);
    if (manifest === undefined)
        return { faults: faults.list(), records: 0 };
    const sums = await checkSums(folder, manifest, faults);
    checkFiles(manifest, sums, faults);
    checkClaims(manifest, faults);
    if (!manifest.encryption) {
        const found = await checkRecords(folder, manifest, faults);
        return { faults: faults.list(), manifest, ...found };
    }
    await checkEncryption(folder, manifest, faults);
    if (!decrypt)
        return { faults: faults.list(), manifest, records: manifest.records, sealed: true };
    const opened = await checkContents(folder, manifest, decrypt, faults);
    const found = opened ? await checkRecords(folder, manifest, faults, decrypt) : { records: 0 };
    return { faults: faults.list(), manifest, ...found };
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
        faults.add(`There is no readable manifest.json: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .causes */ .ps)(error)}. An unfinished export has none.`);
        return undefined;
    }
    try {
        const parsed = _report_manifest_js__WEBPACK_IMPORTED_MODULE_9__/* .Manifest */ ._8.safeParse(JSON.parse(text));
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
async function checkSums(folder, { merged }, faults) {
    const joined = new Set([...(merged?.parts ?? []), ...(merged?.leftOut ?? [])].map(part => part.folder));
    const actual = new Map();
    for (const entry of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readdir)(folder, { withFileTypes: true })) {
        // The doctor may have been there; what it found is no part of the export.
        if (entry.name.startsWith('.') || ['SHA256SUMS', _report_diagnosis_js__WEBPACK_IMPORTED_MODULE_8__/* .diagnosisFile */ ._M].includes(entry.name))
            continue;
        if (entry.isDirectory() && joined.has(entry.name))
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
    const period = { start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(manifest.period.start), end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(manifest.period.end) };
    const windows = manifest.windows.map(window => ({
        start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(window.start),
        end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(window.end),
    }));
    const { missing, double } = (0,_audit_window_js__WEBPACK_IMPORTED_MODULE_12__/* .tilingFaults */ .lB)(period, windows);
    for (const gap of missing)
        faults.add(`No window covers ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .instantOf */ .B9)(gap.start)} to ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .instantOf */ .B9)(gap.end)}.`);
    for (const overlap of double)
        faults.add(`Windows cover ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .instantOf */ .B9)(overlap.start)} to ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .instantOf */ .B9)(overlap.end)} twice or outside the period.`);
    const gaps = manifest.windows.filter(window => window.status === 'gap');
    if (gaps.length > 0 && manifest.status !== 'incomplete')
        faults.add(`The status is ${manifest.status} although ${gaps.length} windows are gaps.`);
    if (gaps.some(gap => gap.reason === undefined))
        faults.add('A gap has no reason.');
    if (manifest.windows.some(window => window.status !== 'gap' && window.reason !== undefined))
        faults.add('A window that is said to be proven has a reason why it is not.');
    if (manifest.status === 'complete' &&
        (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(manifest.run.started) < (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(manifest.period.settled)) {
        faults.add('The status is complete although the period had not settled when reading began.');
    }
    const settle = (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(manifest.period.settled) - period.end;
    const early = manifest.windows.filter(({ began, end }) => began !== undefined && (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(began) < (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(end) + settle);
    if (manifest.status === 'complete' && early.length > 0)
        faults.add(`The status is complete although ${early.length} windows had not settled when they were read.`);
    if (manifest.status !== 'complete' && manifest.reasons.length === 0)
        faults.add(`The status is ${manifest.status} without a reason.`);
    const { estimate } = manifest;
    if (estimate && JSON.stringify(estimate) !== JSON.stringify((0,_audit_estimate_js__WEBPACK_IMPORTED_MODULE_13__/* .estimateMissing */ .F)(manifest.windows)))
        faults.add('The estimate of what may be missing does not follow from the windows.');
    const sum = manifest.windows.reduce((total, window) => total + window.records, 0);
    if (sum !== manifest.records)
        faults.add(`The windows hold ${sum} records, the manifest says ${manifest.records}.`);
}
/** Nothing of an encrypted export lies open, whatever its name says. */
async function checkEncryption(folder, manifest, faults) {
    for (const { name, plain } of manifest.files.filter(file => !_evidence_evidence_folder_js__WEBPACK_IMPORTED_MODULE_4__/* .readableFile */ .rC.includes(file.name))) {
        const beginning = await firstBytes((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name), _files_age_js__WEBPACK_IMPORTED_MODULE_5__/* .ageFormat */ .XQ.length);
        if (!name.endsWith(_files_age_js__WEBPACK_IMPORTED_MODULE_5__/* .ageSuffix */ .FS) || (beginning !== undefined && beginning !== _files_age_js__WEBPACK_IMPORTED_MODULE_5__/* .ageFormat */ .XQ))
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
    for (const { name, plain } of manifest.files.filter(file => !_evidence_evidence_folder_js__WEBPACK_IMPORTED_MODULE_4__/* .readableFile */ .rC.includes(file.name))) {
        try {
            const found = await hashStream(await (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .openRecordFile */ .Q4)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name), decrypt));
            if (plain && found.sha256 !== plain.sha256)
                faults.add(`${name} holds something else than the manifest says.`);
        }
        catch (error) {
            opened = false;
            faults.add(`${name} can't be decrypted: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .causes */ .ps)(error)}.`);
        }
    }
    return opened;
}
/** Files of records by the ending of their names, those first that say most. */
const readers = [
    ['.csv', rowsOf],
    ['.jsonl.gz', linesOf],
    ['.parquet', parquetRows],
    ['.flat.csv', flatRows],
];
/** Reads the data files side by side, checking order, period, windows, and that they hold the same records. */
async function checkRecords(folder, manifest, faults, decrypt) {
    const files = readers.flatMap(([ending, lines]) => {
        const file = manifest.files.find(({ name }) => endingOf(name) === ending);
        return file ? [lines(() => (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .openRecordFile */ .Q4)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, file.name), decrypt))] : [];
    });
    const [main, ...others] = files.map(file => file[Symbol.asyncIterator]());
    if (!main) {
        faults.add('The folder holds no file of records.');
        return { records: 0 };
    }
    try {
        const checks = new RecordChecks(manifest, faults);
        for (;;) {
            const next = await main.next();
            const twins = await Promise.all(others.map(other => other.next()));
            if (twins.some(twin => twin.done !== next.done)) {
                faults.add('The data files do not hold the same number of records.');
                break;
            }
            if (next.done)
                break;
            checks.see(next.value);
            for (const twin of twins)
                if (!twin.done)
                    checks.compare(next.value, twin.value);
        }
        checks.end();
        return { records: checks.records, ...(checks.withoutText ? { withoutText: true } : {}) };
    }
    catch (error) {
        faults.add(`The data files can't be read: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .asFailure */ .h_)(error).message}`);
        return { records: 0 };
    }
}
/** Of a data file's name, encrypted or not; '' for other files. */
function endingOf(name) {
    return /^audit-.*?(\.(?:flat\.csv|csv|jsonl\.gz|parquet))(?:\.age)?$/.exec(name)?.[1] ?? '';
}
class RecordChecks {
    records = 0;
    withoutText = false;
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
            start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(window.start),
            end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(window.end),
            records: 0,
            hash: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256'),
        }))
            .sort((a, b) => a.start - b.start);
    }
    see(line) {
        this.records++;
        const { record: own, auditData = '' } = line;
        const data = parseObject(auditData);
        const { CreationDate, Identity } = own ?? placeOf(line.key, data);
        if (line.auditData === undefined)
            this.withoutText = true;
        if (own && data)
            this.compareWithin(own, data);
        if (!own && !line.key && (CreationDate === '' || Identity === '')) {
            this.unplaced++;
            return;
        }
        // What a line of JSON was before it was one line is not known: there, the hash decides no order.
        const digest = own ? (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(auditData).digest('hex') : '';
        const key = { CreationDate, Identity, digest };
        const order = this.last ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .compareRecords */ .aB)(this.last, key) : -1;
        if (order > 0)
            this.faults.add(`Record ${this.records} is out of order.`);
        if (order === 0 && Identity !== '' && own)
            this.faults.add(`Record ${this.records} is there twice.`);
        this.last = key;
        this.place({ CreationDate, Identity, AuditData: auditData });
    }
    /** The same record in another file. */
    compare(line, twin) {
        const { auditData, record, key } = line;
        const texts = auditData !== undefined && twin.auditData !== undefined;
        const differ = texts && (0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__/* .jsonlLine */ .nq)(auditData) !== (0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__/* .jsonlLine */ .nq)(twin.auditData ?? '');
        const named = record ?? key;
        if (differ || (named && twin.key && !samePlace(named, twin.key)))
            this.faults.add(`Record ${this.records}: the data files differ.`);
    }
    end() {
        const claimed = [...this.manifest.windows].sort((a, b) => (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(a.start) - (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(b.start));
        for (const [index, window] of this.unplaced > 0 ? [] : this.windows.entries()) {
            const claim = claimed[index];
            if (!claim)
                continue;
            const where = `Window ${claim.start} to ${claim.end}`;
            if (claim.records !== window.records)
                this.faults.add(`${where} should hold ${claim.records} records and holds ${window.records}.`);
            else if (!this.withoutText && claim.sha256 !== window.hash.digest('hex'))
                this.faults.add(`${where} holds other records than when it was written.`);
        }
        if (this.records !== this.manifest.records) {
            this.faults.add(`The manifest says ${this.manifest.records} records, the data files hold ${this.records}.`);
        }
    }
    compareWithin(own, data) {
        if (typeof data.Id === 'string' && data.Id !== '' && data.Id !== own.Identity)
            this.faults.add(`Record ${this.records}: Identity is not the Id of its AuditData.`);
        const inner = typeof data.CreationTime === 'string' ? (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .instant */ .uR)(data.CreationTime) : undefined;
        if (inner !== undefined && inner !== own.CreationDate)
            this.faults.add(`Record ${this.records}: CreationDate is not the CreationTime of its AuditData.`);
    }
    place(record) {
        const time = (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(record.CreationDate);
        while (this.window < this.windows.length - 1 && time >= (this.windows[this.window]?.end ?? 0))
            this.window++;
        const window = this.windows[this.window];
        if (!window || !(time >= window.start && time < window.end)) {
            this.faults.add(`Record ${this.records} lies outside the period or out of order.`);
            return;
        }
        window.records++;
        window.hash.update((0,_files_window_checksums_js__WEBPACK_IMPORTED_MODULE_7__/* .recordLine */ .I)(record));
    }
}
/** What the file says beside the text, and what only the text says: all digits of the time. */
function placeOf(key, data) {
    const own = { CreationDate: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .instant */ .uR)(String(data?.CreationTime ?? '')) ?? '', Identity: String(data?.Id ?? '') };
    if (key === undefined)
        return own;
    return samePlace({ ...own, Identity: key.Identity }, key) ? { ...key, CreationDate: own.CreationDate } : key;
}
/** Parquet keeps a time to the microsecond. */
function samePlace(a, b) {
    return a.Identity === b.Identity && (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(a.CreationDate) === (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(b.CreationDate);
}
async function* rowsOf(file) {
    for await (const record of (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .csvRecords */ .Xc)(file))
        yield { record, auditData: record.AuditData };
}
async function* linesOf(file) {
    for await (const auditData of (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .jsonlLines */ .sh)(file))
        yield { auditData };
}
async function* parquetRows(file) {
    const { parquetRecords } = await Promise.all(/* import() */[__webpack_require__.e(649), __webpack_require__.e(249), __webpack_require__.e(112)]).then(__webpack_require__.bind(__webpack_require__, 45112));
    for await (const { key, AuditData: auditData } of parquetRecords(file))
        yield { key, auditData };
}
async function* flatRows(file) {
    for await (const key of (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .flatKeys */ .I)(file))
        yield { key };
}
function parseObject(text) {
    const value = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_15__/* .parsedJson */ .U4)(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
}


/***/ })

};
