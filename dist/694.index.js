export const id = 694;
export const ids = [694];
export const modules = {

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
    windows: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(window),
    records: count,
    duplicates: count.describe('rows that one answer held more than once'),
    conflicts: count.describe('Identities that came with more than one content; all contents are kept'),
    requests: zod__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), count).describe('requests sent, by cmdlet'),
    files: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), bytes: count, sha256, records: count.optional() })),
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

/***/ 36694:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runMonth: () => (/* binding */ runMonth)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/audit/record.js
var audit_record = __webpack_require__(49414);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./lib/report/manifest.js
var report_manifest = __webpack_require__(78469);
// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/collect/disk.js

/** What the disk refused, in words a person can act on. Our own failures pass through. */
function diskFailure(error, path) {
    if (error instanceof wire_failure/* Failure */.HR)
        return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
        return new wire_failure/* Failure */.HR({
            code: 'FOLDER_DISK_FULL',
            message: `The disk is full while writing below ${path}.`,
            remedy: 'Free space on the runner, take a larger one, or export a shorter period; a month needs about twice its size in records.',
            cause: error,
        });
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
        return new wire_failure/* Failure */.HR({
            code: 'FOLDER_NOT_WRITABLE',
            message: `The folder ${path} can't be written (${code}).`,
            remedy: 'Choose another folder with the input directory, or give the runner’s user the right to write there.',
            cause: error,
        });
    }
    return new wire_failure/* Failure */.HR({
        code: 'FOLDER_IO',
        message: `The disk failed below ${path}: ${(0,wire_failure/* causes */.ps)(error)}.`,
        remedy: 'Look at the runner’s disk; run the export again.',
        cause: error,
    });
}

;// CONCATENATED MODULE: ./lib/collect/folder.js
/**
 * The evidence folder on disk: taken only when it is empty or holds an earlier export of the same question; filled
 * aside and put in place at the end, the manifest last, so that no half-written folder looks whole.
 */






/** Where an unfinished export lies, inside the folder. Removed when the next one begins. */
const unfinished = '.unfinished';
class EvidenceFolder {
    path;
    /** Files are made here. */
    work;
    /** Rows between reading and writing. */
    spool;
    replaced;
    constructor(path, replaced) {
        this.path = path;
        this.work = (0,external_node_path_.join)(path, unfinished, 'files');
        this.spool = (0,external_node_path_.join)(path, unfinished, 'spool');
        this.replaced = replaced;
    }
    /** @throws Failure when the folder belongs to something else, or can't be written. */
    static async take(path, owner) {
        try {
            await (0,promises_.mkdir)(path, { recursive: true });
            const names = (await (0,promises_.readdir)(path)).filter(name => !name.startsWith('.'));
            const replaced = await ours(path, names, owner);
            await (0,promises_.rm)((0,external_node_path_.join)(path, unfinished), { recursive: true, force: true });
            const folder = new EvidenceFolder(path, replaced);
            await (0,promises_.mkdir)(folder.work, { recursive: true });
            return folder;
        }
        catch (error) {
            if (error instanceof Error && 'code' in error && (error.code === 'EEXIST' || error.code === 'ENOTDIR')) {
                throw new wire_failure/* Failure */.HR({
                    code: 'FOLDER_IS_A_FILE',
                    message: `${path} is a file, or lies below one.`,
                    remedy: 'Choose another folder with the input directory.',
                    cause: error,
                });
            }
            throw diskFailure(error, path);
        }
    }
    async write(name, text) {
        const bytes = Buffer.from(text);
        try {
            await (0,promises_.writeFile)((0,external_node_path_.join)(this.work, name), bytes);
        }
        catch (error) {
            throw diskFailure(error, this.path);
        }
        return { name, bytes: bytes.length, sha256: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex') };
    }
    /** Puts the files in place of an earlier export's. Until the last one is there, `verify` refuses the folder. */
    async publish(files) {
        try {
            for (const name of ['manifest.json', 'SHA256SUMS', ...this.replaced])
                await (0,promises_.rm)((0,external_node_path_.join)(this.path, name), { force: true });
            const last = ['SHA256SUMS', 'manifest.json'];
            for (const name of [...files.filter(name => !last.includes(name)), ...last]) {
                await (0,promises_.rename)((0,external_node_path_.join)(this.work, name), (0,external_node_path_.join)(this.path, name));
            }
            await this.clear();
        }
        catch (error) {
            throw diskFailure(error, this.path);
        }
    }
    /** Removes what is unfinished; never fails, since something else has already. */
    async clear() {
        await (0,promises_.rm)((0,external_node_path_.join)(this.path, unfinished), { recursive: true, force: true }).catch(() => undefined);
    }
}
/** The files that the export would replace, if the folder is empty or this export's own. */
async function ours(path, names, owner) {
    if (names.length === 0)
        return [];
    if (!names.includes('manifest.json')) {
        const strangers = names.filter(name => !isExportName(name, owner.period.label));
        if (strangers.length === 0)
            return [...names];
        throw new wire_failure/* Failure */.HR({
            code: 'FOLDER_NOT_EMPTY',
            message: `The folder ${path} holds other files: ${strangers.slice(0, 5).join(', ')}.`,
            remedy: 'Nothing was changed. Choose an empty folder with the input directory.',
        });
    }
    const earlier = report_manifest/* Manifest */._8.safeParse(parseJson(await (0,promises_.readFile)((0,external_node_path_.join)(path, 'manifest.json'), 'utf8')));
    const same = earlier.success &&
        earlier.data.tenant === owner.tenant &&
        earlier.data.period.label === owner.period.label &&
        earlier.data.period.start === owner.period.start &&
        earlier.data.period.end === owner.period.end &&
        JSON.stringify(earlier.data.filters) === JSON.stringify(owner.filters);
    if (same)
        return earlier.data.files.map(file => file.name).filter(name => isExportName(name, owner.period.label));
    const what = earlier.success
        ? `an export of ${earlier.data.period.label} of tenant ${earlier.data.tenant}`
        : 'a manifest.json that is not this tool’s';
    throw new wire_failure/* Failure */.HR({
        code: 'FOLDER_OF_ANOTHER_EXPORT',
        message: `The folder ${path} holds ${what}, and this export is of ${owner.period.label} of tenant ${owner.tenant}${earlier.success && earlier.data.period.label === owner.period.label ? ', with other filters or edges' : ''}.`,
        remedy: 'Nothing was changed. Choose another folder with the input directory, or move the old export away.',
    });
}
function isExportName(name, label) {
    return ['summary.md', 'SHA256SUMS', 'manifest.json'].includes(name) || name.startsWith(`audit-${label}.`);
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

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/wire/body.js

/**
 * A body's text, decoded by what its bytes are and not by what `Content-Encoding` says: Exchange labels plain bytes
 * as gzip and the reverse (seen by CIPP; MicrosoftDocs/office-docs-powershell #11429).
 * @returns undefined for what is not text: a gzip stream that is cut, or a run of NUL bytes (Exchange's 403).
 */
function bodyText(answer, maximumBytes) {
    const bytes = isGzip(answer.bytes) ? gunzip(answer.bytes, maximumBytes) : answer.bytes;
    if (bytes === undefined || isNulRun(bytes))
        return undefined;
    return new TextDecoder().decode(bytes);
}
/** The body as JSON, or undefined when it is not JSON (HTML, plain text, cut short). */
function bodyJson(answer, maximumBytes) {
    const text = bodyText(answer, maximumBytes);
    if (text === undefined)
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function isGzip(bytes) {
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
function isNulRun(bytes) {
    return bytes.length > 0 && bytes.subarray(0, 64).every(byte => byte === 0);
}
function gunzip(bytes, maximumBytes) {
    try {
        return (0,external_node_zlib_.gunzipSync)(bytes, { maxOutputLength: maximumBytes });
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/wire/retry.js
/**
 * How long to wait before the next attempt: what the service asks for in `Retry-After` (seconds or an HTTP date,
 * RFC 9110 §10.2.3), else doubling from `base`, with up to half of it again as jitter. A date gone by says nothing:
 * the clocks differ.
 */
function retryDelay(policy, attempt, retryAfter, now) {
    const asked = parseRetryAfter(retryAfter, now);
    const backoff = policy.base * 2 ** (attempt - 1) * (1 + policy.jitter() / 2);
    return Math.min(asked ?? backoff, policy.longest);
}
function parseRetryAfter(text, now) {
    if (text === null)
        return undefined;
    if (/^\s*\d+(\.\d+)?\s*$/.test(text))
        return Number(text) * 1000;
    // `Date.parse` takes “-5” for a day in 2001.
    const date = /^\s*[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
    return date > now ? date - now : undefined;
}

;// CONCATENATED MODULE: ./lib/wire/send.js


/**
 * Sends a request until it is read, refused, or the policy's tries run out; then throws the last `Failure`.
 * What never arrived (reset, refused, timed out) counts as a reason to try again, with the cause kept in words.
 */
async function send(world, exchange) {
    for (let attempt = 1;; attempt++) {
        const { reading, answer } = await attemptOnce(world, exchange);
        if ('done' in reading)
            return reading.done;
        if ('failed' in reading)
            throw reading.failed;
        const limit = Math.min(exchange.policy.tries, reading.tries ?? Number.POSITIVE_INFINITY);
        if (attempt >= limit)
            throw reading.retry;
        const delay = retryDelay(exchange.policy, attempt, answer?.headers.get('retry-after') ?? null, world.now());
        exchange.onRetry?.(reading.retry, reading.throttled ?? false);
        world.debug(`attempt ${attempt} of ${limit}: ${reading.retry.message}; again in ${(delay / 1000).toFixed(1)} s`);
        await world.sleep(delay, exchange.signal);
    }
}
async function attemptOnce(world, exchange) {
    exchange.signal?.throwIfAborted();
    const request = await exchange.request();
    const started = world.now();
    const timeout = AbortSignal.timeout(exchange.policy.timeout);
    const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout;
    const where = `${request.method} ${new URL(request.url).host}${new URL(request.url).pathname}`;
    try {
        const response = await world.fetch(new Request(request, { signal }));
        const bytes = await readBody(response, exchange.policy.maximumBytes);
        const answer = { status: response.status, headers: response.headers, bytes };
        const id = response.headers.get('request-id');
        world.debug(`${where} → ${answer.status}, ${bytes.length} bytes, ${world.now() - started} ms${id ? `, request-id ${id}` : ''}`);
        return { reading: exchange.read(answer), answer };
    }
    catch (error) {
        exchange.signal?.throwIfAborted();
        if (error instanceof wire_failure/* Failure */.HR)
            return { reading: { failed: error } };
        return { reading: { retry: unreachable(where, timeout.aborted ? exchange.policy.timeout : undefined, error) } };
    }
}
async function readBody(response, maximumBytes) {
    const parts = [];
    let length = 0;
    for await (const part of response.body ?? []) {
        length += part.length;
        if (length > maximumBytes) {
            throw new wire_failure/* Failure */.HR({
                code: 'WIRE_TOO_LARGE',
                message: `The answer is larger than ${maximumBytes} bytes.`,
                remedy: 'The request must be cut smaller.',
            });
        }
        parts.push(part);
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
function unreachable(where, timeout, error) {
    if (timeout !== undefined) {
        return new wire_failure/* Failure */.HR({
            code: 'WIRE_TIMEOUT',
            message: `No complete answer within ${timeout / 1000} s from ${where}.`,
            remedy: 'The service is slow or the network drops the connection; a later run may pass.',
            cause: error,
        });
    }
    return new wire_failure/* Failure */.HR({
        code: 'WIRE_UNREACHABLE',
        message: `The connection failed: ${where}: ${(0,wire_failure/* causes */.ps)(error)}.`,
        remedy: 'Check that the runner reaches this host (firewall, DNS, TLS inspection, HTTPS_PROXY and NO_PROXY).',
        cause: error,
    });
}

;// CONCATENATED MODULE: ./lib/github.js



const policy = {
    tries: 3,
    base: 1000,
    longest: 10_000,
    timeout: 15_000,
    maximumBytes: 4 << 20,
    jitter: Math.random,
};
/** When the run was created, in milliseconds: the same over all its attempts. Needs `actions: read` in private repositories. */
async function runCreated(world, facts, token) {
    if (facts.repository === undefined || facts.runId === undefined)
        return { because: 'this is not a GitHub run' };
    const run = await get(world, facts, `/repos/${facts.repository}/actions/runs/${facts.runId}`, token);
    if (run.value === undefined)
        return { because: `${run.because}; the workflow needs permissions: actions: read` };
    const created = typeof run.value.created_at === 'string' ? Date.parse(run.value.created_at) : Number.NaN;
    return Number.isNaN(created) ? { because: 'the answer names no time' } : { value: created };
}
/** Whether everyone can read the repository, and so its artifacts. */
async function isPublic(world, facts, token) {
    if (facts.repository === undefined)
        return { because: 'this is not a GitHub run' };
    const repository = await get(world, facts, `/repos/${facts.repository}`, token);
    if (repository.value === undefined)
        return { because: repository.because ?? '' };
    const { private: isPrivate, visibility } = repository.value;
    if (typeof visibility === 'string')
        return { value: visibility === 'public' };
    return typeof isPrivate === 'boolean' ? { value: !isPrivate } : { because: 'the answer names no visibility' };
}
async function get(world, facts, path, token) {
    const headers = {
        accept: 'application/vnd.github+json',
        'user-agent': 'm365-audit-export',
        'x-github-api-version': '2022-11-28',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    try {
        return await send(world, {
            policy,
            request: () => new Request(`${facts.apiUrl ?? 'https://api.github.com'}${path}`, { headers }),
            read: answer => {
                const json = bodyJson(answer, policy.maximumBytes);
                if (answer.status === 200 && typeof json === 'object' && json !== null)
                    return { done: { value: { ...json } } };
                if (answer.status >= 500 || answer.status === 429)
                    return { retry: unanswered(answer.status) };
                return { done: { because: `GitHub’s API answers ${answer.status}` } };
            },
        });
    }
    catch (error) {
        return { because: (0,wire_failure/* causes */.ps)(error) };
    }
}
function unanswered(status) {
    return new wire_failure/* Failure */.HR({
        code: 'GITHUB_UNAVAILABLE',
        message: `GitHub’s API answers ${status}`,
        remedy: 'Run again later; see githubstatus.com.',
    });
}

// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
;// CONCATENATED MODULE: ./lib/report/summary.js
/** The month in Markdown: verdict first, then what is missing, then what there is, then how to check it. */


const claims = {
    complete: 'Every window answered, no answer was cut, every check passed, and late records have had their time.',
    provisional: 'Every window answered and passed its checks, but late records are still expected.',
    incomplete: 'Some of the period is not proven. What was read is kept; the gaps are below.',
};
const mostGaps = 100;
const mostWorkloads = 6;
const mostRecordTypes = 25;
/** Sections in the order of their weight: whoever must shorten leaves out whole ones from the end. */
function summarySections(facts) {
    const sections = [verdict(facts)];
    if (facts.gaps.length > 0)
        sections.push(gapSection(facts.gaps));
    if (facts.notes.length > 0)
        sections.push(`## Worth knowing\n\n${facts.notes.map(note => `- ${(0,markdown/* inert */.tJ)(note, 600)}`).join('\n')}`);
    sections.push(checkSection(facts), verifySection());
    if (facts.volume.records > 0)
        sections.push(daySection(facts.volume), workloadSection(facts.volume), typeSection(facts.volume));
    return sections;
}
function verdict(facts) {
    const { text, timezone, start, end } = facts.period;
    const reasons = facts.status === 'provisional' ? facts.reasons.map(reason => `\n\n${(0,markdown/* inert */.tJ)(reason, 400)}`).join('') : '';
    return [
        `# Microsoft 365 audit log ${(0,markdown/* inert */.tJ)(text)}: ${facts.status}`,
        `**${(0,markdown/* thousands */.oh)(facts.records)} records**, ${start} to ${end} (days in ${(0,markdown/* inert */.tJ)(timezone)}), tenant ${(0,markdown/* inert */.tJ)(facts.tenant)}.`,
        `${claims[facts.status]}${reasons}`,
    ].join('\n\n');
}
function gapSection(gaps) {
    const rows = gaps
        .slice(0, mostGaps)
        .map(gap => [(0,ledger/* span */.Ln)(gap), (0,markdown/* inert */.tJ)(gap.reason?.message ?? '', 300), (0,markdown/* inert */.tJ)(gap.reason?.code ?? '')]);
    const more = gaps.length > mostGaps ? `\n\nand ${gaps.length - mostGaps} more, all in manifest.json.` : '';
    return `## Gaps\n\n${(0,markdown/* table */.tp)(['Not proven (UTC)', 'Why', 'Code'], rows)}${more}`;
}
function checkSection(facts) {
    const count = (status) => (0,markdown/* thousands */.oh)(facts.windows.filter(window => window.status === status).length);
    const requests = Object.values(facts.requests).reduce((sum, one) => sum + one, 0);
    const rows = [
        ['Windows read once, all checks passed', count('read')],
        ['Windows read twice, readings agreed', count('confirmed')],
        ['Windows not proven', count('gap')],
        ['Requests to the service', (0,markdown/* thousands */.oh)(requests)],
        ['Rows the service sent twice in one answer', (0,markdown/* thousands */.oh)(facts.duplicates)],
        ['Ids with more than one content (all kept)', (0,markdown/* thousands */.oh)(facts.conflicts)],
    ];
    return `## What was checked\n\n${(0,markdown/* table */.tp)(['', 'Count'], rows)}`;
}
function verifySection() {
    return [
        '## Check it yourself',
        'Put the folder on any machine, then, without network or credentials:',
        '```sh\nsha256sum --check SHA256SUMS\nnode dist/index.js verify --directory .   # from a checkout of the action\n```',
    ].join('\n\n');
}
function daySection(volume) {
    const names = volume
        .byWorkload()
        .slice(0, mostWorkloads)
        .map(row => row.name);
    const days = volume.byDay().map(day => {
        const total = [...day.byWorkload.values()].reduce((sum, one) => sum + one, 0);
        return { day, total };
    });
    const most = Math.max(...days.map(({ total }) => total));
    const rows = days.map(({ day, total }) => [
        `${day.date} ${'█'.repeat(Math.round((12 * total) / most))}`,
        (0,markdown/* thousands */.oh)(total),
        ...names.map(name => (0,markdown/* thousands */.oh)(day.byWorkload.get(name) ?? 0)),
    ]);
    return `## Records per day\n\n${(0,markdown/* table */.tp)(['Day', 'All', ...names.map(name => (0,markdown/* inert */.tJ)(name))], rows)}`;
}
function workloadSection(volume) {
    return `## By workload\n\n${shares('Workload', volume.byWorkload(), volume.records)}`;
}
function typeSection(volume) {
    const all = volume.byRecordType();
    const more = all.length > mostRecordTypes ? `\n\nand ${all.length - mostRecordTypes} more.` : '';
    return `## By record type\n\n${shares('Record type', all.slice(0, mostRecordTypes), volume.records)}${more}`;
}
function shares(title, rows, total) {
    const cells = rows.map(row => [
        (0,markdown/* inert */.tJ)(row.name),
        (0,markdown/* thousands */.oh)(row.records),
        `${((100 * row.records) / total).toFixed(1)} %`,
    ]);
    return (0,markdown/* table */.tp)([title, 'Records', 'Share'], cells);
}

// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
;// CONCATENATED MODULE: ./lib/month/evidence.js
/** Turns what was read into the evidence folder: verdict, summary, manifest, checksums. */








/** What GitHub shows of a summary is at most 1 MiB; above that it shows nothing. The folder's copy obeys the same. */
const summaryLimit = 900_000;
async function writeEvidence(settings, context, job) {
    const { period, folder, read, notes } = job;
    const judged = (0,ledger/* conclude */.Ep)(period, read.entries, settings.settle, read.began);
    const manifest = manifestOf(settings, context, job, judged);
    const gaps = (0,ledger/* gapsOf */.dc)(read.entries);
    const sections = summarySections({
        ...judged,
        notes,
        period: { text: period.text, timezone: period.timezone, start: (0,audit_record/* instantOf */.B9)(period.start), end: (0,audit_record/* instantOf */.B9)(period.end) },
        tenant: manifest.tenant,
        records: manifest.records,
        duplicates: read.duplicates,
        conflicts: read.conflicts,
        gaps,
        windows: read.entries,
        requests: manifest.requests,
        volume: read.volume,
    });
    const files = [...read.files, await folder.write('summary.md', (0,markdown/* withinSize */.LE)(sections, summaryLimit))];
    manifest.files = files;
    const manifestFile = await folder.write('manifest.json', (0,report_manifest/* manifestText */.$2)(manifest));
    await folder.write('SHA256SUMS', checksums([...files, manifestFile]));
    const names = [...files.map(file => file.name), 'manifest.json', 'SHA256SUMS'];
    await folder.publish(names);
    for (const file of files)
        context.host.info(`${file.name}  ${file.bytes} bytes  sha256 ${file.sha256}`);
    return { ...judged, manifest, names: names.map(name => (0,external_node_path_.join)(folder.path, name)), sections, gaps };
}
function manifestOf(settings, context, job, judged) {
    const { facts } = context.host;
    const { period, session, read } = job;
    const { serverUrl, repository, runId } = facts;
    const url = serverUrl && repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : undefined;
    return {
        schema: report_manifest/* manifestSchema */.rc,
        status: judged.status,
        reasons: judged.reasons,
        notes: job.notes,
        period: {
            label: period.label,
            text: period.text,
            timezone: period.timezone,
            start: (0,audit_record/* instantOf */.B9)(period.start),
            end: (0,audit_record/* instantOf */.B9)(period.end),
            settled: (0,audit_record/* instantOf */.B9)(period.end + settings.settle),
        },
        tenant: session.tenantId,
        client: session.clientId,
        cloud: session.cloud.name,
        source: read.source.name,
        filters: {
            recordTypes: [...settings.filters.recordTypes],
            excludeRecordTypes: [...settings.filters.excludeRecordTypes],
            operations: [...settings.filters.operations],
            users: [...settings.filters.users],
            ipAddresses: [...settings.filters.ipAddresses],
            objectIds: [...settings.filters.objectIds],
            ...(settings.filters.freeText === undefined ? {} : { freeText: settings.filters.freeText }),
        },
        tool: { name: version/* toolName */.U, version: version/* version */.r, commit: facts.actionRef ?? 'unknown' },
        run: {
            started: (0,audit_record/* instantOf */.B9)(read.began),
            finished: (0,audit_record/* instantOf */.B9)(context.world.now()),
            ...(repository ? { repository } : {}),
            ...(runId ? { id: runId } : {}),
            ...(facts.runAttempt ? { attempt: facts.runAttempt } : {}),
            ...(url ? { url } : {}),
            node: process.version,
            platform: `${process.platform}-${process.arch}`,
        },
        certificate: {
            thumbprint: session.certificate.thumbprintSha256.toLowerCase(),
            notAfter: (0,audit_record/* instantOf */.B9)(session.certificate.notAfter.getTime()),
        },
        windows: read.entries.map(entry => ({
            ...entry,
            start: (0,audit_record/* instantOf */.B9)(entry.start),
            end: (0,audit_record/* instantOf */.B9)(entry.end),
            ...read.tally.of(entry),
        })),
        records: read.volume.records,
        duplicates: read.duplicates,
        conflicts: read.conflicts,
        requests: { ...read.source.requests },
        files: [],
        findings: { high: 0, medium: 0, low: 0, info: 0 },
    };
}

// EXTERNAL MODULE: ./lib/audit/period.js
var audit_period = __webpack_require__(91098);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./node_modules/csv-stringify/lib/sync.js + 7 modules
var sync = __webpack_require__(96789);
;// CONCATENATED MODULE: ./lib/report/csv.js
/** One record as a row of `audit-<period>.csv`: RFC 4180, CRLF, the cmdlet's own columns. */


/** A lone CR or LF must be quoted too, or other readers see the end of the row. */
const options = { record_delimiter: '\r\n', quoted_match: /[\r\n]/ };
function csvHeader() {
    return (0,sync/* stringify */.A)([[...audit_record/* columns */.YB]], options);
}
/** One row a call: csv-stringify's cost grows faster than the number of rows it is given at once. */
function csvRow(record) {
    return (0,sync/* stringify */.A)([audit_record/* columns */.YB.map(column => record[column])], options);
}

// EXTERNAL MODULE: ./lib/report/jsonl.js
var jsonl = __webpack_require__(37144);
;// CONCATENATED MODULE: ./lib/collect/archive.js
/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */








class Archive {
    sinks;
    records = 0;
    /** @param folder exists and is empty. @param label the period's, in file names. */
    constructor(folder, label, formats) {
        this.sinks = formats.map(format => {
            const name = format === 'csv' ? `audit-${label}.csv` : `audit-${label}.jsonl.gz`;
            const file = new HashedFile(folder, name);
            return { format, sink: format === 'csv' ? file : new GzipFile(file) };
        });
    }
    async open() {
        for (const { format, sink } of this.sinks)
            if (format === 'csv')
                await sink.write(csvHeader());
    }
    async write(rows) {
        this.records += rows.length;
        for (const { format, sink } of this.sinks) {
            const lines = rows.map(row => (format === 'csv' ? csvRow(row.record) : (0,jsonl/* jsonlLine */.n)(row.record.AuditData)));
            await sink.write(lines.join(''));
        }
    }
    async close() {
        const files = [];
        for (const { sink } of this.sinks)
            files.push({ name: sink.name, ...(await sink.end()), records: this.records });
        return files;
    }
}
/** A file that knows its own hash and size once it is closed. */
class HashedFile {
    name;
    path;
    stream;
    hash = (0,external_node_crypto_.createHash)('sha256');
    bytes = 0;
    error;
    constructor(folder, name) {
        this.name = name;
        this.path = (0,external_node_path_.join)(folder, name);
        this.stream = (0,external_node_fs_.createWriteStream)(this.path, { flags: 'wx' });
        this.stream.on('error', error => {
            this.error = error;
        });
    }
    async write(data) {
        if (this.error !== undefined)
            throw diskFailure(this.error, this.path);
        const chunk = typeof data === 'string' ? Buffer.from(data) : data;
        this.hash.update(chunk);
        this.bytes += chunk.length;
        try {
            if (!this.stream.write(chunk))
                await (0,external_node_events_.once)(this.stream, 'drain');
        }
        catch (error) {
            throw diskFailure(error, this.path);
        }
    }
    async end() {
        try {
            this.stream.end();
            // What failed a moment ago has closed already, and will not say so again.
            if (!this.stream.closed)
                await (0,external_node_events_.once)(this.stream, 'close');
        }
        catch (error) {
            throw diskFailure(error, this.path);
        }
        if (this.error !== undefined)
            throw diskFailure(this.error, this.path);
        return { bytes: this.bytes, sha256: this.hash.digest('hex') };
    }
}
/** Position of the operating system's number in a gzip header (RFC 1952); 255 is “unknown”, the same everywhere. */
const operatingSystem = 9;
const unknownSystem = 255;
/** A gzip member whose header does not depend on the machine or the time. */
class GzipFile {
    name;
    file;
    gzip = (0,external_node_zlib_.createGzip)({ level: 6 });
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
    async write(text) {
        if (this.failure !== undefined)
            throw this.failure;
        if (!this.gzip.write(text))
            await Promise.race([(0,external_node_events_.once)(this.gzip, 'drain'), this.finished]);
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

// EXTERNAL MODULE: ./lib/audit/window.js
var audit_window = __webpack_require__(81635);
;// CONCATENATED MODULE: ./lib/audit/density.js
/** How many records an hour is likely to hold: learned while a month is read, used to cut the next window. */

const hour = 3_600_000;
const hoursOfWeek = 168;
/**
 * Share of a working day's records in each UTC hour, in percent, before anything is known of the tenant: an
 * office-hours curve. The first days of the month replace it.
 */
const officeCurve = [1, 1, 1, 1, 1, 1, 2, 4, 6, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1];
/** Hours of observation that the broader estimate is worth, beside a bin's own. */
const weightOfDay = 1;
const weightOfCurve = 0.6;
/**
 * An estimate by hour of the week, leaning on the same hour of like days (working or weekend) and, before that, on
 * the office curve at the level seen so far. A short memory of the last windows follows quiet and busy days.
 */
class Density {
    rows = new Float64Array(hoursOfWeek);
    hours = new Float64Array(hoursOfWeek);
    dayRows = new Float64Array(48);
    dayHours = new Float64Array(48);
    total = 0;
    totalCurve = 0;
    trend = 1;
    /** Learns from a window that was read whole: when its records happened. Times in milliseconds, any order. */
    learn(window, times) {
        const expectedBefore = this.expected(window);
        for (const [bin, part] of binsOf(window)) {
            add(this.hours, bin, part);
            add(this.dayHours, likeDay(bin), part);
            this.totalCurve += (officeCurve[bin % 24] ?? 1) * part;
        }
        for (const time of times) {
            const bin = hourOfWeek(time);
            add(this.rows, bin, 1);
            add(this.dayRows, likeDay(bin), 1);
        }
        this.total += times.length;
        this.follow(expectedBefore, times.length);
    }
    /** Learns from a window that held more than one answer does: at least so many records, nobody knows how many. */
    learnAtLeast(window, rows) {
        if (this.total > 0)
            this.follow(this.expected(window), rows);
    }
    expected(window) {
        let sum = 0;
        for (const [bin, part] of binsOf(window))
            sum += this.rate(bin) * part;
        return sum;
    }
    /**
     * The end of a window from `start` that is expected to hold `aim` records; never past `limit`, on a whole second,
     * and at most `longest` milliseconds long.
     */
    reach(start, limit, aim, longest) {
        const last = Math.min(limit, start + longest);
        let sum = 0;
        for (const [bin, part, from] of binsOf({ start, end: last })) {
            const rows = this.rate(bin) * part;
            if (sum + rows >= aim) {
                const into = ((aim - sum) / rows) * part * hour;
                const end = Math.floor((from + into) / audit_window/* shortestWindow */.jI) * audit_window/* shortestWindow */.jI;
                return Math.min(last, Math.max(end, start + audit_window/* shortestWindow */.jI));
            }
            sum += rows;
        }
        return last;
    }
    get known() {
        return this.totalCurve > 0;
    }
    /** Records an hour in this hour of the week. */
    rate(bin) {
        const day = likeDay(bin);
        const level = this.totalCurve === 0 ? 0 : this.total / this.totalCurve;
        const curve = level * (officeCurve[bin % 24] ?? 1);
        const like = ((this.dayRows[day] ?? 0) + weightOfCurve * curve) / ((this.dayHours[day] ?? 0) + weightOfCurve);
        const own = ((this.rows[bin] ?? 0) + weightOfDay * like) / ((this.hours[bin] ?? 0) + weightOfDay);
        return own * this.trend;
    }
    follow(expected, seen) {
        if (expected < 1)
            return;
        const ratio = Math.min(4, Math.max(0.25, seen / (expected / this.trend)));
        this.trend = Math.min(3, Math.max(0.4, this.trend ** 0.6 * ratio ** 0.4));
    }
}
/** The hours of the week a window touches: bin, length in hours, first moment. Bin 0 is Monday 00:00 UTC. */
function* binsOf(window) {
    for (let from = window.start; from < window.end;) {
        const to = Math.min(window.end, (Math.floor(from / hour) + 1) * hour);
        yield [hourOfWeek(from), (to - from) / hour, from];
        from = to;
    }
}
function hourOfWeek(time) {
    // 1 January 1970 was a Thursday.
    return (Math.floor(time / hour) + 72) % hoursOfWeek;
}
/** Bins 0–23 for the hours of working days, 24–47 for those of weekends. */
function likeDay(bin) {
    return (bin % 24) + (bin >= 120 ? 24 : 0);
}
function add(bins, index, amount) {
    bins[index] = (bins[index] ?? 0) + amount;
}

// EXTERNAL MODULE: ./lib/audit/filters.js
var audit_filters = __webpack_require__(93480);
;// CONCATENATED MODULE: ./lib/collect/spool.js
/**
 * Rows on disk between reading and writing, in stretches of half an hour, so that memory does not grow with the month.
 * Every row carries the number of its reading; which readings count is decided later.
 */





/** Milliseconds. Half an hour of a tenant with ten million records a month is about 30 MB. */
const stretch = 1_800_000;
const newline = Buffer.from('\n');
class Spool {
    folder;
    used = new Set();
    accepted = new Map();
    writing = Promise.resolve();
    /** @param folder made on first use, removed by `remove`. */
    constructor(folder) {
        this.folder = folder;
    }
    /** @throws Failure when the disk refuses. */
    async write(rows, reading) {
        const byStretch = new Map();
        for (const row of rows) {
            const at = Math.floor(row.time / stretch) * stretch;
            const parts = byStretch.get(at) ?? [];
            byStretch.set(at, parts);
            const body = Buffer.from(row.record.AuditData);
            parts.push(Buffer.from(JSON.stringify(headerOf(row, reading, body.length))), newline, body);
        }
        // One at a time: Node appends a large buffer in pieces, and two windows can lie in the same stretch.
        const turn = this.writing.then(() => this.append(byStretch));
        this.writing = turn.catch(() => undefined);
        await turn;
    }
    async append(byStretch) {
        try {
            if (this.used.size === 0)
                await (0,promises_.mkdir)(this.folder, { recursive: true });
            for (const [at, parts] of byStretch) {
                this.used.add(at);
                await (0,promises_.appendFile)(this.path(at), Buffer.concat(parts));
            }
        }
        catch (error) {
            throw diskFailure(error, this.folder);
        }
    }
    /** Makes the rows that this reading returned for the window count. */
    accept(reading, window) {
        this.accepted.set(reading, [...(this.accepted.get(reading) ?? []), window]);
    }
    /** The rows of one stretch that count, in the order they were written; the stretch is forgotten. */
    async take(at) {
        if (!this.used.delete(at))
            return [];
        let bytes;
        try {
            bytes = await (0,promises_.readFile)(this.path(at));
            await (0,promises_.rm)(this.path(at));
        }
        catch (error) {
            throw diskFailure(error, this.folder);
        }
        const rows = [];
        for (let offset = 0; offset < bytes.length;) {
            const headerEnd = bytes.indexOf(10, offset);
            const header = JSON.parse(bytes.toString('utf8', offset, headerEnd));
            const bodyEnd = headerEnd + 1 + header[9];
            const body = bytes.subarray(headerEnd + 1, bodyEnd);
            if (this.counts(header[8], header[5]))
                rows.push(rowOf(header, body));
            offset = bodyEnd;
        }
        return rows;
    }
    async remove() {
        await (0,promises_.rm)(this.folder, { recursive: true, force: true });
    }
    counts(reading, time) {
        return this.accepted.get(reading)?.some(window => (0,audit_window/* holds */.v9)(window, time)) ?? false;
    }
    path(at) {
        return (0,external_node_path_.join)(this.folder, `${at}.rows`);
    }
}
function headerOf(row, reading, bytes) {
    const { RecordType, CreationDate, UserIds, Operations, Identity } = row.record;
    const { time, workload, recordTypeNumber } = row;
    return [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, reading, bytes];
}
function rowOf(header, body) {
    const [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, reading] = header;
    const record = { RecordType, CreationDate, UserIds, Operations, AuditData: body.toString('utf8'), Identity };
    const digest = (0,external_node_crypto_.createHash)('sha256').update(body).digest('hex');
    return { record, time, workload, recordTypeNumber, reading, digest };
}

;// CONCATENATED MODULE: ./lib/collect/task.js


/** Rows that a window was expected to hold, from which an empty answer is not believed without reading the halves. */
const denseExpectation = 50;
const failuresAtOneSize = 2;
const failuresInAnOutage = 3;
const rereadingsToAgree = 4;
/** Milliseconds before a window is read again. */
const pauseToConfirm = 2000;
const pauseAfterFailure = 5000;
const pauseInOutage = 30_000;
/** Seconds beyond both edges, so that a second reading is another question. */
const widerToConfirm = 37;
function newTask(window, confirm = false) {
    return { window, depth: 'search', wider: 0, attempts: 0, failures: 0, expected: new Map(), readings: [], confirm };
}
/** @param expectedRows how many rows the density so far promises for the window. */
function decide(before, read, expectedRows) {
    const task = {
        ...before,
        attempts: before.attempts + 1,
        readings: [...before.readings, read.number],
        expected: new Map([...before.expected, ...read.seen]),
    };
    const { reading } = read;
    if (reading.outcome === 'refused')
        return { do: 'stop', failure: reading.failure ?? lost(0) };
    if (reading.outcome === 'capped')
        return whenCapped(task, read);
    if (reading.outcome === 'failed' || reading.outcome === 'suspect')
        return whenFailed(task, reading, reading.failure ?? lost(0));
    const missing = [...before.expected.keys()].filter(id => !read.seen.has(id)).length;
    if (before.previous !== undefined)
        return whenSecond(task, before.previous, read, missing);
    if (missing > 0)
        return whenFailed(task, reading, lost(missing));
    if (reading.doubt === undefined && !task.confirm)
        return settle(task, 'read', read);
    return confirmFurther(task, read, expectedRows);
}
/** An end to a window that will not be read any more: a gap, with everything that was read of it kept. */
function giveUp(task, failure, evidence) {
    const entry = {
        ...task.window,
        status: 'gap',
        attempts: task.attempts,
        evidence: evidence ?? { rows: 0, cap: 0, requestIds: [], warnings: [] },
        reason: { code: failure.code, message: failure.message },
    };
    return { do: 'settle', entry, accept: task.readings };
}
function settle(task, status, read) {
    const entry = { ...task.window, status, attempts: task.attempts, evidence: read.reading.evidence };
    return { do: 'settle', entry, accept: [read.number] };
}
function confirmFurther(task, read, expectedRows) {
    const second = { ...task, previous: new Set(read.seen.keys()), failures: 0 };
    const doubtful = read.reading.slow || (read.times.length === 0 && expectedRows >= denseExpectation);
    const halves = doubtful ? parts(second, (0,audit_window/* middleOf */.XV)(task.window)) : undefined;
    if (halves)
        return { do: 'split', tasks: halves };
    return { do: 'again', task: { ...second, wider: task.confirm ? widerToConfirm : 0 }, pause: pauseToConfirm };
}
/** Two readings agree when they held the same records; where they differ, the next must agree with their union. */
function whenSecond(task, previous, read, missing) {
    const added = [...read.seen.keys()].filter(id => !previous.has(id)).length;
    if (missing === 0 && added === 0)
        return settle(task, 'confirmed', read);
    const again = { ...task, previous: new Set(task.expected.keys()), failures: task.failures + 1, wider: 0 };
    if (again.failures < rereadingsToAgree)
        return { do: 'again', task: again, pause: pauseAfterFailure };
    return whenFailed({ ...again, failures: failuresAtOneSize }, read.reading, disagreement(added, missing));
}
function whenCapped(task, read) {
    // The question reached further than the window: its own rows may well fit.
    if (task.wider > 0)
        return { do: 'again', task: { ...task, wider: 0 }, pause: 0 };
    const halves = parts({ ...task, failures: 0 }, cutFor(task.window, read.times));
    if (halves)
        return { do: 'split', tasks: halves };
    if (task.depth === 'search')
        return { do: 'again', task: { ...task, depth: 'exhaustive', failures: 0 }, pause: 0 };
    return giveUp(task, read.reading.failure ?? lost(0), read.reading.evidence);
}
function whenFailed(task, reading, failure) {
    const failed = { ...task, failures: task.failures + 1 };
    if (reading.outage === true) {
        if (failed.failures <= failuresInAnOutage)
            return { do: 'again', task: failed, pause: pauseInOutage };
        return giveUp(failed, failure, reading.evidence);
    }
    // Smaller answers need no second page, which is what the service forgot.
    const cutAtOnce = failure.code === 'EXCHANGE_PAGINATION';
    if (failed.failures < failuresAtOneSize && !cutAtOnce)
        return { do: 'again', task: failed, pause: pauseAfterFailure };
    const halves = parts({ ...failed, failures: 0 }, (0,audit_window/* middleOf */.XV)(task.window));
    if (halves)
        return { do: 'split', tasks: halves };
    if (failed.failures < 2 * failuresAtOneSize)
        return { do: 'again', task: failed, pause: pauseAfterFailure };
    return giveUp(failed, failure, reading.evidence);
}
/**
 * Where to cut a window that was too full: at the median of what came, which is a fair sample as long as it spans the
 * window, else in the middle.
 */
function cutFor(window, times) {
    const sorted = [...times].sort((a, b) => a - b);
    const first = sorted[0] ?? window.start;
    const last = sorted.at(-1) ?? window.start;
    if (last - first < 0.8 * (window.end - window.start))
        return (0,audit_window/* middleOf */.XV)(window);
    return sorted[Math.floor(sorted.length / 2)] ?? (0,audit_window/* middleOf */.XV)(window);
}
function parts(task, at) {
    const halves = (0,audit_window/* cut */.Jj)(task.window, at);
    if (!halves)
        return undefined;
    const [first, second] = halves;
    return [part(task, first), part(task, second)];
}
/** The part of a task: what was seen in it must reappear in it, and agree where a second reading was due. */
function part(task, window) {
    const inside = (id) => {
        const time = task.expected.get(id);
        return time !== undefined && time >= window.start && time < window.end;
    };
    return {
        ...task,
        window,
        wider: 0,
        expected: new Map([...task.expected].filter(([id]) => inside(id))),
        ...(task.previous ? { previous: new Set([...task.previous].filter(inside)) } : {}),
    };
}
function lost(records) {
    return new wire_failure/* Failure */.HR({
        code: 'READING_LOST_RECORDS',
        message: `The answer lacks ${records} records that an earlier answer for the same time held.`,
        remedy: 'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
    });
}
function disagreement(added, missing) {
    return new wire_failure/* Failure */.HR({
        code: 'READINGS_DISAGREE',
        message: `Readings of the same time differ: the last one had ${added} records more and ${missing} fewer.`,
        remedy: 'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
    });
}

;// CONCATENATED MODULE: ./lib/collect/unique.js
/** The rules for records that came more than once. */

/**
 * One row for each Identity and content. A record without Identity is kept as often as one reading held it: two
 * readings of the same time are no reason to double it.
 */
function unique(rows) {
    const groups = new Map();
    for (const row of rows) {
        const key = `${row.record.Identity}\n${row.digest}`;
        const group = groups.get(key);
        if (group)
            group.push(row);
        else
            groups.set(key, [row]);
    }
    const kept = [];
    const contents = new Map();
    let duplicates = 0;
    for (const group of groups.values()) {
        const [row] = group;
        if (!row)
            continue;
        const often = oftenestInOneReading(group);
        const { Identity } = row.record;
        if (Identity === '') {
            kept.push(...Array.from({ length: often }, () => row));
            continue;
        }
        kept.push(row);
        duplicates += often - 1;
        contents.set(Identity, (contents.get(Identity) ?? 0) + 1);
    }
    kept.sort((a, b) => (0,audit_record/* compareRecords */.aB)({ ...a.record, digest: a.digest }, { ...b.record, digest: b.digest }));
    return { kept, duplicates, conflicts: [...contents.values()].filter(count => count > 1).length };
}
function oftenestInOneReading(group) {
    if (group.length === 1)
        return 1;
    const counts = new Map();
    for (const row of group)
        counts.set(row.reading, (counts.get(row.reading) ?? 0) + 1);
    return Math.max(...counts.values());
}

;// CONCATENATED MODULE: ./lib/collect/collect.js
/**
 * Drives a source over the whole period: cuts windows by the density seen so far, reads several at once, keeps the
 * ledger, and hands the records on in order, each once. A window that can't be proven is an entry, not an exception.
 */






/** Rows to aim at in one window: well below the cap, since the density is an estimate. Share of the cap. */
const aim = 0.78;
/** Milliseconds. The first window is a probe; no window is longer than the longest, so that a gap stays bounded. */
const firstWindow = 1_800_000;
const longestWindow = 4 * 86_400_000;
/** Readings in a row without a proven one, after which the service is taken to be broken for now. */
const failuresInARow = 60;
const outagesInARow = 8;
/** One window in so many is read twice when a sample is to be confirmed. */
const sampleOf = 14;
/**
 * Yields the period's records stretch by stretch, in order. When it has ended, `result.entries` tile the period.
 * @throws Failure when nothing could be read because the caller is refused, or when the disk fails.
 */
async function* collect(settings, result) {
    const reader = new Reader(settings, result);
    const finished = reader.run();
    // Awaited below; until then a failure must not count as unhandled.
    finished.catch(() => undefined);
    const first = Math.floor(settings.period.start / stretch) * stretch;
    for (let at = first; at < settings.period.end; at += stretch) {
        await reader.settledUntil(Math.min(at + stretch, settings.period.end), finished);
        const { kept, duplicates, conflicts } = unique(await settings.spool.take(at));
        result.duplicates += duplicates;
        result.conflicts += conflicts;
        if (kept.length > 0)
            yield kept;
    }
    await finished;
    result.entries.sort((a, b) => a.start - b.start);
}
class Reader {
    settings;
    result;
    density = new Density();
    /** Cut or deferred windows, earliest last. */
    stack = [];
    inFlight = new Set();
    planned;
    readings = 0;
    proven = 0;
    failures = 0;
    outages = 0;
    stopped;
    rows = 0;
    watchers = [];
    constructor(settings, result) {
        this.settings = settings;
        this.result = result;
        this.planned = settings.period.start;
    }
    async run() {
        try {
            await Promise.all(Array.from({ length: this.settings.concurrency }, () => this.work()));
            this.closeTheRest();
        }
        finally {
            this.wake();
        }
    }
    /** Resolves once every window before `moment` is settled. */
    async settledUntil(moment, finished) {
        while (this.frontier() < moment) {
            const change = new Promise(resolve => this.watchers.push(resolve));
            await Promise.race([change, finished]);
        }
    }
    frontier() {
        let earliest = this.planned;
        for (const task of this.stack)
            earliest = Math.min(earliest, task.window.start);
        for (const task of this.inFlight)
            earliest = Math.min(earliest, task.window.start);
        return earliest;
    }
    async work() {
        for (;;) {
            const task = this.stopped || this.settings.signal.aborted ? undefined : this.next();
            if (task === undefined) {
                if (this.inFlight.size === 0 || this.stopped || this.settings.signal.aborted)
                    return;
                await new Promise(resolve => this.watchers.push(resolve));
                continue;
            }
            this.inFlight.add(task);
            try {
                this.take(await this.step(task), task);
            }
            catch (error) {
                this.stop((0,wire_failure/* asFailure */.h_)(error));
                throw error;
            }
            finally {
                this.inFlight.delete(task);
                this.wake();
            }
        }
    }
    next() {
        const cut = this.stack.pop();
        if (cut)
            return cut;
        const { period, source } = this.settings;
        if (this.planned >= period.end)
            return undefined;
        const start = this.planned;
        this.planned = this.density.known
            ? this.density.reach(start, period.end, aim * source.cap, longestWindow)
            : Math.min(period.end, start + firstWindow);
        return newTask({ start, end: this.planned }, this.chosen(start));
    }
    /** By the window's start, so that a rerun with the same windows confirms the same ones. */
    chosen(start) {
        const { confirm } = this.settings;
        if (confirm === 'none')
            return false;
        return confirm === 'all' || Math.imul(start / 1000, 2_654_435_761) >>> 0 < 2 ** 32 / sampleOf;
    }
    async step(task) {
        let known = task;
        try {
            const expected = this.density.expected(task.window);
            const read = await this.read(task);
            this.learn(task, read);
            const step = decide(task, read, expected);
            if (step.do === 'again')
                known = { ...step.task, attempts: task.attempts };
            if (step.do === 'again' && step.pause > 0)
                await this.settings.world.sleep(step.pause, this.settings.signal);
            return step;
        }
        catch (error) {
            if (!this.settings.signal.aborted)
                throw error;
            return giveUp({ ...known, attempts: task.attempts + 1 }, this.endOfReading());
        }
    }
    async read(task) {
        const { source, filters, spool, signal } = this.settings;
        const number = ++this.readings;
        const seen = new Map();
        const times = [];
        const keep = async (rows) => {
            for (const row of rows) {
                if (row.record.Identity)
                    seen.set(row.record.Identity, row.time);
                times.push(row.time);
            }
            const wanted = rows.filter(row => (0,audit_filters/* wantsRecordType */.d)(filters, row.record.RecordType, row.recordTypeNumber));
            await spool.write(wanted, number);
        };
        const { window, depth, wider } = task;
        try {
            const reading = await source.read({ window, depth, wider }, keep, signal);
            return { number, reading, seen, times };
        }
        catch (error) {
            // What arrived before the end belongs to the gap.
            if (signal.aborted)
                spool.accept(number, window);
            throw error;
        }
    }
    learn(task, read) {
        const { outcome, outage, failure } = read.reading;
        if (outcome === 'proven' || outcome === 'capped') {
            this.failures = 0;
            this.outages = 0;
            if (outcome === 'proven' && task.previous === undefined)
                this.density.learn(task.window, read.times);
            if (outcome === 'capped')
                this.density.learnAtLeast(task.window, read.times.length);
            return;
        }
        this.failures++;
        this.outages = outage === true ? this.outages + 1 : 0;
        if (failure && (this.failures >= failuresInARow || this.outages >= outagesInARow)) {
            this.stop(new wire_failure/* Failure */.HR({
                code: 'SERVICE_BROKEN',
                message: `The service did not give one sound answer in ${this.failures} readings; the last: ${failure.message}`,
                remedy: failure.remedy,
                cause: failure,
            }));
        }
    }
    take(step, task) {
        if (step.do === 'settle')
            this.settle(step);
        if (step.do === 'again')
            this.stack.push(step.task);
        if (step.do === 'split')
            this.stack.push(step.tasks[1], step.tasks[0]);
        if (step.do === 'stop') {
            if (this.proven === 0)
                throw step.failure;
            this.stop(step.failure);
            this.stack.push(task);
        }
    }
    settle(step) {
        for (const number of step.accept)
            this.settings.spool.accept(number, step.entry);
        this.result.entries.push(step.entry);
        if (step.entry.status !== 'gap')
            this.proven++;
        this.rows += step.entry.evidence.rows;
        this.settings.onProgress?.(this.progress());
    }
    stop(failure) {
        this.stopped ??= failure;
    }
    endOfReading() {
        return this.stopped ?? (0,wire_failure/* asFailure */.h_)(this.settings.signal.reason);
    }
    /** Whatever is neither read nor being read when the reading ends is a gap, down to the period's end. */
    closeTheRest() {
        const open = this.stack.splice(0);
        if (this.planned < this.settings.period.end) {
            open.push(newTask({ start: this.planned, end: this.settings.period.end }));
            this.planned = this.settings.period.end;
        }
        for (const task of open)
            this.settle(giveUp(task, this.endOfReading()));
    }
    progress() {
        const { entries } = this.result;
        const { period } = this.settings;
        const settled = entries.reduce((sum, entry) => sum + entry.end - entry.start, 0);
        const gaps = entries.filter(entry => entry.status === 'gap').length;
        return { done: settled / (period.end - period.start), rows: this.rows, windows: entries.length, gaps };
    }
    wake() {
        for (const resolve of this.watchers.splice(0))
            resolve();
    }
}

;// CONCATENATED MODULE: ./lib/collect/distrust.js
/** Audit (Standard) keeps records for 180 days: https://learn.microsoft.com/purview/audit-solutions-overview */
const retention = 180 * 86_400_000;
/** The ledger with empty windows turned into gaps where emptiness proves nothing. */
async function distrust(entries, facts) {
    const nothing = entries.every(entry => facts.records(entry) === 0);
    const off = nothing && entries.some(entry => entry.status !== 'gap') && (await facts.recording()) === false;
    return entries.map(entry => {
        if (entry.status === 'gap' || facts.records(entry) > 0)
            return entry;
        const reason = reasonFor(entry, facts, off);
        return reason === undefined ? entry : { ...entry, status: 'gap', reason };
    });
}
function reasonFor(entry, facts, off) {
    if (facts.alwaysEmpty) {
        return { code: 'CLOUD_ALWAYS_EMPTY', message: 'The search finds nothing in this cloud, whatever happened.' };
    }
    if (off) {
        return {
            code: 'AUDITING_OFF',
            message: 'The tenant does not record (UnifiedAuditLogIngestionEnabled is False), so that nothing is found. An administrator turns it on with Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true.',
        };
    }
    if (entry.start < facts.now - retention) {
        return { code: 'RETENTION', message: 'Nothing was found, and records of this age (over 180 days) may have expired.' };
    }
    return undefined;
}

// EXTERNAL MODULE: ./lib/collect/tally.js
var collect_tally = __webpack_require__(88952);
;// CONCATENATED MODULE: ./lib/report/volume.js
/** Counts what goes by, for a page: records per day, workload and record type. */
/** Names that are counted apart; the rest is counted together, so that hostile records can't fill the memory. */
const mostNames = 200;
class Volume {
    days = [];
    workloads = new Map();
    recordTypes = new Map();
    total = 0;
    /** @param date in the period's time zone; dates come in order. */
    see(date, workload, recordType) {
        this.total++;
        const known = count(this.workloads, workload || '(none)');
        count(this.recordTypes, recordType || '(none)');
        let day = this.days.at(-1);
        if (day?.date !== date) {
            day = { date, byWorkload: new Map() };
            this.days.push(day);
        }
        count(day.byWorkload, known);
    }
    get records() {
        return this.total;
    }
    byWorkload() {
        return ranked(this.workloads);
    }
    byRecordType() {
        return ranked(this.recordTypes);
    }
    /** Days that had records, in order, with their counts by workload. */
    byDay() {
        return this.days;
    }
}
function count(counts, name) {
    const key = counts.has(name) || counts.size < mostNames ? name : '(others)';
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return key;
}
function ranked(counts) {
    const rows = [...counts].map(([name, records]) => ({ name, records }));
    return rows.sort((a, b) => b.records - a.records || (a.name < b.name ? -1 : 1));
}

;// CONCATENATED MODULE: ./lib/sources/judge.js
/**
 * When an answer of Search-UnifiedAuditLog proves its window. Since April 2026 no counter does (ResultCount became the
 * number of rows returned), so every known sign of loss must be absent. Pure: one answer in, one judgement out.
 */

/** Row counts at which the service has been seen to stop without a word: its default of 100, 120 (2023), one page. */
const suspiciousCounts = new Set([100, 120, 1000]);
const failureWarning = /task was cancell?ed|failed to process request|timed out|time-?out|try again|maximum results limitation/i;
const moreWarning = /more results (are )?available|increase the value for the ResultSize/i;
function judge(notes) {
    if (notes.rows >= notes.cap)
        return capped('EXCHANGE_CAP', `${notes.rows} rows, as many as one answer holds`);
    if (notes.warnings.some(text => moreWarning.test(text)))
        return capped('EXCHANGE_MORE', 'a warning that there are more results');
    if (notes.moreAvailable)
        return capped('EXCHANGE_MORE', 'rows that say moreRecordsAvailable');
    if (suspiciousCounts.has(notes.rows) && notes.pages === 1 && Number.isFinite(notes.cap)) {
        return capped('EXCHANGE_ROUND_COUNT', `exactly ${notes.rows} rows, a number at which the service is known to stop`);
    }
    const broken = ruleBroken(notes);
    if (broken)
        return { outcome: 'suspect', failure: suspicion(broken.code, broken.words) };
    const unknown = notes.warnings.find(text => text.trim() !== '');
    if (unknown !== undefined)
        return { outcome: 'proven', doubt: `a warning nobody knows: ${unknown.slice(0, 200)}` };
    if (notes.rows === 0)
        return { outcome: 'proven', doubt: 'no rows' };
    return { outcome: 'proven' };
}
function ruleBroken(notes) {
    if (notes.errors[0] !== undefined)
        return { code: 'EXCHANGE_ERROR_IN_ANSWER', words: `an error inside the answer: ${notes.errors[0]}` };
    const failed = notes.warnings.find(text => failureWarning.test(text));
    if (failed !== undefined)
        return { code: 'EXCHANGE_SEARCH_FAILED', words: `the search failed on the service's side: ${failed.slice(0, 200)}` };
    if (notes.indices.some(index => index < 0))
        return { code: 'EXCHANGE_INTERNAL_TIMEOUT', words: 'ResultIndex -1, an internal time-out' };
    if (notes.rows > 0 && notes.counts.has(0))
        return { code: 'EXCHANGE_INTERNAL_TIMEOUT', words: 'ResultCount 0 beside rows' };
    const count = [...notes.counts].find(value => value !== notes.rows);
    if (count !== undefined)
        return { code: 'EXCHANGE_COUNT', words: `ResultCount ${count} beside ${notes.rows} rows` };
    if (!runsFromOne(notes.indices))
        return { code: 'EXCHANGE_INDEX', words: 'ResultIndex has holes or repeats' };
    const fault = [...notes.rowFaults][0];
    if (fault)
        return { code: 'EXCHANGE_ROW', words: `${fault[0]} (${fault[1]} of ${notes.rows})` };
    if (notes.outside > 0)
        return { code: 'EXCHANGE_OUTSIDE', words: `${notes.outside} rows outside the time asked for` };
    if (notes.unfiltered > 0)
        return { code: 'EXCHANGE_UNFILTERED', words: `${notes.unfiltered} rows that the filter excludes` };
    return undefined;
}
/** Whether the indices, where the service sends them, are 1 to n in some order. */
function runsFromOne(indices) {
    const distinct = new Set(indices);
    return distinct.size === indices.length && indices.every(index => index >= 1 && index <= indices.length);
}
function capped(code, words) {
    return { outcome: 'capped', failure: suspicion(code, words) };
}
function suspicion(code, words) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `The answer is not proven to be whole: ${words}.`,
        remedy: 'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
    });
}

;// CONCATENATED MODULE: ./lib/sources/rows.js
/** Turns one row of Search-UnifiedAuditLog into a record, and says what is wrong with it. */

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const nobody = '00000000-0000-0000-0000-000000000000';
/** @param tenantId lower-case GUID of the tenant that was asked. */
function parseRow(raw, tenantId) {
    const given = isObject(raw) ? raw : {};
    const signals = {
        index: asNumber(given.ResultIndex),
        count: asNumber(given.ResultCount),
        moreAvailable: saysMore(given.AuditSearchRequestMetadata),
    };
    const text = typeof given.AuditData === 'string' ? given.AuditData : '';
    const data = parseObject(text);
    if (!data)
        return { ...signals, fault: 'a row whose AuditData is not a JSON object' };
    const recordTypeNumber = asText(data.RecordType);
    const outer = (0,audit_record/* instant */.uR)(asText(given.CreationDate));
    const inner = (0,audit_record/* instant */.uR)(asText(data.CreationTime));
    const creationDate = inner ?? outer;
    if (creationDate === undefined)
        return { ...signals, fault: 'a row without a readable time' };
    const id = asText(data.Id);
    const identity = asText(given.Identity);
    const row = {
        record: {
            RecordType: asText(given.RecordType) || recordTypeNumber,
            CreationDate: creationDate,
            UserIds: asText(given.UserIds),
            Operations: asText(given.Operations),
            AuditData: text,
            Identity: id || identity,
        },
        time: (0,audit_record/* millisecondsOf */.W$)(creationDate),
        workload: asText(data.Workload),
        recordTypeNumber,
    };
    const fault = faultOf({ id, identity, inner, outer, organization: asText(data.OrganizationId), tenantId });
    return fault === undefined ? { ...signals, row } : { ...signals, row, fault };
}
function faultOf(parts) {
    if (parts.id && parts.identity && parts.id.toLowerCase() !== parts.identity.toLowerCase()) {
        return 'a row whose Identity is not the Id of its AuditData';
    }
    if (parts.inner && parts.outer && Math.abs((0,audit_record/* millisecondsOf */.W$)(parts.inner) - (0,audit_record/* millisecondsOf */.W$)(parts.outer)) >= 1000) {
        return 'a row whose CreationDate is not the CreationTime of its AuditData';
    }
    const organization = parts.organization.toLowerCase();
    if (guid.test(organization) && organization !== nobody && organization !== parts.tenantId) {
        return 'a row of another organisation';
    }
    return undefined;
}
/** The metadata's JSON form is unpublished: an object, or text at `X-SerializationLevel: Partial`; casing uncertain. */
function saysMore(metadata) {
    const value = typeof metadata === 'string' ? parseObject(metadata) : metadata;
    if (!isObject(value))
        return false;
    const more = value.moreRecordsAvailable ?? value.MoreRecordsAvailable;
    return more === true || (typeof more === 'string' && more.toLowerCase() === 'true');
}
function parseObject(text) {
    try {
        const value = JSON.parse(text);
        return isObject(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function asText(value) {
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
function asNumber(value) {
    return typeof value === 'number'
        ? value
        : typeof value === 'string' && /^-?\d+$/.test(value)
            ? Number(value)
            : undefined;
}

;// CONCATENATED MODULE: ./lib/sources/invoke.js




const pageSize = 1000;
/** @param link where to POST: the cmdlet's endpoint, or the `@odata.nextLink` of the page before. */
async function invokePage(settings, run, link) {
    const session = { token: undefined, renewals: 0, renewal: undefined, refusals: 0 };
    return await send(settings.world, {
        policy: settings.policy,
        signal: run.signal,
        request: async () => {
            const token = session.renewal ? await settings.tokens.renew(session.renewal) : await settings.tokens.token();
            session.renewal = undefined;
            session.token = token;
            settings.count(run.cmdlet);
            return new Request(link, { method: 'POST', headers: headersOf(settings, run, token.secret), body: run.body });
        },
        read: answer => {
            keepCookies(run, answer);
            if (answer.status === 401)
                return unauthorised(answer, session);
            if (answer.status === 403 && !isConcurrencyRefusal(answer, settings))
                return forbidden(answer, session, settings);
            return readAnswer(answer, settings, link);
        },
        onRetry: (_failure, throttled) => {
            if (throttled)
                settings.throttled();
        },
    });
}
/** The endpoint of a tenant's cmdlets. `beta` is Exchange's own word, not Graph's. */
function invokeUrl(exchange, tenantId) {
    return `${exchange}/adminapi/beta/${tenantId}/InvokeCommand`;
}
function headersOf(settings, run, token) {
    const headers = new Headers({
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        'accept-encoding': 'gzip',
        // The organisation's system mailbox, the same GUID in every tenant: pages are found again only with the same anchor.
        'x-anchormailbox': `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${settings.tenantId}`,
        'x-responseformat': 'json',
        'x-serializationlevel': 'Partial',
        'x-cmdletname': run.cmdlet,
        'x-clientapplication': 'm365-audit-export',
        'client-request-id': run.requestId,
        'connection-id': settings.connectionId,
        prefer: `odata.maxpagesize=${pageSize}`,
    });
    if (run.cookies.size > 0)
        headers.set('cookie', [...run.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    return headers;
}
function keepCookies(run, answer) {
    for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(line) ?? [];
        if (name !== undefined && value !== undefined)
            run.cookies.set(name, value);
    }
}
function unauthorised(answer, session) {
    const challenge = answer.headers.get('www-authenticate') ?? '';
    const claims = /claims="([^"]+)"/.exec(challenge)?.[1];
    const failure = new wire_failure/* Failure */.HR({
        code: 'EXCHANGE_401',
        message: 'Exchange refuses the token (401) although it was issued for it.',
        remedy: 'The application needs both the app role Exchange.ManageAsApp with admin consent and an Exchange role with View-Only Audit Logs. ' +
            'If both were granted within the last hours, wait: it can take up to four.',
        evidence: evidenceOf(answer),
    });
    if (session.renewals++ > 0)
        return { failed: failure };
    session.renewal = {
        ...(session.token && { refused: session.token }),
        ...(claims !== undefined && { claims }),
    };
    return { retry: failure };
}
function forbidden(answer, session, settings) {
    const words = errorWords(bodyJson(answer, settings.policy.maximumBytes));
    const failure = new wire_failure/* Failure */.HR({
        code: 'EXCHANGE_403',
        message: `Exchange does not let this application run the command (403)${words ? `: ${words}` : ''}.`,
        remedy: 'An Exchange administrator must give the application a role group that holds View-Only Audit Logs: ' +
            'New-ServicePrincipal -AppId <client id> -ObjectId <object id of the enterprise application>; ' +
            'New-RoleGroup "Audit Export" -Roles "View-Only Audit Logs"; ' +
            'Add-RoleGroupMember "Audit Export" -Member <object id>. It can take up to four hours to take effect.',
        evidence: evidenceOf(answer),
    });
    // Once more, since a role that was just granted reaches the back ends one by one.
    return session.refusals++ > 0 ? { failed: failure } : { retry: failure };
}
const transientStatus = new Set([408, 500, 502, 503, 504]);
const transientNames = /DCOverloadedException|SuitabilityDirectoryException|ServerInMMException|ADServerSettingsChangedException|StorageTransientException/;
const wrongQuestion = /AmbiguousParameterSetException|ParameterTransformationException|ParameterBindingException|ValidateRange/;
const concurrency = /maximum number of concurrent requests/i;
const paginationExpired = /expired or invalid pagination request/i;
function readAnswer(answer, settings, link) {
    const limit = settings.policy.maximumBytes;
    const { status } = answer;
    if (status === 429 || isConcurrencyRefusal(answer, settings)) {
        return {
            retry: trouble('EXCHANGE_THROTTLED', `Exchange asks for fewer requests (${status})`, answer),
            throttled: true,
        };
    }
    if (transientStatus.has(status)) {
        return {
            retry: trouble('EXCHANGE_UNAVAILABLE', `Exchange is not available (${status})`, answer),
            throttled: status === 503,
        };
    }
    const json = bodyJson(answer, limit);
    if (status === 200 || status === 204)
        return readPage(answer, json, link);
    const words = errorWords(json) || (bodyText(answer, limit) ?? '').slice(0, 200);
    if (transientNames.test(words))
        return { retry: trouble('EXCHANGE_TRANSIENT', `Exchange failed for a moment: ${words}`, answer) };
    if (paginationExpired.test(words))
        return { failed: trouble('EXCHANGE_PAGINATION', 'Exchange no longer knows the page it promised', answer) };
    if (status >= 300 && status < 400)
        return { failed: trouble('EXCHANGE_REDIRECT', `Exchange redirects elsewhere (${status})`, answer) };
    if (wrongQuestion.test(words))
        return { failed: trouble('EXCHANGE_QUESTION', `Exchange does not accept the question: ${words}`, answer) };
    return { failed: trouble('EXCHANGE_ERROR', `Exchange answers ${status}${words ? `: ${words}` : ''}`, answer) };
}
function readPage(answer, json, link) {
    if (!isObject(json)) {
        return {
            retry: trouble('EXCHANGE_UNREADABLE', `The answer is not the JSON it should be (${answer.bytes.length} bytes)`, answer),
        };
    }
    const errors = [
        ...texts(json['@adminapi.errors']),
        ...(json.error === undefined ? [] : [errorWords(json) || 'unnamed']),
    ];
    const warnings = texts(json['@adminapi.warnings']);
    if (errors.some(text => transientNames.test(text))) {
        return { retry: trouble('EXCHANGE_TRANSIENT', `Exchange failed for a moment: ${errors.join('; ')}`, answer) };
    }
    if (!Array.isArray(json.value) && errors.length === 0) {
        return { retry: trouble('EXCHANGE_UNREADABLE', 'The answer has no list of rows', answer) };
    }
    const rows = Array.isArray(json.value) ? json.value : [];
    const next = json['@odata.nextLink'];
    if (next === undefined || next === null || next === '')
        return { done: { rows, warnings, errors } };
    if (typeof next !== 'string' || !sameEndpoint(next, link)) {
        return { failed: trouble('EXCHANGE_FOREIGN_LINK', 'The next page is said to be on another host', answer) };
    }
    return { done: { rows, warnings, errors, next: new URL(next, link).href } };
}
function isConcurrencyRefusal(answer, settings) {
    if (answer.status < 400 || answer.bytes.length > 4096)
        return false;
    return concurrency.test(bodyText(answer, settings.policy.maximumBytes) ?? '');
}
/** The token goes only to the host and path it was meant for. */
function sameEndpoint(next, link) {
    try {
        const a = new URL(next, link);
        const b = new URL(link);
        return a.origin === b.origin && a.pathname.toLowerCase() === b.pathname.toLowerCase();
    }
    catch {
        return false;
    }
}
/**
 * The sentence that means something: `innererror.internalexception.message`, then `details[0].message` without its
 * type, then `error.message`, which alone is mostly “Invalid Operation”.
 */
function errorWords(json) {
    const error = isObject(json) && isObject(json.error) ? json.error : undefined;
    if (!error)
        return '';
    const inner = isObject(error.innererror) ? error.innererror : {};
    const internal = isObject(inner.internalexception) ? inner.internalexception : {};
    const detail = Array.isArray(error.details) && isObject(error.details[0]) ? error.details[0].message : undefined;
    const words = [internal.message, detail, error.message].find(text => typeof text === 'string' && text !== '');
    const type = typeof internal.type === 'string' ? internal.type.split('.').at(-1) : undefined;
    return [type, typeof words === 'string' ? words.slice(0, 500) : undefined].filter(Boolean).join(': ');
}
function trouble(code, words, answer) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `${words.replace(/\.$/, '')}.`,
        remedy: 'A later run may pass. If it stays, look at the Microsoft 365 service health and give Microsoft the request id.',
        evidence: evidenceOf(answer),
    });
}
function evidenceOf(answer) {
    const id = answer.headers.get('request-id');
    return { HTTP: String(answer.status), ...(id ? { 'request-id': id } : {}) };
}
function texts(value) {
    return Array.isArray(value) ? value.map(entry => (typeof entry === 'string' ? entry : JSON.stringify(entry))) : [];
}

;// CONCATENATED MODULE: ./lib/sources/search.js
/** One run of Search-UnifiedAuditLog over all its pages: the question, the rows that answer it, and notes for the judge. */





/** The most rows one call returns; `ResultSize` is refused above it. */
const resultSize = 5000;
/** An empty answer that took longer may be a time-out in disguise (untitledgoosetool). Milliseconds. */
const slowAnswer = 30_000;
async function search(settings, request, question, keep, signal) {
    const bounds = boundsOf(request);
    const run = newRun('Search-UnifiedAuditLog', parametersOf(settings.filters, bounds, question), settings.newId(), signal);
    const started = settings.world.now();
    const rowFaults = new Map();
    const notes = { rows: 0, pages: 0, outside: 0, unfiltered: 0, moreAvailable: false };
    const indices = [];
    const counts = new Set();
    const warnings = [];
    const errors = [];
    const found = {
        seen: new Map(),
        met: { recordTypes: new Set(), operations: new Set(), users: new Set() },
    };
    const links = new Set();
    for (let link = invokeUrl(settings.exchange, settings.tenantId); link !== undefined;) {
        const page = await invokePage(settings, run, link);
        notes.pages++;
        warnings.push(...page.warnings);
        errors.push(...page.errors);
        const kept = [];
        for (const raw of page.rows) {
            notes.rows++;
            const { row, fault, index, count, moreAvailable } = parseRow(raw, settings.tenantId);
            if (index !== undefined)
                indices.push(index);
            if (count !== undefined)
                counts.add(count);
            if (moreAvailable)
                notes.moreAvailable = true;
            if (fault !== undefined)
                rowFaults.set(fault, (rowFaults.get(fault) ?? 0) + 1);
            if (!row)
                continue;
            if (row.time < bounds.start - 999 || row.time > bounds.end)
                notes.outside++;
            if (!answersQuestion(row, question, settings.filters))
                notes.unfiltered++;
            else if (fault === undefined && (0,audit_window/* holds */.v9)(request.window, row.time)) {
                note(found, row);
                kept.push(row);
            }
        }
        if (kept.length > 0)
            await keep(kept);
        if (page.next !== undefined && (links.has(page.next) || notes.rows > 10 * resultSize)) {
            throw suspicion('EXCHANGE_LOOP', 'the answer leads back to a page that was read before');
        }
        if (page.next !== undefined)
            links.add(page.next);
        link = page.next;
    }
    return {
        ...found,
        notes: {
            ...notes,
            cap: question.session ? Number.POSITIVE_INFINITY : resultSize,
            rowFaults,
            warnings,
            errors,
            // Inside a session the counters have meant different things over the years: they prove nothing there.
            indices: question.session ? indices.filter(index => index < 0) : indices,
            counts: question.session ? new Set() : counts,
        },
        requestId: run.requestId,
        milliseconds: settings.world.now() - started,
    };
}
/**
 * The question's bounds. Whether either end is inclusive is undocumented: half a second more at the start and the
 * whole second at the end serve both, and the window keeps only its own. A single second is asked for without its
 * neighbours, which may be as full.
 */
function boundsOf(request) {
    const { window } = request;
    const wider = (request.wider ?? 0) * 1000;
    const start = window.start - 500 - wider;
    const single = window.end - window.start === audit_window/* shortestWindow */.jI && wider === 0;
    const end = single ? window.end - 1 : window.end + wider;
    return { start, end, last: single ? microsoftDate(end).replace('0000Z', '9999Z') : microsoftDate(end) };
}
/** Seven digits of fraction, as Microsoft's module sends dates. */
function microsoftDate(milliseconds) {
    return new Date(milliseconds).toISOString().replace('Z', '0000Z');
}
function parametersOf(filters, bounds, question) {
    const list = (all, one) => (one === undefined ? [...all] : [one]);
    const lists = {
        Operations: list(filters.operations, question.Operations),
        UserIds: list(filters.users, question.UserIds),
        IPAddresses: [...filters.ipAddresses],
        ObjectIds: [...filters.objectIds],
    };
    return {
        StartDate: microsoftDate(bounds.start),
        EndDate: bounds.last,
        ResultSize: resultSize,
        ...(question.RecordType === undefined ? {} : { RecordType: question.RecordType }),
        ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
        ...(filters.freeText === undefined ? {} : { FreeText: filters.freeText }),
        ...(question.session ? { SessionId: question.session.id, SessionCommand: 'ReturnLargeSet' } : {}),
    };
}
/** A service that ignores a filter is not to be believed; only the filters that rows can be held against are checked. */
function answersQuestion(row, question, filters) {
    const { RecordType, Operations } = row.record;
    const type = question.RecordType;
    if (type !== undefined && !(0,audit_filters/* same */.F)(type, RecordType) && type !== row.recordTypeNumber)
        return false;
    if (question.Operations !== undefined && !(0,audit_filters/* same */.F)(question.Operations, Operations))
        return false;
    return filters.operations.length === 0 || filters.operations.some(operation => (0,audit_filters/* same */.F)(operation, Operations));
}
function note(found, row) {
    if (row.record.Identity)
        found.seen.set(row.record.Identity, row.time);
    found.met.recordTypes.add(row.record.RecordType);
    found.met.operations.add(row.record.Operations);
    found.met.users.add(row.record.UserIds);
}
function newRun(cmdlet, parameters, requestId, signal) {
    const body = JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: parameters } });
    return { cmdlet, body, requestId, cookies: new Map(), signal };
}
/** Several searches of one window as one reading: only as good as the worst of them. */
function readingOf(searches) {
    const judgements = searches.map(one => judge(one.notes));
    const worst = judgements.find(one => one.outcome === 'suspect') ??
        judgements.find(one => one.outcome === 'capped') ??
        judgements.find(one => one.doubt !== undefined) ??
        judgements[0];
    return {
        ...(worst ?? { outcome: 'proven' }),
        slow: searches.some(one => one.milliseconds > slowAnswer),
        evidence: {
            rows: searches.reduce((sum, one) => sum + one.notes.rows, 0),
            cap: resultSize,
            requestIds: searches.map(one => one.requestId),
            warnings: searches.flatMap(one => one.notes.warnings),
        },
    };
}

;// CONCATENATED MODULE: ./lib/sources/exhaust.js


/** Rows one session hands out at most, over all its calls. */
const sessionLimit = 50_000;
/**
 * Reads the window through sessions and slices, handing every row to `keep`. Proven only when no slice stayed capped,
 * two sessions came to their end, and neither session nor slices know of a record that the other parts do not.
 */
async function exhaust(slices, ask, keep, newId) {
    const parts = [];
    const open = [];
    const sessions = [];
    const met = { recordTypes: new Set(), operations: new Set(), users: new Set() };
    for (const slice of slices) {
        for (const round of [1, 2]) {
            const session = await readSession(slice, ask, keep, newId());
            parts.push(session.search);
            sessions.push(session.search.seen);
            if (session.fault)
                open.push(`session ${round}: ${session.fault.message}`);
            meet(met, session.search);
        }
    }
    const sliced = new Map();
    const all = new Map(sessions.flatMap(seen => [...seen]));
    for (const slice of slices) {
        const deeper = slice.RecordType === undefined ? [...met.recordTypes].map(RecordType => ({ ...slice, RecordType })) : [slice];
        for (const one of deeper) {
            for (const search of await narrow(one, met, ask, keep, open)) {
                parts.push(search);
                for (const [id, time] of search.seen)
                    sliced.set(id, time);
            }
        }
    }
    const reading = readingOf(parts.slice(0, 1));
    const union = new Map([...all, ...sliced]);
    const missing = [...union.keys()].filter(id => !sliced.has(id)).length;
    const unknownToSessions = [...union.keys()].filter(id => !all.has(id)).length;
    if (missing > 0)
        open.push(`${missing} records of the sessions are in no slice`);
    if (unknownToSessions > 0 && union.size <= sessionLimit)
        open.push(`${unknownToSessions} records of the slices are in no session`);
    if (union.size > sessionLimit)
        open.push(`more records than the ${sessionLimit} a session hands out`);
    const result = {
        slow: false,
        evidence: { ...reading.evidence, rows: union.size, requestIds: parts.map(part => part.requestId).slice(0, 20) },
    };
    if (open[0] === undefined)
        return { ...result, outcome: 'proven' };
    return {
        ...result,
        outcome: 'suspect',
        failure: suspicion('EXCHANGE_SECOND_TOO_FULL', `one second holds more than one answer; ${open[0]}`),
    };
}
/** Repeats one session's command until an empty answer comes twice. A fault says why the whole can't be trusted. */
async function readSession(slice, ask, keep, id) {
    let whole;
    let empty = 0;
    let stale = 0;
    for (;;) {
        const call = await ask({ ...slice, session: { id } }, keep);
        const before = whole?.seen.size ?? 0;
        whole = whole === undefined ? call : together(whole, call);
        const verdict = judge(call.notes);
        if (verdict.outcome === 'suspect')
            return { search: whole, fault: verdict.failure ?? sessionFault('broken') };
        empty = call.notes.rows === 0 ? empty + 1 : 0;
        stale = call.notes.rows > 0 && whole.seen.size === before ? stale + 1 : 0;
        if (empty === 2)
            return { search: whole };
        if (stale === 2)
            return { search: whole, fault: sessionFault('two answers in a row brought nothing new') };
        if (whole.notes.rows >= sessionLimit) {
            return { search: whole, fault: sessionFault(`${sessionLimit} rows, as many as a session holds`) };
        }
    }
}
function together(a, b) {
    const both = (one, other) => new Set([...one, ...other]);
    return {
        notes: {
            ...a.notes,
            rows: a.notes.rows + b.notes.rows,
            pages: a.notes.pages + b.notes.pages,
            warnings: [...a.notes.warnings, ...b.notes.warnings],
        },
        seen: new Map([...a.seen, ...b.seen]),
        met: {
            recordTypes: both(a.met.recordTypes, b.met.recordTypes),
            operations: both(a.met.operations, b.met.operations),
            users: both(a.met.users, b.met.users),
        },
        requestId: a.requestId,
        milliseconds: a.milliseconds + b.milliseconds,
    };
}
function sessionFault(words) {
    return suspicion('EXCHANGE_SESSION', `a session that can't be trusted: ${words}`);
}
/** Searches of one slice, cut by operation and then by user while they are capped. */
async function narrow(slice, met, ask, keep, open) {
    const search = await ask(slice, keep);
    const verdict = judge(search.notes);
    if (verdict.outcome === 'proven')
        return [search];
    if (verdict.outcome === 'suspect') {
        open.push(verdict.failure?.message ?? 'a slice that is broken');
        return [search];
    }
    meet(met, search);
    const deeper = slice.Operations === undefined
        ? [...search.met.operations, ...met.operations].map(Operations => ({ ...slice, Operations }))
        : slice.UserIds === undefined
            ? [...search.met.users, ...met.users].map(UserIds => ({ ...slice, UserIds }))
            : [];
    if (deeper.length === 0)
        open.push('one user did more in a second than one answer holds');
    const results = [search];
    for (const one of distinct(deeper))
        results.push(...(await narrow(one, met, ask, keep, open)));
    return results;
}
function distinct(slices) {
    return [...new Map(slices.map(slice => [JSON.stringify(slice), slice])).values()];
}
function meet(met, search) {
    for (const name of search.met.recordTypes)
        met.recordTypes?.add(name);
    for (const name of search.met.operations)
        met.operations.add(name);
    for (const name of search.met.users)
        met.users.add(name);
}

;// CONCATENATED MODULE: ./lib/sources/exchange.js
/**
 * Reads windows through Exchange's Search-UnifiedAuditLog: one search for a window, sessions where the tenant's
 * searches stop at their default size, and every means there is for a second that holds more than one answer.
 */





function exchangeSource(given) {
    const requests = {};
    const settings = {
        ...given,
        throttled: () => given.gate.throttled(),
        count: what => {
            requests[what] = (requests[what] ?? 0) + 1;
        },
    };
    const { recordTypes } = given.filters;
    const slices = recordTypes.length === 0 ? [{}] : recordTypes.map(RecordType => ({ RecordType }));
    const defaultSize = { stops: false };
    return {
        name: 'exchange',
        cap: resultSize,
        requests,
        read: async (request, keep, signal) => {
            const ask = (question, rows) => settings.gate.through(() => search(settings, request, question, rows, signal));
            try {
                if (request.depth === 'exhaustive')
                    return await exhaust(slices, ask, keep, settings.newId);
                const searches = [];
                for (const slice of slices)
                    searches.push(await readSlice(slice, ask, keep, settings, defaultSize));
                return readingOf(searches);
            }
            catch (error) {
                signal.throwIfAborted();
                return failedReading((0,wire_failure/* asFailure */.h_)(error));
            }
        },
        recording: signal => recording(settings, signal),
    };
}
/** Sizes of answer that a tenant without session command has been seen to get, whatever `ResultSize` asked for. */
const defaultSizes = new Set([100, 120]);
/**
 * One search; or, once an answer stopped at a default size and a session knew more, sessions from then on. The docs
 * ask for a SessionCommand beyond 100 rows; most tenants have given 5,000 without since May 2026, so both occur.
 */
async function readSlice(slice, ask, keep, settings, defaultSize) {
    if (!defaultSize.stops) {
        const single = await ask(slice, keep);
        if (!defaultSizes.has(single.notes.rows))
            return single;
    }
    const session = await readSession(slice, ask, keep, settings.newId());
    if (session.fault !== undefined)
        throw session.fault;
    const { rows } = session.search.notes;
    if (rows > 0 && !defaultSizes.has(rows))
        defaultSize.stops = true;
    return session.search;
}
const refusals = /^(EXCHANGE_401|EXCHANGE_403|EXCHANGE_QUESTION|EXCHANGE_ROLE_MISSING|LOGIN_AADSTS|TOKEN_)/;
const outages = /^(EXCHANGE_THROTTLED|EXCHANGE_UNAVAILABLE|WIRE_UNREACHABLE|LOGIN_)/;
const brokenAnswers = /^(EXCHANGE_LOOP|EXCHANGE_SESSION)/;
function failedReading(failure) {
    const outcome = refusals.test(failure.code) ? 'refused' : brokenAnswers.test(failure.code) ? 'suspect' : 'failed';
    return {
        outcome,
        failure,
        outage: outcome === 'failed' && outages.test(failure.code),
        slow: false,
        evidence: { rows: 0, cap: resultSize, requestIds: [], warnings: [] },
    };
}
/** `Get-AdminAuditLogConfig` tells at the Exchange endpoint whether the tenant records; elsewhere it always says False. */
async function recording(settings, signal) {
    const run = newRun('Get-AdminAuditLogConfig', {}, settings.newId(), signal);
    try {
        const page = await settings.gate.through(() => invokePage(settings, run, invokeUrl(settings.exchange, settings.tenantId)));
        const config = page.rows[0];
        const flag = isObject(config) ? config.UnifiedAuditLogIngestionEnabled : undefined;
        return typeof flag === 'boolean' ? flag : undefined;
    }
    catch (error) {
        signal.throwIfAborted();
        settings.world.debug(`Get-AdminAuditLogConfig: ${error instanceof wire_failure/* Failure */.HR ? error.message : String(error)}`);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/wire/gate.js
/** Clean calls after which one more may run at once. */
const cleanCallsToOpen = 8;
/**
 * How many calls run at once against one service: starts at the ceiling, halves when the service asks for less,
 * opens by one after a run of clean calls. One gate serves all workers, so that they slow down together.
 */
class Gate {
    world;
    ceiling;
    waiting = [];
    running = 0;
    clean = 0;
    width;
    constructor(world, ceiling) {
        this.world = world;
        this.ceiling = ceiling;
        this.width = ceiling;
    }
    async through(call) {
        while (this.running >= this.width)
            await new Promise(resolve => this.waiting.push(resolve));
        this.running++;
        try {
            const result = await call();
            if (++this.clean >= cleanCallsToOpen && this.width < this.ceiling) {
                this.width++;
                this.clean = 0;
            }
            return result;
        }
        finally {
            this.running--;
            for (let free = this.width - this.running; free > 0; free--)
                this.waiting.shift()?.();
        }
    }
    /** The service refused for load: half as many from now on, at least one. */
    throttled() {
        this.clean = 0;
        const narrower = Math.max(1, Math.floor(this.width / 2));
        if (narrower < this.width)
            this.world.debug(`the service asks for less: ${narrower} at once instead of ${this.width}`);
        this.width = narrower;
    }
}

;// CONCATENATED MODULE: ./lib/month/progress.js
/** A line for every tenth of the period, and one a minute in between. */
function progressLines(host, world) {
    const began = world.now();
    let lastTenth = 0;
    let lastLine = began;
    return ({ done, rows, windows, gaps }) => {
        const tenth = Math.floor(done * 10);
        const now = world.now();
        if (tenth <= lastTenth && now - lastLine < 60_000)
            return;
        lastTenth = Math.max(tenth, lastTenth);
        lastLine = now;
        const seconds = Math.max(0.001, (now - began) / 1000);
        const rest = done > 0 ? duration((seconds * (1 - done)) / done) : 'unknown';
        const missing = gaps > 0 ? `, ${gaps} gaps` : '';
        host.info(`${String(Math.floor(done * 100)).padStart(3)} %  ${rows} rows in ${windows} windows${missing}, ${Math.round(rows / seconds)} rows/s, about ${rest} to go`);
    };
}
function duration(seconds) {
    return seconds < 90
        ? `${Math.round(seconds)} s`
        : seconds < 5400
            ? `${Math.round(seconds / 60)} min`
            : `${(seconds / 3600).toFixed(1)} h`;
}

;// CONCATENATED MODULE: ./lib/month/reading.js
/** Reads the period into the folder: source, collector and archive put together. */












/** The patience of one request to Exchange: a slow answer is cut off well before the service's own 15 minutes. */
const exchangePolicy = {
    tries: 6,
    base: 2000,
    longest: 120_000,
    timeout: 180_000,
    maximumBytes: 128 << 20,
    jitter: Math.random,
};
async function readPeriod(settings, context, job) {
    const { host, world } = context;
    const { period, session, folder } = job;
    const source = exchangeSource({
        world,
        exchange: session.cloud.exchange,
        tenantId: session.tenantId,
        tokens: session.tokens,
        policy: exchangePolicy,
        connectionId: (0,external_node_crypto_.randomUUID)(),
        newId: external_node_crypto_.randomUUID,
        filters: settings.filters,
        gate: new Gate(world, settings.concurrency),
    });
    const collected = { entries: [], duplicates: 0, conflicts: 0 };
    const archive = new Archive(folder.work, period.label, settings.formats);
    const volume = new Volume();
    const tally = new collect_tally/* Tally */.F(collected.entries);
    const began = world.now();
    await archive.open();
    const stretches = collect({
        source,
        world,
        spool: new Spool(folder.spool),
        period,
        filters: settings.filters,
        concurrency: settings.concurrency,
        confirm: settings.confirm,
        signal: untilDeadline(settings.deadline, context),
        onProgress: progressLines(host, world),
    }, collected);
    for await (const rows of stretches) {
        await archive.write(rows);
        tally.see(rows);
        for (const row of rows)
            volume.see((0,audit_period/* dateAt */.iM)(period, row.time), row.workload, row.record.RecordType);
    }
    const files = await archive.close();
    const distrusted = await distrust(collected.entries, {
        records: entry => tally.of(entry).records,
        alwaysEmpty: session.cloud.exchangeAlwaysEmpty,
        recording: () => source.recording(context.cancelled),
        now: began,
    });
    return { ...collected, entries: distrusted, began, files, volume, tally, source };
}
/** A timer beyond 2³¹ − 1 milliseconds (24.8 days) would go off at once. */
const longestTimer = 2 ** 31 - 1;
function untilDeadline(deadline, context) {
    const late = new AbortController();
    const reason = new wire_failure/* Failure */.HR({
        code: 'DEADLINE',
        message: `The run's deadline of ${Math.round(deadline / 60_000)} minutes came before this was read.`,
        remedy: 'Run again with a longer deadline, a higher concurrency, or a shorter period.',
    });
    setTimeout(() => late.abort(reason), Math.min(deadline, longestTimer)).unref();
    return AbortSignal.any([late.signal, context.cancelled]);
}

;// CONCATENATED MODULE: ./lib/signin/remedies.js
/** Sentences with commands that more than one certificate failure advises. */
const storeAnew = 'Store the whole file again: base64 < cert.pfx | gh secret set M365_CERTIFICATE';
const exportAnew = 'Export certificate and private key together: openssl pkcs12 -export -inkey key.pem -in cert.pem -out cert.pfx ' +
    '(Windows: Export-PfxCertificate), then: base64 < cert.pfx | gh secret set M365_CERTIFICATE';
const makeAnew = 'Make one: openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=m365-audit-export -keyout key.pem ' +
    '-out cert.pem, upload cert.pem to the app registration (Certificates & secrets), and store both: ' +
    'cat cert.pem key.pem | gh secret set M365_CERTIFICATE';

;// CONCATENATED MODULE: ./lib/signin/unopened.js
/** Why a file stays closed, for PFX and PEM alike: password missing or wrong, encryption beyond us, cut off, damaged. */


/** The file is encrypted and no password was given. */
function passwordMissing(source, cause) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_PASSWORD_MISSING',
        message: `'${source}' is protected by a password, and certificate-password is empty.`,
        remedy: 'Set certificate-password, as a secret: gh secret set M365_CERTIFICATE_PASSWORD',
        cause,
    });
}
/** The password doesn't open the file. */
function passwordWrong(source, cause) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_WRONG_PASSWORD',
        message: `certificate-password does not open '${source}'.`,
        remedy: 'Try it at home: openssl pkcs12 -in cert.pfx -noout (for PEM: openssl pkey -in key.pem -noout). If it opens there, ' +
            'store both again: gh secret set M365_CERTIFICATE_PASSWORD, and base64 < cert.pfx | gh secret set M365_CERTIFICATE',
        cause,
    });
}
/** `what` is the reason, up to its verb: neither this program nor the machine's openssl can do it. */
function unsupported(source, what, cause) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_UNSUPPORTED',
        message: `'${source}' can't be opened here: ${what} not supported.`,
        remedy: 'Write it anew with common algorithms: openssl pkcs12 -legacy -in cert.pfx -nodes -out both.pem, then openssl ' +
            'pkcs12 -export -in both.pem -out new.pfx (a PEM key: openssl pkey -provider legacy -provider default -in key.pem -out new.pem).',
        cause,
    });
}
/** Some of the certificate is missing; `how` says by what that is known. */
function truncated(source, how) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_TRUNCATED',
        message: `'${source}' is cut off: ${how}.`,
        remedy: `${storeAnew} A secret holds 48 KB at most: leave out the chain if the file is larger.`,
    });
}
/** A part that should hold a key or certificate can't be read as one. */
function damaged(source, part, cause) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_DAMAGED',
        message: `The part '${part}' of '${source}' can't be read: it is damaged or incomplete.`,
        remedy: exportAnew,
        cause,
    });
}

;// CONCATENATED MODULE: ./lib/signin/content.js
/** What a person gave as certificate, unwrapped to PEM text or DER bytes: base64, data URLs, quotes, marks and all. */



/** The PEM text or DER bytes inside `given`; throws when it holds neither whole. `source` names it in messages. */
function unwrapContent(given, source) {
    return unwrap(given, source, 3);
}
function unwrap(given, source, layers) {
    if (typeof given !== 'string' && isDer(given))
        return { kind: 'der', der: wholeDer(given, source) };
    const words = typeof given === 'string' ? given : decodeText(given);
    const text = plainText(words);
    if (text === '')
        throw empty(source);
    if (text.includes('-----BEGIN '))
        return { kind: 'pem', text };
    if (isPath(words))
        throw path(source);
    const bytes = decodeBase64(text, source);
    if (layers === 0 || !(isDer(bytes) || looksLikeText(bytes)))
        throw unknown(source);
    return unwrap(bytes, source, layers - 1);
}
/** All we read (PFX, certificate, key) begins with the tag of an ASN.1 SEQUENCE. */
function isDer(bytes) {
    return bytes[0] === 0x30;
}
/** Text of a file: PowerShell's `>` writes UTF-16 with a byte order mark; everything else is UTF-8. */
function decodeText(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return new TextDecoder('utf-16le').decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return new TextDecoder('utf-16be').decode(bytes);
    return new TextDecoder().decode(bytes);
}
function looksLikeText(bytes) {
    const start = decodeText(bytes.subarray(0, 64));
    return /^[\s\uFEFF]*(-----BEGIN |["'A-Za-z0-9+/_-]{16})/.test(start);
}
function plainText(text) {
    return text
        .replace(/\\r\\n|\\n/g, '\n')
        .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
        .trim()
        .replace(/^(["'`])([\s\S]*)\1$/, '$2')
        .replace(/^data:[^,]{0,100},/i, '')
        .trim();
}
function decodeBase64(text, source) {
    const digits = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/');
    const stray = /[^A-Za-z0-9+/=]|=(?=[^=])/.exec(digits);
    if (stray)
        throw notBase64(source, stray[0]);
    const bare = digits.replace(/=+$/, '');
    if (bare.length % 4 === 1)
        throw truncated(source, `${digits.length} base64 digits can't be whole bytes`);
    return Buffer.from(bare, 'base64');
}
/** The outermost element alone: what follows it (a line end, padding) is dropped, what is missing is an error. */
function wholeDer(bytes, source) {
    const length = derLength(bytes);
    if (length === undefined)
        return bytes;
    if (length > bytes.length)
        throw truncated(source, `it announces ${length} bytes and has ${bytes.length}`);
    return bytes.subarray(0, length);
}
/** The length of the outermost DER element with its header; undefined where it is indefinite (X.690 §8.1.3.6). */
function derLength(bytes) {
    const first = bytes[1];
    if (first === undefined)
        return 2;
    if (first < 0x80)
        return 2 + first;
    if (first === 0x80)
        return undefined;
    const digits = bytes.subarray(2, 2 + (first & 0x7f));
    return 2 + digits.length + digits.reduce((sum, digit) => sum * 256 + digit, 0);
}
function empty(source) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_EMPTY',
        message: `'${source}' is empty.`,
        remedy: 'Check the name of the secret. Workflows started from a fork, by Dependabot or in another environment get no secrets.',
    });
}
function isPath(words) {
    return /^.{1,260}\.(pfx|p12|pem|cer|crt|key)$/i.test(words.trim());
}
function path(source) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_NOT_BASE64',
        message: `'${source}' holds a path, not a certificate.`,
        remedy: "Give a file's path in the input certificate-file.",
    });
}
function notBase64(source, stray) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_NOT_BASE64',
        message: `'${source}' is neither PEM nor base64: it contains U+${hex(stray)}.`,
        remedy: storeAnew,
    });
}
function hex(character) {
    return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
function unknown(source) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_UNKNOWN_FORMAT',
        message: `'${source}' decodes, but holds neither a PFX nor PEM.`,
        remedy: exportAnew,
    });
}

;// CONCATENATED MODULE: ./lib/signin/thumbprint.js

/** SHA-1 and SHA-256 thumbprint, bare upper-case hex: MSAL silently cuts one that has colons. */
function thumbprintsOf(certificate) {
    return [certificate.fingerprint.replaceAll(':', ''), certificate.fingerprint256.replaceAll(':', '')];
}
/**
 * The thumbprint as `thumbprintsOf` writes it. Colons, spaces, case and invisible marks don't count: Windows' own
 * certificate dialog puts a U+200E before the first digit when it is copied.
 */
function normalThumbprint(text) {
    const digits = text.replace(/[\s:.,'"\p{Cf}-]/gu, '').toUpperCase();
    if (/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(digits))
        return digits;
    throw new wire_failure/* Failure */.HR({
        code: 'CERT_THUMBPRINT_MALFORMED',
        message: `certificate-thumbprint is not 40 (SHA-1) or 64 (SHA-256) hexadecimal digits: it has ${digits.length} characters.`,
        remedy: 'Read it from the certificate: openssl x509 -in cert.pem -noout -fingerprint -sha256',
    });
}

;// CONCATENATED MODULE: ./lib/signin/material.js
/** What a certificate file holds once opened, and the choice of the one pair of key and certificate to sign with. */




/**
 * The RSA key and the certificate that belongs to it, wherever they lie in the file. Of several pairs the one with
 * the wanted thumbprint, else the one that is valid the longest.
 */
function choosePair(material, wanted, source) {
    const { keys, certificates } = material;
    if (keys.length === 0)
        throw noPrivateKey(source, certificates.length);
    if (certificates.length === 0)
        throw noCertificate(source);
    const pairs = certificates.flatMap(certificate => keys.filter(key => certificate.checkPrivateKey(key)).map(key => ({ key, certificate })));
    if (pairs.length === 0)
        throw hasPssTwin(material) ? notRsa(source, 'rsa-pss') : keyMismatch(source, material);
    const usable = pairs.filter(pair => pair.key.asymmetricKeyType === 'rsa');
    if (usable.length === 0)
        throw notRsa(source, pairs[0]?.key.asymmetricKeyType ?? 'unknown');
    const longest = usable.reduce((best, pair) => (ends(pair.certificate) > ends(best.certificate) ? pair : best));
    const asked = usable.find(pair => wanted !== undefined && thumbprintsOf(pair.certificate).includes(wanted));
    const { key, certificate } = asked ?? longest;
    return { key, certificate, chain: chainOf(certificate, certificates) };
}
function ends(certificate) {
    return Date.parse(certificate.validTo);
}
function chainOf(leaf, certificates) {
    const chain = [leaf];
    for (let at = leaf; at;) {
        const child = at;
        at = certificates.find(one => !chain.some(known => known.raw.equals(one.raw)) && child.checkIssued(one));
        if (at)
            chain.push(at);
    }
    return chain;
}
/** node-forge reads an RSA-PSS key as a plain RSA one, which then fits no certificate. */
function hasPssTwin({ keys, certificates }) {
    return certificates.some(({ publicKey }) => publicKey.asymmetricKeyType === 'rsa-pss' &&
        keys.some(key => key.asymmetricKeyType === 'rsa' &&
            publicKey
                .export({ type: 'spki', format: 'der' })
                .includes((0,external_node_crypto_.createPublicKey)(key).export({ type: 'pkcs1', format: 'der' }))));
}
/** There is no private key; `certificates` says how many certificates came without one. */
function noPrivateKey(source, certificates) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_NO_PRIVATE_KEY',
        message: `'${source}' holds ${certificates === 1 ? 'a certificate' : `${certificates} certificates`}, but no private key.`,
        remedy: exportAnew,
    });
}
/** There is a private key and nothing else. */
function noCertificate(source) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_NO_CERTIFICATE',
        message: `'${source}' holds a private key, but no certificate.`,
        remedy: exportAnew,
    });
}
function keyMismatch(source, { keys, certificates }) {
    const subjects = certificates.map(one => one.subject.replaceAll('\n', ', ')).join('; ');
    return new wire_failure/* Failure */.HR({
        code: 'CERT_KEY_MISMATCH',
        message: `None of the ${keys.length === 1 ? 'certificates' : `certificates and ${keys.length} keys`} in '${source}' belong together (${subjects}).`,
        remedy: `Take the key that the certificate was made with. ${exportAnew}`,
    });
}
function notRsa(source, type) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_NOT_RSA',
        message: `The private key in '${source}' is of type ${type}; Entra accepts RSA only.`,
        remedy: makeAnew,
    });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
;// CONCATENATED MODULE: ./lib/signin/openssl.js
/** The machine's openssl, asked to open a PFX that node-forge can't. Nothing touches the disk or a command line. */


/** OpenSSL 3 opens RC2 and RC4 with `-legacy` only; LibreSSL and OpenSSL 1.1 don't know the word. */
const machineOpenssl = async (pfx, password) => {
    const plain = await run(['pkcs12', '-nodes'], pfx, password);
    if (!plain || 'pem' in plain)
        return plain;
    const legacy = await run(['pkcs12', '-nodes', '-legacy'], pfx, password);
    return legacy && 'pem' in legacy ? legacy : plain;
};
const PASSWORD = 'M365_AUDIT_PFX_PASSWORD';
function run(words, pfx, password) {
    return new Promise(resolve => {
        const child = (0,external_node_child_process_.spawn)('openssl', [...words, '-passin', `env:${PASSWORD}`], {
            env: { ...process.env, [PASSWORD]: password },
            // Windows looks for programs in the working directory first, which may hold what a stranger checked in.
            cwd: (0,external_node_path_.dirname)(process.execPath),
            timeout: 30_000,
            windowsHide: true,
        });
        const out = [];
        const err = [];
        child.stdout.on('data', part => out.push(part));
        child.stderr.on('data', part => err.push(part));
        child.stdin.on('error', () => { });
        child.on('error', () => resolve(undefined));
        child.on('close', status => {
            const pem = Buffer.concat(out).toString();
            resolve(status === 0 && pem !== '' ? { pem } : { refusal: Buffer.concat(err).toString().trim().slice(0, 500) });
        });
        child.stdin.end(pfx);
    });
}

;// CONCATENATED MODULE: ./lib/signin/pem.js
/** PEM text, read into keys and certificates: any order, any key format that OpenSSL reads, line ends lost or not. */






/** The keys and certificates of all blocks; an encrypted key is opened with `password`. */
function readPem(text, password, source) {
    const blocks = parseBlocks(text, source);
    const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY')).map(block => readKey(block, password, source));
    const certificates = blocks
        .filter(({ label }) => /^(X509 )?CERTIFICATE$/.test(label))
        .map(block => readCertificateBlock(block, source));
    const labels = blocks.map(({ label }) => label);
    if (keys.length === 0 && labels.some(label => /^(PKCS7|CMS)$/.test(label)))
        throw noPrivateKey(source, 1);
    if (keys.length === 0 && certificates.length === 0)
        throw nothingUsable(source, labels);
    return { keys, certificates };
}
/** Blocks survive being pasted into one line: the parts are found by their marks, not by line ends. */
function parseBlocks(text, source) {
    const blocks = [];
    let seen = 0;
    for (const match of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)) {
        const label = match[1] ?? '';
        const start = match.index + match[0].length;
        const end = text.indexOf(`-----END ${label}-----`, start);
        if (end < 0)
            throw truncated(source, `'-----BEGIN ${label}-----' has no '-----END ${label}-----'`);
        if (match.index < seen)
            throw truncated(source, `'-----BEGIN ${label}-----' stands inside another block`);
        seen = end;
        blocks.push(blockOf(label, text.slice(start, end), source));
    }
    return blocks;
}
function blockOf(label, inside, source) {
    const header = /^\s*Proc-Type:\s*4,ENCRYPTED\s+DEK-Info:\s*([A-Z0-9-]+,[0-9A-F]+)/i.exec(inside);
    const body = inside.slice(header?.[0].length ?? 0).replace(/\s+/g, '');
    const bytes = Buffer.from(body, 'base64');
    const length = header || bytes[0] !== 0x30 ? undefined : derLength(bytes);
    if (length !== undefined && length > bytes.length) {
        throw truncated(source, `the block '${label}' announces ${length} bytes and has ${bytes.length}`);
    }
    const lines = body.match(/.{1,64}/g) ?? [];
    const headers = header ? ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${header[1]}`, ''] : [];
    return {
        label,
        pem: [`-----BEGIN ${label}-----`, ...headers, ...lines, `-----END ${label}-----`, ''].join('\n'),
        encrypted: header !== null || label === 'ENCRYPTED PRIVATE KEY',
    };
}
function readKey({ label, pem, encrypted }, password, source) {
    if (label === 'OPENSSH PRIVATE KEY')
        throw openSsh(source);
    try {
        return (0,external_node_crypto_.createPrivateKey)({ key: pem, ...(encrypted && { passphrase: password }) });
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        if (/UNSUPPORTED/.test(code) && encrypted)
            throw unsupported(source, 'the encryption of its key is', error);
        if (!encrypted)
            throw damaged(source, label, error);
        throw password === '' ? passwordMissing(source, error) : passwordWrong(source, error);
    }
}
function readCertificateBlock({ label, pem }, source) {
    try {
        return new external_node_crypto_.X509Certificate(pem);
    }
    catch (error) {
        throw damaged(source, label, error);
    }
}
function openSsh(source) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_UNSUPPORTED',
        message: `'${source}' holds a key in OpenSSH's own format.`,
        remedy: "Rewrite the key as PEM: ssh-keygen -p -m PEM -N '' -f key",
    });
}
function nothingUsable(source, labels) {
    return new wire_failure/* Failure */.HR({
        code: 'CERT_UNKNOWN_FORMAT',
        message: `'${source}' is PEM, but holds neither a certificate nor a private key, only: ${labels.join(', ')}.`,
        remedy: exportAnew,
    });
}

;// CONCATENATED MODULE: ./lib/signin/pfx.js
/** A PFX (PKCS #12, RFC 7292) opened by node-forge, or by the machine's openssl where node-forge can't. */



/** All keys and certificates of a PFX. */
async function openPfx(der, { password, source, openssl }) {
    const { default: forge } = await __webpack_require__.e(/* import() */ 542).then(__webpack_require__.t.bind(__webpack_require__, 8542, 19));
    // A file without a password has an empty one or none at all, which RFC 7292 §B.1 turns into different keys.
    const errors = [];
    for (const one of password === '' ? ['', undefined] : [password]) {
        const opened = openWithForge(forge, der, one);
        if (!('error' in opened))
            return opened;
        errors.push(opened.error);
    }
    const error = errors.find(one => !isMacError(one)) ?? errors[0];
    const isAscii = /^[\x20-\x7e]+$/.test(password);
    const answer = isMacError(error) && isAscii ? undefined : await openssl(der, password);
    if (answer && 'pem' in answer)
        return readPem(answer.pem, '', source);
    throw whyClosed(errors, { password, source, refusal: answer?.refusal });
}
function openWithForge(forge, der, password) {
    try {
        const parsed = forge.asn1.fromDer(Buffer.from(der).toString('binary'), false);
        const pfx = forge.pkcs12.pkcs12FromAsn1(parsed, false, password);
        const bags = pfx.safeContents.flatMap(safe => safe.safeBags);
        const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
        return {
            keys: bags.filter(({ type }) => type === keyBag || type === pkcs8ShroudedKeyBag).map(bag => keyOf(forge, bag)),
            certificates: bags.filter(({ type }) => type === certBag).map(bag => certificateOf(forge, bag)),
        };
    }
    catch (error) {
        return { error: error instanceof Error ? error : new Error(String(error)) };
    }
}
/** node-forge understands RSA keys alone; of others it keeps the PKCS #8 as it was. */
function keyOf(forge, bag) {
    if (bag.key)
        return (0,external_node_crypto_.createPrivateKey)(forge.pki.privateKeyToPem(bag.key));
    return (0,external_node_crypto_.createPrivateKey)({ key: derOf(forge, bag.asn1), format: 'der', type: 'pkcs8' });
}
function certificateOf(forge, bag) {
    return new external_node_crypto_.X509Certificate(derOf(forge, bag.cert ? originalCertificate(forge, bag.cert) : bag.asn1));
}
/**
 * The certificate as it was signed. `certificateToAsn1` writes the outer algorithm with parameters of its own, which
 * changes the thumbprint of one that an EC issuer signed; RFC 5280 §4.1.1.2 says it equals the one inside.
 */
function originalCertificate(forge, certificate) {
    const rebuilt = forge.pki.certificateToAsn1(certificate);
    const [tbs, , signature] = pfx_elements(rebuilt);
    const inside = pfx_elements(tbs);
    const isVersion = inside[0]?.tagClass === forge.asn1.Class.CONTEXT_SPECIFIC;
    const algorithm = inside[isVersion ? 2 : 1];
    return tbs && algorithm && signature ? { ...rebuilt, value: [tbs, algorithm, signature] } : rebuilt;
}
function pfx_elements(node) {
    return Array.isArray(node?.value) ? node.value : [];
}
function derOf(forge, node) {
    return Buffer.from(forge.asn1.toDer(node).getBytes(), 'binary');
}
function isMacError(error) {
    return error?.message.includes('MAC could not be verified') ?? false;
}
function whyClosed(errors, { password, source, refusal }) {
    const error = errors.find(one => !isMacError(one)) ?? errors[0];
    const wrong = password === '' ? passwordMissing(source, error) : passwordWrong(source, error);
    if (refusal !== undefined && /mac verif|invalid password|bad decrypt/i.test(refusal))
        return wrong;
    if (isMacError(error))
        return wrong;
    const algorithm = algorithmOf(error);
    if (algorithm !== undefined)
        return unsupported(source, `${algorithm} is`, error);
    // node-forge takes one text for the MAC (as UTF-16) and for PBES2 (as bytes): the one can fit and the other not.
    if (errors.some(isMacError))
        return unsupported(source, 'an absent password with PBES2 encryption is', error);
    if (/[^\x20-\x7e]/.test(password)) {
        return unsupported(source, 'a password beyond ASCII with PBES2 encryption and no openssl on the machine is', error);
    }
    return /Unable to decrypt|Failed to decrypt/.test(error?.message ?? '') ? wrong : damaged(source, 'PFX', error);
}
function algorithmOf(error) {
    if (error === undefined)
        return undefined;
    const oid = 'oid' in error && typeof error.oid === 'string' ? error.oid : /\d+(\.\d+){4,}/.exec(error.message)?.[0];
    return oid === undefined ? undefined : `${ALGORITHMS[oid] ?? 'its algorithm'} (OID ${oid})`;
}
/** Names of what node-forge 1.4 is known to refuse. */
const ALGORITHMS = {
    '1.2.840.113549.1.5.14': 'PBMAC1',
    '1.2.840.113549.1.12.1.1': 'RC4-128',
    '1.2.840.113549.1.12.1.2': 'RC4-40',
    '1.2.840.113549.1.12.1.5': 'RC2-128',
    '1.2.392.200011.61.1.1.1.2': 'Camellia-128',
    '1.2.392.200011.61.1.1.1.4': 'Camellia-256',
    '1.2.410.200046.1.1.2': 'ARIA-128',
    '1.2.410.200046.1.1.12': 'ARIA-256',
    '2.16.840.1.101.3.4.2.4': 'SHA-224',
    '2.16.840.1.101.3.4.2.8': 'SHA3-256',
};

;// CONCATENATED MODULE: ./lib/signin/certificate.js
/** The certificate that the app signs in with: read from whatever a person gave, checked, or refused with a reason. */









/** Reads, chooses and checks the certificate. Secrets are masked before anything else is done with them. */
async function readCertificate(given, world, openssl = machineOpenssl) {
    maskGiven(given, world);
    const wanted = given.thumbprint?.trim() ? normalThumbprint(given.thumbprint) : undefined;
    const material = await certificate_open(given, openssl);
    const pair = choosePair(material, wanted, given.source);
    const certificate = describe(pair);
    maskLines(certificate.privateKeyPem, world);
    checkSize(pair, given.source);
    checkThumbprint(certificate, wanted, given.source);
    checkDates(certificate, world.now());
    return certificate;
}
/** Whole days until the certificate runs out; negative once it has. */
function daysLeft(certificate, now) {
    return Math.floor((certificate.notAfter.getTime() - now) / 86_400_000);
}
function maskGiven({ content, password }, world) {
    if (password !== '')
        world.mask(password);
    if (typeof content === 'string')
        maskLines(content, world);
    else if (!isDer(content))
        maskLines(decodeText(content), world);
}
/** Whole and by line: a log that wraps or quotes a key shows single lines of it. */
function maskLines(text, world) {
    const lines = text.split(/\r\n|\n|\r|\\n/).map(line => line.trim());
    const telling = lines.filter(line => line.length >= 16 && !line.startsWith('-----'));
    for (const secret of new Set([text.trim(), ...telling]))
        if (secret !== '')
            world.mask(secret);
}
async function certificate_open({ content, password, source }, openssl) {
    const unwrapped = unwrapContent(content, source);
    if (unwrapped.kind === 'pem')
        return readPem(unwrapped.text, password, source);
    if (isPfx(unwrapped.der))
        return await openPfx(unwrapped.der, { password, source, openssl });
    throw notPfx(unwrapped.der, source);
}
/** PFX ::= SEQUENCE { version INTEGER (3), authSafe ContentInfo, … }: the version follows the outer header. */
function isPfx(der) {
    const length = der[1] ?? 0;
    const header = length > 0x80 ? 2 + (length & 0x7f) : 2;
    return Buffer.from(der.subarray(header, header + 4)).toString('hex') === '02010330';
}
function notPfx(der, source) {
    const bytes = Buffer.from(der);
    if (reads(() => new external_node_crypto_.X509Certificate(bytes)))
        return noPrivateKey(source, 1);
    const isKey = ['pkcs8', 'pkcs1', 'sec1'].some(type => reads(() => (0,external_node_crypto_.createPrivateKey)({ key: bytes, format: 'der', type })));
    if (isKey)
        return noCertificate(source);
    const signedData = Buffer.from('06092a864886f70d010702', 'hex');
    if (bytes.subarray(0, 24).includes(signedData))
        return noPrivateKey(source, 1);
    return new wire_failure/* Failure */.HR({
        code: 'CERT_UNKNOWN_FORMAT',
        message: `'${source}' is binary, but neither a PFX nor a certificate or key.`,
        remedy: exportAnew,
    });
}
function reads(attempt) {
    try {
        attempt();
        return true;
    }
    catch {
        return false;
    }
}
function describe({ key, certificate, chain }) {
    const [thumbprintSha1, thumbprintSha256] = thumbprintsOf(certificate);
    return {
        privateKeyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        certificatePem: chain.map(one => one.toString()).join(''),
        thumbprintSha1,
        thumbprintSha256,
        subject: certificate.subject.replaceAll('\n', ', '),
        notBefore: new Date(certificate.validFrom),
        notAfter: new Date(certificate.validTo),
    };
}
function checkSize({ key }, source) {
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits >= 2048)
        return;
    throw new wire_failure/* Failure */.HR({
        code: 'CERT_KEY_TOO_SMALL',
        message: `The RSA key in '${source}' has ${bits} bits; Entra's assertions need 2,048 or more.`,
        remedy: makeAnew,
    });
}
function checkThumbprint(certificate, wanted, source) {
    const { thumbprintSha1, thumbprintSha256, subject } = certificate;
    if (wanted === undefined || wanted === thumbprintSha1 || wanted === thumbprintSha256)
        return;
    throw new wire_failure/* Failure */.HR({
        code: 'CERT_THUMBPRINT',
        message: `'${source}' holds another certificate than certificate-thumbprint asks for (${wanted}).`,
        remedy: 'If the certificate was renewed, change certificate-thumbprint; otherwise find out who changed the secret.',
        evidence: { subject, 'SHA-1': thumbprintSha1, 'SHA-256': thumbprintSha256 },
    });
}
function checkDates({ subject, notBefore, notAfter, thumbprintSha1 }, now) {
    const expired = notAfter.getTime() <= now;
    if (!expired && notBefore.getTime() <= now)
        return;
    throw new wire_failure/* Failure */.HR({
        code: expired ? 'CERT_EXPIRED' : 'CERT_NOT_YET_VALID',
        message: expired
            ? `The certificate ${subject} expired on ${notAfter.toISOString()}.`
            : `The certificate ${subject} is not valid before ${notBefore.toISOString()}; it is ${new Date(now).toISOString()} here.`,
        remedy: expired ? makeAnew : "Wait until then, or check the machine's clock.",
        evidence: { thumbprint: thumbprintSha1 },
    });
}

;// CONCATENATED MODULE: ./lib/signin/cloud.js
/** Microsoft's clouds as data: where each one's services are, what a token for them is asked by, what each lacks. */

const cloudNames = ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'];
/** The cloud of the input `cloud`; throws with the names there are. */
function cloudNamed(name) {
    const known = cloudNames.find(one => one === name.trim().toLowerCase());
    if (known)
        return CLOUDS[known];
    throw new wire_failure/* Failure */.HR({
        code: 'CLOUD_UNKNOWN',
        message: `There is no cloud '${name}'.`,
        remedy: `Set cloud to one of: ${cloudNames.join(', ')}.`,
    });
}
const worldwide = {
    name: 'worldwide',
    authority: 'https://login.microsoftonline.com',
    login: 'https://login.microsoftonline.com',
    exchange: 'https://outlook.office365.com',
    graph: 'https://graph.microsoft.com',
    vaultSuffix: '.vault.azure.net',
    portal: 'https://entra.microsoft.com',
    scopes: {
        exchange: 'https://outlook.office365.com/.default',
        graph: 'https://graph.microsoft.com/.default',
        vault: 'https://vault.azure.net/.default',
    },
    limits: [],
    graphAuditLogQuery: true,
    exchangeAlwaysEmpty: false,
};
/** https://learn.microsoft.com/graph/api/resources/security-auditlogquery: not in US Government L4, L5 and China. */
const noAuditLogQuery = 'Graph has no audit log query in this cloud; the source can only be exchange.';
const governmentVault = {
    vaultSuffix: '.vault.usgovcloudapi.net',
    vaultScope: 'https://vault.usgovcloudapi.net/.default',
};
const gccHigh = {
    name: 'gcc-high',
    authority: 'https://login.microsoftonline.us',
    login: 'https://login.microsoftonline.us',
    exchange: 'https://outlook.office365.us',
    graph: 'https://graph.microsoft.us',
    vaultSuffix: governmentVault.vaultSuffix,
    portal: 'https://entra.microsoft.us',
    scopes: {
        exchange: 'https://outlook.office365.us/.default',
        graph: 'https://graph.microsoft.us/.default',
        vault: governmentVault.vaultScope,
    },
    limits: [noAuditLogQuery],
    graphAuditLogQuery: false,
    exchangeAlwaysEmpty: false,
};
const CLOUDS = {
    worldwide,
    gcc: { ...worldwide, name: 'gcc' },
    'gcc-high': gccHigh,
    dod: {
        ...gccHigh,
        name: 'dod',
        exchange: 'https://outlook-dod.office365.us',
        graph: 'https://dod-graph.microsoft.us',
        scopes: {
            exchange: 'https://outlook-dod.office365.us/.default',
            graph: 'https://dod-graph.microsoft.us/.default',
            vault: governmentVault.vaultScope,
        },
    },
    china: {
        name: 'china',
        authority: 'https://login.partner.microsoftonline.cn',
        login: 'https://login.partner.microsoftonline.cn',
        exchange: 'https://outlook.office365.cn',
        graph: 'https://microsoftgraph.chinacloudapi.cn',
        vaultSuffix: '.vault.azure.cn',
        portal: 'https://entra.microsoftonline.cn',
        scopes: {
            exchange: 'https://outlook.office365.cn/.default',
            graph: 'https://microsoftgraph.chinacloudapi.cn/.default',
            vault: 'https://vault.azure.cn/.default',
        },
        limits: [
            noAuditLogQuery,
            'Search-UnifiedAuditLog exists in this cloud and finds nothing, whatever happened: an export can never be complete.',
        ],
        graphAuditLogQuery: false,
        exchangeAlwaysEmpty: true,
    },
};

;// CONCATENATED MODULE: ./lib/signin/endpoints.js
/** M365_AUDIT_ENDPOINTS: stand-ins for the services on this machine, and on no other. */

const services = ['login', 'exchange', 'graph', 'vault'];
/**
 * The cloud with the base URLs that the variable's JSON names; the cloud itself when the variable is empty. Throws
 * when one isn't loopback: whoever can set a variable must not be able to have a credential sent elsewhere.
 */
function withEndpoints(cloud, json) {
    if (json === undefined || json.trim() === '')
        return cloud;
    const entries = Object.entries(parse(json));
    const mistakes = entries.map(([name, value]) => mistakeOf(name, value)).filter(mistake => mistake !== undefined);
    if (mistakes.length > 0)
        throw refused(mistakes);
    return { ...cloud, ...Object.fromEntries(entries.map(([name, url]) => [name, String(url).replace(/\/+$/, '')])) };
}
function parse(json) {
    try {
        const value = JSON.parse(json);
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return value;
    }
    catch {
        // The same sentence serves: the text is not repeated, as it may be a secret in the wrong place.
    }
    throw refused([{ words: 'it is not a JSON object', elsewhere: false }]);
}
function mistakeOf(name, value) {
    if (!services.includes(name))
        return { words: `'${name}' is not a service`, elsewhere: false };
    if (typeof value !== 'string' || !URL.canParse(value))
        return { words: `'${name}' is not a URL`, elsewhere: false };
    const url = new URL(value);
    if (!/^https?:$/.test(url.protocol))
        return { words: `'${name}' is not http or https`, elsewhere: false };
    if (!isLoopback(url.hostname))
        return { words: `'${name}' is at ${url.hostname}`, elsewhere: true };
    if (url.username || url.password || url.search || url.hash) {
        return { words: `'${name}' has more than host, port and path`, elsewhere: false };
    }
    return undefined;
}
/** `URL` has already written every spelling of an IPv4 address as four decimal numbers. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
function refused(mistakes) {
    const elsewhere = mistakes.some(mistake => mistake.elsewhere);
    return new wire_failure/* Failure */.HR({
        code: elsewhere ? 'ENDPOINTS_NOT_LOOPBACK' : 'ENDPOINTS_MALFORMED',
        message: `M365_AUDIT_ENDPOINTS is refused: ${mistakes.map(({ words }) => words).join('; ')}.`,
        remedy: elsewhere
            ? 'Only addresses of this machine are accepted (127.0.0.0/8, ::1, localhost). For a national cloud set the input cloud.'
            : `Give JSON with any of ${services.join(', ')} as http or https base URLs, or unset the variable.`,
    });
}

;// CONCATENATED MODULE: ./lib/signin/advice.js
/** Entra's refusals (AADSTS codes) as advice: what happened, and what a person does about it. */

/**
 * The failure for a refusal. It is decided by `error_codes`, as Microsoft changes the texts:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
function advise(refusal, context) {
    const codes = codesOf(refusal.body);
    const code = codes.find(one => one in ADVICE) ?? codes[0];
    const advice = (code === undefined ? undefined : ADVICE[code]) ?? unknownRefusal(refusal.body);
    const failure = new wire_failure/* Failure */.HR({
        code: code === undefined ? 'LOGIN_REFUSED' : `LOGIN_AADSTS${code}`,
        message: `Sign-in refused: ${advice.what}${code === undefined ? '' : ` (AADSTS${code})`}.`,
        remedy: typeof advice.remedy === 'string' ? advice.remedy : advice.remedy(context, refusal),
        evidence: advice_evidenceOf(refusal, context),
    });
    return { failure, again: advice.again };
}
function codesOf(body) {
    const codes = Array.isArray(body.error_codes) ? body.error_codes : [];
    const named = codes.map(Number).filter(code => Number.isInteger(code));
    if (named.length > 0)
        return named;
    const prefix = /^AADSTS(\d+)/.exec(String(body.error_description ?? ''));
    return prefix ? [Number(prefix[1])] : [];
}
function advice_evidenceOf({ body, status }, { tenant, clientId }) {
    const told = {
        status: String(status),
        error: body.error,
        'correlation id': body.correlation_id,
        'trace id': body.trace_id,
        timestamp: body.timestamp,
        tenant,
        client: clientId,
    };
    const words = Object.entries(told).filter(([, value]) => typeof value === 'string' && value !== '');
    return Object.fromEntries(words.map(([name, value]) => [name, String(value).slice(0, 100)]));
}
function unknownRefusal(body) {
    const said = firstSentences(body.error_description);
    return {
        what: said === '' ? `the service says '${String(body.error).slice(0, 100)}'` : `the service says "${said}"`,
        remedy: 'There is no advice for this code here. See https://login.microsoftonline.com/error and the sign-in logs of the ' +
            'app (Entra → Enterprise applications → the app → Sign-in logs → Service principal sign-ins).',
    };
}
/** Without the ids, which stand in the evidence, and without anything that looks like a token. */
function firstSentences(description) {
    const text = typeof description === 'string' ? description : '';
    const line = text.split(/\r?\n|Trace ID:/)[0] ?? '';
    return line
        .replace(/[\w-]{20,}\.[\w-]{20,}(\.[\w-]+)?/g, '…')
        .replace(/"/g, "'")
        .trim()
        .slice(0, 300);
}
const oursToMend = 'This is a fault of the program. Please report it with the version and this message.';
const passing = 'It usually passes: run again later. If it lasts, see https://status.cloud.microsoft.';
const ADVICE = {
    // The app and the tenant
    700016: {
        what: 'the app is not known in this tenant',
        remedy: ({ tenant, clientId }) => `Compare client-id (${clientId}) with the Application (client) ID of the app registration, not its object id, and ` +
            `tenant-id (${tenant}) with the tenant where it is registered or consented to.`,
    },
    90002: { what: 'there is no such tenant in this cloud', remedy: wrongTenantOrCloud },
    900023: { what: 'tenant-id is neither a GUID nor a domain', remedy: wrongTenantOrCloud },
    90038: { what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud },
    900382: { what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud },
    900432: { what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud },
    7000112: {
        what: 'the app is disabled',
        remedy: 'An administrator enables it: Entra → Enterprise applications → the app → Properties → Enabled for sign-in.',
    },
    7000229: {
        what: 'the app has no service principal in this tenant',
        remedy: ({ cloud, tenant, clientId }) => `An administrator consents to it once: ${cloud.authority}/${tenant}/adminconsent?client_id=${clientId}`,
    },
    700025: {
        what: 'the app registration is a public client and takes no credential',
        remedy: 'In its Authentication page set "Allow public client flows" to No, or register another app.',
    },
    // The certificate and the assertion
    700027: { what: 'the certificate is not registered with the app', remedy: uploadCertificate, again: 'briefly' },
    50012: { what: "the assertion's signature is not valid", remedy: advice_keyMismatch },
    50013: { what: "the assertion's signature is not valid", remedy: advice_keyMismatch },
    1000502: {
        what: 'the certificate is outside its validity',
        remedy: ({ certificate }) => `It ends on ${certificate?.notAfter.toISOString() ?? 'an unknown day'}. Make a new one, upload its public part to the app and store it in the secret.`,
    },
    700024: { what: 'the assertion is outside its time range', remedy: clockDifference },
    700023: { what: 'the assertion names another audience', remedy: assertionElsewhere },
    700021: { what: 'the assertion was made for another app', remedy: assertionElsewhere },
    50048: { what: "the assertion's subject is not its issuer", remedy: assertionElsewhere },
    5002723: { what: "the assertion's header names no certificate", remedy: oursToMend },
    50027: { what: 'the assertion is malformed', remedy: oursToMend },
    5002738: { what: 'the token is signed with an algorithm that Entra does not take', remedy: oursToMend },
    700030: {
        what: "the certificate's subject is not authorised",
        remedy: 'The app trusts certificates by subject and issuer; correct its trusted issuer, or upload this certificate itself.',
    },
    7000215: { what: 'the client secret is wrong', remedy: 'Client secrets are not used here: give a certificate.' },
    7000222: { what: 'the client secret has expired', remedy: 'Client secrets are not used here: give a certificate.' },
    7000218: {
        what: 'no credential arrived',
        remedy: 'The certificate inputs were empty: workflows started from a fork get no secrets.',
    },
    // GitHub's token as credential
    70021: { what: 'no federated credential of the app matches', remedy: compareFederation, again: 'briefly' },
    700213: { what: 'no federated credential of the app matches the subject', remedy: compareFederation, again: 'briefly' },
    7002138: { what: 'no federated credential of the app matches', remedy: compareFederation, again: 'briefly' },
    70025: { what: 'the app has no federated credential', remedy: compareFederation },
    700211: { what: "the token's issuer is not one that the app trusts", remedy: compareFederation },
    700223: { what: "the token's issuer is not one that the app trusts", remedy: compareFederation },
    // Policy, services and permissions
    53003: {
        what: 'a Conditional Access policy for workload identities blocks this machine',
        remedy: 'Exclude the app from the policy, or run on a runner with an address that the policy allows (self-hosted, or a ' +
            'larger runner with static addresses).',
    },
    500011: {
        what: 'the tenant does not have the service asked for',
        remedy: 'Exchange Online (or the service named by the scope) must be licensed and set up in this tenant.',
    },
    500014: {
        what: 'the service asked for is disabled in the tenant',
        remedy: 'An administrator enables its service principal: Entra → Enterprise applications → Microsoft applications.',
    },
    65001: {
        what: 'nobody consented to the permission',
        remedy: ({ cloud, tenant, clientId }) => `An administrator consents: ${cloud.authority}/${tenant}/adminconsent?client_id=${clientId}`,
    },
    70011: { what: 'the scope is not valid', remedy: oursToMend },
    1002012: { what: 'the scope is not valid', remedy: oursToMend },
    50034: { what: 'there is no such user', remedy: oursToMend },
    // What passes
    90033: { what: 'the service is unavailable for the moment', remedy: passing, again: 'again' },
    90055: { what: 'the service asks for fewer requests', remedy: passing, again: 'again' },
    90024: { what: "the service's budget for requests is used up", remedy: passing, again: 'again' },
    50196: { what: 'the service takes repeated requests for a loop', remedy: passing, again: 'again' },
};
function wrongTenantOrCloud({ tenant, cloud }) {
    return (`Check tenant-id (${tenant}), best given as the GUID of Entra → Overview. The cloud asked is ${cloud.name}; ` +
        'a tenant of the US government is in gcc-high or dod, one operated by 21Vianet in china: set the input cloud.');
}
function uploadCertificate({ certificate, clientId }) {
    const prints = certificate
        ? `SHA-1 ${certificate.thumbprintSha1}, SHA-256 ${certificate.thumbprintSha256} (${certificate.subject})`
        : 'unknown';
    return (`Ours has the thumbprints ${prints}. Compare with Entra → App registrations → the app → Certificates & secrets, and ` +
        `upload its public part there or with: az ad app credential reset --id ${clientId} --cert @cert.pem --append. ` +
        'After an upload it takes a minute or two.');
}
function advice_keyMismatch(context) {
    return `The key may not be the one of the certificate that was uploaded. ${uploadCertificate(context)}`;
}
function assertionElsewhere({ tenant, clientId, cloud }) {
    return `It was made for app ${clientId}, tenant ${tenant}, cloud ${cloud.name}; check that these three belong together.`;
}
/** Entra's `Date` header against our clock; an assertion is valid from now for ten minutes. */
function clockDifference({ now }, { date }) {
    const theirs = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(theirs))
        return "Compare this machine's clock with the true time.";
    const seconds = Math.round((now - theirs) / 1000);
    if (Math.abs(seconds) < 30) {
        return "This machine's clock agrees with the service's to half a minute, so the assertion or token was old when it arrived; run again.";
    }
    return `This machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the service's (${date}): set it (timedatectl, w32tm /resync).`;
}
function compareFederation({ clientId }) {
    return (`Compare issuer, subject and audience with: az ad app federated-credential list --id ${clientId}. The subject is ` +
        'compared letter by letter: a job with an environment has another one, and repositories made, renamed or moved since July 2026 ' +
        'have ids in it. A new credential takes some minutes.');
}

;// CONCATENATED MODULE: ./lib/signin/login.js
/** What an answer of the login service means: a value, a reason to try again, or the end with advice. */


/** Patience with the login service: about a minute when it says nothing, and five when it asks for longer waits. */
const loginPolicy = {
    tries: 6,
    base: 2_000,
    longest: 60_000,
    timeout: 30_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/** The JSON of a good answer. Of others: throttling, server faults and passing codes ask for another try. */
function readLogin(answer, context) {
    const body = login_parseObject(answer.bytes);
    if (answer.status === 200)
        return body ? { done: body } : { retry: unreadable(answer, context) };
    const throttled = answer.status === 429;
    if (body && 'error' in body) {
        const { failure, again } = advise({ body, status: answer.status, date: answer.headers.get('date') }, context);
        if (again === 'briefly')
            return { retry: failure, tries: 3 };
        return again || throttled || answer.status >= 500 ? { retry: failure, throttled } : { failed: failure };
    }
    const failure = unreadable(answer, context);
    return throttled || answer.status >= 500 ? { retry: failure, throttled } : { failed: failure };
}
function login_parseObject(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}
function unreadable(answer, { cloud }) {
    const type = answer.headers.get('content-type') ?? 'unknown';
    return new wire_failure/* Failure */.HR({
        code: 'LOGIN_UNREADABLE',
        message: `${new URL(cloud.login).host} answered ${answer.status} with ${type}, which is not an answer of the login service.`,
        remedy: 'Something between may have answered in its place (proxy, firewall, captive portal); check HTTPS_PROXY and NO_PROXY.',
        evidence: { status: String(answer.status) },
    });
}

;// CONCATENATED MODULE: ./lib/signin/tenant.js
/** The tenant's GUID, which Exchange's address and the token's `tid` need, from whatever name of it was given. */



const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** A GUID as it is, in lower case; for a domain the GUID that the login service knows it by. Throws `TENANT_…`. */
async function resolveTenant(world, cloud, tenant, patience = {}) {
    const name = tenant.trim().toLowerCase();
    if (new RegExp(`^${GUID.source}$`).test(name))
        return name;
    checkDomain(name);
    const configuration = await send(world, {
        request: () => new Request(`${cloud.login}/${name}/v2.0/.well-known/openid-configuration`),
        read: answer => readLogin(answer, { cloud, tenant: name, now: world.now() }),
        policy: patience.policy ?? loginPolicy,
        ...(patience.signal && { signal: patience.signal }),
    });
    checkInstance(configuration, cloud, name);
    const guid = GUID.exec(`${configuration.issuer} ${configuration.token_endpoint}`)?.[0];
    if (guid === undefined)
        throw unresolved(name);
    return guid.toLowerCase();
}
function checkDomain(name) {
    if (/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/.test(name))
        return;
    const shared = ['common', 'organizations', 'consumers'].includes(name);
    throw new wire_failure/* Failure */.HR({
        code: 'TENANT_MALFORMED',
        message: shared
            ? `tenant-id '${name}' stands for many tenants; an app signs in to one.`
            : `tenant-id '${name}' is neither a GUID nor a domain.`,
        remedy: "Give the tenant's GUID (Entra → Overview → Tenant ID) or its domain, as contoso.onmicrosoft.com.",
    });
}
/** The public login service also knows tenants of other clouds, and names their host here. */
function checkInstance(configuration, cloud, name) {
    const instance = configuration.cloud_instance_name;
    if (typeof instance !== 'string' || instance === '')
        return;
    if (domainOf(instance) === domainOf(new URL(cloud.authority).hostname))
        return;
    throw new wire_failure/* Failure */.HR({
        code: 'TENANT_OTHER_CLOUD',
        message: `The tenant ${name} is in another cloud (${instance}) than '${cloud.name}'.`,
        remedy: 'Set the input cloud: gcc-high or dod for microsoftonline.us, china for partner.microsoftonline.cn.',
    });
}
function domainOf(host) {
    return host.split('.').slice(-2).join('.');
}
function unresolved(name) {
    return new wire_failure/* Failure */.HR({
        code: 'TENANT_UNRESOLVED',
        message: `The login service knows '${name}', but its answer holds no tenant GUID.`,
        remedy: "Give the tenant's GUID as tenant-id (Entra → Overview → Tenant ID).",
    });
}

;// CONCATENATED MODULE: ./lib/signin/claims.js
/** What an access token says about itself, read before its first use, so that a missing right is explained and not met. */

/** The claims of a token, unverified, as they are meant for its audience; undefined when it isn't a JWT. */
function readClaims(token) {
    const parts = token.split('.');
    if (parts.length !== 3)
        return undefined;
    try {
        const payload = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString());
        if (typeof payload !== 'object' || payload === null)
            return undefined;
        const claims = { ...payload };
        return {
            aud: claims_text(claims.aud),
            tid: claims_text(claims.tid),
            appid: claims_text(claims.appid ?? claims.azp),
            oid: claims_text(claims.oid),
            roles: list(claims.roles),
            wids: list(claims.wids),
        };
    }
    catch {
        return undefined;
    }
}
function claims_text(value) {
    return typeof value === 'string' ? value : '';
}
function list(value) {
    return Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];
}
/** Throws when the token is for another service or tenant, or lacks the permission without which every call fails. */
function checkClaims(claims, asked) {
    if (!isAudience(claims.aud, asked))
        throw wrongAudience(claims, asked);
    if (claims.tid.toLowerCase() !== asked.tenantId.toLowerCase())
        throw wrongTenant(claims, asked);
    if (asked.resource === 'exchange' && !claims.roles.includes('Exchange.ManageAsApp'))
        throw roleMissing(claims, asked);
}
/** Services' own application ids, which stand in `aud` of some tokens in place of the address. */
const APPLICATION_IDS = {
    exchange: '00000002-0000-0ff1-ce00-000000000000',
    graph: '00000003-0000-0000-c000-000000000000',
    vault: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
};
function isAudience(aud, { cloud, resource }) {
    if (aud === APPLICATION_IDS[resource])
        return true;
    return URL.canParse(aud) && new URL(aud).hostname === new URL(cloud.scopes[resource]).hostname;
}
/**
 * A hint, never a refusal: with rights from an Exchange role group the token names no directory role at all, and
 * authorisation happens inside Exchange.
 */
function noteOnRoles(claims) {
    if (claims.wids.some(id => id in ROLES_WITH_AUDIT))
        return undefined;
    const weak = claims.wids.map(id => WEAKER_ROLES[id]).filter(name => name !== undefined);
    return (`The token carries ${weak.length > 0 ? `only the Entra role ${weak.join(', ')}` : 'no Entra role'} known to allow ` +
        'the audit search. That is right where an Exchange role group with View-Only Audit Logs holds the app.');
}
/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const ROLES_WITH_AUDIT = {
    '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
    '29232cdf-9323-42fd-ade2-1d097af3e4de': 'Exchange Administrator',
    '17315797-102d-40b4-93e0-432062caca18': 'Compliance Administrator',
};
const WEAKER_ROLES = {
    'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
    '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
};
function wrongAudience(claims, { cloud, resource }) {
    return new wire_failure/* Failure */.HR({
        code: 'TOKEN_WRONG_AUDIENCE',
        message: `The token is for '${claims.aud}', not for ${cloud.scopes[resource].replace('/.default', '')}.`,
        remedy: 'A gateway between here and the login service may have exchanged it. Check proxies and M365_AUDIT_ENDPOINTS.',
    });
}
function wrongTenant(claims, { tenantId, clientId }) {
    return new wire_failure/* Failure */.HR({
        code: 'TOKEN_WRONG_TENANT',
        message: `The token is for tenant ${claims.tid || '(none)'}, not for ${tenantId}.`,
        remedy: `Check tenant-id and that app ${clientId} is registered, or consented to, in that tenant.`,
    });
}
function roleMissing(claims, { cloud, tenantId, clientId }) {
    return new wire_failure/* Failure */.HR({
        code: 'EXCHANGE_ROLE_MISSING',
        message: `The app ${clientId} lacks the application permission Exchange.ManageAsApp in tenant ${tenantId}; its token has ${claims.roles.length > 0 ? `only: ${claims.roles.join(', ')}` : 'no permissions at all'}.`,
        remedy: 'A Privileged Role Administrator or Global Administrator grants it: Entra → App registrations → the app → ' +
            'API permissions → Add a permission → APIs my organization uses → Office 365 Exchange Online → Application ' +
            'permissions → Exchange.ManageAsApp, then "Grant admin consent". If the permission is listed there already, only ' +
            `the consent is missing: ${cloud.authority}/${tenantId}/adminconsent?client_id=${clientId} ` +
            `(page of the app: ${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}). ` +
            'Only tokens issued after the consent carry it, so allow some minutes.',
        evidence: { tenant: tenantId, client: clientId, object: claims.oid, roles: claims.roles.join(' ') || 'none' },
    });
}

;// CONCATENATED MODULE: ./lib/signin/msal.js
/** One token request: MSAL writes it, assertion and all; our sender carries it, so that causes and retries are ours. */



/**
 * Asks for one token. Every attempt has an assertion of its own: the answer to the one before may have been lost after
 * the service had used it up.
 */
function requestToken(world, request) {
    return send(world, {
        request: () => draft(request, world),
        read: answer => readToken(answer, request, world),
        policy: request.policy,
        ...(request.signal && { signal: request.signal }),
    });
}
/** What MSAL is told instead of an answer: it ends with an error of its own, which nobody reads. */
const notSent = { status: 400, headers: {}, body: { error: 'not_sent' } };
/**
 * The request as MSAL would send it. MSAL sees no answer, since it hides network causes behind `fetch failed` and
 * remembers throttling: it would then answer from memory for up to an hour.
 */
async function draft(request, world) {
    const { ConfidentialClientApplication } = await __webpack_require__.e(/* import() */ 669).then(__webpack_require__.bind(__webpack_require__, 52669));
    let drafted;
    const networkClient = {
        sendPostRequestAsync: async (url, { headers, body } = {}) => {
            maskAssertion(body, world);
            drafted = new Request(url, { method: 'POST', ...(headers && { headers }), ...(body && { body }) });
            return notSent;
        },
        // With the authority's metadata given, there is nothing to look up.
        sendGetRequestAsync: async () => notSent,
    };
    try {
        const application = new ConfidentialClientApplication({
            auth: {
                clientId: request.clientId,
                authority: `${request.cloud.authority}/${request.tenantId}`,
                knownAuthorities: [new URL(request.cloud.authority).host],
                authorityMetadata: JSON.stringify(metadata(request)),
                clientCertificate: credential(request),
            },
            system: { networkClient },
        });
        await application.acquireTokenByClientCredential({
            scopes: [request.cloud.scopes[request.resource]],
            ...(request.claims !== undefined && { claims: request.claims }),
        });
    }
    catch (error) {
        if (!drafted)
            throw unexpected(error);
    }
    return drafted ?? Promise.reject(unexpected(new Error('no request was made')));
}
function maskAssertion(body, world) {
    const assertion = new URLSearchParams(body).get('client_assertion');
    if (assertion)
        world.mask(assertion);
}
/**
 * Saves the discovery request, and lets the token endpoint be a plain-http stand-in, which `authority` may not be. The
 * others are never called, but MSAL takes the first path segment of `authorization_endpoint` for the tenant's name
 * and would put the tenant in place of a stand-in's path.
 */
function metadata({ cloud, tenantId }) {
    const authority = `${cloud.authority}/${tenantId}`;
    return {
        token_endpoint: `${cloud.login}/${tenantId}/oauth2/v2.0/token`,
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
        issuer: `${authority}/v2.0`,
    };
}
function credential({ certificate, thumbprint }) {
    const privateKey = certificate.privateKeyPem;
    return thumbprint === 'sha256'
        ? { privateKey, thumbprintSha256: certificate.thumbprintSha256 }
        : { privateKey, thumbprint: certificate.thumbprintSha1 };
}
function readToken(answer, { cloud, tenantId, clientId, certificate }, world) {
    const now = world.now();
    const reading = readLogin(answer, { cloud, tenant: tenantId, clientId, certificate, now });
    if (!('done' in reading))
        return reading;
    const { access_token: secret, expires_in: seconds } = reading.done;
    if (typeof secret !== 'string' || secret === '')
        return { failed: tokenless() };
    world.mask(secret);
    return { done: { secret, expiresAt: now + (Number(seconds) || 0) * 1000 } };
}
function tokenless() {
    return new wire_failure/* Failure */.HR({
        code: 'LOGIN_NO_TOKEN',
        message: 'The login service answered without a token.',
        remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
    });
}
function unexpected(error) {
    return new wire_failure/* Failure */.HR({
        code: 'LOGIN_UNEXPECTED',
        message: `The sign-in library failed: ${error instanceof Error ? error.message : String(error)}.`,
        remedy: 'This is a fault of the program. Please report it with the version and this message.',
        cause: error,
    });
}

;// CONCATENATED MODULE: ./lib/signin/token.js
/** A fresh token per resource: asked for once however many want it, checked, renewed before it runs out. */




const MARGIN = 5 * 60_000;
/** Nothing is asked of the login service before the first `token()`. */
function tokenProvider(world, signIn) {
    let current;
    let pending;
    let thumbprint = 'sha256';
    const notes = new Set();
    const request = async (claims) => {
        const asked = { ...signIn, policy: signIn.policy ?? loginPolicy, ...(claims !== undefined && { claims }) };
        try {
            return await requestToken(world, { ...asked, thumbprint });
        }
        catch (failure) {
            if (!isUnknownKey(failure) || thumbprint === 'sha1')
                throw failure;
            const once = { ...asked.policy, tries: 1 };
            const issued = await requestToken(world, { ...asked, policy: once, thumbprint: 'sha1' }).catch(() => {
                throw failure;
            });
            thumbprint = 'sha1';
            note('The login service knows the certificate by its SHA-1 thumbprint only.');
            return issued;
        }
    };
    const note = (words) => {
        if (words === undefined || notes.has(words))
            return;
        notes.add(words);
        world.log(words);
    };
    const acquire = async (challenge) => {
        const issued = await request(challenge);
        const claims = readClaims(issued.secret);
        if (claims === undefined) {
            note('The token is opaque: its permissions show only when it is used.');
            return issued;
        }
        checkClaims(claims, signIn);
        if (signIn.resource === 'exchange')
            note(noteOnRoles(claims));
        return { ...issued, claims };
    };
    const share = (claims) => {
        if (pending && pending.claims === claims)
            return pending.token;
        const started = {
            claims,
            token: acquire(claims)
                .then(token => {
                if (pending === started)
                    current = token;
                return token;
            })
                .finally(() => {
                if (pending === started)
                    pending = undefined;
            }),
        };
        pending = started;
        return started.token;
    };
    return {
        token: async () => {
            if (current && current.expiresAt - world.now() >= MARGIN)
                return current;
            return await (pending?.token ?? share(undefined));
        },
        renew: async ({ claims, refused } = {}) => {
            if (claims === undefined && refused && current && current !== refused)
                return current;
            current = undefined;
            return await share(claims === undefined ? undefined : claimsJson(claims));
        },
    };
}
/** One report has `x5t#S256` refused where `x5t` worked: https://github.com/MicrosoftDocs/entra-docs/pull/1301. */
function isUnknownKey(failure) {
    return failure instanceof wire_failure/* Failure */.HR && failure.code === 'LOGIN_AADSTS700027';
}
/** Challenges carry the claims in base64 (`WWW-Authenticate: Bearer … claims="eyJ…"`); MSAL wants the JSON. */
function claimsJson(claims) {
    return claims.trimStart().startsWith('{') ? claims : Buffer.from(claims, 'base64').toString();
}

;// CONCATENATED MODULE: ./lib/month/session.js
/** From the credentials in the inputs to a signed-in session. */









/** Days before its end from which a certificate's successor is asked for. */
const daysToWarn = 30;
/** Proves that the credentials work: ends with a token in hand. What a person should know goes to `notes`. */
async function signIn(given, context, notes) {
    const { host, world } = context;
    const cloud = withEndpoints(cloudNamed(given.cloud), context.endpoints);
    for (const limit of cloud.limits)
        host.info(limit);
    const certificate = await readCertificate({
        content: given.certificate.from === 'input'
            ? given.certificate.content
            : await certificateFile(given.certificate.path, host),
        source: given.certificate.from === 'input' ? 'certificate' : given.certificate.path,
        password: given.password,
        ...(given.thumbprint ? { thumbprint: given.thumbprint } : {}),
    }, world);
    const left = daysLeft(certificate, world.now());
    host.info(`Certificate ${certificate.subject}, SHA-1 ${certificate.thumbprintSha1}, ${left} days left.`);
    if (left < daysToWarn) {
        const note = `The certificate runs out in ${left} days (${(0,audit_record/* instantOf */.B9)(certificate.notAfter.getTime())}). Upload its successor to the app registration now; old and new may stand side by side.`;
        notes.push(note);
        host.warning(note);
    }
    const tenantId = await resolveTenant(world, cloud, given.tenant, { signal: context.cancelled });
    const tokens = tokenProvider(world, {
        cloud,
        tenantId,
        clientId: given.clientId,
        certificate,
        resource: 'exchange',
        signal: context.cancelled,
    });
    await tokens.token();
    host.info(`Signed in to tenant ${tenantId} as application ${given.clientId}.`);
    return { cloud, tenantId, clientId: given.clientId, certificate, tokens };
}
async function certificateFile(path, host) {
    try {
        return await (0,promises_.readFile)((0,external_node_path_.resolve)(host.facts.workspace, path));
    }
    catch (error) {
        throw new wire_failure/* Failure */.HR({
            code: 'CERT_FILE_UNREADABLE',
            message: `The certificate file ${path} can't be read: ${(0,wire_failure/* causes */.ps)(error)}.`,
            remedy: 'Check certificate-file: the path is relative to the workspace, and an earlier step must have made the file.',
            cause: error,
        });
    }
}

;// CONCATENATED MODULE: ./lib/publish/artifact.js

async function keep(settings, host, evidence) {
    const { upload } = host;
    if (!settings.upload || upload === undefined)
        return {};
    const name = settings.artifactName
        .replaceAll('<tenant>', evidence.tenant)
        .replaceAll('<period>', evidence.period.label);
    try {
        const request = { name, root: evidence.folder, files: evidence.files, retentionDays: settings.retentionDays };
        const artifact = await host.group('Upload', () => upload(request));
        return { artifact };
    }
    catch (error) {
        return { uploadFailure: (0,wire_failure/* asFailure */.h_)(error) };
    }
}

// EXTERNAL MODULE: ./lib/publish/tell.js
var tell = __webpack_require__(5444);
;// CONCATENATED MODULE: ./lib/when.js
/** Which month a run is for, and whether it is to run at all today. */



/**
 * Anchored on when the run was created, so that a rerun means the same month. Without that, now is taken, and said.
 * @throws Failure for a period that is empty or has not begun.
 */
async function whenToRun(settings, host, world) {
    const { anchor, notes } = await anchorOf(settings, host, world);
    let moment = anchor;
    if (settings.runOn === 'last-day') {
        const day = (0,audit_period/* lastDay */.NY)(settings.timezone, anchor);
        if (!day.due) {
            return {
                skip: `Nothing was done: run-on is last-day, and this run, created on ${day.today}, is not for a month's last day in ${settings.timezone}. The next such day is ${day.next}.`,
            };
        }
        moment = day.moment;
    }
    const chosen = (0,audit_period/* choosePeriod */.B8)(settings.period, settings.timezone, moment);
    if ('mistake' in chosen)
        throw wrongPeriod(chosen.mistake);
    const period = chosen.ok;
    if (period.start >= world.now())
        throw wrongPeriod(`${period.text} has not begun yet`);
    return { run: period, anchor, notes };
}
async function anchorOf(settings, host, world) {
    const fixed = settings.runOn === 'any-day' && (settings.period.kind === 'month' || settings.period.kind === 'range');
    const now = Math.floor(world.now() / 1000) * 1000;
    if (fixed || host.facts.runId === undefined)
        return { anchor: now, notes: [] };
    const created = await runCreated(world, host.facts, settings.githubToken);
    if (created.value !== undefined)
        return { anchor: created.value, notes: [] };
    const note = `When this run was created could not be learned (${created.because}); the month was chosen by the present time.`;
    return { anchor: now, notes: [note] };
}
function wrongPeriod(mistake) {
    return new wire_failure/* Failure */.HR({
        code: 'INPUT_PERIOD',
        message: `The period can't be exported: ${mistake}.`,
        remedy: 'Correct the input period (or timezone).',
    });
}

;// CONCATENATED MODULE: ./lib/run.js
/** The story of one month: sign in, read it window by window, write the evidence, keep it, and tell. */












/** Runs the export and tells of it. Never throws: what goes wrong is told, and fails the step. */
async function runMonth(settings, context) {
    const { host, world } = context;
    const telling = { host, failOn: settings.failOn, directory: settings.directory };
    try {
        const when = await whenToRun(settings, host, world);
        if ('skip' in when)
            return (0,tell/* tellSkipped */.Mu)(telling, when.skip);
        const period = when.run;
        telling.period = period;
        const notes = [...when.notes];
        host.info(`Period ${period.text} in ${period.timezone}: ${(0,ledger/* span */.Ln)(period)}.`);
        await refusePublic(settings, context, notes);
        const session = await host.group('Sign in', () => signIn(settings.signIn, context, notes));
        const folder = await EvidenceFolder.take((0,external_node_path_.resolve)(host.facts.workspace, settings.directory), {
            tenant: session.tenantId,
            period: { label: period.label, start: (0,audit_record/* instantOf */.B9)(period.start), end: (0,audit_record/* instantOf */.B9)(period.end) },
            filters: settings.filters,
        });
        try {
            const read = await host.group('Read', () => readPeriod(settings, context, { period, session, folder }));
            const written = await host.group('Write', () => writeEvidence(settings, context, { period, session, folder, read, notes }));
            const artifact = await keep(settings, host, {
                folder: folder.path,
                files: written.names,
                period,
                tenant: session.tenantId,
            });
            await (0,tell/* tellOutcome */.G7)(telling, { ...written, ...artifact, records: written.manifest.records });
        }
        finally {
            await folder.clear();
        }
    }
    catch (error) {
        (0,tell/* tellFailure */.s9)(telling, (0,wire_failure/* asFailure */.h_)(error));
    }
}
async function refusePublic(settings, context, notes) {
    const { host, world } = context;
    if (context.synthetic || settings.allowPublic || host.facts.repository === undefined)
        return;
    const visible = await isPublic(world, host.facts, settings.githubToken);
    if (visible.value === true) {
        throw new wire_failure/* Failure */.HR({
            code: 'REPOSITORY_PUBLIC',
            message: `The repository ${host.facts.repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
            remedy: 'Run this in a private repository. If the exposure is wanted, set allow-public: true.',
        });
    }
    if (visible.value === undefined && settings.upload) {
        const note = `Whether this repository is public could not be learned (${visible.because}): make sure that it is not, since its readers can download the artifact.`;
        notes.push(note);
        host.warning(note);
    }
}


/***/ })

};
