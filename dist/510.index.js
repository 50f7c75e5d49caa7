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

/***/ 92106:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ flatKeys),
/* harmony export */   Tq: () => (/* binding */ openFile),
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
async function openFile(path, decrypt) {
    const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path);
    return decrypt ? node_stream__WEBPACK_IMPORTED_MODULE_1__.Readable.from(await decrypt(node_stream__WEBPACK_IMPORTED_MODULE_1__.Readable.toWeb(file))) : file;
}
/** The file through a transform; faults of either end the iteration with an error. */
function through(file, transform) {
    (0,node_stream__WEBPACK_IMPORTED_MODULE_1__.pipeline)(file, transform, () => undefined);
    return transform;
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
/* harmony export */   GA: () => (/* binding */ answers),
/* harmony export */   HD: () => (/* binding */ readable),
/* harmony export */   eA: () => (/* binding */ EvidenceFolder),
/* harmony export */   vw: () => (/* binding */ checksums)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(5949);
/* harmony import */ var _report_diagnosis_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(32175);
/* harmony import */ var _report_manifest_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(78469);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(19579);
/* harmony import */ var _age_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(76505);
/* harmony import */ var _disk_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(38753);
/* harmony import */ var _filters_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(11761);
/* harmony import */ var _journal_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6841);
/* harmony import */ var _sink_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(18951);
/**
 * The evidence folder on disk: taken only when it is empty or holds an earlier export of the same question; filled
 * aside and put in place at the end, the manifest last, so that no half-written folder looks whole.
 */











/** Where an unfinished export lies, inside the folder. */
const unfinished = '.unfinished';
/** What a run that was killed left there, for the next one to take over; numbered in the order of the runs. */
const interrupted = /^\.interrupted-(\d+)$/;
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
    /** Journals of runs that were killed, the newest first. */
    interrupted;
    journal;
    replaced;
    constructor(path, { replaced, interrupted }, encrypt) {
        this.path = path;
        this.work = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, unfinished, 'files');
        this.spool = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, unfinished, 'spool');
        this.journal = (0,_journal_js__WEBPACK_IMPORTED_MODULE_8__/* .journalIn */ .zc)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, unfinished));
        this.replaced = replaced;
        this.interrupted = interrupted;
        this.encrypt = encrypt;
    }
    /**
     * @param beside names of what may lie there and stays as it is.
     * @throws Failure when the folder belongs to something else, or can't be written.
     */
    static async take(path, owner, encrypt, beside = []) {
        try {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(path, { recursive: true });
            const others = (name) => !name.startsWith('.') && name !== _report_diagnosis_js__WEBPACK_IMPORTED_MODULE_2__/* .diagnosisFile */ ._M && !beside.includes(name);
            const names = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(path)).filter(others);
            const replaced = await ours(path, names, owner);
            // What lies there in plain has no place beside an encrypted export.
            const interrupted = encrypt ? await discard(path) : await setAside(path);
            const folder = new EvidenceFolder(path, { replaced, interrupted }, encrypt);
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(folder.work, { recursive: true });
            return folder;
        }
        catch (error) {
            if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR')) {
                throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR({
                    code: 'FOLDER_IS_A_FILE',
                    message: `${path} is a file, or lies below one.`,
                    remedy: 'Choose another folder with the input directory.',
                    cause: error,
                });
            }
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_6__/* .diskFailure */ .C)(error, path);
        }
    }
    /** Writes a file, encrypted where the export is, unless it is one of those that stay readable. */
    async write(name, content) {
        const file = (0,_sink_js__WEBPACK_IMPORTED_MODULE_9__/* .newFile */ .J)(this.work, name, readable.includes(name) ? undefined : this.encrypt);
        await file.write(content);
        return { name: file.name, ...(await file.end()) };
    }
    /**
     * Puts the files in place of an earlier export's. Until the last one is there, `verify` refuses the folder; where one
     * can't be put there, the earlier export is as it was.
     */
    async publish(files) {
        const aside = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.path, unfinished, 'replaced');
        const earlier = new Set([...last, ...this.replaced]);
        const present = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(this.path)).filter(name => earlier.has(name));
        const done = [];
        const move = async (name, from, to) => {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(from, name), (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(to, name));
            done.push({ from: (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(from, name), to: (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(to, name) });
        };
        try {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(aside, { recursive: true });
            for (const name of manifestFirst(present))
                await move(name, this.path, aside);
            for (const name of manifestFirst(files).reverse())
                await move(name, this.work, this.path);
        }
        catch (error) {
            for (const { from, to } of done.reverse())
                await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)(to, from).catch(() => undefined);
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_6__/* .diskFailure */ .C)(error, this.path);
        }
        await discard(this.path).catch(error => {
            throw (0,_disk_js__WEBPACK_IMPORTED_MODULE_6__/* .diskFailure */ .C)(error, this.path);
        });
    }
    /** Removes what this run left unfinished; never fails, since something else has already. */
    async clear() {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(this.path, unfinished), { recursive: true, force: true }).catch(() => undefined);
    }
}
/** Makes room, and keeps what the runs before have proven; of what has no journal nothing can be kept. */
async function setAside(path) {
    const numbers = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(path)).flatMap(name => {
        const [, number] = interrupted.exec(name) ?? [];
        return number === undefined ? [] : [Number(number)];
    });
    const left = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, unfinished);
    const journaled = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)((0,_journal_js__WEBPACK_IMPORTED_MODULE_8__/* .journalIn */ .zc)(left)).catch(() => undefined);
    if (journaled === undefined)
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(left, { recursive: true, force: true });
    else {
        const next = Math.max(0, ...numbers) + 1;
        numbers.push(next);
        const target = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, `.interrupted-${next}`);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(target);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rename)((0,_journal_js__WEBPACK_IMPORTED_MODULE_8__/* .journalIn */ .zc)(left), (0,_journal_js__WEBPACK_IMPORTED_MODULE_8__/* .journalIn */ .zc)(target));
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(left, { recursive: true, force: true });
    }
    return numbers.sort((a, b) => b - a).map(number => (0,_journal_js__WEBPACK_IMPORTED_MODULE_8__/* .journalIn */ .zc)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, `.interrupted-${number}`)));
}
/** What makes a folder an export: the first to go, and the last to come. */
const last = ['manifest.json', 'SHA256SUMS'];
function manifestFirst(names) {
    return [...last.filter(name => names.includes(name)), ...names.filter(name => !last.includes(name))];
}
/** Removes everything unfinished. */
async function discard(path) {
    const names = (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(path)).filter(name => name === unfinished || interrupted.test(name));
    for (const name of names)
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name), { recursive: true, force: true });
    return [];
}
/** The files that the export would replace, if the folder is empty or this export's own. */
async function ours(path, names, owner) {
    if (names.length === 0)
        return [];
    if (!names.includes('manifest.json')) {
        refuseStrangers(path, names, owner);
        return [...names];
    }
    const earlier = _report_manifest_js__WEBPACK_IMPORTED_MODULE_3__/* .Manifest */ ._8.safeParse((0,_audit_json_js__WEBPACK_IMPORTED_MODULE_10__/* .parsedJson */ .U4)(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, 'manifest.json'), 'utf8')));
    if (earlier.success && (await answers(earlier.data, owner))) {
        refuseStrangers(path, names, owner);
        return earlier.data.files.map(file => file.name).filter(name => isExportName(name, owner.period.label));
    }
    const what = earlier.success
        ? `an export of ${earlier.data.period.label} of tenant ${earlier.data.tenant}`
        : 'a manifest.json that is not this tool’s';
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR({
        code: 'FOLDER_OF_ANOTHER_EXPORT',
        message: `The folder ${path} holds ${what}, and this export is of ${owner.period.label} of tenant ${owner.tenant}${earlier.success && earlier.data.period.label === owner.period.label ? ', with other filters or edges' : ''}.`,
        remedy: 'Nothing was changed. Choose another folder with the input directory, or move the old export away.',
    });
}
/** Whether an export's manifest is of this very question. */
async function answers({ tenant, period, filters }, owner) {
    return (tenant === owner.tenant &&
        period.label === owner.period.label &&
        period.start === owner.period.start &&
        period.end === owner.period.end &&
        (await (0,_filters_js__WEBPACK_IMPORTED_MODULE_7__/* .areFilters */ .M)(filters, owner.filters)));
}
/** Somebody else's files stay where they are, and a folder that holds some can't be proven. */
function refuseStrangers(path, names, owner) {
    const strangers = names.filter(name => !isExportName(name, owner.period.label));
    if (strangers.length === 0)
        return;
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_4__/* .Failure */ .HR({
        code: 'FOLDER_NOT_EMPTY',
        message: `The folder ${path} holds other files: ${strangers.slice(0, 5).join(', ')}.`,
        remedy: 'Nothing was changed. Choose an empty folder with the input directory.',
    });
}
/** Whether an export of the period may have made the file, encrypted or not. */
function isExportName(name, label) {
    const bare = name.endsWith(_age_js__WEBPACK_IMPORTED_MODULE_5__/* .ageSuffix */ .FS) ? name.slice(0, -_age_js__WEBPACK_IMPORTED_MODULE_5__/* .ageSuffix */ .FS.length) : name;
    return (['summary.md', 'report.html', 'findings.json', 'filters.json', ...readable].includes(bare) ||
        name.startsWith(`audit-${label}.`));
}
/** The lines of SHA256SUMS, in the form that `sha256sum --check` reads. */
function checksums(files) {
    const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
    return sorted.map(file => `${file.sha256}  ${file.name}\n`).join('');
}


/***/ }),

/***/ 6841:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CQ: () => (/* binding */ Journal),
/* harmony export */   j$: () => (/* binding */ Interrupted),
/* harmony export */   zc: () => (/* binding */ journalIn)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(57975);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(38522);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(92857);
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(5949);
/* harmony import */ var _datafile_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(92106);
/**
 * What a run that is killed leaves behind for the next one on the same folder: a line for every settled window, written
 * once its rows lie beside it, compressed. A line counts only with the hash of its rows, so that at most the windows in
 * flight are lost, and half a write is none.
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
    return (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(unfinished, 'journal');
}
class Journal {
    folder;
    drafts = new Map();
    /** One write after the other. */
    writing;
    failed = false;
    /** @param began when the run's reading began, in milliseconds. */
    constructor(folder, asked, began) {
        this.folder = folder;
        this.writing = this.attempt(async () => {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdir)(folder, { recursive: true });
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
    /** The reading will not be the one that proves its window. */
    async forget(reading) {
        const draft = this.drafts.get(reading);
        this.drafts.delete(reading);
        if (draft)
            await this.inTurn(() => (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(this.folder, draft.file), { force: true }));
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
        const bytes = await compress(text, { level });
        draft.hash.update(bytes);
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.appendFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(this.folder, draft.file), bytes);
    }
    async append(line) {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.appendFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(this.folder, lines), `${JSON.stringify(line)}\n`);
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
        compared: zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({ first: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(), second: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig(), both: zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig() }).exactOptional(),
    }),
    file: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP().regex(/^\d+\.rows\.gz$/),
    sha256: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(),
});
/** The windows of an interrupted run; their rows go into this run's spool when their time has come. */
class Interrupted {
    entries;
    files;
    reading;
    spool;
    constructor(found, into) {
        this.entries = found.entries;
        this.files = found.files;
        this.reading = into.reading;
        this.spool = into.spool;
    }
    /**
     * Every window whose rows have the hash that its line says, of a run that was asked the same; undefined where there
     * is no such run.
     */
    static async open(folder, asked, into) {
        const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, lines), 'utf8').catch(() => '');
        const [first = '', ...rest] = text.split('\n');
        const header = Header.safeParse((0,_audit_json_js__WEBPACK_IMPORTED_MODULE_8__/* .parsedJson */ .U4)(first));
        if (!header.success || JSON.stringify(header.data.asked) !== JSON.stringify(asked))
            return undefined;
        const entries = [];
        const files = new Map();
        for (const line of rest) {
            // A run that was killed may have left half a line.
            const read = Line.safeParse((0,_audit_json_js__WEBPACK_IMPORTED_MODULE_8__/* .parsedJson */ .U4)(line));
            if (!read.success)
                continue;
            const { entry, file, sha256 } = read.data;
            const path = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, file);
            if ((await hashOf(path)) !== sha256)
                continue;
            entries.push({ ...entry, began: header.data.began });
            files.set(entry.start, path);
        }
        return new Interrupted({ entries, files }, into);
    }
    /** Each window's rows are spooled with the first stretch that it reaches into; they come with the spool's own. */
    async rows(stretch, taken) {
        for (const window of taken) {
            const begins = window.start < stretch.end && window.start >= stretch.start;
            const path = begins ? this.files.get(window.start) : undefined;
            if (path !== undefined)
                await this.spoolRows(window, path);
        }
        return [];
    }
    async spoolRows(window, path) {
        let rows = [];
        for await (const line of (0,_datafile_js__WEBPACK_IMPORTED_MODULE_6__/* .jsonlLines */ .sh)(() => (0,_datafile_js__WEBPACK_IMPORTED_MODULE_6__/* .openFile */ .Tq)(path))) {
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
        await this.file.write(writer.update(this.plain.count(data)));
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(92857);
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
    compared: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ first: count, second: count, both: count })
        .optional()
        .describe('records with an Id that the first and the second reading held, where it was read twice for that sake'),
    began: moment.optional().describe('when its reading began, where it was taken over from an earlier export'),
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
    source: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['exchange', 'graph']),
    endpoint: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['v1.0', 'beta']).optional().describe('which version of Graph answered'),
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
    earlier: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        manifest: sha256.describe('of its manifest.json'),
        status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['complete', 'provisional', 'incomplete']),
        finished: moment,
        added: count.optional().describe('records that it did not have; absent where the two could not be compared'),
        vanished: count.optional().describe('records that it alone has, gaps left aside'),
        changed: count.optional().describe('Identities whose content is another one'),
    })
        .optional()
        .describe('an export of the same tenant, period and filters that was at hand when this one was made'),
    resumed: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        windows: count.describe('windows that were taken over from earlier runs, and not read again'),
        interrupted: count.describe('those of them that a run had read which was killed before it wrote an export'),
        manifest: sha256.optional().describe("of the earlier export's manifest.json, where the others are from one"),
    })
        .optional(),
    shard: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        part: count.describe('from 1'),
        of: count,
        period: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ label: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), text: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), start: moment, end: moment }),
    })
        .optional()
        .describe('this export is one part of a period, which mode: merge joins with the others'),
    merged: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        parts: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
            part: count,
            folder: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
            manifest: sha256.describe('of its manifest.json'),
            status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['complete', 'provisional', 'incomplete']),
            run: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
        })),
        leftOut: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ folder: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), reason: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() })).describe('folders that are no part'),
    })
        .optional()
        .describe('this export was joined from the parts in these sub-folders'),
    windows: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(window),
    records: count,
    estimate: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        windows: count.describe('windows read twice for its sake'),
        differed: count.describe('those of them whose two readings differed'),
        first: count.describe('records with an Id that the first readings held'),
        second: count.describe('that the second ones held'),
        both: count.describe('that both held'),
        once: count.describe('records of the windows that were read once'),
        missing: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ likely: count, least: count, most: count })
            .optional()
            .describe('records that may be missing outside the gaps, with the 95 % range; absent where nobody can tell'),
    })
        .optional()
        .describe('from readings made twice; what no reading shows is beyond it'),
    duplicates: count.describe('rows that one answer held more than once'),
    conflicts: count.describe('Identities that came with more than one content; all contents are kept'),
    requests: zod__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), count).describe('requests sent, by cmdlet or call'),
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
/* harmony import */ var _collect_age_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(76505);
/* harmony import */ var _collect_datafile_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(92106);
/* harmony import */ var _collect_folder_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(68616);
/* harmony import */ var _collect_tally_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(88952);
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
    const decrypt = identities.length > 0 ? await (0,_collect_age_js__WEBPACK_IMPORTED_MODULE_4__/* .decryptWith */ .Yy)(identities) : undefined;
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
    for (const { name, plain } of manifest.files.filter(file => !_collect_folder_js__WEBPACK_IMPORTED_MODULE_6__/* .readable */ .HD.includes(file.name))) {
        const beginning = await firstBytes((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name), _collect_age_js__WEBPACK_IMPORTED_MODULE_4__/* .ageFormat */ .XQ.length);
        if (!name.endsWith(_collect_age_js__WEBPACK_IMPORTED_MODULE_4__/* .ageSuffix */ .FS) || (beginning !== undefined && beginning !== _collect_age_js__WEBPACK_IMPORTED_MODULE_4__/* .ageFormat */ .XQ))
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
    for (const { name, plain } of manifest.files.filter(file => !_collect_folder_js__WEBPACK_IMPORTED_MODULE_6__/* .readable */ .HD.includes(file.name))) {
        try {
            const found = await hashStream(await (0,_collect_datafile_js__WEBPACK_IMPORTED_MODULE_5__/* .openFile */ .Tq)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, name), decrypt));
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
        return file ? [lines(() => (0,_collect_datafile_js__WEBPACK_IMPORTED_MODULE_5__/* .openFile */ .Tq)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(folder, file.name), decrypt))] : [];
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
        const differ = texts && (0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__/* .jsonlLine */ .n)(auditData) !== (0,_report_jsonl_js__WEBPACK_IMPORTED_MODULE_14__/* .jsonlLine */ .n)(twin.auditData ?? '');
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
        window.hash.update((0,_collect_tally_js__WEBPACK_IMPORTED_MODULE_7__/* .recordLine */ .I)(record));
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
    for await (const record of (0,_collect_datafile_js__WEBPACK_IMPORTED_MODULE_5__/* .csvRecords */ .Xc)(file))
        yield { record, auditData: record.AuditData };
}
async function* linesOf(file) {
    for await (const auditData of (0,_collect_datafile_js__WEBPACK_IMPORTED_MODULE_5__/* .jsonlLines */ .sh)(file))
        yield { auditData };
}
async function* parquetRows(file) {
    const { parquetRecords } = await Promise.all(/* import() */[__webpack_require__.e(649), __webpack_require__.e(249), __webpack_require__.e(723)]).then(__webpack_require__.bind(__webpack_require__, 22723));
    for await (const { key, AuditData: auditData } of parquetRecords(file))
        yield { key, auditData };
}
async function* flatRows(file) {
    for await (const key of (0,_collect_datafile_js__WEBPACK_IMPORTED_MODULE_5__/* .flatKeys */ .I)(file))
        yield { key };
}
function parseObject(text) {
    const value = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_15__/* .parsedJson */ .U4)(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
}


/***/ })

};
