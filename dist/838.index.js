export const id = 838;
export const ids = [838];
export const modules = {

/***/ 5949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   U4: () => (/* binding */ parsedJson),
/* harmony export */   jM: () => (/* binding */ parsedObject)
/* harmony export */ });
/** JSON that somebody else wrote: nothing here throws, and a shape is looked at before it is believed. */
/** Undefined for what is no JSON. */
function parsedJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Undefined for what is no JSON, or no object. */
function parsedObject(text) {
    const value = parsedJson(text);
    return isObject(value) ? value : undefined;
}
/** Arrays are none. */
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 21659:
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

/***/ 78270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ diskFailure),
/* harmony export */   T: () => (/* binding */ remove)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
/** What the disk refuses, in words a person can act on. */


/** Our own failures pass through. */
function diskFailure(error, path) {
    if (error instanceof _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR)
        return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
        return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'FOLDER_DISK_FULL',
            message: `The disk is full while writing below ${path}.`,
            remedy: 'Free space on the runner, take a larger one, or export a shorter period; a month needs about twice its size in records.',
            cause: error,
        });
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
        return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'FOLDER_NOT_WRITABLE',
            message: `The folder ${path} can't be written (${code}).`,
            remedy: 'Choose another folder with the input directory, or give the runner’s user the right to write there.',
            cause: error,
        });
    }
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
        code: 'FOLDER_IO',
        message: `The disk failed below ${path}: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causes */ .ps)(error)}.`,
        remedy: 'Look at the runner’s disk; run the export again.',
        cause: error,
    });
}
/** Removes a folder and all that is in it. @throws Failure when something stays. */
async function remove(path) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'FOLDER_STAYS',
            message: `The folder ${path} is not needed any more and could not be removed: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causes */ .ps)(error)}.`,
            remedy: 'Remove it by hand: it may hold records.',
            cause: error,
        });
    }
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27597);
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
    began: moment
        .optional()
        .describe('when its reading began, where an earlier run read it or made the query; of a gap, where the run left the query under way that the evidence names'),
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
    principal: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().describe("the client's service principal: its object id, or that one's pseudonym"),
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
        own: count.optional().describe('of the added, searches of the log by the client: what exports leave behind'),
        vanished: count.optional().describe('records that it alone has, gaps left aside'),
        changed: count.optional().describe('Identities whose content is another one'),
    })
        .optional()
        .describe('an export of the same tenant, period and filters that was at hand when this one was made'),
    resumed: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        windows: count.describe('windows that were taken over from earlier runs, and not read again'),
        interrupted: count.describe('those of them that come from the journals of runs which were killed, or stopped while encrypting'),
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
    own: count.optional().describe('of the records, searches of the log by the client: what exports leave behind'),
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


/***/ })

};
