export const id = 848;
export const ids = [848];
export const modules = {

/***/ 33441:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EG: () => (/* binding */ checkOf),
/* harmony export */   Eo: () => (/* binding */ goesOn),
/* harmony export */   F0: () => (/* binding */ pointingToDoctor),
/* harmony export */   Ol: () => (/* binding */ whoCanFix)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);

const editor = 'whoever edits the workflow';
const machine = 'whoever runs the machine';
const network = 'whoever runs the runner’s network';
const nobody = 'nobody, as a rule: it passes';
const consenting = 'a Privileged Role Administrator or Global Administrator';
/** Rules in order; the first that fits a code decides. */
const rules = [
    ['INPUT_.+|ENCRYPT_RECIPIENT|CERT_THUMBPRINT_MALFORMED', 'inputs'],
    ['FOLDER_(STAYS|EARLIER_ASIDE)', 'exporting', machine],
    ['FOLDER_(IS_A_FILE|NOT_EMPTY|OF_ANOTHER_EXPORT)', 'folder', editor],
    ['FOLDER_.+', 'folder'],
    ['ACCEPTED_UNREADABLE', 'accepted', editor],
    ['ACCEPTED_.+', 'accepted'],
    ['BASELINE_.+', 'baseline'],
    ['STATE_KEY_(MISSING|OTHER)', 'exporting', editor],
    ['CERT_FILE_UNREADABLE', 'certificate', editor],
    ['CERT_(EMPTY|NOT_BASE64|UNKNOWN_FORMAT|TRUNCATED|DAMAGED|UNSUPPORTED)', 'certificate'],
    ['CERT_(PASSWORD_MISSING|WRONG_PASSWORD)', 'password'],
    ['CERT_(NO_PRIVATE_KEY|NO_CERTIFICATE|KEY_MISMATCH|NOT_RSA|KEY_TOO_SMALL|THUMBPRINT)', 'key'],
    ['CERT_NOT_YET_VALID', 'validity', machine],
    ['CERT_EXPIRED', 'validity'],
    ['OIDC_(REFUSED|UNAVAILABLE)', 'id-token'],
    ['OIDC_UNREADABLE', 'id-token', network],
    ['VAULT_(THROTTLED|UNAVAILABLE)', 'vault', nobody],
    ['VAULT_(NO_SUCH_HOST|NOT_FOUND)', 'vault', editor],
    ['VAULT_.+', 'vault'],
    ['TENANT_.+|CLOUD_UNKNOWN', 'tenant'],
    ['LOGIN_AADSTS(90002|900023|90038|900382|900432)', 'tenant'],
    ['ENDPOINTS_.+', 'tenant', machine],
    ['LOGIN_AADSTS700016', 'token', `${editor}, or an Application Administrator`],
    ['LOGIN_AADSTS700024', 'token', machine],
    ['LOGIN_AADSTS7000229|LOGIN_AADSTS65001', 'token', consenting],
    ['LOGIN_AADSTS53003', 'token', 'a Conditional Access Administrator'],
    ['LOGIN_AADSTS(90033|90055|90024|50196)', 'token', nobody],
    ['LOGIN_AADSTS70002(15|18|22)', 'token', editor],
    ['LOGIN_(UNREADABLE|NO_TOKEN)', 'anywhere', network],
    ['LOGIN_.+|TOKEN_.+', 'token'],
    ['EXCHANGE_ROLE_MISSING', 'exchange-permission'],
    ['GRAPH_ROLE_MISSING|PERMISSION_IN_PART', 'graph-permission'],
    ['EXCHANGE_(401|403|CMDLET_MISSING)', 'exchange-role'],
    ['AUDITING_OFF|GRAPH_AUDITING_DISABLED', 'auditing'],
    ['CLOUD_ALWAYS_EMPTY', 'search', 'nobody but the cloud’s operator'],
    ['(EXCHANGE|GRAPH)_QUESTION', 'search', editor],
    ['(EXCHANGE|GRAPH)_(THROTTLED|UNAVAILABLE)|EXCHANGE_TRANSIENT', 'search', nobody],
    ['(EXCHANGE|GRAPH)_(UNREADABLE|REDIRECT)', 'search', network],
    ['EXCHANGE_ERROR|GRAPH_(ERROR|401|403|403_BARE|TOKEN)', 'search'],
    ['REPOSITORY_PUBLIC', 'visibility'],
    ['ISSUE_(RATE_LIMIT|UNAVAILABLE)', 'issues', nobody],
    ['ISSUE_DISABLED', 'issues', 'the repository’s owner'],
    ['ISSUE_.+', 'issues'],
    ['RUNS_PERMISSION|ARTIFACT_NOT_READ', 'actions'],
    ['GITHUB_UNAVAILABLE', 'anywhere', nobody],
    ['RETENTION_CUT', 'retention'],
    // What depends on the mail itself shows when there is one.
    ['MAIL_TOO_LARGE|SMTP_(RECIPIENT_REFUSED|SENDER_REFUSED|SEND_AS_DENIED)', 'exporting', editor],
    ['MAIL_RECIPIENTS', 'exporting', editor],
    ['MAIL_NOT_ALLOWED', 'mail', `${consenting}, or an Exchange Administrator for the one mailbox`],
    ['MAIL_(THROTTLED|UNAVAILABLE)|SMTP_PUT_OFF', 'mail', nobody],
    ['SMTP_AUTH|SMTP_NO_TLS', 'mail', `${editor} or keeps smtp-url`],
    ['SMTP_(UNREACHABLE|CERTIFICATE)', 'mail', 'the mail server’s administrator, or whoever runs the runner’s network'],
    ['MAIL_.+|SMTP_.+', 'mail'],
    ['ARTIFACT_(EXISTS|NAME|PATH|NO_FILES|QUOTA)', 'exporting', editor],
    ['ARTIFACT_UNREACHABLE', 'artifacts', network],
    ['ARTIFACT_.+', 'artifacts'],
    ['WIRE_(UNREACHABLE|TIMEOUT|RESET)', 'anywhere', network],
    ['UNEXPECTED', 'anywhere', 'the authors of the program'],
    [
        'EXCHANGE_(CAP|COUNT|ERROR_IN_ANSWER|FOREIGN_LINK|INDEX|INTERNAL_TIMEOUT|LOOP|MORE|OUTSIDE|PAGINATION|ROUND_COUNT|ROW|SEARCH_FAILED|SECOND_TOO_FULL|SESSION|UNFILTERED)',
        'exporting',
    ],
    [
        'GRAPH_(FOREIGN_LINK|LIMIT|LOOP|OUTSIDE|PAGE|PAGE_COUNT|PAGE_CUT|POLL|QUERY_(STUCK|GONE|FAILED|CANCELLED)|ROUND_COUNT|ROW|UNFILTERED|UNSTABLE)',
        'exporting',
    ],
    ['WIRE_TOO_LARGE', 'exporting'],
];
const compiled = rules.map(([codes, found, who]) => ({ fits: new RegExp(`^(${codes})$`), found, who }));
/** Undefined for codes that neither sign-in nor sources nor publishing raise. */
function checkOf(code) {
    return compiled.find(({ fits }) => fits.test(code))?.found;
}
function whoCanFix(code) {
    return compiled.find(({ fits }) => fits.test(code))?.who;
}
/** Whether an export goes on after it, though others of the same check end it. */
function goesOn(code) {
    return code === 'ARTIFACT_NO_SERVICE' || code === 'FOLDER_LITTLE_SPACE';
}
/** How it is called where one runs. */
const calls = {
    runner: 'mode: doctor',
    terminal: 'node dist/index.js doctor, with the same options,',
};
/** The failure with the word that the doctor would have found it, where it would have. */
function pointingToDoctor(failure, { kind }) {
    const found = checkOf(failure.code);
    if (found === undefined || found === 'exporting')
        return failure;
    const check = found === 'anywhere' ? '' : ` (check ${found})`;
    const { code, message, remedy, evidence, cause } = failure;
    const advice = `Before the next export: ${calls[kind]} looks at this${check} and all else.`;
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({ code, message, remedy: `${remedy} ${advice}`, evidence, cause });
}


/***/ }),

/***/ 85930:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hn: () => (/* binding */ isTrue),
/* harmony export */   ZV: () => (/* binding */ own),
/* harmony export */   a3: () => (/* binding */ listValue),
/* harmony export */   b6: () => (/* binding */ textOf),
/* harmony export */   cY: () => (/* binding */ nested),
/* harmony export */   iC: () => (/* binding */ PropertyChange),
/* harmony export */   lH: () => (/* binding */ Lookup)
/* harmony export */ });
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5949);
/** Reading JSON of unknown shape: nothing here throws, whatever a record holds. */

/** Longer texts are cut before anyone searches them. */
const longestText = 65_536;
const longestNested = 4_000_000;
const mostEntries = 2_000;
/** A property of the object itself: names as `constructor` and `__proto__` are only names. */
function own(object, name) {
    return (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(object) && Object.hasOwn(object, name) ? object[name] : undefined;
}
/** Text of a value: numbers and booleans in their spelling, objects as JSON, '' for nothing. */
function textOf(value) {
    if (typeof value === 'string')
        return value.length > longestText ? value.slice(0, longestText) : value;
    if (typeof value === 'number' || typeof value === 'boolean')
        return String(value);
    if (typeof value !== 'object' || value === null)
        return '';
    return JSON.stringify(value).slice(0, longestText);
}
/** A list; from a list, from JSON in a string, or of one value. */
function listValue(value) {
    const plain = typeof value === 'string' ? nested(value) : value;
    if (Array.isArray(plain))
        return plain.length > mostEntries ? plain.slice(0, mostEntries) : plain;
    return plain === undefined || plain === null || plain === '' ? [] : [plain];
}
/** What JSON in a string holds; the string itself where it holds none. */
function nested(text) {
    const first = text.trimStart()[0];
    if (text.length > longestNested || (first !== '{' && first !== '[' && first !== '"'))
        return text;
    try {
        return JSON.parse(text);
    }
    catch {
        return text;
    }
}
/** The log's arrays of names and values; Microsoft sends them as arrays, at times as JSON in a string, or as an object. */
class Lookup {
    entries;
    constructor(value) {
        const source = typeof value === 'string' ? nested(value) : value;
        if ((0,_audit_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isObject */ .Gv)(source) && !Object.hasOwn(source, 'Name')) {
            const pairs = Object.entries(source).slice(0, mostEntries);
            this.entries = pairs.map(([Name, Value]) => ({ Name, Value }));
        }
        else
            this.entries = listValue(source);
    }
    /** '' where the name is missing. Letter case of names does not matter. */
    get(name) {
        return textOf(this.raw(name));
    }
    raw(name) {
        return own(this.find(name), 'Value');
    }
    has(name) {
        return this.find(name) !== undefined;
    }
    /** `True`, `true`, `1` and `Yes`-like spellings. */
    isTrue(name) {
        return isTrue(this.get(name));
    }
    isFalse(name) {
        return /^(false|\$false|0|no)$/i.test(this.get(name).trim());
    }
    names() {
        return this.entries.map(entry => textOf(own(entry, 'Name')));
    }
    /** All values as one text, for a search by words. */
    allText() {
        return this.entries
            .map(entry => `${textOf(own(entry, 'Name'))}=${textOf(own(entry, 'Value'))}`)
            .join('\n')
            .slice(0, longestText);
    }
    /** For ModifiedProperties: the entry itself. */
    entryOf(name) {
        return this.find(name);
    }
    find(name) {
        let folded;
        for (const entry of this.entries) {
            const found = own(entry, 'Name');
            if (found === name)
                return entry;
            if (typeof found !== 'string' || found.length !== name.length)
                continue;
            folded ??= name.toLowerCase();
            if (found.toLowerCase() === folded)
                return entry;
        }
        return undefined;
    }
}
function isTrue(text) {
    return /^(true|\$true|1|yes)$/i.test(text.trim());
}
/** A property's old and new value. Entra wraps most in a JSON array, some in quotes as well. */
class PropertyChange {
    name;
    /** Unwrapped: `["Guest"]` reads `Guest`. */
    old;
    now;
    raw;
    constructor(name, raw) {
        this.name = name;
        this.raw = raw;
        this.old = unwrapped(own(raw, 'OldValue'));
        this.now = unwrapped(own(raw, 'NewValue'));
    }
    get oldList() {
        return listValue(own(this.raw, 'OldValue'));
    }
    get nowList() {
        return listValue(own(this.raw, 'NewValue'));
    }
    /** What the new list holds and the old one did not, as texts. */
    get gained() {
        return difference(this.nowList, this.oldList);
    }
    get lost() {
        return difference(this.oldList, this.nowList);
    }
}
function difference(of, without) {
    const there = new Set(without.map(textOf));
    return [...new Set(of.map(textOf))].filter(text => text !== '' && !there.has(text));
}
function unwrapped(value) {
    const once = typeof value === 'string' ? nested(value) : value;
    const only = Array.isArray(once) && once.length === 1 ? once[0] : once;
    const twice = typeof only === 'string' ? nested(only) : only;
    return Array.isArray(twice) && twice.length === 0 ? '' : textOf(twice);
}


/***/ }),

/***/ 6741:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IF: () => (/* binding */ AcceptedEntry),
/* harmony export */   _g: () => (/* binding */ findingsText)
/* harmony export */ });
/* unused harmony exports findingsSchema, Finding, Incident, FindingsFile, findingsJsonSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27597);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49414);
/** `findings.json`: what the watch found, joined into incidents. Its JSON Schema is made from the one here. */


const findingsSchema = 'm365-audit-export/findings/1';
const moment = zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const count = zod__WEBPACK_IMPORTED_MODULE_0__/* .int */ .Whr().min(0);
const severity = zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['high', 'medium', 'low', 'info']);
const confidence = zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['high', 'medium', 'low']);
const record = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().describe("the record's Id; '' where it has none"),
    time: moment,
    operation: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
});
/** Names the fields that a finding must match; text with `*` for any run of characters; letter case does not matter. */
const AcceptedEntry = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    rule: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    actor: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    application: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional(),
    address: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().describe('an address, or a network as 192.0.2.0/24'),
    domain: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().describe('a domain named among the objects or actors'),
    reason: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().min(1),
    until: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()
        .regex(/^\d{4}-\d\d-\d\d$/)
        .optional()
        .describe('the last day it holds, UTC'),
});
const Finding = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().describe('the same on every run over the same records'),
    rule: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    title: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    severity,
    confidence,
    techniques: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).describe('MITRE ATT&CK'),
    actors: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    objects: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    users: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).describe('other people concerned'),
    addresses: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    applications: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    first: moment,
    last: moment,
    count: count.describe('records'),
    telling: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(record).max(5).describe('those that say most'),
    evidence: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(record).describe('in order of time'),
    evidenceCut: count.describe('records counted whose ids are not listed'),
    question: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    why: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    benign: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    next: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    incident: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().describe("an incident's id; every finding belongs to one"),
    accepted: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ reason: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), until: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional() }).optional(),
    accept: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().describe('the entry of the accepted-findings file that would accept it'),
});
const Incident = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    id: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    title: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    severity,
    confidence,
    actors: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    addresses: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    applications: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
    first: moment,
    last: moment,
    count: count.describe('records'),
    findings: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).describe('ids, gravest first'),
    timeline: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ time: moment, rule: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), text: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() })),
    hints: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ time: moment, rule: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), text: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() })).describe('weak signs beside them'),
    why: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
});
const FindingsFile = zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
    schema: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(findingsSchema),
    period: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ start: moment, end: moment }),
    learning: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().describe('nothing to compare with: new terms are reported from the eighth day only'),
    counts: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ high: count, medium: count, low: count, info: count }).describe('accepted ones left out'),
    findings: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Finding),
    incidents: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Incident),
    unseen: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({ rule: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), title: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), missing: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }))
        .describe('rules that had no data: their silence is no safety'),
    notes: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()),
});
/** The published schema, as text. */
function findingsJsonSchema() {
    return `${JSON.stringify(z.toJSONSchema(FindingsFile), null, 2)}\n`;
}
/** The file as it is written: the same text for the same records. */
function findingsText(period, result) {
    const { learning, counts, findings, incidents, unseen, notes } = result;
    const file = {
        schema: findingsSchema,
        period: { start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(period.start), end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_1__/* .instantOf */ .B9)(period.end) },
        ...{ learning, counts, findings, incidents, unseen, notes },
    };
    return `${JSON.stringify(file, null, 2)}\n`;
}


/***/ }),

/***/ 80898:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ recordTypeName),
/* harmony export */   y: () => (/* binding */ knownRecordTypes)
/* harmony export */ });
/** Numbers of record types that rules ask for by name; all others keep what the record says. */
/** https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema */
const names = {
    1: 'ExchangeAdmin',
    2: 'ExchangeItem',
    3: 'ExchangeItemGroup',
    4: 'SharePoint',
    6: 'SharePointFileOperation',
    7: 'OneDrive',
    8: 'AzureActiveDirectory',
    9: 'AzureActiveDirectoryAccountLogon',
    10: 'DataCenterSecurityCmdlet',
    11: 'ComplianceDLPSharePoint',
    13: 'ComplianceDLPExchange',
    14: 'SharePointSharingOperation',
    15: 'AzureActiveDirectoryStsLogon',
    18: 'SecurityComplianceCenterEOPCmdlet',
    20: 'PowerBIAudit',
    21: 'CRM',
    22: 'Yammer',
    24: 'Discovery',
    25: 'MicrosoftTeams',
    28: 'ThreatIntelligence',
    29: 'MailSubmission',
    30: 'MicrosoftFlow',
    31: 'AeD',
    36: 'SharePointListOperation',
    40: 'SecurityComplianceAlerts',
    41: 'ThreatIntelligenceUrl',
    42: 'SecurityComplianceInsights',
    43: 'MIPLabel',
    47: 'ThreatIntelligenceAtpContent',
    50: 'ExchangeItemAggregated',
    52: 'DataInsightsRestApiAudit',
    54: 'SharePointListItemOperation',
    55: 'SharePointContentTypeOperation',
    56: 'SharePointFieldOperation',
    63: 'DLPEndpoint',
    64: 'AirInvestigation',
    65: 'Quarantine',
    66: 'MicrosoftForms',
    77: 'Search',
    83: 'SensitivityLabelPolicyMatch',
    84: 'SensitivityLabelAction',
    87: 'SensitivityLabeledFileAction',
    98: 'MCASAlerts',
    261: 'CopilotInteraction',
    // Not in that table, but in live answers (rknightion/graph2otel).
    295: 'AuditSearch',
};
const byNumber = new Map(Object.entries(names));
/** Names of types that are known; the log has more. */
const knownRecordTypes = Object.values(names);
/** Name of a type given as a name, or as a number in any dress. */
function recordTypeName(text) {
    return byNumber.get(text) ?? text;
}


/***/ }),

/***/ 60590:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ cleanUp)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);

/** Never rejects. */
async function cleanUp(host, folder, earlier) {
    for (const step of [() => folder.clear(), async () => await earlier?.remove()]) {
        await step().catch(error => host.error((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .explain */ .WE)((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .asFailure */ .h_)(error))));
    }
}


/***/ }),

/***/ 27401:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Qx: () => (/* binding */ deliverReport),
  v1: () => (/* binding */ issueOf),
  bc: () => (/* binding */ mailOf)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/checks/check-of-code.js
var check_of_code = __webpack_require__(33441);
// EXTERNAL MODULE: ./lib/wire/body.js
var body = __webpack_require__(51901);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/wire/send.js
var send = __webpack_require__(38475);
// EXTERNAL MODULE: ./lib/signin/remedies.js
var remedies = __webpack_require__(34952);
;// CONCATENATED MODULE: ./lib/publish/graph-mail-errors.js


function explainGraphMail(refusal) {
    const { code, message } = errorOf(refusal.body);
    const advice = adviceFor(refusal, code, message);
    return new failure/* Failure */.HR({
        code: advice.code,
        message: advice.says(refusal),
        remedy: advice.remedy(refusal),
        evidence: {
            status: String(refusal.status),
            ...(code ? { error: code } : {}),
            ...(message ? { said: message } : {}),
            ...(refusal.requestId ? { 'request-id': refusal.requestId } : {}),
        },
    });
}
function errorOf(body) {
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
    if (typeof error !== 'object' || error === null)
        return { code: '', message: '' };
    const fields = { ...error };
    const text = (value) => (typeof value === 'string' ? value.replace(/\s+/g, ' ').slice(0, 200) : '');
    return { code: text(fields.code).slice(0, 80), message: text(fields.message) };
}
function adviceFor(refusal, code, message) {
    const { status } = refusal;
    if (status === 401)
        return unauthorised;
    if (status === 413 || /^(ErrorMessageSizeExceeded|RequestEntityTooLarge)$/i.test(code))
        return tooLarge;
    if (status === 429)
        return throttled;
    if (status >= 500)
        return unavailable;
    if (/^ErrorSendAsDenied$/i.test(code))
        return sendAs;
    if (/NotEnabledForRESTAPI|^ErrorMailboxNotEnabled|^ErrorNonExistentMailbox/i.test(code))
        return noMailbox;
    if (/^(ErrorInvalidUser|Request_ResourceNotFound|ResourceNotFound)$/i.test(code) || status === 404)
        return noSender;
    if (/^ErrorInvalidRecipients$/i.test(code))
        return recipients;
    if (/\[RAOP\]|AppOnly AccessPolicy/i.test(message))
        return accessPolicy;
    if (status === 403)
        return refusal.roles?.includes('Mail.Send') ? outOfScope : notGranted;
    return other;
}
const testScope = ({ clientId, from }) => `Test-ServicePrincipalAuthorization -Identity ${clientId} -Resource ${from}`;
/** https://learn.microsoft.com/exchange/permissions-exo/application-rbac */
const scopedGrant = ({ clientId, from }) => 'to allow this one mailbox only, an Exchange administrator runs ' +
    `New-ServicePrincipal -AppId ${clientId} -ObjectId <object id of the enterprise application>; ` +
    `New-ManagementScope -Name m365-audit-mail -RecipientRestrictionFilter "PrimarySmtpAddress -eq '${from.replaceAll("'", "''")}'"; ` +
    `New-ManagementRoleAssignment -App ${clientId} -Role "Application Mail.Send" -CustomResourceScope m365-audit-mail; ` +
    'changes take 30 minutes to 2 hours';
const notGranted = {
    code: 'MAIL_NOT_ALLOWED',
    says: ({ clientId, from, roles }) => `The app ${clientId} may not send mail as ${from}${roles === undefined ? '' : ', and its token lacks Mail.Send'}.`,
    remedy: refusal => 'Either a Privileged Role Administrator consents to the application permission Mail.Send of Microsoft Graph, which is for every mailbox: ' +
        `${refusal.cloud.authority}/${refusal.tenantId}/adminconsent?client_id=${refusal.clientId} after it is added to the app’s API permissions; ` +
        `or, ${scopedGrant(refusal)}. Check with ${testScope(refusal)}. ` +
        (0,remedies/* bySetup */.z$)('--mail', { tenant: refusal.tenantId, cloud: refusal.cloud.name }),
};
const outOfScope = {
    code: 'MAIL_OUT_OF_SCOPE',
    says: ({ clientId, from }) => `The app ${clientId} has Mail.Send, but may not send as ${from}: the mailbox lies outside of what an access policy or a management scope allows.`,
    remedy: refusal => `An Exchange administrator looks with ${testScope(refusal)} and Test-ApplicationAccessPolicy -AppId ${refusal.clientId} -Identity ${refusal.from}, and adds the mailbox to the policy’s group or to the scope; or set mail-from to a mailbox inside it.`,
};
const accessPolicy = {
    code: 'MAIL_ACCESS_POLICY',
    says: ({ clientId, from }) => `An Application Access Policy keeps the app ${clientId} from the mailbox ${from}.`,
    remedy: ({ clientId, from }) => `An Exchange administrator looks with Test-ApplicationAccessPolicy -AppId ${clientId} -Identity ${from} and Get-ApplicationAccessPolicy, and adds the mailbox to the policy’s group: Add-DistributionGroupMember -Identity <group> -Member ${from}; or set mail-from to a mailbox inside it. Changes take up to 2 hours.`,
};
const noSender = {
    code: 'MAIL_SENDER_UNKNOWN',
    says: ({ from, tenantId }) => `There is no mailbox ${from} in tenant ${tenantId}.`,
    remedy: ({ from }) => `Correct mail-from: the user principal name or object id of the sending mailbox. An Exchange administrator finds it with Get-EXOMailbox -Identity ${from}.`,
};
const noMailbox = {
    code: 'MAIL_NO_MAILBOX',
    says: ({ from }) => `${from} exists, but has no mailbox in Exchange Online that can send.`,
    remedy: ({ from }) => `It has no Exchange Online licence, lies on premises, or is inactive. An administrator assigns a licence, or makes a shared mailbox, which needs none: New-Mailbox -Shared -Name m365-audit -PrimarySmtpAddress ${from.includes('@') ? `m365-audit${from.slice(from.lastIndexOf('@'))}` : '<address>'}; and set mail-from to it.`,
};
const sendAs = {
    code: 'MAIL_SEND_AS_DENIED',
    says: ({ from }) => `${from} is not the address that its mailbox sends as.`,
    remedy: ({ from }) => `Set mail-from to the mailbox’s primary address; an Exchange administrator finds it with Get-EXOMailbox -Identity ${from} | Select-Object PrimarySmtpAddress.`,
};
const recipients = {
    code: 'MAIL_RECIPIENTS',
    says: ({ to }) => `Microsoft 365 takes some of the recipients for none: ${to.join(', ')}.`,
    remedy: () => 'Correct mail-to.',
};
const tooLarge = {
    code: 'MAIL_TOO_LARGE',
    says: ({ from }) => `The mail is larger than ${from} may send.`,
    remedy: ({ from }) => `Set mail-attach: false, or let an Exchange administrator raise the limit: Set-Mailbox -Identity ${from} -MaxSendSize 35MB.`,
};
const throttled = {
    code: 'MAIL_THROTTLED',
    says: ({ from }) => `Microsoft 365 takes no more mail from ${from} for now.`,
    remedy: () => 'Something else sends much from the same mailbox (four requests at once, 10,000 in ten minutes). Run again later, or take a mailbox of its own.',
};
const unavailable = {
    code: 'MAIL_UNAVAILABLE',
    says: ({ status }) => `Microsoft Graph could not take the mail (${status}).`,
    remedy: () => 'Run again later; an administrator sees the service’s health at https://admin.microsoft.com/servicehealth.',
};
const unauthorised = {
    code: 'MAIL_UNAUTHORISED',
    says: ({ cloud }) => `Microsoft Graph refuses the token (401), though it was issued for ${cloud.scopes.graph}.`,
    remedy: () => 'Conditional Access for workload identities may ask for more than a certificate gives, or a gateway exchanged the token; an administrator finds the sign-in in Entra’s sign-in log under service principals.',
};
const other = {
    code: 'MAIL_REFUSED',
    says: ({ status }) => `Microsoft Graph does not take the mail (${status}).`,
    remedy: () => 'If the reason does not say it, please report it with the version and this message.',
};

// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/report/finding-sections.js
var finding_sections = __webpack_require__(67652);
// EXTERNAL MODULE: ./lib/report/publication.js
var report_publication = __webpack_require__(16384);
;// CONCATENATED MODULE: ./lib/report/mail-subject.js
/** The mail's subject, and text made safe for one line of a mail. */

/** Holds no text of a record. */
function mailSubject(publication) {
    return plainLine(`Microsoft 365 audit log ${publication.period.text}: ${publication.status}, ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))}`);
}
/** One line, nothing invisible, and nothing that a mail program makes a link of by itself. */
function plainLine(text, longest = 200) {
    const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    return short
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
        .replace(/:\/\//g, ':\u200b//')
        .replace(/\b(www|ftp)\./gi, '$1\u200b.')
        .trim();
}

// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
;// CONCATENATED MODULE: ./lib/report/mail-body.js
/** What the mail says, as plain text and as HTML: the verdict, the findings, the gaps, and where the evidence is. */





const mostFindings = 30;
const mostGaps = 10;
const mostReasons = 5;
function told(publication, enclosures) {
    const { records, period, status, tenant, reasons, gaps, artifactUrl, runUrl } = publication;
    const open = (0,report_publication/* openFindings */.lb)(publication);
    const accepted = publication.findings.length - open.length;
    return {
        headline: `${status}: ${(0,markdown/* thousands */.oh)(records)} records of ${plainLine(period.text)} (days in ${plainLine(period.timezone)}), ${(0,report_publication/* findingsInWords */.n$)(open)}${accepted > 0 ? `, ${accepted} accepted` : ''}, tenant ${plainLine(tenant)}.`,
        reasons: [
            ...reasons.slice(0, mostReasons).map(reason => plainLine(reason, 400)),
            ...(reasons.length > mostReasons ? [`and ${reasons.length - mostReasons} more reasons in manifest.json`] : []),
        ],
        findings: open.slice(0, mostFindings).map(findingRow),
        moreFindings: open.length > mostFindings ? `and ${open.length - mostFindings} more in findings.json` : '',
        gaps: gaps.slice(0, mostGaps).map(gap => ({ when: (0,ledger/* rangeText */.lq)(gap), why: plainLine(gap.reason?.message ?? '', 300) })),
        moreGaps: gaps.length > mostGaps ? `and ${gaps.length - mostGaps} more in manifest.json` : '',
        links: [
            ...((0,report_publication/* isLink */.PJ)(artifactUrl) ? [{ name: 'The evidence (artifact)', url: artifactUrl }] : []),
            ...((0,report_publication/* isLink */.PJ)(runUrl) ? [{ name: 'The run', url: runUrl }] : []),
        ],
        enclosures: [
            ...(enclosures.attached.length > 0
                ? [`Attached: ${enclosures.attached.map(name => plainLine(name)).join(', ')}.`]
                : []),
            ...enclosures.left.map(({ file, why }) => notEnclosed(file, why)),
        ],
        files: publication.files
            .slice(0, 30)
            .map(({ name, bytes, sha256 }) => ({ name: plainLine(name), bytes: (0,markdown/* thousands */.oh)(bytes), sha256: plainLine(sha256) })),
    };
}
function findingRow(finding) {
    return {
        severity: finding.severity,
        title: plainLine(finding.title, 160),
        who: plainLine((0,finding_sections/* namesOf */.e)(finding.actors, finding.actorCount, 'actor'), 200),
        when: plainLine(`${finding.first} to ${finding.last}`, 80),
        records: (0,markdown/* thousands */.oh)(finding.count),
        why: plainLine(finding.why, 500),
    };
}
function notEnclosed({ name, bytes, sha256 }, why) {
    return `Not attached: ${plainLine(name)} (${(0,markdown/* thousands */.oh)(bytes)} bytes, SHA-256 ${plainLine(sha256)}): ${plainLine(why)}. Take it from the artifact.`;
}
function mailText(publication, enclosures) {
    const mail = told(publication, enclosures);
    const lines = [
        mail.headline,
        ...mail.reasons.map(reason => `- ${reason}`),
        ...mail.links.map(({ name, url }) => `${name}: ${url}`),
        ...mail.enclosures,
        ...(mail.findings.length > 0 ? ['', 'FINDINGS'] : []),
        ...mail.findings.map(({ severity, title, who, when, records, why }) => `- [${severity}] ${title}${who ? ` (${who})` : ''}, ${when}, ${records} records.${why ? ` ${why}` : ''}`),
        ...(mail.moreFindings ? [mail.moreFindings] : []),
        ...(mail.gaps.length > 0 ? ['', 'NOT PROVEN (UTC)'] : []),
        ...mail.gaps.map(({ when, why }) => `- ${when}: ${why}`),
        ...(mail.moreGaps ? [mail.moreGaps] : []),
        '',
        'FILES OF THE EVIDENCE',
        ...mail.files.map(({ name, bytes, sha256 }) => `- ${name}, ${bytes} bytes, SHA-256 ${sha256}`),
    ];
    return `${lines.join('\n')}\n`;
}
function mailHtml(publication, enclosures) {
    const mail = told(publication, enclosures);
    const head = (cells) => html `<tr>${cells.map(cell => html `<th align="left" style="${cellStyle}">${cell}</th>`)}</tr>`;
    const row = (cells) => html `<tr>${cells.map(cell => html `<td valign="top" style="${cellStyle}"><bdi>${cell}</bdi></td>`)}</tr>`;
    const table = (title, names, rows, more = '') => rows.length === 0
        ? []
        : html `<h2 style="font-size:16px">${title}</h2><table style="border-collapse:collapse">${head(names)}${rows.map(row)}</table>${more ? html `<p>${more}</p>` : []}`;
    const page = html `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${mailSubject(publication)}</title></head>
<body style="font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:14px">
<p><strong>${mail.headline}</strong></p>
${mail.reasons.length > 0 ? html `<ul>${mail.reasons.map(reason => html `<li>${reason}</li>`)}</ul>` : []}
${mail.links.map(({ name, url }) => html `<p><a href="${url}">${name}</a></p>`)}
${mail.enclosures.map(sentence => html `<p>${sentence}</p>`)}
${table('Findings', ['Severity', 'What', 'Who', 'When (UTC)', 'Records', 'Why'], mail.findings.map(({ severity, title, who, when, records, why }) => [severity, title, who, when, records, why]), mail.moreFindings)}
${table('Not proven', ['When (UTC)', 'Why'], mail.gaps.map(({ when, why }) => [when, why]), mail.moreGaps)}
${table('Files of the evidence', ['Name', 'Bytes', 'SHA-256'], mail.files.map(({ name, bytes, sha256 }) => [name, bytes, sha256]))}
</body></html>
`;
    return page.markup;
}
const cellStyle = 'border:1px solid #999;padding:4px 8px';
/** Text that is put in is escaped; only what this function made is not. */
function html(parts, ...values) {
    const markup = values.map(value => typeof value === 'string'
        ? escaped(value)
        : [value]
            .flat()
            .map(one => one.markup)
            .join(''));
    return { markup: parts.map((part, index) => part + (markup[index] ?? '')).join('') };
}
function escaped(text) {
    return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

// EXTERNAL MODULE: ./lib/signin/check.js
var check = __webpack_require__(79714);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/publish/attachments.js
/** What goes along with a mail: the report, and the CSV compressed, as far as there is room. */





/** @param room bytes for all attachments together. */
async function attachmentsFor(files, room) {
    const parcel = { attachments: [], left: [] };
    const report = files.find(file => /^report\.html(\.age)?$/.test(file.name)) ??
        files.find(file => /^summary\.md(\.age)?$/.test(file.name));
    const csv = files.find(file => /^audit-.*\.csv(\.age)?$/.test(file.name) && !/\.flat\.csv/.test(file.name));
    for (const file of [report, csv]) {
        if (file === undefined)
            continue;
        const used = parcel.attachments.reduce((sum, one) => sum + one.content.length, 0);
        await add(parcel, file, room - used);
    }
    return parcel;
}
async function add(parcel, file, room) {
    const compress = file.name.endsWith('.csv');
    try {
        const content = compress ? await gzipped(file.path, room) : await whole(file.path, room);
        if (content === undefined)
            parcel.left.push({ file, why: compress ? 'too large for a mail, even compressed' : 'too large for a mail' });
        else
            parcel.attachments.push({ name: compress ? `${file.name}.gz` : file.name, type: typeOf(file.name), content, file });
    }
    catch (error) {
        parcel.left.push({ file, why: `it could not be read: ${(0,failure/* causes */.ps)(error)}` });
    }
}
function typeOf(name) {
    if (name.endsWith('.html'))
        return 'text/html';
    if (name.endsWith('.md'))
        return 'text/markdown';
    return name.endsWith('.csv') ? 'application/gzip' : 'application/octet-stream';
}
async function whole(path, room) {
    return (await (0,promises_.stat)(path)).size > room ? undefined : await (0,promises_.readFile)(path);
}
/** Undefined as soon as there is more than there is room for: a month can be larger than memory. */
async function gzipped(path, room) {
    const parts = [];
    const full = new AbortController();
    let size = 0;
    try {
        await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(path), (0,external_node_zlib_.createGzip)({ level: 9 }), async (source) => {
            for await (const part of source) {
                size += part.length;
                if (size > room)
                    full.abort();
                else
                    parts.push(part);
            }
        }, { signal: full.signal });
        return size > room ? undefined : Buffer.concat(parts);
    }
    catch (error) {
        if (full.signal.aborted)
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/publish/fingerprint.js
/** Whether two runs have the same to say: digests of verdict and findings, which hold nothing of their content. */


function fingerprint(publication) {
    const { tenant, period, status } = publication;
    return digest(JSON.stringify([tenant, period.label, status, sorted((0,report_publication/* openFindings */.lb)(publication).map(findingDigest))]));
}
/** Of a mail: other recipients have not been told yet. */
function mailFingerprint(publication, recipients) {
    const people = sorted(recipients.map(address => address.toLowerCase()));
    return digest(JSON.stringify([fingerprint(publication), people]));
}
function findingDigest({ id, severity }) {
    return digest(JSON.stringify([id, severity])).slice(0, 10);
}
function sorted(texts) {
    return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
function digest(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex').slice(0, 32);
}

;// CONCATENATED MODULE: ./lib/publish/mail.js
/** The mail about a month, whichever way it is sent: whether it is due, what it says, and what goes along. */







function mailPublisher(postman, settings, memory) {
    return {
        name: postman.name,
        check: async () => {
            try {
                return { name: 'mail', verdict: 'ok', says: await postman.probe() };
            }
            catch (error) {
                return (0,check/* failed */.g)('mail', (0,failure/* asFailure */.h_)(error));
            }
        },
        publish: async (publication) => {
            if (settings.when === 'findings' && !(0,report_publication/* needsAttention */.e_)(publication))
                return { did: 'No mail: there is nothing to do.', notes: [] };
            const fingerprint = mailFingerprint(publication, settings.to);
            const mailed = memory?.mailed();
            if (mailed === fingerprint)
                return { did: 'No mail: the same verdict and findings were mailed before, as the issue remembers.', notes: [] };
            const delivery = await deliver(postman, publication, settings, fingerprint);
            if (mailed === undefined)
                return { ...delivery, did: `${delivery.did} ${forgetful}` };
            return { ...delivery, notes: [...delivery.notes, ...(await remembered(memory, fingerprint))] };
        },
    };
}
const forgetful = 'A rerun will mail again: without an issue nothing remembers what was mailed.';
async function deliver(postman, publication, settings, fingerprint) {
    const parcel = settings.attach
        ? await attachmentsFor(publication.files, postman.room)
        : { attachments: [], left: [] };
    try {
        return await postman.send(letter(publication, settings, fingerprint, parcel));
    }
    catch (error) {
        if (!(error instanceof failure/* Failure */.HR && error.code === 'MAIL_TOO_LARGE') || parcel.attachments.length === 0)
            throw error;
        const left = parcel.attachments.map(({ file }) => ({ file, why: 'the mail server takes no mail of that size' }));
        return await postman.send(letter(publication, settings, fingerprint, { attachments: [], left: [...left, ...parcel.left] }));
    }
}
function letter(publication, settings, fingerprint, parcel) {
    const enclosures = { attached: parcel.attachments.map(({ name }) => name), left: parcel.left };
    return {
        to: settings.to,
        subject: mailSubject(publication),
        text: mailText(publication, enclosures),
        html: mailHtml(publication, enclosures),
        attachments: parcel.attachments,
        fingerprint,
    };
}
async function remembered(memory, fingerprint) {
    try {
        await memory?.remember(fingerprint);
        return [];
    }
    catch (error) {
        return [
            `The mail was sent, but a rerun will send it again: the issue did not take note. ${(0,failure/* explain */.WE)((0,failure/* asFailure */.h_)(error))}`,
        ];
    }
}

;// CONCATENATED MODULE: ./lib/publish/graph-mail.js





/** https://learn.microsoft.com/graph/throttling-limits: four at once per mailbox, and we send one. */
const graphPolicy = {
    tries: 5,
    base: 2000,
    longest: 120_000,
    timeout: 60_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/**
 * A request may have 4 MB (https://learn.microsoft.com/graph/api/user-sendmail); base64 makes four bytes of three,
 * and the words take up to 200 kB.
 */
const room = 2_800_000;
function graphMailPublisher(settings) {
    const name = `mail from ${settings.from}`;
    const postman = { name, room, send: (letter) => sendMail(settings, letter), probe: () => probe(settings) };
    return mailPublisher(postman, settings, settings.memory);
}
/**
 * A message without recipients is refused with ErrorInvalidRecipients, and only after Exchange has found the mailbox and let
 * the app in (msgraph-sdk-dotnet #1891 has the words).
 */
async function probe(settings) {
    const nobody = { to: [], subject: '', text: '', html: '', attachments: [], fingerprint: '' };
    try {
        await sendMail({ ...settings, to: [] }, nobody);
    }
    catch (error) {
        if (!(error instanceof failure/* Failure */.HR) || error.code !== 'MAIL_RECIPIENTS')
            throw error;
        return `Graph lets the app send as ${settings.from}: a message to nobody was refused for that alone, and nothing was sent.`;
    }
    return `Graph lets the app send as ${settings.from}: it took a message to nobody, which goes nowhere.`;
}
/** A token without `Mail.Send` is tried all the same: Exchange's RBAC for Applications leaves no trace in it. */
async function sendMail(settings, letter) {
    const { world, cloud, from, tokens, policy = graphPolicy } = settings;
    const url = `${cloud.graph}/v1.0/users/${encodeURIComponent(from)}/sendMail`;
    const body = JSON.stringify(messageOf(letter));
    const session = { renewals: 0 };
    await (0,send/* send */.t)(world, {
        policy,
        ...(settings.signal ? { signal: settings.signal } : {}),
        request: async () => {
            session.token = session.renewal ? await tokens.renew(session.renewal) : await tokens.token();
            delete session.renewal;
            const headers = { authorization: `Bearer ${session.token.secret}`, 'content-type': 'application/json' };
            return new Request(url, { method: 'POST', headers, body });
        },
        read: answer => readAnswer(answer, session, settings, policy),
    });
    return {
        did: `Microsoft 365 took the mail for ${letter.to.join(', ')}; if it can’t be delivered, the bounce goes to ${from}.`,
        notes: [],
    };
}
/** No `from` and no `sender`: the mailbox is in the address, and any other is refused with ErrorSendAsDenied. */
function messageOf(letter) {
    return {
        message: {
            subject: letter.subject,
            body: { contentType: 'HTML', content: letter.html },
            toRecipients: letter.to.map(address => ({ emailAddress: { address } })),
            ...(letter.attachments.length > 0
                ? {
                    attachments: letter.attachments.map(({ name, type, content }) => ({
                        '@odata.type': '#microsoft.graph.fileAttachment',
                        name,
                        contentType: type,
                        contentBytes: content.toString('base64'),
                    })),
                }
                : {}),
        },
        saveToSentItems: false,
    };
}
function readAnswer(answer, session, settings, policy) {
    const { status, headers } = answer;
    // 202 is the documented answer.
    if (status === 202 || status === 200)
        return { done: undefined };
    const failure = explainGraphMail({
        status,
        body: (0,body/* bodyJson */.z)(answer, policy.maximumBytes),
        requestId: headers.get('request-id') ?? '',
        roles: session.token?.claims?.roles,
        from: settings.from,
        to: settings.to,
        cloud: settings.cloud,
        tenantId: settings.tenantId,
        clientId: settings.clientId,
    });
    if (status === 401 && session.renewals++ === 0) {
        const claims = /claims="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1];
        session.renewal = {
            ...(claims === undefined ? {} : { claims }),
            ...(session.token ? { refused: session.token } : {}),
        };
        return { retry: failure };
    }
    const throttled = status === 429;
    return throttled || status >= 500 ? { retry: failure, throttled } : { failed: failure };
}

;// CONCATENATED MODULE: ./lib/report/issue-body.js
/** What the issue says: a title and a body that notify nobody, and a hidden marker by which the next run knows it. */



const issue_body_opener = '<!-- m365-audit-export ';
/** One line. A `>` would end the comment early. */
function markerText(marker) {
    return `${issue_body_opener}${JSON.stringify(marker).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')} -->`;
}
/** The marker of an issue's body, of whichever tenant and period; undefined when there is none, or a damaged one. */
function readMarker(body) {
    const start = body.indexOf(issue_body_opener);
    const end = body.indexOf(' -->', start);
    if (start < 0 || end < 0)
        return undefined;
    try {
        const json = JSON.parse(body.slice(start + issue_body_opener.length, end));
        if (typeof json !== 'object' || json === null)
            return undefined;
        const fields = { ...json };
        const text = (name) => (typeof fields[name] === 'string' ? fields[name] : '');
        const findings = Array.isArray(fields.findings) ? fields.findings.filter(one => typeof one === 'string') : [];
        return {
            tenant: text('tenant'),
            period: text('period'),
            status: text('status'),
            told: text('told'),
            mailed: text('mailed'),
            findings,
        };
    }
    catch {
        return undefined;
    }
}
/** The body with another marker, and otherwise as it is. */
function withMarker(body, marker) {
    return `${markerText(marker)}\n${body.slice(body.indexOf('\n') + 1)}`;
}
/** No word of a record stands in it. */
function issueTitle(publication) {
    const { period, tenant, status } = publication;
    const tenantShort = tenant.replace(/[^\w.-]/g, '').slice(0, 8);
    return `Microsoft 365 audit log ${period.label}: ${status}, ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))} (tenant ${tenantShort}…)`;
}
/** Characters. GitHub takes 65,536 at most; bytes are counted, which are never fewer. */
const longestBody = 60_000;
const issue_body_mostReasons = 5;
function issueBody(publication, marker) {
    const comment = markerText(marker);
    const sections = [lead(publication), ...(0,finding_sections/* findingSections */.Y)(publication.findings), ...publication.sections].map(quiet);
    const links = linksOf(publication);
    const text = (0,markdown/* withinSize */.LE)(sections, longestBody - comment.length - links.length - 4);
    return `${comment}\n${links}${text}`;
}
function lead(publication) {
    const { status, records, period, tenant, reasons } = publication;
    const shown = reasons.slice(0, issue_body_mostReasons).map(reason => `- ${(0,markdown/* escapeMarkdown */.FV)(reason, 400)}`);
    const more = reasons.length > issue_body_mostReasons ? [`- and ${reasons.length - issue_body_mostReasons} more reasons in manifest.json`] : [];
    return [
        `**${status}**: ${(0,markdown/* thousands */.oh)(records)} records of ${(0,markdown/* escapeMarkdown */.FV)(period.text)} (${period.start} to ${period.end}, days in ${(0,markdown/* escapeMarkdown */.FV)(period.timezone)}), ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))}, tenant ${(0,markdown/* escapeMarkdown */.FV)(tenant)}.`,
        ...(reasons.length > 0 ? [[...shown, ...more].join('\n')] : []),
        '_This text is written anew by every run over the same month; comments stay. Closed when there is nothing to do, and opened again when that changes._',
    ].join('\n\n');
}
function linksOf({ artifactUrl, runUrl }) {
    const links = [
        ...((0,report_publication/* isLink */.PJ)(artifactUrl) ? [`[The evidence (artifact)](${artifactUrl})`] : []),
        ...((0,report_publication/* isLink */.PJ)(runUrl) ? [`[the run](${runUrl})`] : []),
    ];
    return links.length > 0 ? `${links.join(' · ')}\n\n` : '';
}
/** A short word for those who follow the issue, when verdict or findings changed. */
function changeComment(publication, before, isNew) {
    const open = (0,report_publication/* openFindings */.lb)(publication);
    const fresh = open.filter(isNew);
    const gone = before.findings.length - (open.length - fresh.length);
    const listed = fresh.slice(0, 10).map(finding => `- ${finding.severity}: ${(0,markdown/* escapeMarkdown */.FV)(finding.title, 160)}`);
    const lines = [
        `Now **${publication.status}** with ${(0,report_publication/* findingsInWords */.n$)(open)}; before: ${(0,markdown/* escapeMarkdown */.FV)(before.status)} with ${before.findings.length}.`,
        ...(fresh.length > 0
            ? [`New:\n\n${listed.join('\n')}${fresh.length > 10 ? `\n- and ${fresh.length - 10} more` : ''}`]
            : []),
        ...(gone > 0
            ? [`${gone} of the earlier ones ${gone === 1 ? 'is' : 'are'} no longer there, accepted, or of another severity.`]
            : []),
    ];
    return quiet(lines.join('\n\n'));
}
/**
 * GitHub looks for mentions and references after Markdown is done with, so that an entity hides none from it
 * (https://github.com/github/cmark-gfm/issues/181), and in mailed replies even code does not
 * (https://github.com/dependabot/dependabot-core/pull/3157). A space of no width breaks them. `://` and `www.` become
 * links by themselves likewise.
 */
function quiet(markdown) {
    return markdown
        .replace(/@|&#64;/g, '&#64;&#8203;')
        .replace(/&#35;|(?<![&#])#(?=\d)/g, '&#35;&#8203;')
        .replace(/\bGH(-|&#45;)(?=\d)/gi, 'GH-&#8203;')
        .replace(/&#58;(?=&#47;&#47;)/g, '&#58;&#8203;')
        .replace(/\b(www|ftp)(\.|&#46;)/gi, '$1&#8203;.');
}

// EXTERNAL MODULE: ./lib/wire/retry.js
var retry = __webpack_require__(75371);
;// CONCATENATED MODULE: ./lib/publish/github-issues.js



/** A page holds up to 50 bodies of 64 Ki characters, escaped. */
const issuesPolicy = {
    tries: 4,
    base: 1000,
    longest: 60_000,
    timeout: 30_000,
    maximumBytes: 64 << 20,
    jitter: Math.random,
};
const pageSize = 50;
/** Throws `Failure` where there is no repository or no token. */
function gitHubIssues({ world, facts, token, policy = issuesPolicy, signal }) {
    const { repository } = facts;
    if (repository === undefined)
        throw noRepository();
    if (!token)
        throw noToken();
    const base = `${facts.apiUrl ?? 'https://api.github.com'}/repos/${repository}/issues`;
    const headers = {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'm365-audit-export',
        'x-github-api-version': '2022-11-28',
    };
    const call = async (method, path, content, read = (answer) => github_issues_readAnswer(answer, repository, policy.maximumBytes)) => {
        // What is sent twice is made twice; whoever creates must look again before the next try.
        const tries = method === 'POST' ? 1 : policy.tries;
        const body = content === undefined ? {} : { body: JSON.stringify(content) };
        return await (0,send/* send */.t)(world, {
            policy: { ...policy, tries },
            ...(signal ? { signal } : {}),
            request: () => new Request(`${base}${path}`, { method, headers, ...body }),
            read,
        });
    };
    const one = async (method, path, content) => {
        const issue = readIssue(await call(method, path, content));
        if (issue === undefined)
            throw unreadable(repository);
        return issue;
    };
    return {
        async *changedSince(instant) {
            for (let page = 1;; page++) {
                const query = `state=all&since=${encodeURIComponent(instant)}&sort=created&direction=asc&per_page=${pageSize}&page=${page}`;
                const rows = await call('GET', `?${query}`);
                if (!Array.isArray(rows))
                    throw unreadable(repository);
                for (const row of rows) {
                    const issue = isOurs(row) ? readIssue(row) : undefined;
                    if (issue)
                        yield issue;
                }
                if (rows.length < pageSize)
                    return;
            }
        },
        probe: async () => {
            // An issue has to have a title; GitHub looks at that last, after the token and whether issues are on.
            const content = { body: 'Whether the token may write issues.' };
            await call('POST', '', content, answer => answer.status === 422 ? { done: undefined } : github_issues_readAnswer(answer, repository, policy.maximumBytes));
        },
        create: content => one('POST', '', content),
        update: (number, change) => one('PATCH', `/${number}`, change),
        comment: async (number, body) => {
            await call('POST', `/${number}/comments`, { body });
        },
        label: async (number, labels) => {
            await call('POST', `/${number}/labels`, { labels });
        },
        assign: (number, assignees) => one('POST', `/${number}/assignees`, { assignees }),
    };
}
/**
 * Anyone may open an issue in a public repository and copy the marker into it; what a stranger wrote, and can change,
 * must not become the place where findings are told. The job's own token writes as a bot.
 */
function isOurs(row) {
    if (typeof row !== 'object' || row === null)
        return false;
    const fields = { ...row };
    if ('pull_request' in fields)
        return false;
    if (['OWNER', 'MEMBER', 'COLLABORATOR'].includes(String(fields.author_association)))
        return true;
    const { user } = fields;
    return typeof user === 'object' && user !== null && 'type' in user && user.type === 'Bot';
}
function readIssue(row) {
    if (typeof row !== 'object' || row === null)
        return undefined;
    const fields = { ...row };
    if (typeof fields.number !== 'number')
        return undefined;
    const assignees = Array.isArray(fields.assignees) ? fields.assignees : [];
    return {
        number: fields.number,
        url: typeof fields.html_url === 'string' ? fields.html_url : '',
        open: fields.state !== 'closed',
        body: typeof fields.body === 'string' ? fields.body : '',
        assignees: assignees.flatMap((one) => typeof one === 'object' && one !== null && 'login' in one ? [String(one.login)] : []),
    };
}
function github_issues_readAnswer(answer, repository, maximumBytes) {
    const { status, headers } = answer;
    if (status >= 200 && status < 300)
        return { done: (0,body/* bodyJson */.z)(answer, maximumBytes) };
    const words = wordsOf((0,body/* bodyJson */.z)(answer, maximumBytes));
    const limited = status === 429 ||
        (status === 403 &&
            (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || /rate limit/i.test(words)));
    const evidence = {
        status: String(status),
        ...(headers.get('x-github-request-id') ? { 'request-id': headers.get('x-github-request-id') ?? '' } : {}),
    };
    if (limited)
        return { retry: refused('ISSUE_RATE_LIMIT', repository, words, evidence), throttled: true };
    if (status >= 500)
        return { retry: refused('ISSUE_UNAVAILABLE', repository, words, evidence) };
    const code = codes[status] ?? 'ISSUE_REFUSED';
    return { failed: refused(code, repository, words, evidence) };
}
function wordsOf(json) {
    const message = typeof json === 'object' && json !== null && 'message' in json ? json.message : '';
    return typeof message === 'string' ? message.slice(0, 200) : '';
}
/** GitHub says 404 to those who may not know that something exists. */
const codes = {
    401: 'ISSUE_TOKEN',
    403: 'ISSUE_PERMISSION',
    404: 'ISSUE_PERMISSION',
    410: 'ISSUE_DISABLED',
};
/** Naming one permission takes away all that are not named: https://docs.github.com/actions/reference/workflow-syntax#permissions. */
const permissionLines = 'permissions: {contents: read, actions: read, issues: write}';
const github_issues_remedies = {
    ISSUE_PERMISSION: () => `The workflow’s (or the job’s) token lacks the right. Whoever edits the workflow writes at its top: \`${permissionLines}\` (with id-token: write where that is used). ` +
        'If the lines are there, an organisation or repository owner has limited the token: Settings → Actions → General → Workflow permissions. Runs of forks and of Dependabot never get it.',
    ISSUE_TOKEN: () => `The token is wrong or has run out. Leave github-token out, which takes the job’s own, with \`${permissionLines}\`; or renew the one that is given.`,
    ISSUE_DISABLED: repository => `Issues are switched off here. An owner switches them on: gh repo edit ${repository} --enable-issues; or set issue: never.`,
    ISSUE_RATE_LIMIT: () => 'GitHub asks for fewer requests. Run again in an hour.',
    ISSUE_UNAVAILABLE: () => 'Run again later; see githubstatus.com.',
    ISSUE_REFUSED: () => 'If the reason does not say it, please report it with the version and this message.',
};
function refused(code, repository, words, evidence) {
    return new failure/* Failure */.HR({
        code,
        message: `GitHub does not take the issue in ${repository}${words ? `: ${words}` : ''}.`,
        remedy: github_issues_remedies[code](repository),
        evidence,
    });
}
function unreadable(repository) {
    return new failure/* Failure */.HR({
        code: 'ISSUE_UNREADABLE',
        message: `What answers for GitHub’s issues of ${repository} is not GitHub’s API.`,
        remedy: 'Check GITHUB_API_URL, and what stands between (proxy, firewall).',
    });
}
function noRepository() {
    return new failure/* Failure */.HR({
        code: 'ISSUE_NO_REPOSITORY',
        message: 'There is no repository to open an issue in.',
        remedy: 'On a runner GitHub names it; elsewhere set GITHUB_REPOSITORY to OWNER/NAME, or issue: never.',
    });
}
function noToken() {
    return new failure/* Failure */.HR({
        code: 'ISSUE_NO_TOKEN',
        message: 'There is no token to open an issue with.',
        remedy: `Leave github-token out of the workflow, which then takes the job’s own, and give that the right: \`${permissionLines}\`.`,
    });
}

;// CONCATENATED MODULE: ./lib/publish/issue.js
/** The one living issue of a tenant and period: opened, rewritten, closed when clean, reopened when not. */







/** Nothing is asked of GitHub before `publish`. */
function issuePublisher(access) {
    let kept;
    return {
        name: 'issue',
        check: () => issue_check(access),
        publish: async (publication) => {
            const issues = gitHubIssues(access);
            const { issue, did, notes } = await issue_deliver(issues, publication, access);
            const marker = issue && readMarker(issue.body);
            kept = issue && marker && { issues, issue, marker };
            return { did, notes, ...(issue?.url ? { url: issue.url } : {}) };
        },
        memory: {
            mailed: () => kept?.marker.mailed,
            remember: async (digest) => {
                if (kept === undefined)
                    return;
                kept.marker = { ...kept.marker, mailed: digest };
                kept.issue = await kept.issues.update(kept.issue.number, { body: withMarker(kept.issue.body, kept.marker) });
            },
        },
    };
}
async function issue_check(access) {
    try {
        await gitHubIssues(access).probe();
        const says = 'GitHub would take an issue: one without a title was refused for that alone, and none was opened.';
        return { name: 'issues', verdict: 'ok', says };
    }
    catch (error) {
        return (0,check/* failed */.g)('issues', (0,failure/* asFailure */.h_)(error));
    }
}
async function issue_deliver(issues, publication, access) {
    const wanted = access.settings.mode === 'always' || (0,report_publication/* needsAttention */.e_)(publication);
    const found = wanted
        ? await findOrCreate(issues, publication, access)
        : await find(issues, publication).then(existing => existing && { ...existing, created: false });
    if (found === undefined)
        return { did: 'No issue: there is nothing to do, and none is open for this month.', notes: [] };
    return found.created
        ? await finishNew(issues, publication, found.issue, access.settings)
        : await renew(issues, publication, found);
}
/** By the marker, which nobody sees: titles get edited, labels removed, and GitHub's search lags behind. */
async function find(issues, { tenant, period }) {
    // An issue about a month is not older than the month.
    for await (const issue of issues.changedSince(period.start)) {
        const marker = readMarker(issue.body);
        if (marker?.tenant === tenant && marker.period === period.label)
            return { issue, marker };
    }
    return undefined;
}
const creation = { tries: 3, base: 2000, longest: 60_000, timeout: 0, maximumBytes: 0, jitter: Math.random };
/** After a creation of which no answer came, the issue may be there: it is looked for again before the next try. */
async function findOrCreate(issues, publication, { world, signal }) {
    const marker = markerOf(publication, '');
    for (let attempt = 1;; attempt++) {
        const existing = await find(issues, publication);
        if (existing)
            return attempt > 1 && existing.marker.told === marker.told
                ? { ...existing, created: true }
                : { ...existing, created: false };
        try {
            const issue = await issues.create({ title: issueTitle(publication), body: issueBody(publication, marker) });
            return { issue, marker, created: true };
        }
        catch (error) {
            if (attempt >= creation.tries || !mayPass(error))
                throw error;
            await world.sleep((0,retry/* retryDelay */.a)(creation, attempt, null, world.now()), signal);
        }
    }
}
function mayPass(error) {
    return (error instanceof failure/* Failure */.HR &&
        ['ISSUE_UNAVAILABLE', 'ISSUE_RATE_LIMIT', 'WIRE_TIMEOUT', 'WIRE_UNREACHABLE'].includes(error.code));
}
/** More would fill the body; the fingerprint counts them all. */
const mostDigests = 500;
function markerOf(publication, mailed) {
    return {
        tenant: publication.tenant,
        period: publication.period.label,
        status: publication.status,
        findings: (0,report_publication/* openFindings */.lb)(publication).slice(0, mostDigests).map(findingDigest),
        told: fingerprint(publication),
        mailed,
    };
}
/** Labels and assignees come after, each by itself: one that GitHub does not know must not cost the issue. */
async function finishNew(issues, publication, opened, settings) {
    const notes = [];
    const attempt = async (what, work) => {
        try {
            await work();
        }
        catch (error) {
            notes.push(`The issue is there, but ${what}: ${(0,failure/* explain */.WE)((0,failure/* asFailure */.h_)(error))}`);
        }
    };
    if (settings.labels.length > 0)
        await attempt(`has not got its labels (${settings.labels.join(', ')})`, () => issues.label(opened.number, settings.labels));
    if (settings.assignees.length > 0)
        await attempt(`nobody is assigned (${settings.assignees.join(', ')})`, async () => {
            const { assignees } = await issues.assign(opened.number, settings.assignees);
            const known = assignees.map(login => login.toLowerCase());
            const missing = settings.assignees.filter(login => !known.includes(login.toLowerCase()));
            if (missing.length > 0)
                notes.push(`GitHub has not assigned ${missing.join(', ')} to the issue: correct issue-assignees, or give them access to the repository.`);
        });
    if ((0,report_publication/* needsAttention */.e_)(publication))
        return { issue: opened, did: `Issue ${opened.url} was opened.`, notes };
    const closed = await issues.update(opened.number, { state: 'closed' });
    return { issue: closed, did: `Issue ${opened.url} was opened, and closed because there is nothing to do.`, notes };
}
/**
 * State and followers are touched only when verdict or findings changed: who closed it after a look, or opened it
 * again, is not overruled by a rerun.
 */
async function renew(issues, publication, { issue, marker }) {
    const now = markerOf(publication, marker.mailed);
    const changed = now.told !== marker.told;
    const open = changed ? (0,report_publication/* needsAttention */.e_)(publication) : issue.open;
    const updated = await issues.update(issue.number, {
        title: issueTitle(publication),
        body: issueBody(publication, now),
        ...(open === issue.open ? {} : { state: open ? 'open' : 'closed' }),
    });
    const notes = [];
    if (changed) {
        const known = new Set(marker.findings);
        const kept = new Set(now.findings);
        const isNew = (digest) => kept.has(digest) && !known.has(digest);
        const words = changeComment(publication, marker, finding => isNew(findingDigest(finding)));
        await issues.comment(issue.number, words).catch((error) => {
            notes.push(`The issue is up to date, but its followers were not told: ${(0,failure/* explain */.WE)((0,failure/* asFailure */.h_)(error))}`);
        });
    }
    const verb = open === issue.open ? 'rewritten' : open ? 'reopened' : 'closed, because there is nothing to do';
    const why = changed ? '' : ' Verdict and findings are those it had.';
    return { issue: updated, did: `Issue ${issue.url} was ${verb}.${why}`, notes };
}

;// CONCATENATED MODULE: ./lib/publish/publish.js

/** In the order given, never rejecting. */
async function publishAll(publishers, publication) {
    const published = [];
    for (const publisher of publishers) {
        try {
            published.push({ name: publisher.name, ...(await publisher.publish(publication)) });
        }
        catch (error) {
            published.push({ name: publisher.name, did: '', notes: [], failure: (0,failure/* asFailure */.h_)(error) });
        }
    }
    return published;
}

;// CONCATENATED MODULE: ./lib/publish/smtp-errors.js
/** What refusals of a mail server mean, who can mend them, and how. */

/** @param secrets to be cut out of the server's words. */
function explainSmtp(trouble, mail, secrets) {
    const advice = smtp_errors_adviceFor(trouble, mail);
    const hide = (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    const response = hide(trouble.response)
        .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
        .slice(0, 200);
    return new failure/* Failure */.HR({
        ...{ code: advice.code, message: hide(advice.says), remedy: advice.remedy },
        evidence: {
            server: `${mail.server.host}:${mail.server.port}`,
            ...(trouble.code ? { error: trouble.code } : {}),
            ...(response ? { said: response } : {}),
        },
    });
}
function recipientsRefused(rejected, { server, from }) {
    return new failure/* Failure */.HR({
        code: 'SMTP_RECIPIENT_REFUSED',
        message: `${server.host} refuses ${rejected.join(', ')} as recipient${rejected.length === 1 ? '' : 's'}; the others got the mail.`,
        remedy: `Correct mail-to, or let the server’s administrator allow ${from} to send there (relaying).`,
    });
}
function smtp_errors_adviceFor(trouble, mail) {
    const { response, status, code } = trouble;
    const { host } = mail.server;
    // Microsoft's codes come first: they say more than the command they answer.
    if (/\b5\.7\.30\b/.test(response))
        return basicAuthenticationOff(host);
    if (/\b5\.7\.139\b|SmtpClientAuthentication is disabled/i.test(response))
        return smtpAuthOff(mail);
    if (status === 552 || /\b5\.3\.4\b|\b5\.2\.3\b/.test(response) || isTooLargeForServer(trouble))
        return smtp_errors_tooLarge(host);
    if (/\b5\.7\.60\b|SendAsDenied/i.test(response))
        return smtp_errors_sendAs(mail);
    if (code === 'EAUTH')
        return wrongLogin(mail);
    if (isCertificate(trouble))
        return certificate(host);
    if (code === 'ETLS' || wantsTls(trouble))
        return noTls(mail);
    if (status >= 400 && status < 500)
        return putOff(host);
    if (code === 'EENVELOPE')
        return envelope(trouble, mail);
    if (['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS'].includes(code))
        return unreachable(trouble, mail);
    return {
        code: 'SMTP_REFUSED',
        says: `${host} does not take the mail.`,
        remedy: 'The server’s administrator finds the reason in its log; its words are above.',
    };
}
/** The server has said at the start how much it takes; nodemailer does not even send more. */
function isTooLargeForServer({ code, cause }) {
    return code === 'EMESSAGE' && cause instanceof Error && cause.message.startsWith('Message size larger');
}
function smtp_errors_tooLarge(host) {
    return {
        code: 'MAIL_TOO_LARGE',
        says: `${host} takes no mail of this size.`,
        remedy: 'Set mail-attach: false, or let the server’s administrator raise the limit.',
    };
}
/** https://techcommunity.microsoft.com/blog/exchange: basic authentication for client submission ends in steps from the end of 2026. */
function basicAuthenticationOff(host) {
    return {
        code: 'SMTP_BASIC_AUTH_OFF',
        says: `${host} no longer takes user and password (basic authentication) for sending mail.`,
        remedy: 'Exchange Online switches it off by default from the end of December 2026. Take Graph instead: remove smtp-url, set mail-from, and give the app Mail.Send; ' +
            'or send through a relay, Azure Communication Services Email or High Volume Email. Where the tenant may still allow it, an Exchange administrator does so in the admin centre under Settings → Mail flow.',
    };
}
function smtpAuthOff({ server }) {
    return {
        code: 'SMTP_AUTH_DISABLED',
        says: `Sending with user and password is switched off for this mailbox or tenant at ${server.host}.`,
        remedy: `An Exchange administrator switches it on for the one mailbox: Set-CASMailbox -Identity ${server.login?.user ?? '<mailbox>'} -SmtpClientAuthenticationDisabled $false (security defaults in Entra forbid it all the same); or take Graph: remove smtp-url and set mail-from.`,
    };
}
function wrongLogin({ server }) {
    const { host, login } = server;
    return {
        code: 'SMTP_AUTH',
        says: login
            ? `${host} refuses user and password of smtp-url.`
            : `${host} wants user and password, and smtp-url has none.`,
        remedy: 'Correct smtp-url (smtps://user:password@host:465, special characters percent-encoded: @ is %40, / is %2F, # is %23) and store it anew: gh secret set SMTP_URL. ' +
            'Exchange Online gives no reason; there SMTP AUTH must be on for the mailbox (Get-CASMailbox … | Select-Object SmtpClientAuthenticationDisabled), and accounts with a second factor cannot.',
    };
}
function smtp_errors_sendAs({ from }) {
    return {
        code: 'SMTP_SEND_AS_DENIED',
        says: `The account of smtp-url may not send as ${from}.`,
        remedy: `Set mail-from to the account’s own address, or let an Exchange administrator allow it: Add-RecipientPermission -Identity ${from} -Trustee <account> -AccessRights SendAs.`,
    };
}
const certificateCodes = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;
function isCertificate({ original, cause }) {
    return certificateCodes.test(original) || (cause instanceof Error && /certificate|altname/i.test(cause.message));
}
function certificate(host) {
    return {
        code: 'SMTP_CERTIFICATE',
        says: `The certificate that ${host} shows is not to be trusted: it is expired, made out to another name, or of an unknown authority. Nothing was sent.`,
        remedy: 'Use the name that the certificate is made out to. For an authority of your own, give the job NODE_EXTRA_CA_CERTS with the path of its certificate, as an environment variable. What it shows: ' +
            `openssl s_client -connect ${host}:465 -servername ${host}`,
    };
}
function wantsTls({ response }) {
    return /STARTTLS/i.test(response);
}
function noTls({ server }) {
    return {
        code: 'SMTP_NO_TLS',
        says: `No encrypted connection came about with ${server.host}:${server.port}. Neither password nor mail was sent.`,
        remedy: server.implicitTls
            ? 'smtps: speaks TLS from the first byte, usually on port 465; for a server that begins in the clear write smtp://…:587.'
            : 'smtp: needs a server that offers STARTTLS, usually on port 587; for one with TLS from the first byte write smtps://…:465. A plain connection is made to this machine only.',
    };
}
function putOff(host) {
    return {
        code: 'SMTP_PUT_OFF',
        says: `${host} puts the mail off, and did so several times.`,
        remedy: 'It is busy, limits the sender, or wants unknown senders to come again in some minutes (greylisting). Run again later, or let its administrator exempt this sender.',
    };
}
function envelope({ rejected, command }, { server, from, to }) {
    if (command === 'MAIL FROM')
        return {
            code: 'SMTP_SENDER_REFUSED',
            says: `${server.host} refuses ${from} as sender.`,
            remedy: 'Set mail-from to an address that this server sends for; without a login it may want one.',
        };
    return {
        code: 'SMTP_RECIPIENT_REFUSED',
        says: `${server.host} refuses every recipient: ${(rejected.length > 0 ? rejected : to).join(', ')}.`,
        remedy: `Correct mail-to, or let the server’s administrator allow ${from} to send there (relaying).`,
    };
}
function unreachable({ cause }, { server }) {
    return {
        code: 'SMTP_UNREACHABLE',
        says: `The connection to ${server.host}:${server.port} failed: ${(0,failure/* causes */.ps)(cause).replace(/\s+/g, ' ').slice(0, 300)}.`,
        remedy: 'Check host and port of smtp-url, and that the runner reaches them: hosted runners have port 25 closed, and mail does not go through HTTPS_PROXY.',
    };
}

;// CONCATENATED MODULE: ./lib/publish/smtp-server.js
/** A mail server as `smtp-url` names it, and how a connection to it is made. */
/** The password is never sent in the clear, but to this machine. */
function connectionOptions(server, trust) {
    const { host, port, implicitTls, login } = server;
    return {
        host,
        port,
        secure: implicitTls,
        requireTLS: !implicitTls && !isThisMachine(host),
        logger: false,
        ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
        ...(trust ? { tls: { ca: trust } } : {}),
    };
}
function isThisMachine(host) {
    return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
/** The password in each form that the protocol sends it in: a server may answer with what it was told. */
function secretsOf({ login }) {
    if (!login)
        return [];
    const { user, password } = login;
    const base64 = (text) => Buffer.from(text).toString('base64');
    return [base64(`\0${user}\0${password}`), base64(password), password];
}

;// CONCATENATED MODULE: ./lib/publish/smtp.js
/** Mail through a server of the customer's choice, by nodemailer, which is loaded only when a mail is sent. */




/** `timeout` is of silence. */
const smtpPolicy = {
    tries: 3,
    base: 5000,
    longest: 60_000,
    timeout: 60_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/** Most servers take 10 MB or more; base64 makes four bytes of three. */
const smtp_room = 7_000_000;
function smtpPublisher(settings) {
    const name = `mail through ${settings.server.host}`;
    const postman = { name, room: smtp_room, send: (letter) => sendLetter(settings, letter), probe: () => smtp_probe(settings) };
    return mailPublisher(postman, settings, settings.memory);
}
/** Connects, secures the connection, signs in, and leaves. */
async function smtp_probe(settings) {
    const { server, policy = smtpPolicy } = settings;
    const { createTransport } = await __webpack_require__.e(/* import() */ 739).then(__webpack_require__.bind(__webpack_require__, 16739));
    const transport = createTransport({ ...connectionOptions(server, settings.trust), ...limits(policy) });
    try {
        await transport.verify();
    }
    catch (error) {
        throw explainSmtp(troubleOf(error), settings, secretsOf(server));
    }
    finally {
        transport.close();
    }
    const user = server.login ? ' and its user' : '';
    return `${server.host} takes the connection${user}; nothing was sent, so that sender and recipients are not tried.`;
}
/** Tries again what the server puts off, and a connection that does not come about. */
async function sendLetter(settings, letter) {
    const { world, policy = smtpPolicy, server, signal } = settings;
    for (let attempt = 1;; attempt++) {
        signal?.throwIfAborted();
        try {
            return deliveryOf(settings, await sendOnce(settings, letter, policy));
        }
        catch (error) {
            const trouble = troubleOf(error);
            if (attempt >= policy.tries || !smtp_mayPass(trouble))
                throw explainSmtp(trouble, settings, secretsOf(server));
            const delay = (0,retry/* retryDelay */.a)(policy, attempt, null, world.now());
            world.debug(`${server.host} did not take the mail (${trouble.code}); again in ${(delay / 1000).toFixed(1)} s`);
            await world.sleep(delay, signal);
        }
    }
}
async function sendOnce(settings, letter, policy) {
    const { createTransport } = await __webpack_require__.e(/* import() */ 739).then(__webpack_require__.bind(__webpack_require__, 16739));
    const transport = createTransport({ ...connectionOptions(settings.server, settings.trust), ...limits(policy) });
    try {
        return await transport.sendMail({
            from: settings.from,
            to: [...letter.to],
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            attachments: letter.attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
            // The same for the same content: a mailbox that has it already may drop the second.
            messageId: `<${letter.fingerprint}.m365-audit-export@${settings.from.slice(settings.from.lastIndexOf('@') + 1)}>`,
            // Nobody's out-of-office answers a machine: RFC 3834, and Exchange's own header.
            headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
            disableFileAccess: true,
            disableUrlAccess: true,
        });
    }
    finally {
        transport.close();
    }
}
function limits({ timeout }) {
    return { connectionTimeout: timeout, greetingTimeout: timeout, dnsTimeout: timeout, socketTimeout: timeout };
}
function deliveryOf(settings, sent) {
    const names = (list) => list.map(one => (typeof one === 'string' ? one : one.address));
    const rejected = names(sent.rejected);
    const did = `${settings.server.host} took the mail for ${names(sent.accepted).join(', ')}.`;
    if (rejected.length === 0)
        return { did, notes: [] };
    return { did, notes: [], failure: recipientsRefused(rejected, settings) };
}
/** nodemailer's error, whose fields are its own. */
function troubleOf(error) {
    const fields = error instanceof Error ? { ...error } : {};
    const text = (value) => (typeof value === 'string' ? value : '');
    return {
        code: text(fields.code),
        original: text(fields.originalCode),
        response: text(fields.response),
        status: typeof fields.responseCode === 'number' ? fields.responseCode : 0,
        command: text(fields.command),
        rejected: Array.isArray(fields.rejected) ? fields.rejected.map(String) : [],
        cause: error,
    };
}
/** Of a connection that broke nobody knows whether the mail had been taken; one that never came about took none. */
function smtp_mayPass({ code, status, original }) {
    if (status > 0)
        return status < 500;
    return code === 'EDNS' || ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'].includes(original);
}

// EXTERNAL MODULE: ./lib/report/disclose.js
var report_disclose = __webpack_require__(90524);
// EXTERNAL MODULE: ./lib/report/redacted-findings.js
var redacted_findings = __webpack_require__(72079);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(43394);
// EXTERNAL MODULE: ./lib/signin/token.js + 2 modules
var token = __webpack_require__(16263);
;// CONCATENATED MODULE: ./lib/month/delivery.js
/** Carries the month to people: the issue first, since it remembers what was mailed, then the mail. */











/** Never rejects: a delivery that failed says so in its own entry. */
async function deliverReport(settings, context, done) {
    const issue = issueOf(settings, context);
    const mail = mailOf(settings, context, done.caller, issue);
    const publishers = [issue, mail].filter(publisher => publisher !== undefined);
    if (publishers.length === 0)
        return [];
    const published = await context.host.group('Deliver', () => publishAll(publishers, publicationOf(settings, done)));
    return published.map(({ failure, ...delivery }) => failure ? { ...delivery, failure: (0,check_of_code/* pointingToDoctor */.F0)(failure, context.host) } : delivery);
}
function issueOf(settings, { host, world, cancelled }) {
    const { mode, labels, assignees } = settings.issue;
    if (mode === 'never')
        return undefined;
    return issuePublisher({
        world,
        facts: host.facts,
        token: settings.githubToken,
        signal: cancelled,
        settings: { mode, labels, assignees },
    });
}
/** Undefined where no mail is wanted, or where Graph were to send it and nobody is signed in. */
function mailOf({ mail }, { world, cancelled }, caller, issue) {
    if (mail === undefined)
        return undefined;
    const { server, ...letter } = mail;
    const common = { world, ...letter, memory: issue?.memory, signal: cancelled };
    if (server)
        return smtpPublisher({ ...common, server });
    if (caller === undefined)
        return undefined;
    const { cloud, tenantId, clientId, credential } = caller;
    const tokens = (0,token/* tokenProvider */.l)(world, { cloud, tenantId, clientId, credential, resource: 'graph', signal: cancelled });
    return graphMailPublisher({ ...common, cloud, tenantId, clientId, tokens });
}
function publicationOf(settings, { folder, evidence, kept }) {
    const { facts, disclose, manifest } = evidence;
    const { text, label, timezone, start, end } = facts.period;
    return {
        status: evidence.status,
        reasons: evidence.reasons,
        gaps: facts.gaps,
        records: facts.records,
        tenant: facts.tenant,
        period: { label, text, timezone, start: (0,record/* instantOf */.B9)(start), end: (0,record/* instantOf */.B9)(end) },
        findings: (0,redacted_findings/* redactedFindings */.x)(facts.watch?.findings ?? [], { minimum: settings.minimumSeverity, disclose }),
        sections: (0,summary/* monthSections */.Tx)(facts, (0,report_disclose/* disclosing */.IO)(disclose)),
        files: evidence.files.map(file => ({ ...file, path: (0,external_node_path_.join)(folder.path, file.name) })),
        artifactUrl: kept.artifact?.url,
        runUrl: manifest.run.url,
    };
}


/***/ }),

/***/ 77194:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Bm: () => (/* binding */ baselineBytes),
  rR: () => (/* binding */ namedBaseline),
  pg: () => (/* binding */ setUpDetection),
  NC: () => (/* binding */ teamLists)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/errors.js
var errors = __webpack_require__(961);
;// CONCATENATED MODULE: ./lib/detect/address.js
/** Addresses as the log spells them, made comparable: port and brackets off, mapped v6 as v4, and the network they lie in. */
/** A month's addresses come again and again; the port changes with every connection. */
const known = new Map();
const mostKnown = 20_000;
/** Undefined for host names and whatever else stands where an address should. */
function parseAddress(text) {
    if (text.length < 3 || text.length > 80)
        return undefined;
    if (known.has(text))
        return known.get(text);
    if (known.size >= mostKnown)
        known.clear();
    const address = parse(text);
    known.set(text, address);
    return address;
}
function parse(text) {
    const bare = withoutPort(text.trim());
    const four = parseFour(bare);
    if (four)
        return describeFour(four);
    const groups = parseSix(bare);
    if (!groups)
        return undefined;
    const mapped = mappedFour(groups);
    return mapped ? describeFour(mapped) : describeSix(groups);
}
function withoutPort(text) {
    if (text.startsWith('[')) {
        const end = text.indexOf(']');
        return end < 0 ? '' : text.slice(1, end);
    }
    const colon = text.indexOf(':');
    return colon > 0 && colon === text.lastIndexOf(':') ? text.slice(0, colon) : text;
}
function parseFour(text) {
    const parts = text.split('.');
    if (parts.length !== 4)
        return undefined;
    const numbers = parts.map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
    return numbers.every(number => number < 256) ? numbers : undefined;
}
function parseSix(text) {
    const [plain = ''] = text.split('%');
    const halves = plain.split('::');
    if (!plain.includes(':') || halves.length > 2)
        return undefined;
    const [head, tail] = halves.map(half => groupsOf(half));
    if (!head || (halves.length === 2 && !tail))
        return undefined;
    const missing = 8 - head.length - (tail?.length ?? 0);
    if (halves.length === 1)
        return missing === 0 ? head : undefined;
    return missing < 1 ? undefined : [...head, ...new Array(missing).fill(0), ...(tail ?? [])];
}
function groupsOf(text) {
    if (text === '')
        return [];
    const groups = [];
    for (const part of text.split(':')) {
        const four = part.includes('.') ? parseFour(part) : undefined;
        if (four)
            groups.push(((four[0] ?? 0) << 8) | (four[1] ?? 0), ((four[2] ?? 0) << 8) | (four[3] ?? 0));
        else if (/^[\da-f]{1,4}$/i.test(part))
            groups.push(Number.parseInt(part, 16));
        else
            return undefined;
    }
    return groups.length <= 8 ? groups : undefined;
}
function mappedFour(groups) {
    const [high = 0, low = 0] = groups.slice(6);
    if (groups.slice(0, 5).some(group => group !== 0) || groups[5] !== 0xffff)
        return undefined;
    return [high >> 8, high & 255, low >> 8, low & 255];
}
function describeFour(parts) {
    const [a = 0, b = 0, c = 0] = parts;
    const value = numberOf(parts);
    return {
        text: parts.join('.'),
        network: `${a}.${b}.${c}.0/24`,
        microsoft: within(value, microsoftFour),
        local: within(value, localFour),
    };
}
function describeSix(groups) {
    const [first = 0, second = 0, third = 0] = groups;
    const hex = (group) => group.toString(16);
    const loopback = groups.slice(0, 7).every(group => group === 0);
    return {
        text: groups.map(hex).join(':'),
        network: `${hex(first)}:${hex(second)}:${hex(third)}::/48`,
        // 2603:1000::/24, 2620:1ec::/36 and 2a01:111::/32 hold the v6 front ends of the page named below.
        microsoft: (first === 0x2603 && second >> 8 === 0x10) ||
            (first === 0x2620 && second === 0x1ec && third >> 12 === 0) ||
            (first === 0x2a01 && second === 0x111),
        local: loopback || first >> 9 === 0x7e || first >> 6 === 0x3fa,
    };
}
function range(text) {
    const [address = '', bits = '32'] = text.split('/');
    const first = numberOf(address.split('.').map(Number));
    return [first, first + 2 ** (32 - Number(bits)) - 1];
}
function numberOf([a = 0, b = 0, c = 0, d = 0]) {
    return ((a * 256 + b) * 256 + c) * 256 + d;
}
function within(value, ranges) {
    return ranges.some(([first, last]) => value >= first && value <= last);
}
/**
 * Exchange, SharePoint, Teams and sign-in front ends:
 * https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges. Azure's ranges for customers'
 * machines are left out on purpose: an attacker can rent one.
 */
const microsoftFour = [
    ...['13.107.6.0/24', '13.107.18.0/24', '13.107.128.0/22', '13.107.136.0/22', '13.107.140.6/32', '20.20.32.0/19'],
    ...['20.190.128.0/18', '20.231.128.0/19', '23.103.160.0/20', '40.92.0.0/15', '40.96.0.0/13', '40.104.0.0/15'],
    ...['40.107.0.0/16', '40.108.128.0/17', '40.126.0.0/18', '52.96.0.0/14', '52.100.0.0/14', '52.104.0.0/14'],
    ...['52.112.0.0/14', '52.122.0.0/15', '104.47.0.0/17', '104.146.128.0/17', '131.253.33.215/32', '132.245.0.0/16'],
    ...['150.171.32.0/22', '150.171.40.0/22', '204.79.197.215/32'],
].map(range);
const localFour = [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
].map(range);

// EXTERNAL MODULE: ./lib/detect/findings.js
var findings = __webpack_require__(6741);
;// CONCATENATED MODULE: ./lib/detect/identity.js
/** Who acted: one spelling for each user id, and whether a person, a guest, an application or the service stands behind it. */
/** A month's people come again and again; one string for each makes every look-up that follows cheap. */
const identity_known = new Map();
const identity_mostKnown = 50_000;
function accountOf(text) {
    const met = identity_known.get(text);
    if (met)
        return met;
    if (identity_known.size >= identity_mostKnown)
        identity_known.clear();
    const user = foldUser(text);
    const guest = user.includes('#ext#') || user.startsWith('urn:spo:');
    const found = { user, sure: sureKind(user), likely: guest ? 'guest' : 'person' };
    if (text.length <= longestUser)
        identity_known.set(text, found);
    return found;
}
/** One spelling: about one id in ten comes in other letter cases, and SharePoint puts its claim type before some. */
function foldUser(text) {
    const folded = text.slice(0, longestUser).trim().toLowerCase();
    const claim = folded.startsWith('i:0') ? folded.lastIndexOf('|') : -1;
    return claim > 0 ? folded.slice(claim + 1) : folded;
}
/** Longer ids are nobody's; they would only fill the memory. */
const longestUser = 400;
const guid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;
/** Names that services act under, folded; whole, or the beginning where it ends in `*`. */
const services = [
    ...['app@sharepoint', 'sharepoint\\system', 'certificate', 'not-found', 'not available', 'unknown', 'system', 'none'],
    ...['microsoft\\serviceoperator', 'securitycompliancealerts', 'threatintel', 'microsoft.*', 'microsoft substrate*'],
    ...['nt authority\\*', 'nt service\\*', 's-1-5-18', 's-1-5-19', 's-1-5-20'],
    ...['spoappprincipal*', 'spo app*', 'device configuration service', 'azure mfa strongauthenticationservice'],
    ...['dlpagent', 'o365 suiteux', 'microsoft office 365 portal', 'fim_password_service@support.onmicrosoft.com'],
];
const wholeNames = new Set(services.filter(name => !name.endsWith('*')));
const beginnings = services.filter(name => name.endsWith('*')).map(name => name.slice(0, -1));
/** @param userType the record's number, or -1. */
function accountKindOf({ sure, likely }, userType) {
    if (sure)
        return sure;
    if (userType === 5 || userType === 6)
        return 'application';
    // DcAdmin, System, CustomPolicy, SystemPolicy: Microsoft's own hands.
    if (userType === 3 || userType === 4 || userType === 7 || userType === 8)
        return 'service';
    return userType === 10 ? 'guest' : likely;
}
function sureKind(user) {
    if (user === '')
        return 'none';
    if (wholeNames.has(user))
        return 'service';
    // Anybody may name an account so that it begins like a service.
    if (!user.includes('@') && beginnings.some(beginning => user.startsWith(beginning)))
        return 'service';
    // The account of Entra Connect: attacked often enough to be watched, but nobody's.
    const isSync = /^sync_[^@]{1,80}_[\da-f]{12}@[^@]{1,200}\.onmicrosoft\.com$/.test(user);
    return isSync || user.startsWith('serviceprincipal_') || guid.test(user) ? 'application' : undefined;
}
/** The part after the @, '' where there is none; for a guest the home domain. */
function domainOf(user) {
    const text = user.slice(0, 400);
    const guest = text.indexOf('#ext#');
    if (guest > 0)
        return text.slice(text.lastIndexOf('_', guest) + 1, guest);
    const spo = text.startsWith('urn:spo:guest#') ? text.slice(14) : text;
    const at = spo.lastIndexOf('@');
    return at < 0 ? '' : spo.slice(at + 1).replace(/[>\s;,"'\]].*$/, '');
}
function isGuid(text) {
    return guid.test(text);
}

;// CONCATENATED MODULE: ./lib/detect/accepted.js
/** Findings that the team has accepted: matched, expired and useless entries; and the entry that would accept a finding. */



/**
 * Entries of the parsed YAML file: a list, or an object with one under `accepted`.
 * @returns mistakes as sentences; good entries count all the same.
 */
function parseAccepted(data, placeOf = index => `entry ${index + 1}`) {
    const isNamed = typeof data === 'object' && data !== null && ('accepted' in data || 'watched' in data);
    const list = isNamed ? data.accepted : data;
    if (list === undefined || list === null)
        return { entries: [], mistakes: [] };
    if (!Array.isArray(list))
        return { entries: [], mistakes: ['expected a list of entries'] };
    const entries = [];
    const mistakes = [];
    list.forEach((item, i) => {
        const parsed = findings/* AcceptedEntry */.IF.safeParse(plainDates(item));
        if (!parsed.success) {
            const [issue] = parsed.error.issues;
            mistakes.push(`${placeOf(i)}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`.trim());
        }
        else if (fields.every(name => parsed.data[name] === undefined))
            mistakes.push(`${placeOf(i)}: names nothing to accept`);
        else
            entries.push(parsed.data);
    });
    return { entries, mistakes };
}
/** YAML reads a bare date as one. */
function plainDates(item) {
    if (typeof item !== 'object' || item === null || !('until' in item) || !(item.until instanceof Date))
        return item;
    return { ...item, until: item.until.toISOString().slice(0, 10) };
}
const fields = ['rule', 'actor', 'application', 'address', 'domain'];
class Acceptance {
    entries;
    /** @param on the moment against which `until` is measured: the period's end. */
    constructor(entries, on) {
        const today = new Date(on - 1).toISOString().slice(0, 10);
        this.entries = entries.map(entry => ({
            entry,
            expired: entry.until !== undefined && entry.until < today,
            matched: 0,
        }));
    }
    /** The first entry that holds and fits. */
    of(finding) {
        const fitting = this.entries.filter(({ entry }) => fits(entry, finding));
        for (const one of fitting)
            one.matched++;
        return fitting.find(one => !one.expired)?.entry;
    }
    /** What to tell of the entries themselves. */
    notes() {
        return this.entries.flatMap(({ entry, expired, matched }) => {
            if (expired && matched > 0)
                return [`Accepted until ${entry.until}, found again, and no longer accepted: ${entryText(entry)}`];
            if (expired)
                return [`An accepted entry expired on ${entry.until}: ${entryText(entry)}`];
            return matched === 0 ? [`An accepted entry matches nothing this month: ${entryText(entry)}`] : [];
        });
    }
}
function fits(entry, finding) {
    const { rule, actor, application, address, domain } = entry;
    const people = [...finding.actors, ...finding.users];
    return ((rule === undefined || like(rule, finding.rule)) &&
        (actor === undefined || people.some(one => like(foldUser(actor), one))) &&
        (application === undefined || [...finding.applications, ...finding.objects].some(one => like(application, one))) &&
        (address === undefined || finding.addresses.some(one => sameAddress(address, one))) &&
        (domain === undefined ||
            [...people, ...finding.objects].some(one => like(domain, domainOf(one.toLowerCase())) || like(domain, one))));
}
function sameAddress(wanted, found) {
    if (wanted === found)
        return true;
    const parsed = parseAddress(found);
    return parsed !== undefined && (parsed.network === wanted || parsed.text === parseAddress(wanted)?.text);
}
/** `*` stands for any run of characters. Walks the parts one by one: no pattern can make it slow. */
function like(pattern, text) {
    const parts = pattern.toLowerCase().split('*');
    const folded = text.toLowerCase();
    const first = parts[0] ?? '';
    if (parts.length === 1)
        return folded === first;
    const last = parts.at(-1) ?? '';
    if (!folded.startsWith(first) || !folded.endsWith(last) || folded.length < first.length + last.length)
        return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
        const found = folded.indexOf(part, at);
        if (found < 0 || found + part.length > folded.length - last.length)
            return false;
        at = found + part.length;
    }
    return true;
}
/** The entry that would accept a finding, as YAML to paste. */
function acceptingEntry(finding) {
    const [actor] = finding.actors.length > 0 ? finding.actors : finding.users;
    const [application] = finding.applications;
    const [address] = finding.addresses;
    const lines = [`rule: ${quoted(finding.rule)}`];
    if (actor)
        lines.push(`actor: ${quoted(actor)}`);
    else if (application)
        lines.push(`application: ${quoted(application)}`);
    else if (address)
        lines.push(`address: ${quoted(address)}`);
    return `- ${[...lines, 'reason: "…"', `until: "${inHalfAYear(finding.last)}"`].join('\n  ')}\n`;
}
function inHalfAYear(moment) {
    return new Date(Date.parse(moment) + 183 * 86_400_000).toISOString().slice(0, 10);
}
/** JSON's strings are YAML's as well. */
function quoted(text) {
    return JSON.stringify(text);
}
function entryText(entry) {
    return (fields.flatMap(name => (entry[name] === undefined ? [] : [`${name} ${entry[name]}`])).join(', ') +
        ` (${entry.reason})`);
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(27597);
;// CONCATENATED MODULE: ./lib/detect/bounded.js
/** State that can't grow with the month: bounded maps, windows, rings, distinct counts. What is dropped is counted. */
/** What was dropped to stay within bounds, by the name of the state. */
class Evictions {
    counts = new Map();
    add(name, number = 1) {
        this.counts.set(name, (this.counts.get(name) ?? 0) + number);
    }
    list() {
        return [...this.counts].map(([name, dropped]) => ({ name, dropped })).sort((a, b) => (a.name < b.name ? -1 : 1));
    }
}
/** A map that forgets whom it has not been asked about for longest. */
class BoundedMap {
    map = new Map();
    name;
    most;
    evictions;
    harmless;
    /** @param harmless whether dropping a value loses nothing; then it is not told. */
    constructor(name, most, evictions, harmless) {
        this.name = name;
        this.most = most;
        this.evictions = evictions;
        this.harmless = harmless;
    }
    /** The value of a key, made on first sight. */
    at(key, make) {
        const present = this.map.get(key);
        if (present !== undefined) {
            // Moving a key to the end on every visit is dear; once the map is half full it is what keeps the busy ones.
            if (this.map.size > this.most / 2) {
                this.map.delete(key);
                this.map.set(key, present);
            }
            return present;
        }
        if (this.map.size >= this.most) {
            for (const [oldest, value] of this.map) {
                this.map.delete(oldest);
                if (!this.harmless?.(value))
                    this.evictions.add(this.name);
                break;
            }
        }
        const made = make();
        this.map.set(key, made);
        return made;
    }
    get(key) {
        return this.map.get(key);
    }
    delete(key) {
        this.map.delete(key);
    }
    get size() {
        return this.map.size;
    }
    entries() {
        return this.map.entries();
    }
    values() {
        return this.map.values();
    }
}
/** The last things of a window of time, at most `most` of them; they come in order of time. */
class SlidingWindow {
    items = [];
    span;
    most;
    /** @param span milliseconds. */
    constructor(span, most) {
        this.span = span;
        this.most = most;
    }
    /** How many lie in the window that ends now, this one counted. */
    add(time, value) {
        this.items.push({ time, value });
        const from = time - this.span;
        while ((this.items[0]?.time ?? time) < from || this.items.length > this.most)
            this.items.shift();
        return this.items.length;
    }
    /** What lies in the window that ends at `time`, oldest first. */
    within(time) {
        const from = time - this.span;
        return this.items.filter(item => item.time >= from && item.time <= time);
    }
    distinct(key) {
        return new Set(this.items.map(item => key(item.value))).size;
    }
}
/** Counts different texts exactly up to a bound, then says "at least". */
class Distinct {
    /** Made on first use: most of those that are kept for each person stay empty. */
    seen;
    most;
    /** Whether more were met than are counted. */
    overflowed = false;
    constructor(most) {
        this.most = most;
    }
    /** Whether the text is new. */
    add(text) {
        this.seen ??= new Set();
        if (this.seen.has(text))
            return false;
        if (this.seen.size >= this.most) {
            this.overflowed = true;
            return false;
        }
        this.seen.add(text);
        return true;
    }
    has(text) {
        return this.seen?.has(text) ?? false;
    }
    get size() {
        return this.seen?.size ?? 0;
    }
    /** Sorted, so that what is shown does not hang on the order of arrival. */
    list() {
        return [...(this.seen ?? [])].sort();
    }
    /** `38`, or `200 or more`. */
    toString() {
        return this.overflowed ? `${this.size} or more` : String(this.size);
    }
}
/**
 * The heaviest keys of a stream in fixed memory (Metwally et al., space saving): a key's count is never too small, and
 * any key with more than total/`most` is among them.
 */
class TopKeys {
    map = new Map();
    name;
    most;
    evictions;
    constructor(name, most, evictions) {
        this.name = name;
        this.most = most;
        this.evictions = evictions;
    }
    /** The value of a key that is kept; the visit counts. */
    get(key) {
        const present = this.map.get(key);
        if (present)
            present.count++;
        return present?.value;
    }
    at(key, make) {
        const present = this.map.get(key);
        if (present) {
            present.count++;
            return present.value;
        }
        const inherited = this.map.size >= this.most ? this.dropLightest() : 0;
        const value = make();
        this.map.set(key, { count: inherited + 1, value });
        return value;
    }
    /** A twentieth of the keys goes at once, so that a flood of new ones does not cost a search each. */
    dropLightest() {
        const ranked = [...this.map].sort((a, b) => a[1].count - b[1].count);
        const victims = ranked.slice(0, Math.max(1, this.most / 20));
        for (const [key] of victims)
            this.map.delete(key);
        this.evictions.add(this.name, victims.length);
        return victims.at(-1)?.[1].count ?? 0;
    }
    get size() {
        return this.map.size;
    }
    entries() {
        return [...this.map].map(([key, { value }]) => [key, value]);
    }
}

;// CONCATENATED MODULE: ./lib/detect/evidence-list.js
const mostIds = 200;
const mostTelling = 5;
class EvidenceList {
    /** All records that were added, also those whose ids were not kept. */
    count = 0;
    first = Number.POSITIVE_INFINITY;
    last = Number.NEGATIVE_INFINITY;
    kept = [];
    most;
    /** @param most ids kept; the count goes on. */
    constructor(most = mostIds) {
        this.most = most;
    }
    static of(...events) {
        const evidence = new EvidenceList();
        for (const event of events)
            evidence.add(event);
        return evidence;
    }
    /** @param weight how telling the record is: the heaviest five are shown first. */
    add(event, weight = 1) {
        this.count++;
        this.first = Math.min(this.first, event.time);
        this.last = Math.max(this.last, event.time);
        const place = this.placeFor(weight);
        if (place >= 0)
            this.kept[place] = { id: event.id, time: event.time, operation: event.operation.trim(), weight };
        return this;
    }
    /** Takes over what another gathered. */
    join(other) {
        this.count += other.count;
        this.first = Math.min(this.first, other.first);
        this.last = Math.max(this.last, other.last);
        for (const record of other.kept) {
            const place = this.placeFor(record.weight);
            if (place >= 0)
                this.kept[place] = record;
        }
        return this;
    }
    /** In order of time. */
    records() {
        return [...this.kept].sort(byTime).map(strip);
    }
    /** The three to five that say most, in order of time. */
    telling() {
        const ranked = [...this.kept].sort((a, b) => b.weight - a.weight || byTime(a, b));
        return ranked.slice(0, mostTelling).sort(byTime).map(strip);
    }
    /** How many ids were not kept. */
    get cut() {
        return Math.max(0, this.count - this.kept.length);
    }
    /** Where a record of this weight is kept: at the end, or, when all is full, instead of the latest of the lightest; −1 for nowhere. */
    placeFor(weight) {
        if (this.kept.length < this.most)
            return this.kept.length;
        let victim = -1;
        let lightest = weight;
        for (let index = this.kept.length - 1; index >= 0; index--) {
            const its = this.kept[index]?.weight ?? 0;
            if (its >= lightest)
                continue;
            victim = index;
            lightest = its;
        }
        return victim;
    }
}
function byTime(a, b) {
    return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
function strip({ id, time, operation }) {
    return { id, time, operation };
}

;// CONCATENATED MODULE: ./lib/detect/profiles.js
/**
 * Who does how much of what on which day, when administrators act, and how many records each workload sends by the hour:
 * kept as counters, so that a month of any size fits.
 */


const hour = 3_600_000;
const day = 24 * hour;
const groups = ['download', 'access', 'modify', 'delete', 'send', 'mail-read', 'share', 'admin'];
const acts = {
    download: /^(filedownloaded|filesyncdownloaded.*)$/,
    access: /^(fileaccessed.*|filepreviewed)$/,
    modify: /^(filemodified.*|fileuploaded.*|filerenamed|filesyncuploaded.*|filemoved|filecopied)$/,
    delete: /^(filedeleted.*|filerecycled|fileversionsalldeleted|folderdeleted.*|folderrecycled|harddelete|softdelete|movetodeleteditems)$/,
    send: /^(send|sendas|sendonbehalf)$/,
    'mail-read': /^mailitemsaccessed$/,
    share: /^(sharingset|sharinginvitationcreated|anonymouslink(created|updated)|securelink(created|updated)|addedtosecurelink|companylinkcreated)$/,
};
const adminTypes = new Set(['AzureActiveDirectory', 'ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet']);
/** A day's records in excess of this are remembered as evidence. */
const noteworthy = 50;
const mostPeople = 20_000;
const mostWorkloads = 60;
const mostTypes = 1_000;
class Profiles {
    people;
    /** Records by hour of the period. */
    workloads = new Map();
    recordTypes = new Map();
    days;
    start;
    groupOf = new Map();
    constructor(period, evictions) {
        this.start = period.start;
        this.days = Math.max(1, Math.ceil((period.end - period.start) / day));
        this.people = new BoundedMap('people’s daily volumes', mostPeople, evictions);
    }
    see(event) {
        const met = this.recordTypes.get(event.recordType);
        if (met !== undefined || this.recordTypes.size < mostTypes)
            this.recordTypes.set(event.recordType, (met ?? 0) + 1);
        this.seeWorkload(event);
        const { kind } = event;
        if (kind !== 'person' && kind !== 'guest')
            return;
        if (event.act === 'userloginfailed')
            return;
        const person = this.people.at(event.user, () => ({
            volumes: [],
            hours: undefined,
            first: event.time,
            last: event.time,
        }));
        person.last = event.time;
        const group = this.group(event);
        if (group < 0)
            return;
        if (group === 7) {
            person.hours ??= new Uint32Array(24);
            const now = new Date(event.time).getUTCHours();
            person.hours[now] = (person.hours[now] ?? 0) + 1;
        }
        this.seeVolume(person, group, event);
    }
    /** Counts by day of one person's group; undefined where there were none. */
    volume(user, group) {
        return this.people.get(user)?.volumes[groups.indexOf(group)];
    }
    dayOf(time) {
        return Math.min(this.days - 1, Math.max(0, Math.floor((time - this.start) / day)));
    }
    group(event) {
        if (adminTypes.has(event.recordType))
            return 7;
        const known = this.groupOf.get(event.act);
        if (known !== undefined)
            return known;
        const found = groups.findIndex(name => name !== 'admin' && acts[name].test(event.act));
        if (this.groupOf.size < 5_000)
            this.groupOf.set(event.act, found);
        return found;
    }
    seeVolume(person, group, event) {
        let volume = person.volumes[group];
        if (!volume) {
            volume = { byDay: new Uint32Array(this.days), best: undefined, current: undefined };
            person.volumes[group] = volume;
        }
        const today = this.dayOf(event.time);
        const count = (volume.byDay[today] ?? 0) + weightOf(event, group);
        volume.byDay[today] = count;
        if (count < noteworthy)
            return;
        if (volume.current?.day !== today) {
            volume.best = busier(volume);
            volume.current = { day: today, evidence: new EvidenceList(20) };
        }
        volume.current.evidence.add(event);
    }
    seeWorkload(event) {
        const name = event.workload || event.recordType;
        let hours = this.workloads.get(name);
        if (!hours) {
            if (this.workloads.size >= mostWorkloads)
                return;
            hours = new Uint32Array(this.days * 24);
            this.workloads.set(name, hours);
        }
        const at = Math.min(hours.length - 1, Math.max(0, Math.floor((event.time - this.start) / hour)));
        hours[at] = (hours[at] ?? 0) + 1;
    }
}
/** Records of a volume's day, where enough were there to be remembered. */
function volumeEvidence(volume, day) {
    if (volume.current?.day === day)
        return volume.current.evidence;
    return volume.best?.day === day ? volume.best.evidence : undefined;
}
function busier({ byDay, best, current }) {
    if (!best || !current)
        return best ?? current;
    return (byDay[current.day] ?? 0) > (byDay[best.day] ?? 0) ? current : best;
}
/** One record may stand for many items. */
function weightOf(event, group) {
    if (group === 3)
        return Math.max(1, Math.min(10_000, event.list('AffectedItems').length));
    // The substrate reads mail for search and the like: about two thirds of these records.
    if (group === 5 && event.text('ClientInfoString').startsWith('Client=REST;Client=RESTSystem'))
        return 0;
    return 1;
}

;// CONCATENATED MODULE: ./lib/detect/baseline.js
/**
 * What one month hands to the next: terms with the month they were last met in, profiles, sizes. People, places and
 * domains stand in it as digests; without a key it holds nothing about single people, for a digest without one
 * can be undone with a list of names.
 */


const baselineSchema = 'm365-audit-export/baseline/1';
/** Months after which an unmet term is forgotten. */
const agedAfter = 6;
const mostTerms = 150_000;
const mostProfiles = 20_000;
const month = schemas/* int */.Whr().min(0).max(100_000).describe('year × 12 + month − 1 in which it was last met');
const habit = schemas/* tuple */.PVZ([schemas/* number */.aig(), schemas/* number */.aig(), schemas/* int */.Whr()]).describe('median and deviation of log1p per day, active days');
const Baseline = schemas/* strictObject */.rej({
    schema: schemas/* literal */.euz(baselineSchema),
    month,
    keyed: schemas/* boolean */.zMY().describe('digests are keyed; without a key nothing about single people is here'),
    users: schemas/* int */.Whr().min(0),
    domains: schemas/* array */.YOg(schemas/* string */.YjP()),
    terms: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* record */.g1P(schemas/* string */.YjP(), month))).describe('kind, owner, term'),
    pending: schemas/* array */.YOg(schemas/* string */.YjP())
        .describe('what stood in a medium or higher finding: learned only when a later month meets it again'),
    volumes: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* record */.g1P(schemas/* string */.YjP(), habit)),
    hours: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* array */.YOg(schemas/* int */.Whr().min(0)).length(24)),
    workloads: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* array */.YOg(schemas/* number */.aig()).length(48)),
    recordTypes: schemas/* record */.g1P(schemas/* string */.YjP(), schemas/* int */.Whr().min(0)).describe('records of the month'),
});
/** Kinds whose terms are nobody's secret. */
const plainTerms = new Set(['operation', 'application', 'agent', 'sender-app']);
/** Kinds that are about single people: kept under a key only. */
const personal = new Set([
    ...['network', 'admin', 'forward-target', 'share-domain', 'user-network', 'user-agent'],
    ...['user-application', 'user-operation', 'user-mailbox', 'user-place'],
]);
function monthIndex(time) {
    const date = new Date(time);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
const digestLength = 14;
/** The baseline as rules ask it. */
function historyOf(baseline, hash, keyed) {
    const people = baseline.keyed && keyed;
    const digest = remembering((text) => hash('baseline', text).slice(0, digestLength));
    return {
        users: baseline.users,
        domains: baseline.domains,
        remembers: kind => people || !personal.has(kind),
        has(kind, owner, term) {
            if (personal.has(kind) && !people)
                return false;
            const owners = own(baseline.terms, kind);
            const terms = owners && own(owners, owner === '' ? '' : digest(owner));
            return terms !== undefined && Object.hasOwn(terms, plainTerms.has(kind) ? term : digest(term));
        },
        volume(user, group) {
            const entry = people ? own(own(baseline.volumes, digest(user)) ?? {}, group) : undefined;
            return entry && { median: entry[0], deviation: entry[1], days: entry[2] };
        },
        hours: user => (people ? own(baseline.hours, digest(user)) : undefined),
        workload: name => own(baseline.workloads, name),
        workloads: () => Object.keys(baseline.workloads),
        recordTypes: () => new Map(Object.entries(baseline.recordTypes)),
        absent(user) {
            const met = people ? lastMet(baseline, digest(user)) : undefined;
            return met === undefined ? undefined : baseline.month + 1 - met;
        },
    };
}
function lastMet(baseline, owner) {
    let last;
    for (const kind of ['user-network', 'user-agent', 'user-application'])
        for (const met of Object.values(own(own(baseline.terms, kind) ?? {}, owner) ?? {}))
            last = Math.max(last ?? 0, met);
    return last;
}
/** A month's digests are asked for again and again. */
function remembering(make) {
    const kept = new Map();
    return text => {
        const known = kept.get(text);
        if (known !== undefined)
            return known;
        const made = make(text);
        if (kept.size < 200_000)
            kept.set(text, made);
        return made;
    };
}
function own(object, name) {
    return Object.hasOwn(object, name) ? object[name] : undefined;
}
/** Next month's baseline: what was known and is not too old, and what this month added. */
function nextBaseline(learned) {
    const { hash, keyed, previous, suspects } = learned;
    const now = monthIndex(learned.period.start);
    const digest = remembering((text) => hash('baseline', text).slice(0, digestLength));
    const usable = previous?.keyed === keyed ? previous : undefined;
    const terms = agedTerms(previous, now, keyed && (previous?.keyed ?? false));
    const pendingBefore = new Set(usable?.pending);
    const pending = new Set();
    for (const { kind, owner, term } of learned.terms.all()) {
        if (personal.has(kind) && !keyed)
            continue;
        const ownerKey = owner === '' ? '' : digest(owner);
        const termKey = plainTerms.has(kind) ? term : digest(term);
        if (suspects.has(owner) || suspects.has(term)) {
            const name = digest(`${kind}\n${owner}\n${term}`);
            const known = own(own(terms, kind) ?? nothing(), ownerKey);
            const isKnown = known !== undefined && Object.hasOwn(known, termKey);
            if (!isKnown && !pendingBefore.has(name)) {
                pending.add(name);
                continue;
            }
        }
        put(terms, kind, ownerKey, termKey, now);
    }
    return {
        schema: baselineSchema,
        month: now,
        keyed,
        users: learned.users,
        domains: [...learned.domains],
        terms: sortedTerms(capped(terms)),
        pending: [...pending].sort(byText).slice(0, mostTerms),
        volumes: keyed ? volumesOf(learned, digest, usable) : {},
        hours: keyed ? hoursOf(learned, digest, usable) : {},
        workloads: workloadsOf(learned, previous),
        recordTypes: sorted(Object.fromEntries(learned.profiles.recordTypes), 1_000),
    };
}
/** Objects without a prototype: a term may be called anything. */
function nothing() {
    return Object.create(null);
}
function put(table, kind, owner, term, met) {
    table[kind] ??= nothing();
    const owners = table[kind];
    owners[owner] ??= nothing();
    owners[owner][term] = met;
}
function agedTerms(previous, now, people) {
    const table = nothing();
    for (const [kind, owners] of Object.entries(previous?.terms ?? {})) {
        if (personal.has(kind) && !people)
            continue;
        for (const [owner, terms] of Object.entries(owners))
            for (const [term, met] of Object.entries(terms))
                if (now - met < agedAfter)
                    put(table, kind, owner, term, met);
    }
    return table;
}
/** When there are too many, those that were met longest ago go first. */
function capped(table) {
    const ages = new Map();
    for (const owners of Object.values(table))
        for (const terms of Object.values(owners))
            for (const met of Object.values(terms))
                ages.set(met, (ages.get(met) ?? 0) + 1);
    let room = mostTerms;
    const taken = nothing();
    for (const age of [...ages.keys()].sort((a, b) => b - a))
        for (const kind of Object.keys(table).sort(byText))
            for (const [owner, terms] of Object.entries(table[kind] ?? {}).sort(([a], [b]) => byText(a, b)))
                for (const [term, met] of Object.entries(terms)) {
                    if (met !== age || room <= 0)
                        continue;
                    room--;
                    put(taken, kind, owner, term, met);
                }
    return taken;
}
function sortedTerms(table) {
    const sorted = nothing();
    for (const kind of Object.keys(table).sort(byText))
        for (const owner of Object.keys(table[kind] ?? {}).sort(byText))
            for (const term of Object.keys(table[kind]?.[owner] ?? {}).sort(byText))
                put(sorted, kind, owner, term, table[kind]?.[owner]?.[term] ?? 0);
    return sorted;
}
function volumesOf({ profiles, suspects }, digest, previous) {
    const made = nothing();
    const carried = Object.entries(previous?.volumes ?? {});
    for (const [user, entry] of carried.slice(0, mostProfiles))
        made[user] = entry;
    for (const [user, person] of profiles.people.entries()) {
        if (suspects.has(user))
            continue;
        const entry = nothing();
        groups.forEach((group, i) => {
            const volume = person.volumes[i];
            if (!volume)
                return;
            const carriedHabit = own(own(previous?.volumes ?? {}, digest(user)) ?? {}, group);
            const habit = blended(volumeOf(volume.byDay), carriedHabit);
            if (habit)
                entry[group] = habit;
        });
        if (Object.keys(entry).length > 0)
            made[digest(user)] = entry;
    }
    return sorted(made, mostProfiles);
}
/** Median and median deviation of the active days, on the log scale. */
function volumeOf(byDay) {
    const active = Array.from(byDay)
        .filter(count => count > 0)
        .map(Math.log1p);
    if (active.length === 0)
        return undefined;
    const median = medianOf(active);
    return { median, deviation: medianOf(active.map(value => Math.abs(value - median))), days: active.length };
}
function medianOf(values) {
    const ranked = [...values].sort((a, b) => a - b);
    const middle = ranked.length >> 1;
    return ranked.length % 2 === 1 ? (ranked[middle] ?? 0) : ((ranked[middle - 1] ?? 0) + (ranked[middle] ?? 0)) / 2;
}
function blended(now, before) {
    if (!now)
        return before && [...before];
    const days = Math.min(93, now.days + (before?.[2] ?? 0));
    const share = now.days / (now.days + (before?.[2] ?? 0));
    const mix = (a, b) => Math.round((share * a + (1 - share) * b) * 1000) / 1000;
    return [mix(now.median, before?.[0] ?? 0), mix(now.deviation, before?.[1] ?? 0), days];
}
function hoursOf({ profiles }, digest, previous) {
    const made = nothing();
    // Halved each month, so that habits can change.
    for (const [user, hours] of Object.entries(previous?.hours ?? {})) {
        const halved = hours.map(count => count >> 1);
        if (halved.some(count => count > 0))
            made[user] = halved;
    }
    for (const [user, person] of profiles.people.entries()) {
        if (!person.hours)
            continue;
        const before = own(made, digest(user));
        made[digest(user)] = Array.from(person.hours, (count, i) => count + (before?.[i] ?? 0));
    }
    return sorted(made, mostProfiles);
}
function workloadsOf({ profiles, period }, previous) {
    const made = nothing();
    for (const [name, entry] of Object.entries(previous?.workloads ?? {}))
        made[name] = entry;
    for (const [name, hours] of profiles.workloads) {
        const sums = new Array(48).fill(0);
        const days = new Array(48).fill(0);
        hours.forEach((count, i) => {
            const slot = hourSlot(period.start + i * 3_600_000);
            sums[slot] = (sums[slot] ?? 0) + count;
            days[slot] = (days[slot] ?? 0) + 1;
        });
        made[name] = sums.map((sum, slot) => Math.round((sum / Math.max(1, days[slot] ?? 1)) * 100) / 100);
    }
    return sorted(made, 100);
}
/** 0–23 on working days, 24–47 at weekends, UTC. */
function hourSlot(time) {
    const date = new Date(time);
    const weekend = date.getUTCDay() % 6 === 0;
    return date.getUTCHours() + (weekend ? 24 : 0);
}
function sorted(table, most) {
    const made = nothing();
    for (const name of Object.keys(table).sort(byText).slice(0, most))
        made[name] = table[name];
    return made;
}
function byText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
/** The file's text before compression; the same for the same month. */
function baselineText(baseline) {
    return `${JSON.stringify(baseline)}\n`;
}
/** A file's content as a baseline, or why it is none. */
function parseBaseline(text) {
    let data;
    try {
        data = JSON.parse(text);
    }
    catch {
        return { mistake: 'it is not JSON' };
    }
    const parsed = Baseline.safeParse(data);
    if (parsed.success)
        return { ok: parsed.data };
    const [issue] = parsed.error.issues;
    return { mistake: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not understood'}` };
}
/** Whether a baseline may serve a month: it must be of an earlier one, and not older than terms live. */
function servesMonth(baseline, periodStart) {
    const age = monthIndex(periodStart) - baseline.month;
    return age >= 1 && age < agedAfter;
}

// EXTERNAL MODULE: ./lib/audit/record.js
var audit_record = __webpack_require__(49414);
;// CONCATENATED MODULE: ./lib/detect/rule.js

/** A rule that decides by one record alone. Failed operations and the service's own hands are left out unless asked for. */
function matching(meta, wants, match) {
    const metas = 'id' in meta ? [meta] : meta;
    const { services = false, failures = false } = wants;
    return {
        metas,
        wants,
        start: context => ({
            see(event) {
                if (!services && event.isService)
                    return;
                if (!failures && event.result === 'failure')
                    return;
                const found = match(event, context);
                if (found)
                    context.report(signalOf(event, { ...found, rule: found.rule ?? metas[0]?.id ?? '' }));
            },
        }),
    };
}
/** A signal of one record: what the match does not say is taken from the record. */
function signalOf(event, match) {
    return {
        actors: event.user === '' ? [] : [event.user],
        addresses: event.address ? [event.address.text] : [],
        applications: event.application ? [event.application] : [],
        ...match,
        evidence: EvidenceList.of(event),
    };
}
/** A threshold that grows with the fourth root of the tenant: `scaled(4, 1.4, 20)` is 4, of 1,000 people 8, of 10,000 14. */
function scaled(atLeast, factor, users) {
    return Math.max(atLeast, Math.ceil(factor * users ** 0.25));
}
const minute = 60_000;
const rule_hour = 60 * minute;
const rule_day = 24 * rule_hour;
/** `38 times`, `once`. */
function times(count) {
    return count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`;
}
/** `3 accounts`, `1 account`, `2 successes`. */
function countOf(count, noun) {
    const number = typeof count === 'number' ? count.toLocaleString('en-US') : count;
    return `${number} ${number === '1' ? noun : noun.endsWith('s') ? `${noun}es` : `${noun}s`}`;
}
/** `16 min`, `3 h`, `2 days`. */
function spanText(milliseconds) {
    if (milliseconds < 2 * minute)
        return `${Math.max(1, Math.round(milliseconds / 1000))} s`;
    if (milliseconds < 2 * rule_hour)
        return `${Math.round(milliseconds / minute)} min`;
    if (milliseconds < 2 * rule_day)
        return `${Math.round(milliseconds / rule_hour)} h`;
    return `${Math.round(milliseconds / rule_day)} days`;
}
/** `a, b, c and 4 more`. */
function listed(names, most = 3) {
    const shown = names.slice(0, most).join(', ');
    return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

;// CONCATENATED MODULE: ./lib/detect/signal-groups.js
/** Signals of one rule with one key, less than 48 h apart, are one story; what too many stories there would be is counted. */


const weights = ['hint', 'info', 'low', 'medium', 'high'];
const confidences = ['low', 'medium', 'high'];
const groupingGap = 48 * rule_hour;
const mostNames = 50;
/** Names come out of records, and anybody may choose a long one. */
const longestName = 300;
const longestText = 1_500;
function severityRank(weight) {
    return weights.indexOf(weight);
}
function confidenceRank(confidence) {
    return confidences.indexOf(confidence);
}
/** Kept whole per episode. */
const mostSignals = 60;
/** Kept per rule; weak signs have a book of their own, so that they push out no finding. */
const mostEpisodes = 4_000;
const mostHintEpisodes = 20_000;
/** Gathers the signals of one rule id. */
class SignalGroups {
    byKey = new Map();
    meta;
    evictions;
    episodes = 0;
    hintEpisodes = 0;
    constructor(meta, evictions) {
        this.meta = meta;
        this.evictions = evictions;
    }
    add(signal) {
        const episodes = this.byKey.get(signal.key);
        const { first, last } = signal.evidence;
        // Rules report at the end what they gathered from the beginning, so any episode may be the one.
        const near = episodes?.find(episode => first <= episode.last + groupingGap && last >= episode.first - groupingGap);
        if (near) {
            near.first = Math.min(near.first, first);
            near.last = Math.max(near.last, last);
            if (near.signals.length < mostSignals)
                near.signals.push(signal);
            else {
                near.more.join(signal.evidence);
                near.moreCount++;
            }
            return;
        }
        const isHint = signal.severity === 'hint';
        if (isHint ? this.hintEpisodes >= mostHintEpisodes : this.episodes >= mostEpisodes) {
            this.evictions.add(`${isHint ? 'weak signs' : 'findings'} of ${this.meta.id}`);
            return;
        }
        if (isHint)
            this.hintEpisodes++;
        else
            this.episodes++;
        const made = { first, last, signals: [signal], more: new EvidenceList(), moreCount: 0 };
        if (episodes)
            episodes.push(made);
        else
            this.byKey.set(signal.key, [made]);
    }
    list() {
        const stories = [];
        for (const [key, episodes] of this.byKey)
            for (const episode of episodes) {
                const story = told(this.meta, key, episode);
                if (story)
                    stories.push(story);
            }
        return stories;
    }
}
function told(meta, key, episode) {
    const signals = [];
    for (const signal of episode.signals) {
        const settled = signal.settle?.();
        if (settled !== 'drop')
            signals.push({ ...signal, ...settled });
    }
    const weightOf = (signal) => signal.severity ?? meta.severity;
    const [gravest] = [...signals].sort((a, b) => severityRank(weightOf(b)) - severityRank(weightOf(a)) || a.evidence.first - b.evidence.first);
    if (!gravest)
        return undefined;
    const evidence = new EvidenceList();
    for (const signal of signals)
        evidence.join(signal.evidence);
    evidence.join(episode.more);
    const number = signals.length + episode.moreCount;
    const names = (pick) => [
        ...new Set([...(pick(gravest) ?? []), ...signals.flatMap(signal => pick(signal) ?? []).sort()]
            .filter(Boolean)
            .map(name => clipped(name, longestName))),
    ];
    const again = `; ${countOf(number, 'such act')} in ${spanText(evidence.last - evidence.first)}`;
    return {
        meta,
        key,
        weight: weightOf(gravest),
        confidence: gravest.confidence ?? meta.confidence,
        title: clipped(gravest.title, longestName),
        why: number > 1 ? `${clipped(gravest.why, longestText)}${again}` : clipped(gravest.why, longestText),
        actors: names(signal => signal.actors).slice(0, mostNames),
        objects: names(signal => signal.objects).slice(0, mostNames),
        users: names(signal => signal.users).slice(0, mostNames),
        addresses: names(signal => signal.addresses).slice(0, mostNames),
        applications: names(signal => signal.applications).slice(0, mostNames),
        benign: gravest.benign ?? meta.benign,
        next: gravest.next ?? meta.next,
        evidence,
        signals: number,
    };
}
function clipped(text, most) {
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

;// CONCATENATED MODULE: ./lib/detect/join-incidents.js
/**
 * Findings that tell one story become one incident: they share a person, an address or an application, and lie within
 * 48 hours of each other. What is everybody's (an office's address, a common application) joins nothing.
 */


/** More people than this, and a twentieth of a large tenant's, share an address or application that belongs to no story. */
const mostSharing = 5;
const medium = severityRank('medium');
const mostHints = 20;
const mostConcerned = 10;
function joinIncidents(stories, tenant, terms) {
    const links = new Links(tenant, terms);
    const told = stories.filter(story => story.weight !== 'hint').sort(join_incidents_byTime);
    const groups = chained(told.filter(story => severityRank(story.weight) >= medium), links);
    const grave = new Index(groups, links);
    const lone = [];
    for (const story of told.filter(one => severityRank(one.weight) < medium)) {
        const group = grave.nearest(story);
        if (group)
            group.attached.push(story);
        else
            lone.push(story);
    }
    groups.push(...chained(lone, links));
    const all = new Index(groups, links);
    for (const hint of stories.filter(story => story.weight === 'hint').sort(join_incidents_byTime)) {
        const group = all.nearest(hint);
        if (group && group.hints.length < mostHints)
            group.hints.push(hint);
    }
    return groups.map(({ core, attached, hints }) => ({ stories: [...core, ...attached].sort(bySeverityThenTime), hints }));
}
/** Stories linked one to the next. */
function chained(stories, links) {
    const parent = stories.map((_, i) => i);
    const root = (i) => {
        let at = i;
        while (parent[at] !== at)
            at = parent[at] ?? at;
        parent[i] = at;
        return at;
    };
    const byLink = new Map();
    stories.forEach((story, i) => {
        for (const link of links.of(story)) {
            const others = byLink.get(link);
            if (!others) {
                byLink.set(link, [i]);
                continue;
            }
            for (const other of others)
                if (near(stories[other], story))
                    parent[root(i)] = root(other);
            // The latest to end stands for those that ended before.
            others.push(i);
            if (others.length > 50)
                others.shift();
        }
    });
    const groups = new Map();
    stories.forEach((story, i) => {
        const group = groups.get(root(i));
        if (group)
            group.core.push(story);
        else
            groups.set(root(i), { core: [story], attached: [], hints: [] });
    });
    return [...groups.values()];
}
/** Groups by what their core can be joined by. */
class Index {
    byLink = new Map();
    links;
    constructor(groups, links) {
        this.links = links;
        for (const group of groups)
            for (const story of group.core)
                for (const link of links.of(story)) {
                    const list = this.byLink.get(link);
                    if (list)
                        list.push({ group, story });
                    else
                        this.byLink.set(link, [{ group, story }]);
                }
    }
    /** The group that shares most with a story within 48 hours; of those the nearest in time. */
    nearest(story) {
        const candidates = new Map();
        for (const link of this.links.of(story))
            for (const { group, story: other } of this.byLink.get(link) ?? []) {
                if (!near(other, story))
                    continue;
                const known = candidates.get(group) ?? { shared: 0, distance: Number.POSITIVE_INFINITY };
                known.shared++;
                known.distance = Math.min(known.distance, distanceOf(other, story));
                candidates.set(group, known);
            }
        const ranked = [...candidates].sort(([, a], [, b]) => b.shared - a.shared || a.distance - b.distance);
        return ranked[0]?.[0];
    }
}
function distanceOf(a, b) {
    return Math.max(0, a.evidence.first - b.evidence.last, b.evidence.first - a.evidence.last);
}
function near(a, b) {
    return distanceOf(a, b) <= groupingGap;
}
/** What a story can be joined by. */
class Links {
    tenant;
    terms;
    kept = new Map();
    judged = new Map();
    constructor(tenant, terms) {
        this.tenant = tenant;
        this.terms = terms;
    }
    of(story) {
        const known = this.kept.get(story);
        if (known)
            return known;
        const links = new Set();
        const people = [...few(story.actors), ...few(story.users)];
        for (const user of people)
            if (user !== '')
                links.add(`user ${user}`);
        for (const text of story.addresses) {
            const network = text.includes('/') ? text : parseAddress(text)?.network;
            if (network && this.isOfFew('user-network', network))
                links.add(`network ${network}`);
        }
        for (const application of story.applications)
            if (!firstParty.test(application) && this.isOfFew('user-application', application))
                links.add(`application ${application}`);
        this.kept.set(story, links);
        return links;
    }
    isOfFew(kind, term) {
        const key = `${kind} ${term}`;
        const known = this.judged.get(key);
        if (known !== undefined)
            return known;
        const few = this.terms.ownersOf(kind, term) <= Math.max(mostSharing, this.tenant.users / 50);
        this.judged.set(key, few);
        return few;
    }
}
/** A finding about a crowd is not about each of its people: it must not tie their other findings together. */
function few(names) {
    return names.length > mostConcerned ? [] : names;
}
/** Microsoft's own clients and resources: named by so many findings that they say nothing. */
const firstParty = /^(0000000[\da-f]-0000-0000-c000-000000000000|0000000[\da-f]-0000-0ff1-ce00-000000000000|4765445b-32c6-49b0-83e6-1d93765276ca|72782ba9-4490-4f03-8d82-562370ea3566|04b07795-8ddb-461a-bbee-02f9e1bf7b46|1950a258-227b-4e31-a9cf-717495945fc2|aebc6443-996d-45c2-90f0-388ff96faa56|29d9ed98-a469-4536-ade2-f981bc1d605e|1fec8e78-bce4-4aaf-ab1b-5451cc387264|d3590ed6-52b3-4102-aeff-aad2292ab01c|ab9b8c07-8f02-4f72-87fa-80105867a763|9199bf20-a13f-4107-85dc-02114787ef48|27922004-5251-4030-b22d-91ecd9a37ea4|fb78d390-0c51-40cd-8e17-fdbfab77341b|c44b4083-3bb0-49c1-b47d-974e53cbdf3c|9ba1a5c7-f17a-4de9-a1f1-6178c8d51223)$/;
function join_incidents_byTime(a, b) {
    return a.evidence.first - b.evidence.first || compare(a.meta.id, b.meta.id) || compare(a.key, b.key);
}
function bySeverityThenTime(a, b) {
    return severityRank(b.weight) - severityRank(a.weight) || join_incidents_byTime(a, b);
}
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./lib/detect/build-findings.js
/** Joined stories as findings and incidents: ids, order, bounds ("top ten, and n more"), acceptance. */






/** One rule's findings outside of graver incidents: the gravest in full, the rest as one. */
const mostInFull = { high: 100, medium: 25, low: 10, info: 10 };
const mostTimeline = 40;
function buildFindings(joined, how) {
    const groups = rolled(joined);
    const counts = { high: 0, medium: 0, low: 0, info: 0 };
    const suspects = new Set();
    const findings = [];
    const incidents = [];
    for (const { stories, hints } of groups) {
        const [gravest] = stories;
        if (!gravest)
            continue;
        const incident = how.hash('incident', idText(gravest)).slice(0, 16);
        const all = stories.map(story => ({ story, finding: findingOf(story, incident, how) }));
        // Also what is too slight to be reported teaches nothing, and uses up its accepted entry.
        for (const { story, finding } of all)
            if (!finding.accepted && severityRank(story.weight) >= severityRank('medium'))
                addSuspects(suspects, story);
        const reported = all.filter(({ story }) => severityRank(story.weight) >= how.least);
        if (reported.length === 0)
            continue;
        for (const { finding } of reported) {
            findings.push(finding);
            if (!finding.accepted)
                counts[finding.severity]++;
        }
        incidents.push(incidentOf({ id: incident, gravest, hints, reported }));
    }
    return { findings: findings.sort(findingsByGravity), incidents: incidents.sort(findingsByGravity), counts, suspects };
}
/** What an attacker's acts taught is not learned: of people, networks and applications. */
function addSuspects(suspects, story) {
    for (const name of [...story.actors, ...story.users, ...story.addresses, ...story.applications])
        suspects.add(name);
}
function rolled(joined) {
    const graveGroup = ({ stories }) => stories.length > 1 && severityRank(stories[0]?.weight ?? 'hint') >= severityRank('medium');
    const perRule = new Map();
    for (const group of joined)
        for (const story of graveGroup(group) ? [] : group.stories) {
            const name = `${story.meta.id} ${story.weight}`;
            const list = perRule.get(name);
            if (list)
                list.push(story);
            else
                perRule.set(name, [story]);
        }
    const dropped = new Set();
    const sums = [];
    for (const stories of perRule.values()) {
        const [one] = stories;
        const rest = [...stories].sort(bySeverityThenTime).slice(one ? mostInFull[severityOf(one)] : 0);
        if (rest.length < 2)
            continue;
        for (const story of rest)
            dropped.add(story);
        sums.push({ stories: [asOne(rest)], hints: [] });
    }
    const kept = joined.map(({ stories, hints }) => ({ stories: stories.filter(story => !dropped.has(story)), hints }));
    return [...kept.filter(({ stories }) => stories.length > 0), ...sums];
}
function asOne(stories) {
    const [first] = stories;
    const evidence = new EvidenceList();
    for (const story of stories)
        evidence.join(story.evidence);
    const all = (pick) => [...new Set(stories.flatMap(pick))].slice(0, 50);
    return {
        ...first,
        key: 'more',
        title: `${first.meta.title}: ${stories.length} more`,
        why: `${countOf(stories.length, 'further finding')} of the same kind: ${listed(stories.map(story => story.title), 5)}`,
        actors: all(story => story.actors),
        objects: all(story => story.objects),
        users: all(story => story.users),
        addresses: all(story => story.addresses),
        applications: all(story => story.applications),
        evidence,
    };
}
function idText(story) {
    return `${story.meta.id}\n${story.key}\n${(0,audit_record/* instantOf */.B9)(story.evidence.first).slice(0, 10)}`;
}
function findingOf(story, incident, { acceptance, hash }) {
    const { meta, evidence } = story;
    const finding = {
        id: hash('finding', idText(story)).slice(0, 16),
        rule: meta.id,
        title: story.title,
        severity: severityOf(story),
        confidence: story.confidence,
        techniques: [...meta.techniques],
        actors: story.actors,
        objects: story.objects,
        users: story.users,
        addresses: story.addresses,
        applications: story.applications,
        first: (0,audit_record/* instantOf */.B9)(evidence.first),
        last: (0,audit_record/* instantOf */.B9)(evidence.last),
        count: evidence.count,
        telling: evidence.telling().map(timed),
        evidence: evidence.records().map(timed),
        evidenceCut: evidence.cut,
        question: meta.question,
        why: story.why,
        benign: story.benign,
        next: [...story.next],
        incident,
    };
    const whole = { ...finding, accept: acceptingEntry(finding) };
    const accepted = acceptance.of(whole);
    if (!accepted)
        return whole;
    const { reason, until } = accepted;
    return { ...whole, accepted: until === undefined ? { reason } : { reason, until } };
}
function incidentOf({ id, gravest, hints, reported }) {
    const stories = reported.map(({ story }) => story);
    const others = stories.length - 1;
    const line = (story) => ({ time: (0,audit_record/* instantOf */.B9)(story.evidence.first), rule: story.meta.id, text: story.title });
    const byTime = (a, b) => a.evidence.first - b.evidence.first || build_findings_compare(a.meta.id, b.meta.id);
    const all = (pick) => [...new Set(stories.flatMap(pick))].slice(0, 50);
    const surest = [...stories].sort((a, b) => confidenceRank(b.confidence) - confidenceRank(a.confidence))[0] ?? gravest;
    return {
        id,
        title: others === 0 ? gravest.title : `${gravest.title}, and ${countOf(others, 'related finding')}`,
        severity: severityOf(gravest),
        confidence: surest.confidence,
        actors: all(story => story.actors),
        addresses: all(story => story.addresses),
        applications: all(story => story.applications),
        first: (0,audit_record/* instantOf */.B9)(Math.min(...stories.map(story => story.evidence.first))),
        last: (0,audit_record/* instantOf */.B9)(Math.max(...stories.map(story => story.evidence.last))),
        count: stories.reduce((sum, story) => sum + story.evidence.count, 0),
        findings: reported.map(({ finding }) => finding.id),
        timeline: [...stories].sort(byTime).slice(0, mostTimeline).map(line),
        hints: [...hints].sort(byTime).map(line),
        why: stories
            .slice(0, 3)
            .map(story => story.why)
            .join('. '),
    };
}
function severityOf(story) {
    return story.weight === 'hint' ? 'info' : story.weight;
}
function findingsByGravity(a, b) {
    return (severityRank(b.severity) - severityRank(a.severity) ||
        confidenceRank(b.confidence) - confidenceRank(a.confidence) ||
        build_findings_compare(a.first, b.first) ||
        build_findings_compare(a.id, b.id));
}
function build_findings_compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function timed(record) {
    return { ...record, time: (0,audit_record/* instantOf */.B9)(record.time) };
}

;// CONCATENATED MODULE: ./lib/detect/dispatch.js
const mostRemembered = 5_000;
class Dispatch {
    watchers;
    /** By record type, then by operation. */
    routes = new Map();
    remembered = 0;
    constructor(watchers) {
        this.watchers = watchers;
    }
    send(event) {
        for (const watcher of this.route(event.act, event.recordType))
            watcher.see(event);
    }
    /** What came by, up to a bound. */
    kinds() {
        return [...this.routes].flatMap(([recordType, acts]) => [...acts.keys()].map(act => ({ act, recordType })));
    }
    route(act, recordType) {
        const known = this.routes.get(recordType)?.get(act);
        if (known)
            return known;
        const route = this.watchers.filter(({ wants }) => wanted(wants, act, recordType)).map(({ watcher }) => watcher);
        if (this.remembered++ < mostRemembered) {
            const acts = this.routes.get(recordType) ?? new Map();
            acts.set(act, route);
            this.routes.set(recordType, acts);
        }
        return route;
    }
}
/** Whether a record of this folded operation and type is asked for. */
function wanted(wants, act, recordType) {
    return ((wants.recordTypes?.includes(recordType) ?? false) ||
        (wants.operations?.some(operation => (typeof operation === 'string' ? operation === act : operation.test(act))) ??
            false));
}

;// CONCATENATED MODULE: ./lib/detect/coverage.js
/** Which rules had no data: a rule that saw none of the records it lives on is blind, and its silence means nothing. */

/** What no export can show, whatever the tenant's licences. */
const neverVisible = 'Not in the unified audit log: where on earth a sign-in came from, risk scores, non-interactive and application sign-ins, calls to Microsoft Graph, recipients in message traces, Azure resources.';
/** @param kinds of all records that came by. */
function unseenRules(watchers, kinds) {
    const met = ({ needs }) => kinds.some(({ act, recordType }) => wanted(needs, act, recordType));
    const whole = watchers.flatMap(({ metas, watcher }) => metas.map(meta => ({ rule: meta.id, title: meta.title, missing: met(meta) ? watcher.blind : missingText(meta) })));
    const each = new Map(whole.map(one => [one.rule, one])).values();
    return [...each].flatMap(({ missing, ...rule }) => (missing === undefined ? [] : [{ ...rule, missing }])).sort(byRule);
}
function missingText({ needs }) {
    const types = needs.recordTypes ?? [];
    const operations = (needs.operations ?? []).map(one => (typeof one === 'string' ? one : one.source));
    const parts = [
        types.length > 0 ? `records of type ${types.slice(0, 5).join(', ')}` : '',
        operations.length > 0 ? `operations ${operations.slice(0, 5).join(', ')}` : '',
    ].filter(Boolean);
    return `no ${parts.join(' or ')}${needs.given ? `; ${needs.given}` : ''}`;
}
function byRule(a, b) {
    return a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0;
}

// EXTERNAL MODULE: ./lib/audit/json.js
var json = __webpack_require__(5949);
;// CONCATENATED MODULE: ./lib/detect/agent.js
/** What program spoke: a user agent's family, which outlives its versions, and whether it is a script's. */
const longest = 300;
/** Digits and what hangs on them are dropped, so that an update is no news. */
function agentFamily(agent) {
    const known = families.get(agent);
    if (known !== undefined)
        return known;
    const family = findFamily(agent);
    if (families.size >= mostFamilies)
        families.clear();
    if (agent.length <= longest)
        families.set(agent, family);
    return family;
}
const families = new Map();
const mostFamilies = 5_000;
function findFamily(agent) {
    const short = agent.slice(0, longest).trim().toLowerCase();
    if (short === '')
        return '';
    if (short.startsWith('client='))
        return short.replace(/[\d.]+/g, '#');
    const system = systems.find(([, word]) => short.includes(word))?.[0];
    const program = programs.find(([, word]) => short.includes(word))?.[0];
    if (system && program)
        return `${program} on ${system}`;
    return short.replace(/[\d._]+/g, '#').replace(/\s+/g, ' ');
}
const systems = [
    ['ios', 'iphone'],
    ['ios', 'ipad'],
    ['android', 'android'],
    ['windows', 'windows'],
    ['mac', 'mac os x'],
    ['mac', 'macintosh'],
    ['chromeos', 'cros'],
    ['linux', 'linux'],
];
/** The more telling name first: Edge also says Chrome, Chrome also says Safari, and all say Mozilla. */
const programs = [
    ['powershell', 'powershell'],
    ['teams', 'teams'],
    ['outlook', 'outlook'],
    ['onedrive', 'onedrive'],
    ['onedrive', 'skydrivesync'],
    ['office', 'microsoft office'],
    ['electron', 'electron'],
    ['edge', 'edg'],
    ['opera', 'opr/'],
    ['firefox', 'firefox'],
    ['firefox', 'fxios'],
    ['chrome', 'chrome'],
    ['chrome', 'crios'],
    ['safari', 'safari'],
    ['explorer', 'trident'],
    ['browser', 'mozilla'],
];
/** Programs that people don't browse with. */
const scriptWords = [
    ...['axios', 'python', 'aiohttp', 'undici', 'fasthttp', 'go-http-client', 'curl/', 'wget/', 'postmanruntime'],
    ...['rclone', 'okhttp', 'java/', 'libwww-perl', 'ruby', 'node-fetch', 'restsharp', 'httpclient'],
];
function isScript(agent) {
    const short = agent.slice(0, longest).toLowerCase();
    return short === 'node' || scriptWords.some(word => short.includes(word));
}

// EXTERNAL MODULE: ./lib/detect/field-values.js
var field_values = __webpack_require__(85930);
// EXTERNAL MODULE: ./lib/detect/record-types.js
var record_types = __webpack_require__(80898);
;// CONCATENATED MODULE: ./lib/detect/signin.js
/** What a sign-in's error says: Entra calls "failure" what is mostly a prompt, a state, or a password that was right. */
/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const byCode = [
    ['wrong-password', ['50126', '50056', '50064']],
    ['unknown-user', ['50034']],
    ['locked', ['50053']],
    [
        'password-right',
        ['50055', '50072', '50074', '50076', '50079', '500121', '53000', '53001', '53002', '53003', '53004', '530032'],
    ],
    ['blocked', ['50057']],
    ['federation', ['20001', '50008', '50012', '50013', '50027', '50107', '75005', '81004', '81005', '81006', '81007']],
    ['neutral', ['50058', '50089', '50097', '50125', '50132', '50133', '50140', '50144', '16000', '16001', '65001']],
];
const classes = new Map(byCode.flatMap(([name, codes]) => codes.map(code => [code, name])));
/** Older records carry the error's name alone. */
const codeOfName = new Map([
    ['InvalidUserNameOrPassword', '50126'],
    ['InvalidPasswordOrUserName', '50126'],
    ['IdsLocked', '50053'],
    ['UserAccountNotFound', '50034'],
    ['UserDisabled', '50057'],
    ['InvalidPasswordExpiredPassword', '50055'],
    ['UserStrongAuthEnrollmentRequired', '50079'],
    ['UserStrongAuthEnrollmentRequiredInterrupt', '50072'],
    ['UserStrongAuthClientAuthNRequired', '50076'],
    ['UserStrongAuthClientAuthNRequiredInterrupt', '50074'],
    ['AuthenticationFailedSasError', '500121'],
    ['UserAuthFailedDuringStrongAuthRequest', '500121'],
    ['BlockedByConditionalAccess', '53003'],
    ['DelegationDoesNotExist', '65001'],
    ['UserInformationNotProvided', '50058'],
]);
function errorCode(errorNumber, logonError) {
    if (errorNumber !== '' && errorNumber !== '0')
        return errorNumber;
    return codeOfName.get(logonError) ?? (logonError.includes('Sso') ? '81004' : '');
}
function failureClass(code) {
    return classes.get(code) ?? 'other';
}

;// CONCATENATED MODULE: ./lib/detect/event.js
/**
 * One record as rules see it: parsed at most once, every field in one spelling, each worked out when it is first asked
 * for. Nothing throws on any JSON; what is missing reads '' or undefined.
 */







class AuditEvent {
    /** The record's `Id`; '' where it has none. */
    id;
    /** Milliseconds since 1970 UTC. */
    time;
    /** As sent: `Update application – Certificates and secrets management `. */
    operation;
    /** Folded: lower case, one kind of dash, no final period: `update application - certificates and secrets management`. */
    act;
    /** Name where known: `AzureActiveDirectoryStsLogon`. */
    recordType;
    record;
    /** Whether network, program or application were met for the first time; for the actor, or for the tenant. */
    news = false;
    parsed;
    lowered;
    // The fields that nearly every record is asked for have a place of their own: a map for each record would cost more
    // than parsing it.
    keptName;
    keptKind;
    keptAddress;
    keptAgent;
    keptFamily;
    keptApplication;
    keptResult;
    keptErrorCode;
    keptSession;
    keptExtended;
    keptDevice;
    kept;
    constructor(record, time) {
        this.record = record;
        this.time = time;
        this.id = record.Identity.slice(0, event_longestName);
        this.operation = (record.Operations || this.text('Operation')).slice(0, event_longestName);
        this.act = foldOperation(this.operation);
        this.recordType = (0,record_types/* recordTypeName */.r)(record.RecordType || this.text('RecordType'));
    }
    /** The parsed `AuditData`; empty where it is no JSON object. */
    get data() {
        if (this.parsed)
            return this.parsed;
        this.parsed = (0,json/* parsedObject */.jM)(this.record.AuditData) ?? {};
        // Some collectors hand on all names in lower case.
        if (!Object.hasOwn(this.parsed, 'Operation') && Object.hasOwn(this.parsed, 'operation'))
            this.lowered = new Map(Object.entries(this.parsed).map(([name, value]) => [name.toLowerCase(), value]));
        return this.parsed;
    }
    /** A field of the record, of any type. */
    raw(name) {
        // The names asked for are the log's own: no object has them by birth.
        return this.data[name] ?? this.lowered?.get(name.toLowerCase());
    }
    /** A field as text: numbers and booleans in their spelling, objects as JSON, '' where missing; at most 64 k characters. */
    text(name) {
        return (0,field_values/* textOf */.b6)(this.raw(name));
    }
    /** A field inside a field: `in('AppAccessContext', 'AADSessionId')`. */
    in(field, name) {
        const value = this.raw(field);
        return (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(typeof value === 'string' ? (0,field_values/* nested */.cY)(value) : value, name));
    }
    /** A field as a list: of an array, of JSON in a string, of one value. */
    list(name) {
        return (0,field_values/* listValue */.a3)(this.raw(name));
    }
    /** The folded user id; '' where the record names nobody. */
    get user() {
        return this.name.user;
    }
    get kind() {
        this.keptKind ??= accountKindOf(this.name, Number(this.text('UserType') || -1));
        return this.keptKind;
    }
    /** Microsoft's own hands, or nobody's. Applications and guests are not meant. */
    get isService() {
        return this.kind === 'service' || this.kind === 'none';
    }
    get isGuest() {
        return this.kind === 'guest';
    }
    /** The client's address as the record gives it, also Microsoft's own and private ones. */
    get rawAddress() {
        if (this.keptAddress === undefined)
            this.keptAddress = this.findAddress() ?? null;
        return this.keptAddress ?? undefined;
    }
    /** The client's address where it locates somebody: neither Microsoft's own nor a private one. */
    get address() {
        const address = this.rawAddress;
        return address && !address.microsoft && !address.local ? address : undefined;
    }
    /** The user agent, wherever this kind of record keeps it. */
    get agent() {
        this.keptAgent ??= this.findAgent();
        return this.keptAgent;
    }
    get agentFamily() {
        this.keptFamily ??= agentFamily(this.agent);
        return this.keptFamily;
    }
    get result() {
        this.keptResult ??= this.act === 'userloginfailed' ? 'failure' : resultOf(this.text('ResultStatus'));
        return this.keptResult;
    }
    /** The sign-in's error code, also where only its name is sent; '' for none. */
    get errorCode() {
        this.keptErrorCode ??= errorCode(this.text('ErrorNumber'), this.text('LogonError'));
        return this.keptErrorCode;
    }
    /** For failed sign-ins; `other` for codes not listed. */
    get failure() {
        return failureClass(this.errorCode);
    }
    /** The client application's id, folded. */
    get application() {
        this.keptApplication ??= (this.text('ApplicationId') ||
            this.text('ClientAppId') ||
            this.in('AppAccessContext', 'ClientAppId') ||
            this.text('AppId')).toLowerCase();
        return this.keptApplication;
    }
    /** The session's id wherever it lies; '' for none and for the all-zero one. */
    get session() {
        this.keptSession ??= this.findSession();
        return this.keptSession;
    }
    /** `ObjectId`, as sent. */
    get object() {
        return this.text('ObjectId');
    }
    get workload() {
        return this.text('Workload');
    }
    /** `ExtendedProperties`. */
    get extended() {
        this.keptExtended ??= new field_values/* Lookup */.lH(this.raw('ExtendedProperties'));
        return this.keptExtended;
    }
    /** `Parameters` of a cmdlet. */
    get parameters() {
        return this.lookup('Parameters');
    }
    /** `DeviceProperties`. */
    get device() {
        this.keptDevice ??= new field_values/* Lookup */.lH(this.raw('DeviceProperties'));
        return this.keptDevice;
    }
    /** `OperationProperties`. */
    get properties() {
        return this.lookup('OperationProperties');
    }
    /** The JSON inside `additionalDetails` of directory records. */
    get details() {
        return this.once('details', () => {
            const details = (0,field_values/* nested */.cY)(this.extended.get('additionalDetails'));
            return (0,json/* isObject */.Gv)(details) ? details : {};
        });
    }
    /** What evidence keeps of the record, without the record. */
    get mark() {
        return { id: this.id, time: this.time, operation: this.operation };
    }
    /** A modified property's old and new value; undefined where it was not touched. */
    change(name) {
        return this.once(`change ${name}`, () => {
            const entry = this.lookup('ModifiedProperties').entryOf(name);
            return entry && new field_values/* PropertyChange */.iC(name, entry);
        });
    }
    /** Names of all modified properties. */
    get changed() {
        return this.lookup('ModifiedProperties').names();
    }
    get actor() {
        return this.once('actor', () => partyOf(this.list('Actor')));
    }
    get target() {
        return this.once('target', () => partyOf(this.list('Target')));
    }
    get name() {
        this.keptName ??= accountOf(this.text('UserId') || this.record.UserIds);
        return this.keptName;
    }
    findAgent() {
        const extended = this.raw('ExtendedProperties') === undefined ? undefined : this.extended;
        return (extended?.get('UserAgent') ||
            this.text('UserAgent') ||
            this.text('ClientInfoString') ||
            (extended ? (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(this.details, 'User-Agent')) : ''));
    }
    findSession() {
        const id = this.device.get('SessionId') || this.in('AppAccessContext', 'AADSessionId') || this.text('SessionId');
        return /^[0-]*$/.test(id) ? '' : id.toLowerCase();
    }
    findAddress() {
        for (const name of ['ClientIP', 'ActorIpAddress', 'ClientIPAddress']) {
            const text = this.text(name);
            const address = text === '' ? undefined : parseAddress(text);
            if (address)
                return address;
        }
        return undefined;
    }
    lookup(name) {
        return this.once(name, () => new field_values/* Lookup */.lH(this.raw(name)));
    }
    once(name, make) {
        this.kept ??= new Map();
        if (this.kept.has(name))
            return this.kept.get(name);
        const value = make();
        this.kept.set(name, value);
        return value;
    }
}
/** Longer names are nobody's; kept as evidence they would fill the memory. */
const event_longestName = 400;
const folded = new Map();
const mostFolded = 5_000;
/** Directory operations end with a period, most of them; one has an en dash and ends with a space. */
function foldOperation(operation) {
    const known = folded.get(operation);
    if (known !== undefined)
        return known;
    const short = operation.slice(0, 300).toLowerCase().replace(/[–—]/g, '-').replace(/\s+/g, ' ').trim();
    const act = short.endsWith('.') ? short.slice(0, -1) : short;
    if (folded.size < mostFolded && operation.length <= 300)
        folded.set(operation, act);
    return act;
}
function resultOf(text) {
    const word = text.trim().toLowerCase();
    if (word === 'true' || word.startsWith('succe'))
        return 'success';
    if (word.startsWith('partial'))
        return 'partial';
    if (word === 'false' || word.startsWith('fail') || word === 'error')
        return 'failure';
    return 'unknown';
}
/**
 * A party is a list of ids: `User_<guid>`, the bare guid, the kind's name, the display name (1), the principal name (5).
 */
function partyOf(entries) {
    const ids = entries.map(entry => ({ id: (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(entry, 'ID')), type: (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(entry, 'Type')) }));
    const tagged = ids.find(({ id }) => /^[A-Za-z]{2,40}_[\da-f-]{36}$/i.test(id))?.id;
    const cut = tagged?.indexOf('_') ?? -1;
    const kind = tagged?.slice(0, cut) ?? ids.find(({ id }) => partyKinds.has(id))?.id ?? '';
    const bare = ids.find(({ id }) => /^[\da-f]{8}-[\da-f-]{27}$/i.test(id))?.id ?? '';
    const name = ids.find(({ type }) => type === '5')?.id ?? ids.find(({ type }) => type === '1')?.id ?? '';
    return { kind, id: (tagged?.slice(cut + 1) ?? bare).toLowerCase(), name };
}
const partyKinds = new Set(['User', 'ServicePrincipal', 'Application', 'Group', 'Role', 'Device', 'Policy', 'Other']);

;// CONCATENATED MODULE: ./lib/detect/first-seen.js
/** The terms that every record adds to what is known of its actor and of the tenant, before any rule looks at it. */

/** Directory records carry Microsoft's front ends as addresses: they say nothing of where somebody sits. */
const typesWithPlaces = [
    ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
    ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated', 'ExchangeAdmin', 'MicrosoftTeams'],
];
const withPlaces = new Set(typesWithPlaces);
const owned = { network: 'user-network', agent: 'user-agent', application: 'user-application' };
const mostActs = 5_000;
class FirstSeen {
    last;
    terms;
    acts = new Set();
    constructor(terms) {
        this.terms = terms;
        // What is dropped here is only noted once more.
        this.last = new BoundedMap('last habits', 50_000, new Evictions());
    }
    note(event) {
        const { user, time, kind } = event;
        if (kind === 'service' || kind === 'none')
            return;
        if (!this.acts.has(event.act)) {
            if (this.acts.size < mostActs)
                this.acts.add(event.act);
            this.terms.note('operation', '', event.act, time);
        }
        if (event.result === 'failure' || !withPlaces.has(event.recordType))
            return;
        const { agentFamily: agent, application } = event;
        const network = event.address?.network ?? '';
        const last = this.last.at(user, () => ({ network: '', agent: '', application: '' }));
        if (network !== '' && network !== last.network) {
            last.network = network;
            this.meet(event, 'network', network);
        }
        if (agent !== '' && agent !== last.agent) {
            last.agent = agent;
            this.meet(event, 'agent', agent);
        }
        if (application !== '' && application !== last.application) {
            last.application = application;
            this.meet(event, 'application', application);
        }
    }
    meet(event, kind, term) {
        const own = this.terms.note(owned[kind], event.user, term, event.time);
        const all = this.terms.note(kind, '', term, event.time);
        if (own === event.time || all === event.time)
            event.news = true;
    }
}

;// CONCATENATED MODULE: ./lib/detect/bursts.js
/** Much of the same in a short time: acts of one owner, counted in stretches that begin with an act and last a fixed time. */


const mostOwners = 20_000;
const mostBursts = 20_000;
const mostTallied = 30;
class Bursts {
    current;
    kept = new Map();
    settings;
    evictions;
    size = 0;
    constructor(settings, evictions) {
        this.settings = settings;
        this.evictions = evictions;
        this.current = new BoundedMap(settings.name, mostOwners, evictions);
    }
    add(event, act) {
        const { owner, term, weight = 1, place, tally } = act;
        let burst = this.current.get(owner);
        if (burst && event.time - burst.first >= this.settings.span) {
            this.keep(burst);
            this.current.delete(owner);
            burst = undefined;
        }
        burst ??= this.current.at(owner, () => this.begun(owner, event.time));
        burst.last = event.time;
        burst.count += weight;
        if (term !== undefined)
            burst.terms.add(term);
        if (act.strange)
            burst.strange += weight;
        if (place !== undefined)
            burst.places.add(place);
        if (tally !== undefined && (burst.tally.has(tally) || burst.tally.size < mostTallied))
            burst.tally.set(tally, (burst.tally.get(tally) ?? 0) + weight);
        burst.evidence.add(event);
        return burst;
    }
    /** All stretches that reached the least number, by owner, in order of time. */
    finish() {
        for (const burst of this.current.values())
            this.keep(burst);
        return this.kept;
    }
    begun(owner, time) {
        return {
            owner,
            first: time,
            last: time,
            count: 0,
            terms: new Distinct(this.settings.mostTerms ?? 1_000),
            strange: 0,
            places: new Distinct(5),
            tally: new Map(),
            evidence: new EvidenceList(30),
        };
    }
    keep(burst) {
        const size = this.settings.by === 'terms' ? burst.terms.size : burst.count;
        if (size < this.settings.least)
            return;
        if (this.size >= mostBursts) {
            this.evictions.add(this.settings.name);
            return;
        }
        this.size++;
        const list = this.kept.get(burst.owner);
        if (list)
            list.push(burst);
        else
            this.kept.set(burst.owner, [burst]);
    }
}
/** On how many days an owner has such stretches: what comes again and again is a habit. */
function daysOf(bursts) {
    return new Set(bursts.map(burst => Math.floor(burst.first / 86_400_000))).size;
}

;// CONCATENATED MODULE: ./lib/detect/mail-clients.js
/** Outlook in its forms, Office, Teams, and the services that read mail for their owners. */
const mail_clients_own = new Set([
    ...['5d661950-3475-41cd-a2c3-d671a3162bc1', '27922004-5251-4030-b22d-91ecd9a37ea4'],
    ...['9199bf20-a13f-4107-85dc-02114787ef48', 'd3590ed6-52b3-4102-aeff-aad2292ab01c'],
    ...['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'],
    ...['13937bba-652e-4c46-b222-3003f4d1ff97', '4765445b-32c6-49b0-83e6-1d93765276ca'],
    ...['fb78d390-0c51-40cd-8e17-fdbfab77341b', '57336123-6e14-4acc-8dcf-287b6088aa28'],
    ...['ab9b8c07-8f02-4f72-87fa-80105867a763', 'bc59ab01-8403-45c6-8796-ac3ef710b3e3'],
    ...['82d8ab62-be52-a567-14ea-1616c4ee06c4', '6326e366-9d6d-4c70-b22a-34c7ea72d73d'],
]);
/** Graph, Exchange and other resources of Microsoft's. */
const resource = /^0000000[\da-f]-0000-0(000|ff1)-c[e0]00-000000000000$/;
/** Search and the like: about two thirds of all records of reading. */
function isSubstrate(event) {
    return event.text('ClientInfoString').startsWith('Client=REST;Client=RESTSystem');
}
/** Id of an application that is not Microsoft's own mail client; '' for those. */
function foreignClient(event) {
    for (const id of [event.text('ClientAppId'), event.in('AppAccessContext', 'ClientAppId'), event.text('AppId')]) {
        const folded = id.toLowerCase();
        if (folded !== '')
            return mail_clients_own.has(folded) || resource.test(folded) ? '' : folded;
    }
    return '';
}
/** Programs that take whole mailboxes: scripts and downloaders, or the old protocols. */
function copierOf(client) {
    const short = client.slice(0, 300).toLowerCase();
    if (/em ?client|python|powershell|curl|go-http|java\/|ruby|rclone|perfectdata|exchangelib/.test(short))
        return 'script';
    return /imap|pop3/.test(short) ? 'protocol' : undefined;
}
/** The owner of the mailbox that a record is of, folded; the actor where it does not say. */
function mailboxOwnerOf(event) {
    return event.text('MailboxOwnerUPN').slice(0, 300).trim().toLowerCase() || event.user;
}

;// CONCATENATED MODULE: ./lib/detect/rules/access-to-other-mailboxes.js
/** Mailboxes opened by somebody who is not their owner (MBX-17). */




const others = {
    id: 'MBX-17',
    title: 'Somebody else’s mailbox opened',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1114.002'],
    question: 'Who reads mail that is not theirs?',
    benign: 'Shared mailboxes, assistants, a leaver’s successor, a legal order.',
    next: [
        'Ask the owner whether the other person may.',
        'Check who gave the right, and when.',
        'See what was read, and whether anything was sent.',
    ],
    source: 'https://learn.microsoft.com/purview/audit-mailboxes',
    needs: { operations: ['mailitemsaccessed', 'folderbind', 'messagebind', 'adminmailaccess', 'search-mailbox'] },
};
const items = ['mailitemsaccessed', 'folderbind', 'messagebind', 'send', 'sendas', 'softdelete', 'harddelete', 'copy'];
const administrative = ['adminmailaccess', 'search-mailbox'];
function start(context) {
    const bursts = new Bursts({ name: 'openers of mailboxes', span: rule_day, least: 4, by: 'terms' }, context.evictions);
    const told = new BoundedMap('mailboxes opened by others', 50_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure' || isSubstrate(event))
                return;
            const { user, time } = event;
            if (administrative.includes(event.act)) {
                const mailbox = event.parameters.get('Identity') || event.text('MailboxOwnerUPN') || event.object;
                context.report(signalOf(event, {
                    rule: others.id,
                    key: `${user} as an administrator`,
                    title: `${user} opened ${mailbox || 'a mailbox'} as an administrator`,
                    why: `${event.operation.trim()} reads mail with an administrator’s right`,
                    objects: [mailbox].filter(Boolean),
                }));
                return;
            }
            const owner = mailboxOwnerOf(event);
            const logon = event.text('LogonType');
            if (owner === user || (logon !== '1' && logon !== '2' && logon !== 'Admin' && logon !== 'Delegated'))
                return;
            if (event.kind === 'application')
                return;
            context.terms.note('user-mailbox', user, owner, time);
            if (context.terms.age('user-mailbox', user, owner, time) >= rule_day)
                return;
            bursts.add(event, { owner: user, term: owner, place: event.address?.text });
            const admin = logon === '1' || logon === 'Admin';
            const key = `${user} ${owner}`;
            if (told.get(key))
                return;
            told.at(key, () => true);
            context.report(signalOf(event, {
                rule: others.id,
                key,
                severity: admin ? 'low' : 'hint',
                title: `${user} opened ${owner}’s mailbox for the first time`,
                why: `LogonType is ${admin ? 'Admin' : 'Delegate'}, and ${user} was not met in that mailbox before`,
                objects: [owner],
                users: [owner],
            }));
        },
        finish() {
            const least = scaled(4, 1.4, context.tenant.users);
            for (const [user, all] of bursts.finish()) {
                const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size);
                if (!most || most.terms.size < least)
                    continue;
                context.report({
                    rule: others.id,
                    key: `${user} many`,
                    severity: 'medium',
                    confidence: 'medium',
                    title: `${user} opened ${most.terms} mailboxes of others`,
                    why: `${listed(most.terms.list(), 5)} within a day, none of them before`,
                    actors: [user],
                    users: most.terms.list().slice(0, 50),
                    objects: most.terms.list().slice(0, 50),
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const othersMailboxes = [{ metas: [others], wants: { operations: [...items, ...administrative] }, start }];

;// CONCATENATED MODULE: ./lib/detect/rules/account-changes.js
/** Accounts of others: guests (ACC-03), and passwords that somebody resets (ACC-04). */




const guests = {
    id: 'ACC-03',
    title: 'Guests invited, or made members',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1136.003', 'T1098'],
    question: 'Did somebody let strangers in?',
    benign: 'Work with partners.',
    next: [
        'Ask the one who invited them what for.',
        'See what the guests opened since.',
        'Remove guests that nobody vouches for.',
    ],
    source: 'https://attack.mitre.org/techniques/T1136/003/',
    needs: { operations: ['add user', 'invite external user', 'update user'] },
};
const resets = {
    ...guests,
    id: 'ACC-04',
    title: 'Passwords reset in bulk, or an administrator’s',
    techniques: ['T1531', 'T1098'],
    question: 'Is somebody taking accounts over, or locking people out?',
    benign: 'The helpdesk at work; the answer to an incident; the start of a new year’s class.',
    next: [
        'Ask the one who reset them for the reason.',
        'Ask the owners whether they asked for it.',
        'See who signed in to the accounts afterwards, and from where.',
    ],
    needs: { operations: ['reset user password', 'change user password', 'update stsrefreshtokenvalidfrom timestamp'] },
};
const inviting = ['add user', 'invite external user'];
const resetting = ['reset user password', 'change user password', 'update stsrefreshtokenvalidfrom timestamp'];
function startGuests(context) {
    const hosts = new BoundedMap('hosts of guests', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const target = foldUser(event.target.name || event.object);
            const guest = event.act === 'invite external user' || event.change('UserType')?.now === 'Guest' || target.includes('#ext#');
            if (!guest)
                return;
            const { user, time } = event;
            const window = hosts.at(user, () => new SlidingWindow(rule_hour, 300));
            window.add(time, { target, mark: event.mark });
            const all = window.within(time).map(({ value }) => value);
            const names = [...new Set(all.map(one => one.target))];
            const many = names.length >= scaled(10, 4, context.tenant.users);
            // Hints are told of the one guest; the many are told together.
            context.report({
                ...signalOf(event, {
                    rule: guests.id,
                    key: user,
                    severity: many ? 'low' : 'hint',
                    title: `${user} invited ${countOf(names.length, 'guest')}${many ? ' within an hour' : ''}`,
                    why: listed(names, 5),
                    users: many ? names.slice(0, 50) : [target].filter(Boolean),
                }),
                evidence: many ? EvidenceList.of(...all.map(({ mark }) => mark)) : EvidenceList.of(event),
            });
        },
    };
}
function memberMatch(event) {
    const change = event.change('UserType');
    if (change?.old !== 'Guest' || change.now !== 'Member')
        return undefined;
    const target = foldUser(event.target.name || event.object);
    return {
        key: `member ${target}`,
        title: `${event.user} made the guest ${target} a member`,
        why: 'UserType went from Guest to Member: a member may read the whole directory',
        users: [target],
    };
}
function startResets(context) {
    const resetters = new BoundedMap('who resets passwords', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const { user, time } = event;
            const target = foldUser(event.target.name || event.object);
            if (target === '' || target === user)
                return;
            const window = resetters.at(user, () => new SlidingWindow(10 * minute, 300));
            window.add(time, { target, mark: event.mark });
            const all = window.within(time).map(({ value }) => value);
            const names = [...new Set(all.map(one => one.target))];
            if (names.length >= scaled(10, 2, context.tenant.users))
                context.report({
                    rule: resets.id,
                    key: user,
                    title: `${user} reset ${countOf(names.length, 'account')} within ten minutes`,
                    why: `${listed(names, 5)}; ${context.tenant.users} people in the tenant`,
                    actors: [user],
                    users: names.slice(0, 50),
                    evidence: EvidenceList.of(...all.map(({ mark }) => mark)),
                });
            else if (event.act === 'reset user password')
                context.report(signalOf(event, {
                    rule: resets.id,
                    key: `${user} ${target}`,
                    severity: 'hint',
                    title: `${user} reset the password of ${target}`,
                    why: `Reset by ${user}`,
                    users: [target],
                    settle: () => isAdministrator(context, target)
                        ? { severity: 'low', why: `${target} administers, and ${user} now knows the password` }
                        : {},
                }));
        },
    };
}
/** Whether the account has administered, this month or earlier. */
function isAdministrator(context, user) {
    return context.terms.firstMet('admin', '', user) !== Number.POSITIVE_INFINITY;
}
const accounts = [
    { metas: [guests], wants: { operations: inviting }, start: startGuests },
    matching(guests, { operations: ['update user'] }, memberMatch),
    { metas: [resets], wants: { operations: resetting }, start: startResets },
];

;// CONCATENATED MODULE: ./lib/detect/novelty.js
const novelty_day = 86_400_000;
/** For somebody who has just begun everything is new: three days of acts must lie before. */
function isEstablished(context, user, time) {
    const person = context.profiles.people.get(user);
    return context.history?.absent(user) !== undefined || (person !== undefined && person.first <= time - 3 * novelty_day);
}
/** On a network where the person was first met within the last day, if ever. */
function isUnfamiliarAddress(context, event) {
    const { user, address, time } = event;
    if (!address || !isEstablished(context, user, time))
        return false;
    return context.terms.firstMet('user-network', user, address.network) > time - novelty_day;
}
/** With a program that the person was first met with within the last day, if ever. */
function isUnfamiliarClient(context, event) {
    const { user, agentFamily, time } = event;
    if (agentFamily === '' || !isEstablished(context, user, time))
        return false;
    return context.terms.firstMet('user-agent', user, agentFamily) > time - novelty_day;
}
/** Through an application that the person first used within the last day. */
function isUnfamiliarApplication(context, event) {
    const { user, application, time } = event;
    if (application === '' || !isEstablished(context, user, time))
        return false;
    return context.terms.firstMet('user-application', user, application) > time - novelty_day;
}
/** A name somebody chose, fit for a sentence. */
function novelty_quoted(name) {
    const clean = name.replace(/\p{Cc}+/gu, ' ').trim();
    return `“${clean.length > 120 ? `${clean.slice(0, 119)}…` : clean}”`;
}
/** What a first time was compared with, in words. */
function comparedMonths(context) {
    return context.history ? 'the months that are remembered' : 'this month';
}

;// CONCATENATED MODULE: ./lib/detect/rules/alerts.js
/** What the platform itself has found, handed on (ALT-01). */





const alerts_alert = {
    id: 'ALT-01',
    title: 'An alert of the platform’s',
    severity: 'info',
    confidence: 'medium',
    techniques: [],
    question: 'What has Microsoft 365 itself reported?',
    benign: 'A drill; an alert that was dealt with when it came.',
    next: [
        'Open the alert and see whether it was closed, and by whom.',
        'Check what the account did in the hours around it.',
        'Tune the alert’s policy if it tells nothing.',
    ],
    source: 'https://learn.microsoft.com/defender-xdr/alert-policies',
    needs: { operations: ['alerttriggered', 'alertentitygenerated', 'timaildata'], recordTypes: ['MCASAlerts'] },
};
const bySeverity = { high: 'medium', medium: 'low', low: 'info', informational: 'info' };
function detailsOf(event) {
    const data = event.raw('Data');
    return typeof data === 'string' ? (0,field_values/* nested */.cY)(data) : data;
}
/** People among what an alert names. */
function peopleIn(texts) {
    const people = texts.flatMap(text => text.split(/[;,\s]+/)).map(foldUser);
    return [...new Set(people.filter(one => /^[^@]{1,100}@[^@]{1,200}$/.test(one)))].slice(0, 20);
}
function alertOf(event) {
    const data = detailsOf(event);
    const field = (name) => (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(data, name));
    const name = event.text('Name') || field('an') || event.operation.trim();
    const said = (event.text('Severity') || field('sev')).toLowerCase();
    const severity = bySeverity[said] ?? 'info';
    const people = peopleIn([field('f3u'), field('suid'), field('eid'), event.text('AlertEntityId')]);
    const id = event.text('AlertId');
    // Post that waits is nobody's attack.
    const idle = /mailflow/i.test(event.text('Category')) && severity === 'info';
    return {
        // Each alert for itself where it matters; else one for its name.
        key: severity === 'info' || id === '' ? name : id,
        severity: idle ? 'hint' : severity,
        title: `Alert: ${name}`,
        why: `Severity ${said || 'not said'}, category ${novelty_quoted(event.text('Category') || 'none')}`,
        actors: event.isService ? people.slice(0, 1) : [event.user],
        users: people,
        objects: [name],
    };
}
function cloudAlertOf(event) {
    const data = detailsOf(event);
    const name = event.text('Name') || event.text('Title') || (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(data, 'title')) || event.operation.trim();
    const said = (event.text('Severity') || (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(data, 'severity'))).toLowerCase();
    const severity = bySeverity[said] ?? (said === '2' ? 'medium' : said === '1' ? 'low' : 'info');
    const people = peopleIn([event.text('AlertEntityId'), (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(data, 'user')), event.isService ? '' : event.user]);
    return {
        key: severity === 'info' ? name : event.text('AlertId') || name,
        severity,
        title: `Alert: ${name}`,
        why: `Defender for Cloud Apps, severity ${said || 'not said'}`,
        actors: people.slice(0, 1),
        users: people,
        objects: [name],
    };
}
/** Harmful mail that reached a mailbox. */
function mailOf(event) {
    const delivered = event.text('DeliveryAction');
    if (/^(blocked|replaced|)$/i.test(delivered) || /outbound|intra/i.test(event.text('Directionality')))
        return undefined;
    const verdict = event.text('Verdict');
    if (!/phish|malware/i.test(verdict))
        return undefined;
    const junk = /junk/i.test(delivered);
    const sender = event.text('P2Sender') || event.text('P1Sender') || 'somebody';
    const people = peopleIn(event.list('Recipients').map(field_values/* textOf */.b6));
    return {
        key: `mail of ${sender.toLowerCase()}`,
        severity: junk ? 'hint' : 'info',
        title: `${verdict} of ${sender} was delivered`,
        why: `DeliveryAction is ${novelty_quoted(delivered)}; subject ${novelty_quoted(event.text('Subject'))}`,
        actors: [],
        users: people,
        objects: [event.text('Subject')].filter(Boolean),
    };
}
/** Somebody followed a link that is known to be harmful. */
function clickOf(event) {
    const action = event.text('UrlClickAction') || event.text('ActionType');
    const through = /^(allowed|2|4|5|blockpageoverride|pendingdetonationpageoverride|clickallowed)$/i.test(action);
    const url = event.text('Url').slice(0, 500);
    const user = foldUser(event.text('UserId'));
    return {
        key: `click ${user}`,
        severity: through ? 'low' : 'info',
        title: `${user} followed a harmful link`,
        why: `${novelty_quoted(url)}${through ? ', and was let through' : ', and was stopped'}`,
        actors: isGuid(user) ? [] : [user],
        objects: [url].filter(Boolean),
    };
}
function match(event) {
    switch (event.recordType) {
        case 'SecurityComplianceAlerts':
            return alertOf(event);
        case 'MCASAlerts':
            return cloudAlertOf(event);
        case 'ThreatIntelligence':
            return mailOf(event);
        case 'ThreatIntelligenceUrl':
            return clickOf(event);
        case 'ThreatIntelligenceAtpContent':
            return {
                key: event.user,
                severity: 'info',
                title: `A harmful file of ${event.user || 'somebody'}`,
                why: `${event.operation.trim()}: ${novelty_quoted(event.in('FileData', 'FileName') || event.object)}`,
                actors: event.isService ? [] : [event.user],
            };
        case 'AirInvestigation':
            return {
                key: event.text('InvestigationType') || 'investigation',
                severity: 'hint',
                title: `An automatic investigation: ${event.text('InvestigationName')}`,
                why: `Status ${novelty_quoted(event.text('Status'))}`,
                actors: [],
                users: peopleOfInvestigation(event),
            };
        default:
            return {
                key: event.user,
                severity: 'hint',
                title: `${event.user} reported a message`,
                why: event.operation.trim(),
                actors: [event.user],
            };
    }
}
function peopleOfInvestigation(event) {
    const entities = event
        .list('Actions')
        .slice(0, 20)
        .flatMap(action => {
        const list = (0,field_values/* own */.ZV)(action, 'Entities');
        return Array.isArray(list) ? list.slice(0, 20) : [];
    });
    return peopleIn(entities.filter(json/* isObject */.Gv).map(entity => (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(entity, 'Recipient'))));
}
const recordTypes = [
    ...['SecurityComplianceAlerts', 'MCASAlerts', 'ThreatIntelligence', 'ThreatIntelligenceUrl'],
    ...['ThreatIntelligenceAtpContent', 'AirInvestigation', 'MailSubmission'],
];
const alerts = [matching(alerts_alert, { recordTypes, services: true }, match)];

;// CONCATENATED MODULE: ./lib/detect/directory.js

const anyGuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
/** Properties that carry the application's id; `ObjectId` and the target are the service principal's. */
const carriers = [
    ...['TargetId.ServicePrincipalNames', 'ServicePrincipal.AppId', 'ServicePrincipal.ObjectID', 'AppId'],
    ...['AppPrincipalId', 'ServicePrincipalName', 'TargetId.ApplicationId', 'Application.AppId'],
];
/** All ids, folded, under which the application of a directory record may be met elsewhere: its app id first. */
function applicationsOf(event) {
    const found = new Set();
    for (const name of carriers) {
        const change = event.change(name);
        if (change)
            for (const id of guids(`${change.now} ${change.old}`))
                found.add(id);
    }
    for (const id of guids(`${event.object} ${event.target.id}`))
        found.add(id);
    return [...found].slice(0, 10);
}
/** The application's display name as the record has it, or its id. */
function applicationName(event) {
    return event.target.name || event.change('DisplayName')?.now || event.object || (0,field_values/* textOf */.b6)(event.target.id);
}
function guids(text) {
    return text.slice(0, 4_000).toLowerCase().match(anyGuid) ?? [];
}

;// CONCATENATED MODULE: ./lib/detect/rules/app-registrations.js
/** Applications made (APP-07), opened to strangers (APP-10, APP-13), and deleted again (APP-15). */





const made = {
    id: 'APP-07',
    title: 'Applications made',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1098.001', 'T1136.003'],
    question: 'Does somebody make applications that did not before, or many at once?',
    benign: 'A developer’s or an administrator’s work; Microsoft makes its own by the hundred.',
    next: [
        'Ask who made them what they are for.',
        'See which credentials and consents they were given since.',
        'Keep people from registering applications where nobody needs to.',
    ],
    source: 'https://attack.mitre.org/techniques/T1098/001/',
    needs: { operations: ['add application', 'add service principal'] },
};
const shared = {
    ...made,
    id: 'APP-10',
    title: 'An application was opened to other tenants',
    confidence: 'high',
    techniques: ['T1098.001'],
    question: 'Can strangers’ tenants now use an application of ours?',
    benign: 'A product that is sold to others.',
    next: [
        'Ask the owner why other tenants need it.',
        'Check its reply addresses and credentials.',
        'Set it back to this tenant alone if nobody needs more.',
    ],
    needs: { operations: ['update application'] },
};
const reply = {
    ...shared,
    id: 'APP-13',
    title: 'An application’s answers go to a new address',
    confidence: 'medium',
    techniques: ['T1528'],
    question: 'Could a stranger now receive what the application’s sign-ins answer?',
    benign: 'A new environment of a developer’s.',
    next: [
        'Find out whose the new address is.',
        'Ask the application’s owner for the change behind it.',
        'Remove the address if nobody knows it.',
    ],
    needs: { operations: ['update application', 'update service principal'] },
};
const gone = {
    ...made,
    id: 'APP-15',
    title: 'An application made, opened, and deleted again',
    severity: 'medium',
    techniques: ['T1098.001', 'T1070'],
    question: 'Did somebody cover the tracks of an application?',
    benign: 'The clean-up of a test.',
    next: [
        'Read what the application did while it existed.',
        'Ask who made it what it was for.',
        'Look for other applications of the same maker.',
    ],
    needs: { operations: ['delete application', 'hard delete application', 'remove service principal'] },
};
const making = ['add application', 'add service principal'];
const opening = [
    ...['consent to application', 'add service principal credentials', 'add app role assignment to service principal'],
    'update application - certificates and secrets management',
];
const deleting = ['delete application', 'hard delete application', 'remove service principal'];
const app_registrations_within = 7 * rule_day;
function app_registrations_start(context) {
    const recent = new BoundedMap('makers of applications', 2_000, context.evictions);
    const born = new BoundedMap('new applications', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const { user, time, act } = event;
            const ids = applicationsOf(event);
            const name = applicationName(event);
            if (making.includes(act)) {
                // An application and its principal are one, made twice.
                const known = ids.some(id => born.get(id) !== undefined);
                const one = { name, mark: event.mark, opened: undefined, told: false };
                for (const id of ids)
                    born.at(id, () => one);
                if (known)
                    return;
                const window = recent.at(user, () => new SlidingWindow(10 * minute, 50));
                window.add(time, { name, mark: event.mark });
                tellMade(context, event, window);
                return;
            }
            const one = ids.map(id => born.get(id)).find(found => found !== undefined);
            if (!one || time - one.mark.time > app_registrations_within)
                return;
            if (opening.includes(act))
                one.opened ??= event.mark;
            else if (deleting.includes(act) && !one.told) {
                one.told = true;
                tellGone(context, event, one);
            }
        },
    };
}
function tellMade(context, event, window) {
    const { user, time } = event;
    const all = window.within(time);
    const names = [...new Set(all.map(({ value }) => value.name))];
    const many = names.length > 3;
    context.report({
        rule: made.id,
        key: user,
        severity: many ? 'low' : 'hint',
        title: many ? `${user} made ${countOf(names.length, 'application')} in ten minutes` : `${user} made an application`,
        why: `${listed(names.map(novelty_quoted), 4)}, made in ${spanText(time - (all[0]?.time ?? time))}`,
        actors: [user],
        objects: names.slice(0, 20),
        applications: applicationsOf(event),
        evidence: EvidenceList.of(...all.map(({ value }) => value.mark)),
    });
}
function tellGone(context, event, one) {
    const { user, time } = event;
    context.report({
        ...signalOf(event, {
            rule: gone.id,
            key: applicationsOf(event)[0] ?? one.name,
            severity: one.opened ? 'medium' : 'hint',
            title: `${novelty_quoted(one.name)} was deleted by ${user} ${spanText(time - one.mark.time)} after it was made`,
            why: one.opened
                ? `Made, given access (${one.opened.operation.trim()}), and deleted within ${spanText(time - one.mark.time)}`
                : `Made and deleted within ${spanText(time - one.mark.time)}; no credential or consent was seen`,
            objects: [one.name],
            applications: applicationsOf(event),
        }),
        evidence: EvidenceList.of(one.mark, ...(one.opened ? [one.opened] : []), event),
    });
}
function sharedMatch(event) {
    const change = event.change('AvailableToOtherTenants');
    if (!change || !/^true$/i.test(change.now) || /^true$/i.test(change.old))
        return undefined;
    const name = applicationName(event);
    return {
        key: applicationsOf(event)[0] ?? name,
        title: `${event.user} opened ${novelty_quoted(name)} to other tenants`,
        why: 'AvailableToOtherTenants went from False to True',
        objects: [name],
        applications: applicationsOf(event),
    };
}
function replyMatch(event, context) {
    const change = event.change('AppAddress') ?? event.change('ReplyUrl') ?? event.change('ReplyUrls');
    if (!change)
        return undefined;
    const old = urlsIn(change.old);
    const gained = urlsIn(change.now).filter(url => !old.some(one => one.href === url.href));
    const hosts = new Set(old.map(url => url.hostname));
    const isLocal = (url) => url.hostname === 'localhost' || url.hostname === '127.0.0.1';
    const strange = gained.filter(url => url.protocol === 'http:' || !hosts.has(url.hostname));
    const [first] = strange;
    if (!first)
        return undefined;
    const name = applicationName(event);
    return {
        key: applicationsOf(event)[0] ?? name,
        severity: 'hint',
        title: `${event.user} gave ${novelty_quoted(name)} a new reply address`,
        why: `New: ${listed(strange.map(url => novelty_quoted(url.href)))}; before: ${listed([...hosts].slice(0, 20)) || 'none'}`,
        objects: [name, ...strange.map(url => url.hostname)].slice(0, 20),
        applications: applicationsOf(event),
        settle: () => {
            const outside = strange.filter(url => !isLocal(url) && isOutside(context, url.hostname));
            // A first address belongs to the setting up; one that is added where others were may be a stranger's.
            return old.length > 0 && outside.length > 0 ? { severity: 'low' } : {};
        },
    };
}
function isOutside(context, host) {
    const parts = host.split('.');
    return parts.every((_, i) => i > parts.length - 2 || context.tenant.isOutside(parts.slice(i).join('.')));
}
function urlsIn(text) {
    const found = text.slice(0, 30_000).match(/https?:\/\/[^\s"'\\,;\]}]{1,500}/gi) ?? [];
    return found.slice(0, 200).flatMap(one => (URL.canParse(one) ? [new URL(one)] : []));
}
const applications = [
    { metas: [made, gone], wants: { operations: [...making, ...opening, ...deleting] }, start: app_registrations_start },
    matching(shared, { operations: ['update application'] }, sharedMatch),
    matching(reply, { operations: ['update application', 'update service principal'] }, replyMatch),
];

;// CONCATENATED MODULE: ./lib/detect/rules/permissions.js
const writing = /^(mail\.(readwrite|send)|mailboxsettings\.readwrite|files\.readwrite\.all|sites\.(readwrite|fullcontrol|manage)|full_access_as_(user|app)|ews\.|imap\.|pop\.|smtp\.|exchange\.manage|directory\.(readwrite|accessasuser)|rolemanagement\.readwrite|application\.readwrite|approleassignment\.readwrite|user\.readwrite\.all|userauthenticationmethod\.readwrite|group\.readwrite|policy\.readwrite|devicemanagement.{0,40}\.(readwrite|privilegedoperations)|user_impersonation$)/;
const reading = /^(mail\.|mailboxsettings\.|files\.|contacts\.|notes\.|sites\.|calendars\.|chat\.|chatmessage\.|channelmessage\.|people\.read\.all|directory\.read|user\.read\.all|auditlog\.|allsites\.|myfiles\.)/;
function reachOf(scopes) {
    const folded = scopes.map(scope => scope.toLowerCase());
    if (folded.some(scope => writing.test(scope)))
        return 'write';
    return folded.some(scope => reading.test(scope)) ? 'read' : 'none';
}
/** Those worth naming: the far-reaching ones first. */
function notable(scopes) {
    const weight = (scope) => ['write', 'read', 'none'].indexOf(reachOf([scope]));
    return [...scopes].sort((a, b) => weight(a) - weight(b) || (a < b ? -1 : 1));
}
/** `[[… ConsentType: Principal, Scope: User.Read]] => [[… Scope: User.Read Mail.Read, …]]`: before and after. */
function consentOf(event) {
    const text = (event.change('ConsentAction.Permissions')?.now ?? '').slice(0, 60_000);
    const arrow = text.indexOf('=>');
    const before = new Set(scopesIn(arrow < 0 ? '' : text.slice(0, arrow)));
    const after = arrow < 0 ? text : text.slice(arrow + 2);
    const is = (name) => /^true$/i.test(event.change(name)?.now ?? '');
    return {
        admin: is('ConsentContext.IsAdminConsent'),
        everybody: is('ConsentContext.OnBehalfOfAll') || after.includes('ConsentType: AllPrincipals'),
        scopes: [...new Set(scopesIn(after))].filter(scope => !before.has(scope)),
        reason: event.change('ConsentAction.Reason')?.now ?? '',
    };
}
function scopesIn(text) {
    return [...text.matchAll(/Scope: ?([^,\]]{1,8000})/g)].flatMap(([, scopes = '']) => wordsOf(scopes));
}
function wordsOf(text) {
    return text.split(/[\s"]+/).filter(Boolean);
}
/** Application permissions by which a whole tenant can be taken. */
const takeover = new Map([
    ['9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', 'RoleManagement.ReadWrite.Directory'],
    ['06b708a9-e830-4db3-a914-8e69da51d44f', 'AppRoleAssignment.ReadWrite.All'],
    ['1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9', 'Application.ReadWrite.All'],
    ['19dbc75e-c2e2-444c-a770-ec69d8559fc7', 'Directory.ReadWrite.All'],
]);
const data = new Map([
    ['dc890d15-9560-4a4c-9b7f-a736ec74ec40', 'full_access_as_app'],
    ['810c84a8-4a9e-49e6-bf7d-12d183f40d01', 'Mail.Read'],
    ['e2a3a72e-5f79-4c64-b1b1-878b674786c9', 'Mail.ReadWrite'],
    ['75359482-378d-4052-8f01-80520e7db3cd', 'Files.ReadWrite.All'],
]);
/** The name of a far-reaching application permission by its id; undefined for others. */
function permissionName(id) {
    return takeover.get(id) ?? data.get(id);
}
function takesTenant(name) {
    const folded = name.toLowerCase();
    return [...takeover.values()].some(one => one.toLowerCase() === folded);
}
/** The application that a grant goes to; the record's target is the resource that it opens. */
function granteeOf(event) {
    const values = ['ServicePrincipal.AppId', 'ServicePrincipal.ObjectID'].map(name => event.change(name)?.now ?? '');
    const name = event.change('ServicePrincipal.DisplayName')?.now ?? '';
    return { ids: values.map(id => id.toLowerCase()).filter(Boolean), name: name || values.find(Boolean) || '' };
}

;// CONCATENATED MODULE: ./lib/detect/rules/application-chain.js
/** An application is made or changed, is given a credential or a consent, and then reads mail or files (APP-14). */





const chain = {
    id: 'APP-14',
    title: 'An application was given access and reads mail or files',
    severity: 'high',
    confidence: 'medium',
    techniques: ['T1528', 'T1098.001', 'T1114.002'],
    question: 'Did a fresh consent or credential lead to reading?',
    benign: 'A backup, archive or sales application put to work as planned.',
    next: [
        'Disable the application’s sign-in until somebody vouches for it.',
        'List what it read: mailboxes, messages, files.',
        'Find out who consented or added the credential, and from where.',
    ],
    source: 'https://attack.mitre.org/techniques/T1528/',
    needs: { operations: ['mailitemsaccessed', 'fileaccessed', 'filedownloaded', 'filesyncdownloadedfull'] },
};
const changes = [
    ...['consent to application', 'add service principal credentials', 'add application', 'add service principal'],
    ...['update application - certificates and secrets management', 'add delegated permission grant'],
    ...['add app role assignment to service principal', 'add oauth2permissiongrant'],
];
/** Those that open a door; being made alone does not. */
const application_chain_opening = new Set(changes.filter(act => act !== 'add application' && act !== 'add service principal'));
const application_chain_reading = ['mailitemsaccessed', 'fileaccessed', 'filedownloaded', 'filesyncdownloadedfull', 'filepreviewed'];
const application_chain_within = 7 * rule_day;
function application_chain_start(context) {
    const chains = new BoundedMap('changed applications', 2_000, context.evictions);
    return {
        see(event) {
            if (changes.includes(event.act)) {
                // Microsoft provisions its own applications by the hundred.
                if (event.isService || event.result === 'failure')
                    return;
                const ids = idsOf(event);
                const known = ids.map(id => chains.get(id)).find(one => one !== undefined);
                const one = known ?? {
                    name: applicationName(event),
                    changed: [],
                    opened: undefined,
                    reads: new EvidenceList(50),
                    victims: new Set(),
                };
                if (one.changed.length < 10)
                    one.changed.push(event);
                if (application_chain_opening.has(event.act))
                    one.opened ??= event;
                for (const id of ids)
                    chains.at(id, () => one);
                return;
            }
            if (chains.size === 0)
                return;
            const opened = openedFor(event, chains);
            if (!opened?.opened || event.time - opened.opened.time > application_chain_within)
                return;
            opened.reads.add(event);
            if (opened.victims.size < 50)
                opened.victims.add(event.text('MailboxOwnerUPN').toLowerCase() || event.user);
        },
        finish() {
            const told = new Set();
            for (const [, one] of chains.entries()) {
                if (told.has(one) || !one.opened || one.reads.count === 0)
                    continue;
                told.add(one);
                tell(context, one, one.opened);
            }
        },
    };
}
/** A grant's target is the resource that it opens, which all applications share. */
function idsOf(event) {
    const { ids } = granteeOf(event);
    return ids.length > 0 ? ids : applicationsOf(event);
}
/** The story of the application that reads, under whichever of its ids it appears. */
function openedFor(event, chains) {
    for (const name of ['ApplicationId', 'AppId', 'ClientAppId']) {
        const one = chains.get(event.text(name).toLowerCase());
        if (one?.opened)
            return one;
    }
    const one = chains.get(event.in('AppAccessContext', 'ClientAppId').toLowerCase());
    return one?.opened ? one : undefined;
}
/** By an administrator of old: a roll-out most likely; a doubtful sign-in before it raises it again. */
function isPlanned(context, { user, time }) {
    return context.terms.firstMet('admin', '', user) < time - rule_day;
}
function tell(context, one, opened) {
    const applications = [...new Set(one.changed.flatMap(idsOf))];
    const fresh = applications.some(id => context.terms.age('application', '', id, one.reads.first) < application_chain_within);
    const { victims, reads } = one;
    context.report({
        rule: chain.id,
        key: applications[0] ?? one.name,
        severity: (fresh || victims.size >= 3) && !isPlanned(context, opened) ? 'high' : 'medium',
        title: `${one.name} was opened by ${opened.user} and read for ${countOf(victims.size, 'account')}`,
        why: `${countOf(reads.count, 'record')} of mail or files, the first ${spanText(Math.max(0, reads.first - opened.time))} after “${opened.operation.trim()}”`,
        actors: [...new Set(one.changed.map(event => event.user))].filter(Boolean),
        users: [...victims].sort((a, b) => (a < b ? -1 : 1)),
        objects: [one.name],
        applications,
        addresses: opened.address ? [opened.address.text] : [],
        evidence: EvidenceList.of(...one.changed).join(reads),
    });
}
const applicationChains = [{ metas: [chain], wants: { operations: [...changes, ...application_chain_reading] }, start: application_chain_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/application-keys.js
/** Who can act as an application: its credentials (APP-08) and its owners (APP-09). */





const credential = {
    id: 'APP-08',
    title: 'An application was given a credential',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1098.001'],
    question: 'Can somebody now sign in as an application?',
    benign: 'The yearly change of a secret or certificate; a new application.',
    next: [
        'Ask who added it whether it was planned.',
        'See what the application may do, and what it did since.',
        'Remove the credential if nobody knows it.',
    ],
    source: 'https://attack.mitre.org/techniques/T1098/001/',
    needs: {
        operations: [
            'update application - certificates and secrets management',
            'add service principal credentials',
            'update application',
        ],
    },
};
const owner = {
    ...credential,
    id: 'APP-09',
    title: 'An application’s owners changed',
    question: 'Can somebody now give an application credentials of their own?',
    benign: 'A new colleague in the team; a hand-over.',
    next: [
        'Ask the former owner whether the change was planned.',
        'See which credentials were added since.',
        'Remove owners that the application does not need.',
    ],
    needs: { operations: ['add owner to application', 'add owner to service principal'] },
};
const application_keys_making = ['add application', 'add service principal'];
const owning = ['add owner to application', 'add owner to service principal'];
const losing = ['remove owner from application', 'remove owner from service principal'];
const keys = [
    ...['update application - certificates and secrets management', 'add service principal credentials'],
    'update application',
];
/** Principals of Microsoft's: nobody has a reason to give them a credential. */
const microsoft = /^0000000[\da-f]-0000-0(000-c000|ff1-ce00)-0{12}$/;
function application_keys_start(context) {
    const born = new BoundedMap('applications made', 5_000, context.evictions);
    const isNew = (event) => applicationsOf(event).some(id => event.time - (born.get(id) ?? Number.NEGATIVE_INFINITY) < 30 * minute);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            if (application_keys_making.includes(event.act))
                for (const id of applicationsOf(event))
                    born.at(id, () => event.time);
            else if (keys.includes(event.act))
                tellCredential(context, event, isNew(event));
            else if (owning.includes(event.act))
                tellOwner(context, event, isNew(event));
            else
                context.report(signalOf(event, {
                    rule: owner.id,
                    key: `lost ${applicationsOf(event)[0] ?? event.object}`,
                    severity: 'hint',
                    title: `${event.user} removed an owner of an application`,
                    why: `${event.operation.trim()}: ${novelty_quoted(event.target.name || event.object)}`,
                    applications: applicationsOf(event),
                }));
        },
    };
}
function tellCredential(context, event, fresh) {
    const change = event.change('KeyDescription');
    // Some records do not say which; a credential taken away is none that lets somebody in.
    if (!change && event.act !== 'add service principal credentials')
        return;
    const gained = change?.gained ?? [];
    if (change && gained.length === 0)
        return;
    const { user, kind } = event;
    const applications = applicationsOf(event);
    const name = applicationName(event);
    const foreign = applications.some(id => microsoft.test(id));
    const byAnother = kind === 'application' && !applications.includes(event.actor.id);
    const old = change?.oldList.length ?? 0;
    const severity = foreign || byAnother ? 'medium' : fresh ? 'hint' : 'low';
    const names = gained.map(text => /DisplayName=([^,\]]{1,100})/.exec(text)?.[1] ?? '').filter(Boolean);
    context.report(signalOf(event, {
        rule: credential.id,
        key: `${user} ${applications[0] ?? name}`,
        severity,
        title: `${user} gave ${novelty_quoted(name)} a credential`,
        why: `${countOf(Math.max(1, gained.length), 'new credential')}${names[0] ? ` (${novelty_quoted(names[0])})` : ''}, where there ${old === 1 ? 'was' : 'were'} ${old || 'none'} before${foreign ? '; the application is Microsoft’s own' : ''}${byAnother ? '; given by another application' : ''}`,
        objects: [name],
        applications,
    }));
}
function tellOwner(context, event, fresh) {
    const { user } = event;
    const made = foldUser(event.target.kind === 'User' ? event.target.name : event.object);
    const oneself = made !== '' && made === user;
    // Whoever makes an application owns it.
    if (fresh && oneself)
        return;
    const guest = made.includes('#ext#');
    const name = event.change('Application.DisplayName')?.now || event.change('ServicePrincipal.DisplayName')?.now || '';
    const applications = applicationsOf(event).filter(id => id !== event.target.id);
    context.report(signalOf(event, {
        rule: owner.id,
        key: `${made} ${applications[0] ?? name}`,
        severity: (oneself || guest) && !fresh ? 'low' : 'hint',
        title: `${made || 'Somebody'} became an owner of ${novelty_quoted(name || 'an application')}`,
        why: oneself
            ? `${user} did it by their own hand, for an application that was there before`
            : `${user} made ${made || 'them'} an owner${guest ? ', a guest' : ''}`,
        users: [made].filter(Boolean),
        objects: [name].filter(Boolean),
        applications,
    }));
}
const applicationKeys = [
    { metas: [credential, owner], wants: { operations: [...application_keys_making, ...owning, ...losing, ...keys] }, start: application_keys_start },
];

;// CONCATENATED MODULE: ./lib/detect/rules/application-permissions.js
/** Permissions that applications hold themselves: granted (APP-04), asked for (APP-05), or taken by their own hand (APP-16). */




const granted = {
    id: 'APP-04',
    title: 'An application was given far-reaching permissions',
    severity: 'medium',
    confidence: 'high',
    techniques: ['T1098.003', 'T1528'],
    question: 'Can an application now read all mail or files, or take the tenant?',
    benign: 'A backup, a migration, a pipeline that sets applications up.',
    next: [
        'Ask who gave the permission for the order behind it.',
        'See which credentials the application has, and since when.',
        'Narrow the permission: single mailboxes or sites are enough for most.',
    ],
    source: 'https://attack.mitre.org/techniques/T1098/003/',
    needs: { operations: ['add app role assignment to service principal'] },
};
const asked = {
    ...granted,
    id: 'APP-05',
    title: 'An application asks for far-reaching permissions',
    severity: 'low',
    confidence: 'medium',
    question: 'Is an application being prepared to read all mail, or to take the tenant?',
    benign: 'An application under development.',
    next: [
        'Ask the application’s owner what it needs them for.',
        'See whether the permissions were granted since.',
        'Check who else owns the application.',
    ],
    needs: { operations: ['update application'] },
};
const itself = {
    ...granted,
    id: 'APP-16',
    title: 'An application promoted itself',
    severity: 'high',
    question: 'Did an application use what it had to take more?',
    benign: 'A pipeline that manages its own permissions.',
    next: [
        'Disable the application’s sign-in until somebody vouches for it.',
        'See what it did with what it took.',
        'Remove its permission to write permissions.',
    ],
    needs: {
        operations: [
            'add app role assignment to service principal',
            'add member to role',
            'add owner to service principal',
        ],
    },
};
const assigning = ['add app role assignment to service principal'];
const promoting = [...assigning, 'add member to role', 'add eligible member to role'];
function grantedMatch(event) {
    const id = (event.change('AppRole.Id')?.now ?? '').toLowerCase();
    const value = event.change('AppRole.Value')?.now || permissionName(id) || '';
    const reach = reachOf([value]);
    if (reach === 'none')
        return undefined;
    const { ids, name } = granteeOf(event);
    const taking = takesTenant(value);
    const byApplication = event.kind === 'application';
    return {
        key: `${event.user} ${ids[0] ?? name}`,
        severity: taking && byApplication ? 'high' : reach === 'write' ? 'medium' : 'low',
        title: `${novelty_quoted(name || 'An application')} was given ${value}`,
        why: `${novelty_quoted(value)} lets it act on ${taking ? 'the whole directory, its own rights included' : 'everybody’s data'}; given by ${event.user}${byApplication ? ', itself an application' : ''}`,
        objects: [name, value].filter(Boolean),
        applications: ids,
    };
}
const application_permissions_guid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g;
function askedMatch(event) {
    const change = event.change('RequiredResourceAccess');
    const ids = (text) => text.slice(0, 60_000).toLowerCase().match(application_permissions_guid) ?? [];
    const old = new Set(ids(change?.old ?? ''));
    const gained = ids(change?.now ?? '').filter(id => !old.has(id));
    const names = [...new Set(gained.map(permissionName).filter(name => name !== undefined))];
    if (names.length === 0)
        return undefined;
    const name = applicationName(event);
    const applications = applicationsOf(event);
    return {
        key: `${event.user} ${applications[0] ?? name}`,
        title: `${event.user} had ${novelty_quoted(name)} ask for ${names.join(', ')}`,
        why: `${names.join(', ')} ${names.length === 1 ? 'was' : 'were'} not among its requested permissions before`,
        objects: [name, ...names],
        applications,
    };
}
function itselfMatch(event) {
    if (event.kind !== 'application')
        return undefined;
    const own = new Set([event.actor.id, event.user.replace(/^serviceprincipal_/, '')].filter(Boolean));
    const role = event.change('Role.DisplayName')?.now ?? '';
    const grantee = granteeOf(event);
    const targets = assigning.includes(event.act) ? grantee.ids : [event.target.id];
    if (!targets.some(id => own.has(id)))
        return undefined;
    const what = role || event.change('AppRole.Value')?.now || 'a permission';
    const name = grantee.name || event.target.name || event.user;
    return {
        key: event.user,
        title: `${novelty_quoted(name)} gave itself ${what}`,
        why: `The one who gave ${novelty_quoted(what)} and the one who received it are the same application`,
        objects: [name, what],
        applications: [...own],
    };
}
const applicationPermissions = [
    matching(granted, { operations: assigning }, grantedMatch),
    matching(asked, { operations: ['update application'] }, askedMatch),
    matching(itself, { operations: promoting }, itselfMatch),
];

;// CONCATENATED MODULE: ./lib/detect/rules/auditing.js
/** The audit log itself: switched off, bypassed, kept shorter, its licence taken away (AUD-01 to 04). */



const off = {
    id: 'AUD-01',
    title: 'The audit log switched off',
    severity: 'high',
    confidence: 'high',
    techniques: ['T1562.008'],
    question: 'Did somebody stop the log that this report is made of?',
    benign: 'Hardly anything.',
    next: [
        'Switch the log on again.',
        'Ask the administrator, by another way than mail.',
        'Take whatever happened since then as unseen.',
    ],
    source: 'https://learn.microsoft.com/purview/audit-log-enable-disable',
    needs: { operations: [/^[a-z]+-[a-z]+$/] },
};
const mailboxes = {
    ...off,
    id: 'AUD-02',
    title: 'Mailbox auditing bypassed or switched off',
    severity: 'medium',
    question: 'Can an account read mail without leaving a record?',
    benign: 'A backup’s account whose records were too many.',
    next: [
        'Ask the administrator for the reason.',
        'Set it back; it is on by default.',
        'Look for other acts of that administrator on the same day.',
    ],
    source: 'https://learn.microsoft.com/purview/audit-mailboxes',
};
const retention = {
    ...mailboxes,
    id: 'AUD-03',
    title: 'How long the log is kept was changed',
    confidence: 'medium',
    techniques: ['T1562.008', 'T1070'],
    question: 'Will evidence vanish sooner?',
    benign: 'A change of licences; a new policy for data.',
    source: 'https://learn.microsoft.com/purview/audit-log-retention-policies',
};
const licence = {
    ...retention,
    id: 'AUD-04',
    title: 'The licence for detailed auditing was taken from a person',
    question: 'Is a mailbox watched less closely than before?',
    benign: 'A move between licences.',
    source: 'https://learn.microsoft.com/purview/audit-solutions-overview',
    needs: { operations: ['change user license'] },
};
const switchedOff = matching(off, { operations: ['set-adminauditlogconfig'] }, ({ parameters, user }) => {
    const name = ['UnifiedAuditLogIngestionEnabled', 'AdminAuditLogEnabled'].find(one => parameters.isFalse(one));
    return (name !== undefined && {
        key: user,
        title: `${user} switched the audit log off`,
        why: `${name} was set to False`,
        objects: ['Audit log'],
    });
});
const bypass = matching(mailboxes, { operations: ['set-mailboxauditbypassassociation', 'set-mailbox', 'set-organizationconfig'] }, event => {
    const { act, parameters, user } = event;
    const target = foldUser(parameters.get('Identity') || event.object);
    const match = (severity, why, what) => ({
        key: `${user} ${act}`,
        severity,
        title: `${user} ${what}`,
        why,
        objects: [target].filter(Boolean),
        users: target.includes('@') && target !== user ? [target] : [],
    });
    if (act === 'set-organizationconfig')
        return (parameters.isTrue('AuditDisabled') &&
            match('high', 'AuditDisabled is True', 'switched mailbox auditing off for everybody'));
    if (act === 'set-mailboxauditbypassassociation')
        return (parameters.isTrue('AuditBypassEnabled') &&
            match('medium', 'AuditBypassEnabled is True', `let ${target} act in mailboxes without a record`));
    if (parameters.isFalse('AuditEnabled'))
        return match('medium', 'AuditEnabled is False', `switched auditing of ${target} off`);
    const shrunk = ['AuditOwner', 'AuditDelegate', 'AuditAdmin'].find(name => parameters.has(name) && /^(\s*|none|\$null|@\{\s*remove.*)$/i.test(parameters.get(name)));
    return (shrunk !== undefined &&
        match('medium', `${shrunk} is ${novelty_quoted(parameters.get(shrunk))}`, `lets less of ${target} be audited`));
});
/** Cmdlets of the compliance centre carry their parameters as text. */
function complianceText(event) {
    const list = event.parameters.allText();
    return `${list} ${event.text('NonPIIParameters')} ${event.text('Parameters')}`.slice(0, 8_000);
}
const keeping = matching(retention, { operations: [/^(new|set|remove)-unifiedauditlogretentionpolicy$/] }, event => {
    const { user, act } = event;
    const text = complianceText(event);
    const shorter = /retentionduration\W{1,4}(seven|thirty|three|six)/i.test(text);
    const removed = act.startsWith('remove');
    if (act.startsWith('new') && !shorter)
        return undefined;
    return {
        key: user,
        severity: removed || shorter ? 'medium' : 'low',
        title: `${user}: ${event.operation.trim()}`,
        why: removed
            ? 'A policy that keeps the log was removed'
            : shorter
                ? 'It is kept for months only'
                : 'It was changed',
        objects: [event.object].filter(Boolean),
    };
});
const advanced = /M365_ADVANCED_AUDITING/;
const taken = matching(licence, { operations: ['change user license', 'update user'] }, event => {
    const change = event.change('AssignedLicense');
    const disabled = (text) => [...text.matchAll(/DisabledPlans=\[([^\]]{0,4000})/g)].some(([, one = '']) => advanced.test(one));
    const now = change?.now ?? event.extended.allText();
    if (!advanced.test(now) || !disabled(now) || (change && disabled(change.old)))
        return undefined;
    const person = foldUser(event.target.name || event.object);
    return {
        key: event.user,
        severity: 'low',
        title: `${event.user} took detailed auditing from ${person}`,
        why: 'DisabledPlans now holds M365_ADVANCED_AUDITING',
        objects: [person],
        users: [person],
    };
});
const auditing = [switchedOff, bypass, keeping, taken];

;// CONCATENATED MODULE: ./lib/detect/rules/blocked-accounts.js
/** AUTH-20: attempts on disabled accounts, and sign-ins that Conditional Access refused. */



const shut = {
    id: 'AUTH-20',
    title: 'Attempts on disabled or refused accounts',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1078.004', 'T1110'],
    question: 'Does somebody try accounts that are disabled, or that a policy keeps out?',
    benign: 'Devices of people who have left; travellers whom a policy keeps out.',
    next: [
        'Find out whose devices the attempts came from.',
        'Check what else came from the same network.',
        'Where a policy refused, the password was right: reset it unless the owner was there.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: { operations: ['userloginfailed'] },
};
function startShut(context) {
    const doors = new BoundedMap('networks with disabled accounts', 2_000, context.evictions);
    const tell = (network, door) => {
        if (door.disabled.size < scaled(3, 0.9, context.tenant.users))
            return;
        context.report({
            rule: shut.id,
            key: network,
            title: `${countOf(String(door.disabled), 'disabled account')} tried from ${network}`,
            why: `${countOf(door.evidence.count, 'attempt')} on ${countOf(String(door.disabled), 'disabled account')} in ${spanText(door.evidence.last - door.evidence.first)}`,
            actors: [],
            objects: door.disabled.list(),
            addresses: [network],
            evidence: door.evidence,
        });
    };
    return {
        see(event) {
            const { address, user, time } = event;
            if (!address || event.isService)
                return;
            if (event.errorCode === '53003')
                context.report({
                    rule: shut.id,
                    key: `refused ${user} ${address.network}`,
                    severity: 'hint',
                    title: `A policy kept ${user} out at ${address.network}`,
                    why: 'The password was right, and Conditional Access refused',
                    actors: [],
                    users: [user],
                    addresses: [address.text],
                    evidence: EvidenceList.of(event),
                });
            if (event.failure !== 'blocked')
                return;
            const known = doors.get(address.network);
            if (known && time - known.last > rule_day) {
                tell(address.network, known);
                doors.delete(address.network);
            }
            const door = doors.at(address.network, () => ({
                disabled: new Distinct(200),
                evidence: new EvidenceList(),
                last: time,
            }));
            door.disabled.add(user);
            door.evidence.add(event);
            door.last = time;
        },
        finish() {
            for (const [network, door] of doors.entries())
                tell(network, door);
        },
    };
}
const blockedAccounts = [{ metas: [shut], wants: { operations: ['userloginfailed'] }, start: startShut }];

;// CONCATENATED MODULE: ./lib/detect/failure-run.js
/** Failed sign-ins of one kind on one account, until none came for a day: where they came from, and with which clients. */



const failure_run_mostNames = 50;
/** Failures of one kind on one account until they rest for a day. */
class FailureRun {
    evidence = new EvidenceList();
    networks = new Map();
    agents = new Map();
    hour = new SlidingWindow(rule_hour, 300);
    /** The most within one hour. */
    peak = 0;
    last = 0;
    add(event) {
        this.evidence.add(event);
        this.last = event.time;
        this.peak = Math.max(this.peak, this.hour.add(event.time, event.id));
        tally(this.networks, event.address?.network ?? '', event.time);
        tally(this.agents, event.agentFamily, event.time);
    }
    lastHour(time) {
        return this.hour.within(time).length;
    }
}
function tally(map, name, time) {
    const entry = map.get(name);
    if (entry)
        entry.count++;
    else if (name !== '' && map.size < failure_run_mostNames)
        map.set(name, { count: 1, first: time });
}
/** Networks of a run from which the owner was not seen before it, nor ever (`ever`) in the month. */
function unfamiliarNetworks(run, user, context, ever) {
    return [...run.networks]
        .filter(([network, { first }]) => {
        const met = context.terms.firstMet('user-network', user, network);
        return ever ? met === Number.POSITIVE_INFINITY : met >= first;
    })
        .map(([network]) => network)
        .sort((a, b) => (a < b ? -1 : 1));
}

;// CONCATENATED MODULE: ./lib/detect/rules/password-spray.js
/**
 * Many accounts tried from few places: spraying, in a tenant of any size, what it found out (AUTH-05: a password that
 * let somebody in; AUTH-05b: one that was right and stopped at the second step), and locked accounts.
 */



const signIns = { operations: ['userloggedin', 'userloginfailed'] };
const attack = 'https://attack.mitre.org/techniques/T1110/';
const spray = {
    id: 'AUTH-01',
    title: 'Many accounts tried from one place',
    severity: 'medium',
    confidence: 'high',
    techniques: ['T1110.003'],
    question: 'Did somebody try passwords on many accounts from one place?',
    benign: 'A proxy, a shared kiosk or an office line behind which most sign-ins succeed later.',
    next: [
        'Look for any success from the same place, before and after.',
        'Ask the accounts’ owners whether they were at that place.',
        'Block the network in a Conditional Access policy, and check that legacy authentication is off.',
    ],
    source: attack,
    needs: signIns,
};
const distributed = {
    ...spray,
    id: 'AUTH-02',
    title: 'Many accounts tried from many places by one program',
    confidence: 'medium',
    question: 'Did one program try many accounts while it changed its address?',
    benign: 'An identity provider or proxy out of order; a password change on which many phones keep the old one.',
};
const lockouts = {
    ...spray,
    id: 'AUTH-04',
    title: 'Accounts lock together',
    severity: 'low',
    confidence: 'medium',
    question: 'Were unusually many accounts locked within a few minutes?',
    benign: 'A day on which many passwords expire; devices that keep an old password.',
};
const guessed = {
    ...spray,
    id: 'AUTH-05',
    title: 'Guessed password let somebody in',
    severity: 'high',
    confidence: 'high',
    techniques: ['T1110.003', 'T1078.004'],
    question: 'Did a guesser get in?',
    benign: 'A person at a new place who mistyped and then got it right.',
    next: [
        'Revoke the account’s sessions and reset its password now.',
        'Read all that the account did since: rules, forwarding, consent, methods, downloads.',
        'Look for other successes from the same network or program.',
    ],
};
const stopped = {
    ...guessed,
    id: 'AUTH-05b',
    title: 'Guessed password was right, the second step stopped it',
    severity: 'medium',
    question: 'Does a guesser know a password that only the second step still protects?',
    benign: 'A day on which many people enrol a second factor.',
    next: [
        'Reset the account’s password: it is known.',
        'Check that the second step holds for every application and protocol.',
        'Watch for prompts that the person did not ask for.',
    ],
};
/** Share of a source's attempts that must fail: behind an office's address most sign-ins succeed. */
const failingShare = 0.8;
/** A source that rests for a day starts a new attempt. */
const rest = rule_day;
/** What one network, or one program, tried without a day's rest. */
class Attempt {
    users = new Distinct(500);
    tried = new Distinct(500);
    right = new Map();
    let = new Map();
    networks = new Distinct(500);
    addresses = new Distinct(50);
    evidence = new EvidenceList();
    failures = 0;
    successes = 0;
    last = 0;
    fail(event) {
        this.note(event);
        this.failures++;
        this.tried.add(event.user);
        if (event.failure === 'password-right')
            gather(this.right, event, 50);
        this.evidence.add(event, event.failure === 'password-right' ? 3 : 1);
    }
    succeed(event) {
        this.note(event);
        this.successes++;
        gather(this.let, event, this.failures < 3 ? 10 : 50);
    }
    /** Whether the source is a guesser's. */
    isSpray(users) {
        return this.tried.size >= users && this.failures >= failingShare * (this.failures + this.successes);
    }
    get span() {
        return spanText(this.evidence.last - this.evidence.first);
    }
    note(event) {
        this.last = event.time;
        this.users.add(event.user);
        if (event.address) {
            this.networks.add(event.address.network);
            this.addresses.add(event.address.text);
        }
    }
}
/** Of each account the first few records are enough; behind an office's address there are many accounts. */
const mostRecords = 5;
function gather(map, event, mostAccounts) {
    const evidence = map.get(event.user);
    if (evidence && evidence.count < mostRecords)
        evidence.add(event);
    if (!evidence && map.size < mostAccounts)
        map.set(event.user, EvidenceList.of(event));
}
/** Attempts of one key, one after another. */
class Source {
    attempts = [];
    at(time) {
        const current = this.attempts.at(-1);
        if (current && time - current.last <= rest)
            return current;
        // Quiet attempts are nobody's story: forget them, so that a month of an office's sign-ins stays one entry.
        if (current && current.tried.size < 3)
            this.attempts.pop();
        const next = new Attempt();
        this.attempts.push(next);
        if (this.attempts.length > 40)
            this.attempts.shift();
        return next;
    }
}
function guesses(event) {
    const { failure } = event;
    return (failure === 'wrong-password' || failure === 'unknown-user' || failure === 'locked' || failure === 'password-right');
}
function startSprays(context) {
    const networks = new TopKeys('networks with failed sign-ins', 8_000, context.evictions);
    const programs = new TopKeys('programs with failed sign-ins', 1_000, context.evictions);
    const make = () => new Source();
    /** What rotating addresses have in common. */
    const program = ({ agent, application }) => agent && `${agent.slice(0, 300)}\n${application}`;
    return {
        see(event) {
            if (event.isService)
                return;
            const { address, time } = event;
            if (event.act === 'userloggedin') {
                // Only where something failed before: most networks of a month never see a failure.
                if (address)
                    networks.get(address.network)?.at(time).succeed(event);
                programs.get(program(event))?.at(time).succeed(event);
                return;
            }
            if (!guesses(event))
                return;
            if (address)
                networks.at(address.network, make).at(time).fail(event);
            const name = program(event);
            if (name)
                programs.at(name, make).at(time).fail(event);
        },
        finish() {
            const users = scaled(4, 1.4, context.tenant.users);
            const told = new Set();
            for (const [network, source] of networks.entries())
                for (const attempt of source.attempts)
                    if (attempt.isSpray(users)) {
                        for (const one of attempt.addresses.list())
                            told.add(one);
                        password_spray_tell(context, spray, { key: network, where: `from ${network}`, attempt });
                    }
            for (const [program, source] of programs.entries())
                for (const attempt of source.attempts) {
                    const fresh = attempt.addresses.list().filter(address => !told.has(address));
                    if (attempt.isSpray(users * 2) && attempt.networks.size >= 5 && fresh.length >= 3)
                        password_spray_tell(context, distributed, {
                            key: program,
                            where: `from ${attempt.networks} networks with one program (${program.split('\n')[0]?.slice(0, 80)})`,
                            attempt,
                        });
                }
        },
    };
}
function password_spray_tell(context, meta, { key, where, attempt }) {
    const { failures, successes, tried, evidence } = attempt;
    const common = {
        addresses: [...attempt.networks.list().slice(0, 20), ...attempt.addresses.list().slice(0, 20)],
        objects: tried.list().slice(0, 50),
    };
    context.report({
        rule: meta.id,
        key,
        title: `${countOf(String(tried), 'account')} tried ${where}`,
        why: `${countOf(failures, 'failed attempt')} on ${countOf(String(tried), 'account')} in ${attempt.span}, ${countOf(successes, 'success')}; ${context.tenant.users} people in the tenant`,
        actors: [],
        evidence,
        ...common,
    });
    for (const [user, entries] of attempt.let) {
        // Whoever was there before the guesser has come home.
        if (attempt.networks.list().some(one => context.terms.firstMet('user-network', user, one) < evidence.first))
            continue;
        context.report({
            rule: guessed.id,
            key: `${key} ${user}`,
            title: `${user} signed in ${where}, where ${countOf(String(tried), 'account')} had been tried`,
            why: `${countOf(failures, 'failed attempt')} on ${countOf(String(tried), 'account')} ${where} in ${attempt.span}, then ${user} got in`,
            actors: [user],
            evidence: entries,
            addresses: common.addresses,
        });
    }
    for (const [user, entries] of attempt.right)
        if (!attempt.let.has(user))
            context.report({
                rule: stopped.id,
                key: `${key} ${user}`,
                title: `The password of ${user} is known ${where}`,
                why: `Among ${countOf(failures, 'failed attempt')} on ${countOf(String(tried), 'account')} the password of ${user} was right; the second step stopped it`,
                actors: [user],
                evidence: entries,
                addresses: common.addresses,
            });
}
const mostFailures = 50_000;
/**
 * A spray from rotating addresses with everybody's browser: no source and no program stands out, but many accounts fail
 * within an hour from networks on which nobody ever succeeded.
 */
function startScattered(context) {
    const failures = [];
    return {
        see(event) {
            const { address, user } = event;
            if (!address || event.isService || !guesses(event))
                return;
            if (failures.length < mostFailures)
                failures.push({ user, network: address.network, mark: event.mark });
            else
                context.evictions.add('failed sign-ins');
        },
        finish() {
            const foreign = failures.filter(({ network }) => context.terms.ownersOf('user-network', network) === 0);
            const users = scaled(10, 3, context.tenant.users);
            for (const { start, end } of busyHours(foreign, users))
                tellScattered(context, foreign.slice(start, end));
        },
    };
}
/** Stretches in which every failure lies in an hour with so many accounts and networks. */
function busyHours(failures, least) {
    const stretches = [];
    const users = new Map();
    const networks = new Map();
    let from = 0;
    failures.forEach((failure, i) => {
        step(users, failure.user, 1);
        step(networks, failure.network, 1);
        for (let first = failures[from]; first && first.mark.time < failure.mark.time - rule_hour; first = failures[from]) {
            step(users, first.user, -1);
            step(networks, first.network, -1);
            from++;
        }
        if (users.size < least || networks.size < least / 2)
            return;
        const last = stretches.at(-1);
        if (last && from <= last.end)
            last.end = i + 1;
        else
            stretches.push({ start: from, end: i + 1 });
    });
    return stretches;
}
function step(counts, name, by) {
    const count = (counts.get(name) ?? 0) + by;
    if (count === 0)
        counts.delete(name);
    else
        counts.set(name, count);
}
function tellScattered(context, failures) {
    const evidence = EvidenceList.of(...failures.map(({ mark }) => mark));
    const users = [...new Set(failures.map(({ user }) => user))].sort(password_spray_byText);
    const networks = [...new Set(failures.map(({ network }) => network))].sort(password_spray_byText);
    context.report({
        rule: distributed.id,
        key: 'scattered',
        title: `${countOf(users.length, 'account')} tried from ${countOf(networks.length, 'network')}`,
        why: `${countOf(failures.length, 'failed attempt')} on ${countOf(users.length, 'account')} in ${spanText(evidence.last - evidence.first)} from ${countOf(networks.length, 'network')} on which nobody of ${context.tenant.users} ever signed in`,
        actors: [],
        objects: users,
        addresses: networks.slice(0, 40),
        evidence,
    });
}
function password_spray_byText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function startLockouts(context) {
    let recent = [];
    let most = { users: 0, locks: [] };
    return {
        see(event) {
            if (event.failure !== 'locked' || event.isService)
                return;
            const lock = { user: event.user, network: event.address?.network ?? '', mark: event.mark };
            recent = [...recent.filter(one => one.mark.time > event.time - 10 * minute), lock].slice(-400);
            const users = new Set(recent.map(({ user }) => user)).size;
            if (users > most.users)
                most = { users, locks: recent };
        },
        finish() {
            if (most.users < scaled(5, 2, context.tenant.users))
                return;
            const evidence = EvidenceList.of(...most.locks.map(({ mark }) => mark));
            const users = [...new Set(most.locks.map(({ user }) => user))].sort(password_spray_byText);
            const addresses = [...new Set(most.locks.map(({ network }) => network).filter(Boolean))].sort(password_spray_byText);
            context.report({
                rule: lockouts.id,
                key: 'tenant',
                title: `${countOf(most.users, 'account')} locked within ten minutes`,
                why: `${countOf(most.users, 'account')} of ${context.tenant.users} locked in ${spanText(evidence.last - evidence.first)}: ${listed(users)}`,
                actors: [],
                objects: users,
                addresses: addresses.slice(0, 20),
                evidence,
            });
        },
    };
}
const passwordSpray = [
    { metas: [spray, distributed, guessed, stopped], wants: signIns, start: startSprays },
    { metas: [distributed], wants: { operations: ['userloginfailed'] }, start: startScattered },
    { metas: [lockouts], wants: { operations: ['userloginfailed'] }, start: startLockouts },
];

;// CONCATENATED MODULE: ./lib/detect/rules/brute-force.js
/** AUTH-03, AUTH-05: many wrong passwords on one account, and a success after them. */






const brute_force_signIns = { operations: ['userloggedin', 'userloginfailed'] };
const oneGuessed = {
    id: 'AUTH-03',
    title: 'One account’s password guessed at',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1110.001'],
    question: 'Did somebody who is not its owner try one account’s password again and again?',
    benign: 'A device of the owner that keeps an old password, on a network not met before.',
    next: [
        'Ask the owner whether the program and the place are theirs.',
        'Look for a success from the same places.',
        'Reset the password if neither is known.',
    ],
    source: 'https://attack.mitre.org/techniques/T1110/001/',
    needs: brute_force_signIns,
};
const mostUsers = 20_000;
function startGuesses(context) {
    const runs = new BoundedMap('accounts with wrong passwords', mostUsers, context.evictions);
    const close = (user, run) => {
        if (run.peak < 10 && run.evidence.count < 20)
            return;
        const strange = unfamiliarNetworks(run, user, context, true);
        if (strange.length === 0)
            return;
        const many = run.evidence.count;
        const severity = (strange.length >= 3 && many >= 20) || many >= 100 ? 'medium' : 'low';
        context.report({
            rule: oneGuessed.id,
            key: user,
            severity,
            title: `The password of ${user} was guessed at ${many.toLocaleString('en-US')} times`,
            why: `${countOf(many, 'wrong password')} in ${spanText(run.evidence.last - run.evidence.first)}, ${run.peak} within an hour, from ${countOf(strange.length, 'network')} where ${user} was never seen: ${listed(strange)}`,
            actors: [],
            users: [user],
            objects: [user],
            addresses: strange.slice(0, 20),
            evidence: run.evidence,
        });
    };
    return {
        see(event) {
            if (event.isService)
                return;
            const { user } = event;
            const failed = event.failure === 'wrong-password' || event.failure === 'locked';
            if (event.act === 'userloggedin') {
                const run = runs.get(user);
                if (run)
                    broken(context, event, run);
                return;
            }
            if (event.failure === 'password-right') {
                const run = runs.get(user);
                if (run)
                    found(context, event, run);
                return;
            }
            if (!failed)
                return;
            const present = runs.get(user);
            if (present && event.time - present.last > rule_day) {
                close(user, present);
                runs.delete(user);
            }
            runs.at(user, () => new FailureRun()).add(event);
        },
        finish() {
            for (const [user, run] of runs.entries())
                close(user, run);
        },
    };
}
/** A success after failures, from a place or with a program that was the guesser's first. */
function broken(context, event, run) {
    const { user, time, address, agentFamily } = event;
    if (time - run.last > rule_day)
        return;
    const here = address && run.networks.get(address.network);
    const strangeHere = here && context.terms.firstMet('user-network', user, address.network) >= here.first;
    const same = run.agents.get(agentFamily);
    const strangeAgent = same && context.terms.firstMet('user-agent', user, agentFamily) >= same.first;
    const failures = Math.max(strangeHere ? here.count : 0, strangeAgent ? same.count : 0);
    const enough = context.terms.learning('user-network', time) ? 10 : 5;
    if (failures < enough)
        return;
    const fast = run.peak >= 10;
    // A telephone that keeps an old password is at a new place every day, but it is the owner's telephone.
    const owners = !strangeAgent || !isEstablished(context, user, same.first);
    const strange = failures >= 20 && fast ? 'high' : failures >= 10 ? 'medium' : 'hint';
    const severity = owners ? (failures >= 20 && run.peak >= 20 ? 'low' : 'hint') : strange;
    const how = strangeHere ? `from ${address.network}` : `with ${agentFamily}`;
    context.report({
        rule: guessed.id,
        key: `one ${user}`,
        severity,
        confidence: 'medium',
        title: `${user} signed in after ${countOf(failures, 'wrong password')} ${how}`,
        why: `${countOf(failures, 'wrong password')} ${how} within ${spanText(time - run.evidence.first)}, then a success; ${user} had not been seen there before`,
        actors: [user],
        addresses: address ? [address.text, address.network] : [],
        evidence: EvidenceList.of(event).join(run.evidence),
    });
}
/** The right password after many wrong ones, from where its owner never was; the second step stopped it. */
function found(context, event, run) {
    const { user, time, address, agentFamily } = event;
    const here = address && run.networks.get(address.network);
    if (!here || here.count < 10 || time - run.last > rule_day)
        return;
    if (context.terms.firstMet('user-network', user, address.network) < Number.POSITIVE_INFINITY)
        return;
    // The owner's telephone is asked for the second step as well.
    if (context.terms.firstMet('user-agent', user, agentFamily) < here.first)
        return;
    context.report({
        rule: stopped.id,
        key: `one ${user}`,
        confidence: 'medium',
        title: `The password of ${user} was guessed from ${address.network}; the second step stopped it`,
        why: `${countOf(here.count, 'wrong password')} from ${address.network}, then the right one (error ${event.errorCode}); ${user} was never seen there`,
        actors: [],
        users: [user],
        objects: [user],
        addresses: [address.text, address.network],
        evidence: EvidenceList.of(event).join(run.evidence),
    });
}
const bruteForce = [{ metas: [oneGuessed, guessed, stopped], wants: brute_force_signIns, start: startGuesses }];

;// CONCATENATED MODULE: ./lib/detect/rules/bulk-files.js



const bulk = {
    id: 'FIL-01',
    title: 'Files taken in bulk',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1530', 'T1213.002'],
    question: 'Did somebody carry files away by the hundred?',
    benign: 'A move to a new computer, a hand-over, a backup; a leaver’s parting is not.',
    next: [
        'Look at which sites and folders the files are of.',
        'Ask the person what they are for.',
        'Check whether they leave soon, or have left.',
    ],
    source: 'https://attack.mitre.org/techniques/T1530/',
    needs: { operations: ['filedownloaded', 'filesyncdownloadedfull', 'fileaccessed'] },
};
const elsewhere = {
    ...bulk,
    id: 'FIL-02',
    title: 'Files taken at a place or with a program not met before',
    question: 'Did somebody else take files in a person’s name?',
    benign: 'Work on a journey; a new computer.',
    next: [
        'Ask the person where they were, and with what.',
        'Look at the sign-in that the session began with.',
        'Revoke the sessions if it was not theirs.',
    ],
};
const downloads = ['filedownloaded', 'filesyncdownloadedfull'];
const openings = ['fileaccessed', 'fileaccessedextended', 'filepreviewed'];
/** OneDrive’s first synchronisation takes everything, and is every new computer’s. */
function isSync(event) {
    return event.act === 'filesyncdownloadedfull' || /skydrivesync|onedrive/i.test(event.agent);
}
function siteOf(event) {
    return event.text('SiteUrl').slice(0, 300) || event.text('Site');
}
function startBulk(context) {
    // Opening is weaker than taking: a folder of pictures opens by the dozen.
    const taken = new Bursts({ name: 'who downloads', span: 30 * minute, least: 50, by: 'terms' }, context.evictions);
    const opened = new Bursts({ name: 'who opens files', span: 30 * minute, least: 200, by: 'terms' }, context.evictions);
    const synced = new Bursts({ name: 'who synchronises', span: 6 * rule_hour, least: 500, by: 'terms' }, context.evictions);
    const tell = (user, all, judge) => {
        const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size);
        if (!most)
            return;
        const { severity, title } = judge(most);
        const sites = most.tally.size;
        context.report({
            rule: bulk.id,
            key: user,
            severity: daysOf(all) >= 4 ? 'hint' : (severity ?? 'low'),
            title,
            why: `${countOf(most.terms.toString(), 'different file')} of ${countOf(sites, 'site')} in ${spanText(most.last - most.first)}`,
            actors: [user],
            objects: [...most.tally.keys()].slice(0, 10),
            addresses: most.places.list(),
            evidence: most.evidence,
        });
    };
    return {
        see(event) {
            if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure')
                return;
            const bursts = isSync(event) ? synced : downloads.includes(event.act) ? taken : opened;
            bursts.add(event, {
                owner: event.user,
                term: event.object,
                place: event.address?.text,
                tally: siteOf(event),
            });
        },
        finish() {
            const least = Math.min(180, scaled(50, 14, context.tenant.users));
            const enough = (all, number) => all.filter(({ terms }) => terms.size >= number);
            for (const [user, all] of taken.finish())
                tell(user, enough(all, least), burst => ({
                    severity: burst.terms.size >= 5 * least && burst.tally.size >= 2 ? 'medium' : 'low',
                    title: `${user} downloaded ${countOf(burst.terms.toString(), 'file')}`,
                }));
            for (const [user, all] of opened.finish())
                tell(user, enough(all, 5 * least), burst => ({
                    severity: burst.tally.size >= 5 ? 'low' : 'hint',
                    title: `${user} opened ${countOf(burst.terms.toString(), 'file')}`,
                }));
            for (const [user, all] of synced.finish())
                tell(user, all, burst => ({
                    severity: 'hint',
                    title: `${user} synchronised ${countOf(burst.terms.toString(), 'file')}`,
                }));
        },
    };
}
function startElsewhere(context) {
    const bursts = new Bursts({ name: 'files taken elsewhere', span: rule_day, least: 20, by: 'terms' }, context.evictions);
    return {
        see(event) {
            if (event.kind !== 'person' || event.result === 'failure')
                return;
            const place = isUnfamiliarAddress(context, event);
            const program = isUnfamiliarClient(context, event);
            if (!place && !program)
                return;
            // On a journey one's own computer synchronises what it always does.
            if (isSync(event) && !program)
                return;
            const weight = place && program ? 'both' : place ? 'place' : 'program';
            bursts.add(event, {
                owner: `${event.user} ${weight}`,
                term: event.object,
                place: event.address?.text,
                tally: event.agent.slice(0, 200),
            });
        },
        finish() {
            const least = scaled(50, 8, context.tenant.users);
            for (const [key, all] of bursts.finish()) {
                const [user = '', weight] = key.split(' ');
                const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size);
                if (!most || most.terms.size < (weight === 'both' ? 20 : least))
                    continue;
                const what = { both: 'a place and with a program', place: 'a place', program: 'a program' }[weight ?? ''] ?? '';
                context.report({
                    rule: elsewhere.id,
                    key: user,
                    severity: weight === 'both' ? (most.terms.size >= least ? 'medium' : 'low') : weight === 'place' ? 'low' : 'hint',
                    title: `${user} took ${countOf(most.terms.toString(), 'file')} from ${what} not met before`,
                    why: `${countOf(most.terms.toString(), 'different file')} in ${spanText(most.last - most.first)}; ${[...most.tally.keys()].slice(0, 2).map(novelty_quoted).join(', ')}`,
                    actors: [user],
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const bulkFiles = [
    { metas: [bulk], wants: { operations: [...downloads, ...openings] }, start: startBulk },
    { metas: [elsewhere], wants: { operations: [...downloads, 'filepreviewed', 'fileaccessed'] }, start: startElsewhere },
];

;// CONCATENATED MODULE: ./lib/detect/rules/client-probing.js
/** AUTH-17, AUTH-18: one account tried with many clients in minutes, or used from many operating systems within an hour. */



const client_probing_signIns = { operations: ['userloggedin', 'userloginfailed'] };
const probing = {
    id: 'AUTH-17',
    title: 'Second step probed with many programs',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1110', 'T1078.004'],
    question: 'Did somebody try one account under many disguises to find a way without a second step?',
    benign: 'A kiosk, or a test team at work.',
    next: [
        'See whether any of the attempts got in, and into which application.',
        'Close the gap in the Conditional Access policies that it used.',
        'Reset the password: such tools start with a known one.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: client_probing_signIns,
};
const client_probing_systems = {
    id: 'AUTH-18',
    title: 'One person on many systems within an hour',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1078.004'],
    question: 'Do several people, or a tool with changing disguises, use one account?',
    benign: 'Somebody with phone, tablet, laptop and a virtual desktop; a tester.',
    next: [
        'Ask the owner which of the systems are theirs.',
        'Compare the places of the sign-ins.',
        'End the sessions that nobody knows.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: { operations: ['userloggedin'] },
};
const client_probing_mostUsers = 20_000;
function startProbes(context) {
    // What is dropped here has long left its window.
    const probes = new BoundedMap('accounts by program', client_probing_mostUsers, new Evictions());
    const hours = new BoundedMap('accounts by system', client_probing_mostUsers, new Evictions());
    return {
        see(event) {
            if (event.isService)
                return;
            const { user, time, application } = event;
            const one = {
                mark: event.mark,
                place: event.address?.text ?? '',
                agent: event.agent.slice(0, 300),
                application,
                system: systemOf(event.device.get('OS')),
            };
            const probe = probes.at(`${user} ${event.rawAddress?.text ?? ''}`, () => new SlidingWindow(5 * minute, 60));
            if (probe.add(time, one) >= 6 &&
                probe.distinct(({ agent }) => agent) > 5 &&
                probe.distinct(t => t.application) > 2) {
                const seen = probe.within(time);
                context.report({
                    rule: probing.id,
                    key: user,
                    title: `${user} was tried with ${probe.distinct(({ agent }) => agent)} programs in five minutes`,
                    why: `${probe.distinct(({ agent }) => agent)} user agents and ${probe.distinct(t => t.application)} applications in five minutes from one address`,
                    actors: [],
                    users: [user],
                    addresses: event.address ? [event.address.text] : [],
                    evidence: EvidenceList.of(...seen.map(({ value }) => value.mark)),
                });
                probes.delete(`${user} ${event.rawAddress?.text ?? ''}`);
            }
            if (event.act !== 'userloggedin' || one.system === '')
                return;
            const past = hours.at(user, () => new SlidingWindow(rule_hour, 60));
            past.add(time, one);
            const met = past.distinct(({ system }) => system);
            if (met < 4)
                return;
            const seen = past.within(time);
            context.report({
                rule: client_probing_systems.id,
                key: user,
                title: `${user} signed in from ${met} operating systems within an hour`,
                why: `${[...new Set(seen.map(({ value }) => value.system))].sort((a, b) => (a < b ? -1 : 1)).join(', ')} within an hour`,
                actors: [user],
                addresses: [...new Set(seen.map(({ value }) => value.place).filter(Boolean))],
                evidence: EvidenceList.of(...seen.map(({ value }) => value.mark)),
            });
            hours.delete(user);
        },
    };
}
function systemOf(text) {
    const word = text.slice(0, 100).toLowerCase();
    return ['windows', 'ios', 'android', 'mac', 'linux', 'chrome'].find(system => word.includes(system)) ?? '';
}
const clientProbing = [{ metas: [probing, client_probing_systems], wants: client_probing_signIns, start: startProbes }];

;// CONCATENATED MODULE: ./lib/detect/rules/collaboration-settings.js
/** Teams, sharing and guests opened to the outside (AUD-08). */


const opened = {
    id: 'AUD-08',
    title: 'Collaboration opened to the outside',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1562', 'T1484'],
    question: 'May strangers now write to, join or read what they could not?',
    benign: 'A decision to work with partners.',
    next: [
        'Ask the administrator for the decision.',
        'See what was shared, and who wrote in, since then.',
        'Set it back if nobody decided it.',
    ],
    source: 'https://learn.microsoft.com/sharepoint/turn-external-sharing-on-or-off',
    needs: { operations: ['sharingpolicychanged', 'teamstenantsettingchanged', 'set-cstenantfederationconfiguration'] },
};
const sharing = ['ShareWithGuests', 'ShareUsingAnonymousLinks', 'IsPublic'];
const teams = [
    'AllowFederatedUsers',
    'AllowTeamsConsumer',
    'AllowTeamsConsumerInbound',
    'AllowPublicUsers',
    'AllowGuestUser',
];
const settings = matching(opened, {
    operations: [
        ...['sharingpolicychanged', 'teamstenantsettingchanged', 'set-cstenantfederationconfiguration'],
        ...['set-csteamsclientconfiguration', 'set-csexternalaccesspolicy', 'set-spotenant'],
    ],
}, event => {
    const found = openingOf(event);
    if (!found)
        return undefined;
    const where = event.object === '' ? '' : ` at ${novelty_quoted(event.object)}`;
    return {
        key: `${event.user} ${found.setting}`,
        severity: found.severity,
        title: `${event.user} switched ${found.setting} on${where}`,
        why: found.why,
        objects: [event.object].filter(Boolean),
    };
});
function openingOf(event) {
    if (event.act === 'sharingpolicychanged') {
        // A site is born with its settings: then there is no old value.
        const name = sharing.find(one => isOn(event.change(one)?.now) && isOff(event.change(one)?.old));
        if (!name)
            return undefined;
        const ofSite = /\/(sites|teams|personal)\//i.test(event.object);
        const anonymous = name === 'ShareUsingAnonymousLinks';
        return {
            setting: name,
            why: `${name} was ${event.change(name)?.old} and is ${event.change(name)?.now}`,
            severity: ofSite ? (anonymous ? 'low' : 'hint') : anonymous ? 'medium' : 'low',
        };
    }
    const cmdlet = teams.find(name => event.parameters.isTrue(name));
    if (cmdlet)
        return { setting: cmdlet, why: `${cmdlet} is True`, severity: 'low' };
    const changed = teams.find(name => isOn(event.change(name)?.now) && !isOn(event.change(name)?.old));
    if (changed)
        return { setting: changed, why: `${changed} is ${event.change(changed)?.now}`, severity: 'low' };
    // Teams' own records name one setting each.
    const name = event.text('Name') || event.text('SettingName');
    const now = event.text('NewValue');
    if (!/guest|federat|extern|consumer|anonymous|public/i.test(name) || !isOn(now) || isOn(event.text('OldValue')))
        return undefined;
    return { setting: name, why: `${novelty_quoted(name)} is ${novelty_quoted(now)}`, severity: 'low' };
}
function isOn(text) {
    return /^(true|enabled|on|1)$/i.test(text?.trim() ?? '');
}
function isOff(text) {
    return /^(false|disabled|off|0)$/i.test(text?.trim() ?? '');
}
const collaborationSettings = [settings];

;// CONCATENATED MODULE: ./lib/detect/rules/consent.js
/** Consents to applications: a person's (APP-01), the tenant's (APP-02), refused ones (APP-03), and bare grants (APP-06). */






const byUser = {
    id: 'APP-01',
    title: 'A person let an application at their mail or files',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1528', 'T1566.002'],
    question: 'Did somebody consent to an application that a stranger made?',
    benign: 'An application that the organisation uses.',
    next: [
        'Look the application up: publisher, age, reply addresses.',
        'Ask the person what led them to it.',
        'Remove the consent and revoke the sessions if nobody knows it.',
    ],
    source: 'https://learn.microsoft.com/security/operations/incident-response-playbook-app-consent',
    needs: { operations: ['consent to application'] },
};
const byAdmin = {
    ...byUser,
    id: 'APP-02',
    title: 'An application was let in for everybody',
    techniques: ['T1528', 'T1098.003'],
    question: 'Did an administrator’s account open the whole tenant to an application?',
    benign: 'The roll-out of an application, as planned.',
    next: [
        'Ask the administrator for the order behind it.',
        'Compare the permissions with what the application needs.',
        'Remove the grant if nobody vouches for it.',
    ],
};
const refused = {
    ...byUser,
    id: 'APP-03',
    title: 'Consents refused or blocked',
    severity: 'low',
    question: 'Are people being led to an application that they, or a policy, turned down?',
    benign: 'People who change their mind; an application that waits for its approval.',
    next: [
        'Look the application up, and how people came to it.',
        'See whether anybody did consent.',
        'Block the application if nobody knows it.',
    ],
    needs: { operations: ['consent to application', 'userloginfailed'] },
};
const grant = {
    ...byAdmin,
    id: 'APP-06',
    title: 'Permissions granted without a consent',
    severity: 'medium',
    question: 'Did somebody write a grant by hand, past the consent page?',
    benign: 'A script that sets applications up.',
    needs: { operations: ['add delegated permission grant', 'add oauth2permissiongrant'] },
};
const grants = ['add delegated permission grant', 'add oauth2permissiongrant'];
/** Declined by the person; asks for an administrator; blocked. */
const declined = new Set(['65004', '90094', '900941', '90095']);
const repeated = '65001';
function consent_start(context) {
    /** When each actor consented: each consent comes with grants of its own. */
    const consents = new BoundedMap('consents', 5_000, context.evictions);
    const before = new BoundedMap('applications consented to', 5_000, context.evictions);
    const waves = new BoundedMap('refused applications', 2_000, context.evictions);
    const refuse = (event, application, name) => {
        const known = waves.get(application);
        if (known && event.time - known.last > rule_day)
            waves.delete(application);
        const wave = waves.at(application, () => ({
            users: new Distinct(200),
            evidence: new EvidenceList(),
            last: event.time,
        }));
        wave.users.add(event.user);
        wave.evidence.add(event);
        wave.last = event.time;
        if (wave.users.size >= scaled(3, 0.6, context.tenant.users))
            tellWave(context, { application, name, ...wave });
    };
    return {
        see(event) {
            if (event.isService)
                return;
            if (event.act === 'userloginfailed') {
                const { errorCode: code, application } = event;
                if (declined.has(code))
                    refuse(event, application, application);
                else if (code === repeated)
                    tellRepeated(context, event, waves);
                return;
            }
            if (grants.includes(event.act)) {
                if (event.result !== 'failure')
                    tellGrant(context, event, consents);
                return;
            }
            const ids = applicationsOf(event);
            const name = applicationName(event);
            const { reason } = consentOf(event);
            if (event.result === 'failure') {
                tellRefused(context, event, reason);
                refuse(event, ids[0] ?? name, name);
                return;
            }
            const times = consents.at(event.user, () => []);
            times.push(event.time);
            if (times.length > 200)
                times.shift();
            const fresh = ids.every(id => before.get(id) === undefined && context.terms.firstMet('application', '', id) > event.time - rule_day);
            for (const id of ids)
                before.at(id, () => true);
            tellConsent(context, event, fresh);
        },
    };
}
function tellConsent(context, event, fresh) {
    const { admin, everybody, scopes } = consentOf(event);
    const reach = reachOf(scopes);
    const name = applicationName(event);
    const applications = applicationsOf(event);
    const wide = everybody || admin;
    if (reach === 'none' && !wide)
        return;
    const usual = reach === 'write' ? 'medium' : 'low';
    context.report(signalOf(event, {
        rule: wide ? byAdmin.id : byUser.id,
        key: `${event.user} ${applications[0] ?? name}`,
        severity: reach === 'none' || (!wide && !fresh) ? 'hint' : usual,
        title: `${event.user} let ${novelty_quoted(name)} in${wide ? ' for everybody' : ''}`,
        why: `New permissions: ${listed(notable(scopes).map(novelty_quoted), 6) || 'none named'}${fresh ? '; the application was not met in the tenant before' : ''}`,
        objects: [name],
        applications,
    }));
}
function tellRefused(context, event, reason) {
    const name = applicationName(event);
    const applications = applicationsOf(event);
    context.report(signalOf(event, {
        rule: refused.id,
        key: `${event.user} ${applications[0] ?? name}`,
        severity: 'hint',
        title: `A consent of ${event.user} to ${novelty_quoted(name)} was refused`,
        why: reason ? `The reason given is ${novelty_quoted(reason)}` : 'The record says that it failed',
        objects: [name],
        applications,
    }));
}
function tellRepeated(context, event, waves) {
    const key = `${event.user} ${event.application}`;
    const known = waves.get(key);
    if (known && event.time - known.last > rule_day)
        waves.delete(key);
    const start = () => ({ users: new Distinct(1), evidence: new EvidenceList(20), last: event.time });
    const wave = waves.at(key, start);
    wave.evidence.add(event);
    wave.last = event.time;
    if (wave.evidence.count !== 10)
        return;
    context.report({
        rule: refused.id,
        key,
        severity: 'hint',
        title: `${event.user} was led ten times to an application without a consent`,
        why: `Error 65001 ten times within ${spanText(event.time - wave.evidence.first)}`,
        actors: [event.user],
        applications: [event.application],
        evidence: wave.evidence,
    });
}
function tellWave(context, { application, name, users, evidence }) {
    context.report({
        rule: refused.id,
        key: application,
        title: `${countOf(String(users), 'person').replace('persons', 'people')} turned ${novelty_quoted(name)} down`,
        why: `${countOf(evidence.count, 'refused consent')} within ${spanText(evidence.last - evidence.first)}`,
        actors: [],
        users: users.list(),
        objects: [name],
        applications: [application],
        evidence: new EvidenceList().join(evidence),
    });
}
function tellGrant(context, event, consents) {
    const { user, time } = event;
    const scope = event.change('DelegatedPermissionGrant.Scope') ?? event.change('OAuth2PermissionGrant.Scope');
    const old = new Set(wordsOf(scope?.old ?? ''));
    const scopes = wordsOf(scope?.now ?? '').filter(word => !old.has(word));
    const type = event.change('DelegatedPermissionGrant.ConsentType') ?? event.change('OAuth2PermissionGrant.ConsentType');
    const everybody = type?.now === 'AllPrincipals';
    const reach = reachOf(scopes);
    if (reach === 'none')
        return;
    const { ids, name } = granteeOf(event);
    context.report(signalOf(event, {
        rule: grant.id,
        key: `${user} ${ids[0] ?? name}`,
        severity: everybody ? (reach === 'write' ? 'medium' : 'low') : reach === 'write' ? 'low' : 'hint',
        title: `${user} granted ${novelty_quoted(name || 'an application')} permissions${everybody ? ' for everybody' : ''}`,
        why: `${listed(notable(scopes).map(novelty_quoted), 6)} in ${novelty_quoted(event.target.name || 'a resource')}, with no consent within ten minutes`,
        objects: [name, event.target.name].filter(Boolean),
        applications: ids,
        settle: () => (consents.get(user)?.some(consent => Math.abs(consent - time) <= 10 * minute) ? 'drop' : {}),
    }));
}
const consents = [
    {
        metas: [byUser, byAdmin, refused, grant],
        wants: { operations: ['consent to application', ...grants, 'userloginfailed'] },
        start: consent_start,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/copilot.js
/** Copilot misled or misused (AI-01). */





const misuse = {
    id: 'AI-01',
    title: 'Copilot misled or misused',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1213', 'T1566'],
    question: 'Did a document give Copilot orders, or a person try to get round its rules?',
    benign: 'Curiosity; a test; a text about attacks.',
    next: ['Read the prompt and the documents it used.', 'See who put the document there.', 'Ask the person.'],
    source: 'https://learn.microsoft.com/purview/audit-copilot',
    needs: { operations: ['copilotinteraction', 'aiinteractioncreatednotification'], recordTypes: ['CopilotInteraction'] },
};
function copilotData(event) {
    const data = event.raw('CopilotEventData');
    return typeof data === 'string' ? (0,field_values/* nested */.cY)(data) : data;
}
function copilot_start(context) {
    const volume = new Bursts({ name: 'who asks Copilot', span: rule_day, least: 200 }, context.evictions);
    const jailbreaks = new Bursts({ name: 'who misleads Copilot', span: rule_day, least: 1 }, context.evictions);
    return {
        see(event) {
            if (event.kind !== 'person' && event.kind !== 'guest')
                return;
            const { user } = event;
            volume.add(event, { owner: user, place: event.address?.text });
            const data = copilotData(event);
            if (!(0,json/* isObject */.Gv)(data))
                return;
            const resources = (0,field_values/* listValue */.a3)((0,field_values/* own */.ZV)(data, 'AccessedResources'));
            const poisoned = resources.find(one => (0,field_values/* isTrue */.Hn)((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(one, 'XPIADetected'))));
            if (poisoned !== undefined) {
                const name = (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(poisoned, 'Name')) || (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(poisoned, 'Id')) || 'a document';
                context.report(signalOf(event, {
                    rule: misuse.id,
                    key: `document ${name.slice(0, 300)}`,
                    severity: 'medium',
                    confidence: 'medium',
                    title: `${novelty_quoted(name)} gives orders to Copilot`,
                    why: `Copilot found a planted instruction in it when ${user} asked (XPIADetected)`,
                    objects: [(0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(poisoned, 'SiteUrl')) || name],
                }));
            }
            if (!(0,field_values/* listValue */.a3)((0,field_values/* own */.ZV)(data, 'Messages')).some(one => (0,field_values/* isTrue */.Hn)((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(one, 'JailbreakDetected')))))
                return;
            jailbreaks.add(event, { owner: user, place: event.address?.text });
        },
        finish() {
            for (const [user, all] of jailbreaks.finish())
                for (const burst of all)
                    context.report({
                        rule: misuse.id,
                        key: user,
                        severity: burst.count >= 5 ? 'medium' : 'low',
                        title: `${user} tried to get round Copilot’s rules ${times(burst.count)}`,
                        why: `JailbreakDetected is True ${times(burst.count)} within a day`,
                        actors: [user],
                        addresses: burst.places.list(),
                        evidence: burst.evidence,
                    });
            const least = scaled(200, 60, context.tenant.users);
            for (const [user, all] of volume.finish()) {
                const worth = all.filter(burst => burst.count >= least);
                const [most] = [...worth].sort((a, b) => b.count - a.count);
                if (!most)
                    continue;
                context.report({
                    rule: misuse.id,
                    key: `${user} much`,
                    severity: daysOf(all) >= 3 ? 'hint' : 'low',
                    title: `${user} asked Copilot ${countOf(most.count, 'time')} in a day`,
                    why: `${countOf(most.count, 'question')}, where ${least} are many`,
                    actors: [user],
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const copilot = [
    { metas: [misuse], wants: { operations: ['copilotinteraction', 'aiinteractioncreatednotification'] }, start: copilot_start },
];

;// CONCATENATED MODULE: ./lib/detect/rules/delegated-roles.js
/** Rights outside the directory: Exchange's roles (ROLE-04), administrators of sites (ROLE-05), owners of teams (ROLE-06). */






const exchange = {
    id: 'ROLE-04',
    title: 'Rights in Exchange or Purview were given',
    severity: 'low',
    confidence: 'high',
    techniques: ['T1098.003', 'T1098.002'],
    question: 'Can somebody now reach everybody’s mail?',
    benign: 'A backup or migration product; a new administrator.',
    next: [
        'Ask the giver for the order behind it.',
        'See what the receiver read since.',
        'Narrow the role to the mailboxes that it is for.',
    ],
    source: 'https://attack.mitre.org/techniques/T1098/003/',
    needs: { recordTypes: ['ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet'] },
};
const sites = {
    ...exchange,
    id: 'ROLE-05',
    title: 'An administrator of a site was added',
    confidence: 'medium',
    techniques: ['T1098', 'T1213.002'],
    question: 'Did somebody let themselves into sites or drives of others?',
    benign: 'The set-up of a site; the drive of somebody who has left.',
    next: [
        'Ask the one who was added why.',
        'See which files they opened there.',
        'Remove the right if it is not needed any more.',
    ],
    needs: { operations: ['sitecollectionadminadded'] },
};
const delegated_roles_teams = {
    ...sites,
    id: 'ROLE-06',
    title: 'Somebody became an owner of several teams',
    techniques: ['T1098'],
    question: 'Is somebody gathering teams?',
    benign: 'A hand-over; a reorganisation.',
    next: [
        'Ask the new owner whether they know of it.',
        'See what was changed or deleted in the teams since.',
        'Give the teams back to their owners if nobody ordered it.',
    ],
    needs: { operations: ['memberrolechanged'] },
};
const graveRoles = /^(applicationimpersonation|mailbox import export|mailbox search|application (mail|exchange|ews).{0,40})$/i;
const graveGroups = /^(organization management|discovery management|ediscovery ?(manager|administrator)|compliance management)/i;
function exchangeMatch(event) {
    const { act, parameters, user } = event;
    const role = parameters.get('Role') || parameters.get('Roles');
    const group = parameters.get('Identity') || parameters.get('Name');
    const receivers = ['User', 'SecurityGroup', 'App', 'Member', 'Members', 'Policy'].map(name => parameters.get(name));
    const receiver = receivers.find(Boolean) ?? '';
    const what = role || group || event.object;
    const grave = act === 'add-rolegroupmember' ? graveGroups.test(group) : role.split(/[,;]\s*/).some(isGrave);
    return {
        key: `${user} ${act} ${what.slice(0, 100)}`,
        severity: grave ? 'medium' : act === 'new-managementscope' ? 'hint' : 'low',
        title: `${user} gave ${receiver ? novelty_quoted(receiver) : 'rights'} ${novelty_quoted(what)} (${event.operation.trim()})`,
        why: `${novelty_quoted(what)}${grave ? ' reaches all mailboxes' : ' widens what may be administered'}${receiver ? `; given to ${novelty_quoted(receiver)}` : ''}`,
        users: receiver.includes('@') ? [foldUser(receiver)] : [],
        objects: [what, receiver].filter(Boolean).map(name => name.slice(0, 200)),
    };
}
function isGrave(role) {
    return graveRoles.test(role.trim());
}
function startSites(context) {
    const made = new BoundedMap('new sites', 5_000, context.evictions);
    const adders = new BoundedMap('administrators of sites', 2_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const site = event.object.toLowerCase().replace(/\/+$/, '');
            if (event.act === 'sitecollectioncreated') {
                made.at(site, () => event.time);
                return;
            }
            if (event.time - (made.get(site) ?? Number.NEGATIVE_INFINITY) < rule_hour)
                return;
            const { user, time } = event;
            const added = foldUser(event.change('SiteAdmin')?.now || event.text('TargetUserOrGroupName'));
            const oneself = added === user;
            const window = adders.at(`${user} ${added}`, () => new SlidingWindow(rule_hour, 100));
            window.add(time, { site, mark: event.mark });
            const all = window.within(time).map(({ value }) => value);
            const places = [...new Set(all.map(one => one.site))];
            const drive = site.includes('/personal/') && oneself && !ownDrive(site, user);
            const many = places.length >= scaled(5, 1.2, context.tenant.users);
            context.report({
                ...signalOf(event, {
                    rule: sites.id,
                    key: `${user} ${added}`,
                    severity: many && oneself ? 'medium' : drive || many ? 'low' : 'hint',
                    title: `${user} made ${oneself ? 'themselves' : added || 'somebody'} an administrator of ${countOf(places.length, 'site')}`,
                    why: `${listed(places.map(novelty_quoted))}${drive ? '; the drive of somebody else' : ''}${many ? ', within an hour' : ''}`,
                    users: [added].filter(Boolean),
                    objects: places.slice(0, 50),
                }),
                evidence: EvidenceList.of(...all.map(({ mark }) => mark)),
            });
        },
    };
}
/** `…/personal/ada_contoso_example` is ada@contoso.example's. */
function ownDrive(site, user) {
    return site.endsWith(`/personal/${user.replace(/[^a-z\d]/g, '_')}`);
}
function startTeams(context) {
    const owners = new BoundedMap('new owners of teams', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const { user, time } = event;
            const team = event.text('TeamName') || event.text('TeamGuid');
            for (const member of event.list('Members').slice(0, 50)) {
                if ((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(member, 'Role')) !== '2')
                    continue;
                const owner = foldUser((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(member, 'UPN')));
                const window = owners.at(`${user} ${owner}`, () => new SlidingWindow(30 * minute, 100));
                window.add(time, { site: team, mark: event.mark });
                const all = window.within(time).map(({ value }) => value);
                const names = [...new Set(all.map(one => one.site))];
                if (names.length < 3)
                    continue;
                context.report({
                    rule: delegated_roles_teams.id,
                    key: `${user} ${owner}`,
                    title: `${owner || 'Somebody'} became an owner of ${countOf(names.length, 'team')} within half an hour`,
                    why: `${listed(names.map(novelty_quoted))}: by ${owner === user ? 'their own hand' : user}`,
                    actors: [user],
                    users: [owner].filter(Boolean),
                    objects: names.slice(0, 50),
                    evidence: EvidenceList.of(...all.map(({ mark }) => mark)),
                });
            }
        },
    };
}
const cmdlets = ['new-managementroleassignment', 'new-rolegroup', 'add-rolegroupmember', 'new-managementscope'];
const delegatedRoles = [
    matching(exchange, { operations: cmdlets }, exchangeMatch),
    {
        metas: [sites],
        wants: { operations: ['sitecollectionadminadded', 'sitecollectioncreated'] },
        start: startSites,
    },
    { metas: [delegated_roles_teams], wants: { operations: ['memberrolechanged'] }, start: startTeams },
];

;// CONCATENATED MODULE: ./lib/detect/rules/device-code.js
/** Sign-ins finished on another device: device codes (AUTH-10), and the one application that policies let through (AUTH-15). */




const code = {
    id: 'AUTH-10',
    title: 'A sign-in by device code',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1528', 'T1566.002'],
    question: 'Did somebody type a code that a stranger had sent?',
    benign: 'A meeting-room device, a television, a command line without a browser.',
    next: [
        'Ask the person whether they typed a code, and who gave it to them.',
        'Revoke the sessions if they were asked for it in a message or a call.',
        'Block the device code flow in a Conditional Access policy where nobody needs it.',
    ],
    source: 'https://learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows',
    needs: { operations: ['userloggedin'] },
};
const portal = {
    id: 'AUTH-15',
    title: 'Company Portal asked for what is not its own',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1078.004', 'T1550.001'],
    question: 'Did somebody go round the policy that asks for a managed device?',
    benign: 'The enrolment of a new device.',
    next: [
        'Ask the person whether they enrolled a device at that time.',
        'Read what the session did besides: directory, mail, files.',
        'Revoke the sessions if no device was enrolled.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: { operations: ['userloggedin'] },
};
const broker = '29d9ed98-a469-4536-ade2-f981bc1d605e';
const companyPortal = '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223';
const intune = '0000000a-0000-0000-c000-000000000000';
const graphs = new Set(['00000003-0000-0000-c000-000000000000', '00000002-0000-0000-c000-000000000000']);
function device_code_start(context) {
    const met = new BoundedMap('accounts with device codes', 20_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.extended.get('RequestType') !== 'Cmsi:Cmsi')
                return;
            if (event.application === companyPortal) {
                tellPortal(context, event);
                return;
            }
            const { user, application } = event;
            const key = `${user} ${application}`;
            const first = met.get(key) === undefined;
            met.at(key, () => true);
            tellCode(context, event, first);
        },
    };
}
function tellCode(context, event, first) {
    const { user, time, application, address } = event;
    const strange = isUnfamiliarAddress(context, event);
    if (!strange && !first)
        return;
    const unmanaged = !(0,field_values/* isTrue */.Hn)(event.device.get('IsCompliant'));
    const wide = application === broker && graphs.has(event.object.toLowerCase());
    const grave = wide && unmanaged && isEstablished(context, user, time);
    const parts = [
        strange ? `from ${address?.network}, where ${user} was not met before` : 'for the first time this month',
        wide ? 'by the authentication broker, for Microsoft Graph' : '',
        unmanaged ? 'on a device that is not managed' : '',
    ];
    context.report(signalOf(event, {
        rule: code.id,
        key: `${user} ${application}`,
        severity: strange && unmanaged ? 'medium' : grave ? 'low' : 'hint',
        title: `${user} signed in by device code`,
        why: `RequestType is Cmsi:Cmsi, ${parts.filter(Boolean).join(', ')}`,
    }));
}
function tellPortal(context, event) {
    const { user, address } = event;
    if (event.object.toLowerCase() === intune)
        return;
    const strange = isUnfamiliarAddress(context, event);
    context.report(signalOf(event, {
        rule: portal.id,
        key: user,
        severity: strange ? 'medium' : 'hint',
        title: `Company Portal signed in as ${user} for another resource`,
        why: `Company Portal asked for ${novelty_quoted(event.object)} instead of Intune${strange ? `, from ${address?.network}, where ${user} was not met before` : ''}`,
    }));
}
const deviceCodes = [{ metas: [code, portal], wants: { operations: ['userloggedin'] }, start: device_code_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/devices.js
/** Devices that people join or register (ACC-08). */




const devices = {
    id: 'ACC-08',
    title: 'Devices joined or registered',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1098.005'],
    question: 'Did somebody give themselves devices that policies trust?',
    benign: 'A new laptop; days on which many devices are set up.',
    next: [
        'Ask the person which of the devices are theirs.',
        'See where the sign-in before it came from.',
        'Remove devices that nobody knows.',
    ],
    source: 'https://attack.mitre.org/techniques/T1098/005/',
    needs: { operations: ['add device', 'register device', 'add registered owner to device'] },
};
const devices_acts = ['add device', 'register device', 'add registered owner to device', 'add registered users to device'];
function devices_start(context) {
    const days = new BoundedMap('days with new devices', 5_000, context.evictions);
    const busy = new BoundedMap('who joins devices', 5_000, context.evictions);
    return {
        see(event) {
            if (event.result === 'failure' || (event.kind !== 'person' && event.kind !== 'guest'))
                return;
            const { user, time } = event;
            const device = event.change('Device.DisplayName')?.now || event.target.id || event.target.name || event.object;
            const today = days.at(`${user} ${Math.floor(time / rule_day)}`, () => ({ names: new Map() }));
            if (today.names.has(device) || today.names.size >= 100)
                return;
            today.names.set(device, event.mark);
            const many = today.names.size >= 3;
            if (today.names.size === 3) {
                const before = busy.get(user) ?? 0;
                busy.delete(user);
                busy.at(user, () => before + 1);
            }
            const names = [...today.names.keys()];
            context.report({
                rule: devices.id,
                key: user,
                severity: many ? 'low' : 'hint',
                title: `${user} registered ${countOf(names.length, 'device')} in a day`,
                why: listed(names.map(novelty_quoted), 4),
                actors: [user],
                objects: names.slice(0, 20),
                evidence: many ? EvidenceList.of(...today.names.values()) : EvidenceList.of(event),
                // Whoever does so on many days sets devices up for others.
                settle: () => (many && (busy.get(user) ?? 0) >= 3 ? { severity: 'hint' } : {}),
            });
        },
    };
}
const newDevices = [{ metas: [devices], wants: { operations: devices_acts }, start: devices_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/dormant-accounts.js
/** STA-09: an account that was quiet for months signs in again. */

const dormant = {
    id: 'STA-09',
    title: 'A dormant account wakes',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1078.004'],
    question: 'Is an account used again that had been quiet for months?',
    benign: 'The end of a long leave; seasonal work.',
    next: ['Ask the person’s manager.', 'Check place and program of the sign-in.', 'Disable accounts that nobody needs.'],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: { operations: ['userloggedin'] },
};
function sleepers(context) {
    const told = new Set();
    return {
        see(event) {
            const { user, address, time } = event;
            if (event.kind !== 'person' || told.has(user))
                return;
            const absent = context.history?.absent(user);
            if (absent === undefined || absent < 2)
                return;
            if (told.size < 50_000)
                told.add(user);
            const strange = address !== undefined && context.terms.age('user-network', user, address.network, time) === 0;
            context.report(signalOf(event, {
                rule: dormant.id,
                key: user,
                severity: strange ? 'low' : 'hint',
                title: `${user} is back after ${absent} months`,
                why: `Last met ${absent} months ago; now signed in${strange ? ` from ${address.network}, where it was never met` : ''}`,
            }));
        },
    };
}
const dormantAccounts = [{ metas: [dormant], wants: { operations: ['userloggedin'] }, start: sleepers }];

;// CONCATENATED MODULE: ./lib/detect/rules/ediscovery.js



const discovery = {
    id: 'EDI-01',
    title: 'Everybody’s content searched',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1114.002', 'T1213.002'],
    question: 'Does somebody search or export mail and files of the whole organisation?',
    benign: 'The legal team’s work; a request for personal data.',
    next: [
        'Ask for the order behind the search.',
        'Read what it looked for, and where.',
        'Check who gave the person the right.',
    ],
    source: 'https://learn.microsoft.com/purview/ediscovery-search-for-activities-in-the-audit-log',
    needs: { operations: ['searchcreated', 'searchstarted', 'searchexported', 'new-compliancesearch'] },
};
const operations = [
    ...['searchcreated', 'searchstarted', 'searchupdated', 'searchexported', 'searchexportdownloaded'],
    ...['viewedsearchpreviewed', 'viewedsearchexported', 'searchpreviewed', 'searchresultspurged', 'caseadded'],
    ...['caseadminadded', 'caseadminupdated', 'caseadminreplaced', 'casemembersadded', 'new-compliancesearch'],
    ...['new-compliancesearchaction', 'start-compliancesearch', 'new-compliancecase', 'add-ediscoverycaseadmin'],
];
function kindOf(event) {
    const { act } = event;
    if (act === 'new-compliancesearchaction') {
        const text = `${complianceText(event)} ${event.text('Cmdlet')}`;
        if (/-?Purge\b/i.test(text))
            return 'purge';
        return /-?Export\b/i.test(text) ? 'export' : 'search';
    }
    if (act.includes('purge'))
        return 'purge';
    if (act.includes('export'))
        return 'export';
    return act.includes('admin') ? 'administrator' : 'search';
}
const did = {
    purge: 'deleted what a search over everybody found',
    export: 'exported what a search over everybody found',
    administrator: 'changed who administers eDiscovery',
    search: 'searched through everybody’s content',
};
const searching = matching(discovery, { operations }, (event, context) => {
    const { user, time } = event;
    const kind = kindOf(event);
    const first = context.terms.note('user-operation', user, 'ediscovery', time);
    // Whoever searched before this week is of those who search; without earlier months nobody is known yet.
    const fresh = !context.terms.learning('user-operation', time) && first > time - 3 * rule_day;
    const name = event.text('ExchangeLocations') || event.text('Query') || event.object;
    return {
        key: `${user} ${kind}`,
        severity: kind === 'search' ? (fresh ? 'low' : 'hint') : fresh ? 'medium' : kind === 'export' ? 'hint' : 'low',
        title: `${user} ${did[kind]}`,
        why: `${event.operation.trim()}${name === '' ? '' : `: ${novelty_quoted(name)}`}${fresh ? `; ${user} did not use eDiscovery before` : ''}`,
        objects: [event.object || event.text('Case')].filter(Boolean),
    };
});
const eDiscovery = [searching];

;// CONCATENATED MODULE: ./lib/detect/rules/federated-sign-in.js
/** Sign-ins that the identity provider's answer, or the seamless one of the own network, did not carry (AUTH-19). */



const federated_sign_in_errors = {
    id: 'AUTH-19',
    title: 'Errors of federation or seamless sign-on from one strange network',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1110.003', 'T1606.002'],
    question: 'Does somebody try passwords, or made-up answers, where the log hardly looks?',
    benign: 'A change of the identity provider, an expired certificate, a network of one’s own that is new.',
    next: [
        'See whether an account that was tried got in from there or elsewhere.',
        'Check the federation’s certificates and the last change of its settings.',
        'Switch seamless sign-on off if nobody needs it any more.',
    ],
    source: 'https://attack.mitre.org/techniques/T1606/002/',
    needs: { operations: ['userloginfailed'] },
};
function federated_sign_in_start(context) {
    const networks = new BoundedMap('networks with federation errors', 2_000, context.evictions);
    const tell = (network, { users, codes, evidence }) => {
        if (evidence.count < 5)
            return;
        // Where somebody of the tenant works, an error is an error.
        if (context.terms.ownersOf('user-network', network) > 0)
            return;
        const many = users.size >= scaled(4, 1.4, context.tenant.users);
        context.report({
            rule: federated_sign_in_errors.id,
            key: network,
            severity: many ? 'medium' : users.size >= 2 ? 'low' : 'hint',
            title: `${countOf(String(users), 'account')} met errors of federation from ${network}`,
            why: `${countOf(evidence.count, 'attempt')} on ${countOf(String(users), 'account')} in ${spanText(evidence.last - evidence.first)} (${listed(codes.list())}), from a network on which nobody of ${context.tenant.users} ever signed in`,
            actors: [],
            users: users.list(),
            objects: users.list(),
            addresses: [network],
            evidence,
        });
    };
    return {
        see(event) {
            const { address, user, time } = event;
            if (!address || event.isService || event.failure !== 'federation')
                return;
            const present = networks.get(address.network);
            if (present && time - present.last > rule_day) {
                tell(address.network, present);
                networks.delete(address.network);
            }
            const start = () => ({
                users: new Distinct(500),
                codes: new Distinct(20),
                evidence: new EvidenceList(),
                last: time,
            });
            const tries = networks.at(address.network, start);
            tries.users.add(user);
            tries.codes.add(event.errorCode);
            tries.evidence.add(event);
            tries.last = time;
        },
        finish() {
            for (const [network, tries] of networks.entries())
                tell(network, tries);
        },
    };
}
const federatedSignIns = [{ metas: [federated_sign_in_errors], wants: { operations: ['userloginfailed'] }, start: federated_sign_in_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/file-scripts.js
/** Scripts that take files (FIL-03). */





const scripted = {
    id: 'FIL-03',
    title: 'A script takes files',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1530', 'T1119'],
    question: 'Does a program go through files that people go through elsewhere?',
    benign: 'Automation by IT; a backup.',
    next: [
        'Ask the person whether the script is theirs.',
        'Look at which sites and folders it went through.',
        'Revoke the sessions if it was not theirs.',
    ],
    source: 'https://attack.mitre.org/techniques/T1119/',
    needs: { operations: ['filedownloaded', 'filesyncdownloadedfull', 'fileaccessed'] },
};
const file_scripts_acts = [...['filedownloaded', 'filesyncdownloadedfull', 'fileaccessed', 'fileaccessedextended', 'filepreviewed']];
const judged = new Map();
/** PnP and PowerShell besides what speaks for itself. */
function isFileScript(agent) {
    const known = judged.get(agent);
    if (known !== undefined)
        return known;
    if (judged.size >= 2_000)
        judged.clear();
    const script = isFileScriptAnew(agent);
    if (agent.length <= 300)
        judged.set(agent, script);
    return script;
}
function isFileScriptAnew(agent) {
    return isScript(agent) || /powershell|pnpps|pnpcoresdk|sharepointpnp|rclone|azcopy/i.test(agent.slice(0, 300));
}
function startScripts(context) {
    const bursts = new Bursts({ name: 'scripts on files', span: rule_day, least: 1, by: 'terms' }, context.evictions);
    const scripts = new BoundedMap('people with scripts', 5_000, context.evictions);
    return {
        see(event) {
            if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure')
                return;
            if (!isFileScript(event.agent))
                return;
            const { user, agentFamily, time } = event;
            const one = scripts.at(`${user} ${agentFamily}`, () => ({
                agent: event.agent.slice(0, 200),
                known: context.terms.age('user-agent', user, agentFamily, time) > 7 * rule_day,
                strange: false,
            }));
            one.strange ||= isUnfamiliarAddress(context, event);
            bursts.add(event, { owner: `${user} ${agentFamily}`, term: event.object, place: event.address?.text });
        },
        finish() {
            for (const [key, all] of bursts.finish()) {
                const script = scripts.get(key);
                const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size);
                if (!script || !most)
                    continue;
                const user = key.slice(0, key.indexOf(' '));
                const many = most.terms.size >= 20;
                const grave = script.strange || /rclone/i.test(script.agent);
                context.report({
                    rule: scripted.id,
                    key,
                    severity: script.known && !script.strange ? 'hint' : grave && many ? 'medium' : 'low',
                    title: `${user} took ${countOf(most.terms.toString(), 'file')} by ${novelty_quoted(script.agent)}`,
                    why: `${countOf(most.terms.toString(), 'file')} within a day${script.known ? '' : `, by a program that ${user} did not use before`}${script.strange ? ', from a place not met before' : ''}`,
                    actors: [user],
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const fileScripts = [{ metas: [scripted], wants: { operations: file_scripts_acts }, start: startScripts }];

;// CONCATENATED MODULE: ./lib/detect/rules/first-party-client-abuse.js
/**
 * Phishing that needs no consent: the victim signs in to one of Microsoft's own clients and hands the answer over; the
 * token is fetched elsewhere (AUTH-13), and a device is registered with it (AUTH-14).
 */





const handed = {
    id: 'AUTH-13',
    title: 'A developer’s client signed in here, and its token was fetched elsewhere',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1528', 'T1566.002', 'T1550.001'],
    question: 'Did somebody hand the answer of a sign-in to a stranger?',
    benign: 'A developer whose command line runs on a server or behind a VPN.',
    next: [
        'Ask the person whether they work with that client.',
        'Ask whether somebody had them paste an address that began with localhost.',
        'Revoke the sessions and read what was done with the token.',
    ],
    source: 'https://attack.mitre.org/techniques/T1528/',
    needs: { operations: ['userloggedin'] },
};
const registered = {
    ...handed,
    id: 'AUTH-14',
    title: 'A device registered minutes after such a sign-in',
    techniques: ['T1098.005', 'T1528'],
    question: 'Did a stranger give themselves a device of their own?',
    benign: 'A day on which many devices are set up; a new laptop.',
    next: [
        'Ask the person whether the device is theirs.',
        'Remove the device and revoke the sessions if it is not.',
        'Look for methods and devices added since.',
    ],
};
/** Visual Studio Code, Azure CLI, Azure PowerShell, the authentication broker. */
const clients = new Map([
    ['aebc6443-996d-45c2-90f0-388ff96faa56', 'Visual Studio Code'],
    ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Azure CLI'],
    ['1950a258-227b-4e31-a9cf-717495945fc2', 'Azure PowerShell'],
    ['29d9ed98-a469-4536-ade2-f981bc1d605e', 'the authentication broker'],
]);
/** Clients that may use each other's tokens; of old Azure AD Graph they have little need. */
const family = new Set([
    ...['d3590ed6-52b3-4102-aeff-aad2292ab01c', '1fec8e78-bce4-4aaf-ab1b-5451cc387264'],
    ...['27922004-5251-4030-b22d-91ecd9a37ea4', 'ab9b8c07-8f02-4f72-87fa-80105867a763'],
    ...['872cd9fa-d31f-45e0-9eab-6e460a02d1f1', '4813382a-8fa7-425e-ab75-3b753aab3abb'],
]);
const graph = '00000003-0000-0000-c000-000000000000';
const oldGraph = '00000002-0000-0000-c000-000000000000';
const first_party_client_abuse_window = 30 * minute;
const registering = ['add registered users to device', 'add registered owner to device', 'register device'];
function first_party_client_abuse_start(context) {
    const opened = new BoundedMap('sign-ins to developers’ clients', 10_000, context.evictions);
    return {
        see(event) {
            if (event.act !== 'userloggedin') {
                if (event.result !== 'failure')
                    tellDevice(context, event, opened);
                return;
            }
            if (event.isService)
                return;
            const { user, application, time, address } = event;
            const client = clients.get(application);
            const resource = event.object.toLowerCase();
            const type = event.extended.get('RequestType');
            if (!client) {
                if (resource === oldGraph && family.has(application))
                    tellFirst(context, event, 'an Office client');
                return;
            }
            if (type === 'OAuth2:Authorize' && event.extended.get('ResultStatusDetail') === 'Redirect') {
                if (resource !== graph && resource !== oldGraph)
                    return;
                opened.delete(user);
                const network = address?.network ?? '';
                opened.at(user, () => ({ time, network, client, mark: event.mark, token: undefined }));
                tellFirst(context, event, client);
                return;
            }
            const before = opened.get(user);
            if (type !== 'OAuth2:Token' || !before || time - before.time > first_party_client_abuse_window)
                return;
            const strange = isUnfamiliarAddress(context, event);
            before.token ??= { mark: event.mark, time, network: address?.network ?? '', strange };
            tellHanded(context, event, before, strange);
        },
    };
}
function tellFirst(context, event, client) {
    const { user } = event;
    if (!isUnfamiliarApplication(context, event))
        return;
    context.report(signalOf(event, {
        rule: handed.id,
        key: user,
        severity: 'hint',
        confidence: 'low',
        title: `${user} signed in to ${client} for the first time`,
        why: `${client} asked for ${novelty_quoted(event.object)}; ${user} had not used it before`,
    }));
}
function tellHanded(context, event, before, strange) {
    const { user, address, time } = event;
    if (!address || before.network === '' || address.network === before.network)
        return;
    if (!strange && isEstablished(context, user, time))
        return;
    context.report({
        ...signalOf(event, {
            rule: handed.id,
            key: user,
            severity: strange ? 'medium' : 'hint',
            title: `${user} signed in to ${before.client}; the token went elsewhere`,
            why: `Signed in from ${before.network}, and ${spanText(time - before.time)} later the token was fetched from ${address.network}${strange ? `, where ${user} was not met before` : ''}`,
        }),
        addresses: [address.text, address.network],
        evidence: EvidenceList.of(before.mark, event),
    });
}
function tellDevice(context, event, opened) {
    // The service often registers in the owner's name: then the owner is the target.
    const names = [event.user, foldUser(event.target.name), foldUser(event.object)];
    const user = names.find(name => name !== '' && opened.get(name) !== undefined);
    const before = user === undefined ? undefined : opened.get(user);
    if (user === undefined || !before?.token || event.time - before.time > first_party_client_abuse_window)
        return;
    const { token } = before;
    const moved = before.network !== '' && token.network !== '' && token.network !== before.network;
    context.report({
        rule: registered.id,
        key: user,
        severity: moved && token.strange ? 'high' : token.strange ? 'medium' : 'hint',
        title: `A device was registered for ${user} after a sign-in to ${before.client}`,
        why: `${spanText(event.time - before.time)} after the sign-in from ${before.network || 'an unknown place'}, and ${spanText(event.time - token.time)} after the token was fetched from ${token.network || 'an unknown place'}`,
        actors: [user],
        objects: [event.target.name || event.object].filter(Boolean),
        addresses: [token.network].filter(Boolean),
        evidence: EvidenceList.of(before.mark, token.mark, event),
    });
}
const firstPartyClientAbuse = [
    { metas: [handed, registered], wants: { operations: ['userloggedin', ...registering] }, start: first_party_client_abuse_start },
];

;// CONCATENATED MODULE: ./lib/detect/external-recipients.js

/**
 * Of some addresses, those outside: neither of the tenant's domains nor of the actor's, nor of one below these. Ask at the
 * month's end, when all domains have been seen.
 */
function externalRecipients(context, addresses, actors) {
    const near = [...new Set(actors.map(domainOf).filter(domain => domain.includes('.')))];
    return addresses.filter(address => {
        const domain = domainOf(address);
        if (!domain.includes('.') || near.some(one => domain === one || domain.endsWith(`.${one}`)))
            return false;
        return upwards(domain).every(one => context.tenant.isOutside(one));
    });
}
/** The domain and what it lies below, down to two labels. */
function upwards(domain) {
    const labels = domain.split('.');
    return labels.slice(0, Math.max(1, labels.length - 1)).map((_, i) => labels.slice(i).join('.'));
}
/** The actor where it is of the tenant: a guest's own domain is no home. */
function ownDomainsOf(event) {
    return event.kind === 'person' ? [event.user] : [];
}

;// CONCATENATED MODULE: ./lib/detect/rules/inbox-rule.js
/** Reading inbox rules, whether a cmdlet or Outlook made them: what they look for, and what they do with it. */



/** New-, Set- and Enable-InboxRule. */
function ruleOfCmdlet(event) {
    const { parameters } = event;
    const words = wordLists.map(name => parameters.get(name)).filter(Boolean);
    const telling = words.filter(text => text.trim().length > 1);
    const others = parameters.names().filter(name => {
        if (!conditions.test(name) || wordLists.includes(name))
            return false;
        const value = parameters.get(name).trim();
        return value !== '' && !/^(false|\$false|0|1|1 b.*)$/i.test(value);
    });
    return {
        mailbox: mailboxOf(event),
        name: nameOf(parameters.get('Name') || lastPart(event.object)),
        targets: addressesIn(sendingOn.map(name => parameters.get(name)).join(';')),
        deletes: parameters.isTrue('DeleteMessage') || parameters.isTrue('SoftDeleteMessage'),
        folder: parameters.get('MoveToFolder') || parameters.get('CopyToFolder'),
        marksRead: parameters.isTrue('MarkAsRead'),
        broad: event.act === 'new-inboxrule' && telling.length === 0 && others.length === 0,
        words: words.join('; '),
    };
}
/** UpdateInboxRules: what Outlook wrote through MAPI; the actions are JSON in a string. */
function ruleOfOutlook(event) {
    const { properties } = event;
    const actions = properties.get('RuleActions');
    const more = properties.names().filter(name => /^(forward|redirect).{0,40}action$/i.test(name));
    const types = [];
    let folder = '';
    const walk = (value, depth) => {
        if (depth > 5)
            return;
        if (Array.isArray(value))
            for (const one of value.slice(0, 100))
                walk(one, depth + 1);
        if (!(0,json/* isObject */.Gv)(value))
            return;
        for (const [name, one] of Object.entries(value).slice(0, 100)) {
            if (/^(action)?type$/i.test(name))
                types.push((0,field_values/* textOf */.b6)(one).toLowerCase());
            else if (/folder/i.test(name) && typeof one === 'string')
                folder ||= one;
            walk(one, depth + 1);
        }
    };
    walk((0,field_values/* nested */.cY)(actions), 0);
    const said = types.length > 0 ? types.join(' ') : actions.slice(0, 4_000).toLowerCase();
    const sends = more.length > 0 || /forward|redirect|delegate/.test(said);
    const condition = properties.get('RuleCondition').slice(0, 8_000);
    return {
        mailbox: foldUser(event.text('MailboxOwnerUPN')) || event.user,
        name: nameOf(properties.get('RuleName')),
        targets: sends ? addressesIn([actions, ...more.map(name => properties.get(name))].join(';')) : [],
        deletes: /delete/.test(said),
        folder,
        marksRead: /markasread/.test(said),
        broad: properties.get('RuleOperation').toLowerCase().startsWith('add') && /^\W*$/.test(condition),
        words: condition,
    };
}
const wordLists = [
    ...['SubjectContainsWords', 'BodyContainsWords', 'SubjectOrBodyContainsWords', 'FromAddressContainsWords'],
    ...['RecipientAddressContainsWords', 'HeaderContainsWords'],
];
const conditions = /^(from|from(addresscontainswords|subscription)|sentto|.{1,30}containswords|has(attachment|classification)|myname.{1,20}|flaggedforaction|messagetypematches|received(after|before)date|sentonlytome|with(importance|sensitivity)|withinsizerange(minimum|maximum))$/i;
const sendingOn = ['ForwardTo', 'ForwardAsAttachmentTo', 'RedirectTo', 'RedirectToRecipients'];
function mailboxOf(event) {
    const named = foldUser(event.parameters.get('Mailbox'));
    return named.includes('@') ? named : event.user;
}
/** `…\user\rule`, `user\rule`. */
function lastPart(object) {
    return object.slice(object.lastIndexOf('\\') + 1);
}
/** Outlook names rules by long numbers where nobody else does. */
function nameOf(text) {
    return /^-?\d{6,}$/.test(text.trim()) ? '' : text.slice(0, 300);
}
/** Addresses in whatever a parameter holds: `smtp:a@b.c;"Name" [SMTP:d@e.f]`. */
function addressesIn(text) {
    const found = text.slice(0, 8_000).match(/[^\s"'<>()[\]{},;:=|\\/@]{1,64}@[\p{L}\d.-]{1,200}/gu) ?? [];
    return [...new Set(found.map(address => address.toLowerCase().replace(/[.-]+$/, '')))].slice(0, 20);
}
/** Default folders that nobody looks into, in the languages of most mailboxes. */
const odd = new Set([
    ...['conversation history', 'unterhaltungsverlauf', 'aufgezeichnete unterhaltungen', 'historique des conversations'],
    ...['historial de conversaciones', 'cronologia conversazioni', 'gespreksgeschiedenis', 'histórico de conversas'],
    ...['histórico de conversa', 'historia konwersacji', 'historie konverzací', 'konversationshistorik'],
    ...['samtalehistorik', 'samtalelogg', 'журнал бесед', '会話の履歴', '对话历史记录'],
    ...['sync issues', 'synchronisierungsprobleme', 'problèmes de synchronisation', 'problemas de sincronización'],
    ...['problemi di sincronizzazione', 'synchronisatieproblemen', 'journal', 'outbox', 'postausgang', "boîte d'envoi"],
    ...['calendar', 'kalender', 'calendrier', 'calendario', 'agenda', 'calendário', 'kalendarz', 'kalendář', 'naptár'],
    ...['kalenteri', 'календарь', '予定表', '日历', 'notes', 'notizen', 'notas', 'notities', 'notatki', 'poznámky'],
    ...['anteckningar', 'noter', 'notater', 'заметки', 'メモ', '便笺', 'contacts', 'kontakte', 'tasks', 'aufgaben'],
]);
const inbox_rule_gone = new Set([
    ...['deleted items', 'gelöschte elemente', 'éléments supprimés', 'elementos eliminados', 'posta eliminata'],
    ...['verwijderde items', 'itens excluídos', 'itens eliminados', 'elementy usunięte', 'odstraněná pošta', 'borttaget'],
    ...['slettet post', 'slettede elementer', 'poistetut', 'törölt elemek', 'удаленные', 'удалённые', '削除済みアイテム'],
    ...['已删除邮件', 'trash', 'papierkorb', 'corbeille', 'papelera', 'cestino', 'prullenbak'],
    ...['junk', 'junk email', 'junk e-mail', 'junk-e-mail', 'spam', 'courrier indésirable', 'correo no deseado'],
    ...['posta indesiderata', 'ongewenste e-mail', 'lixo eletrônico', 'lixo electrónico', 'wiadomości-śmieci'],
    ...['nevyžádaná pošta', 'skräppost', 'uønsket mail', 'uønsket e-mail', 'søppelpost', 'roskaposti', 'levélszemét'],
    ...['нежелательная почта', '迷惑メール', '垃圾邮件'],
]);
const archive = new Set([
    ...['archive', 'archives', 'archiv', 'archivo', 'archivio', 'archief', 'arquivo', 'arquivo morto', 'archiwum'],
    ...['arkiv', 'arkisto', 'archívum', 'архив', 'アーカイブ', '存档'],
]);
/** Whether a folder hides what is put there. */
function hidingOf(folder) {
    const name = (folder
        .slice(-200)
        .split(/[\\/:]/)
        .at(-1) ?? '')
        .normalize('NFC')
        .trim()
        .toLowerCase();
    if (odd.has(name) || /(^|[^\p{L}])rss([^\p{L}]|$)/u.test(name))
        return 'odd';
    if (inbox_rule_gone.has(name))
        return 'gone';
    return archive.has(name) ? 'archive' : undefined;
}
const security = /(^|[^\p{L}])(phish|hack|fraud|scam|spoof|malware|virus|suspicious|compromis|password|passwort|kennwort|mot de passe|contraseña|wachtwoord|hasło|mfa|2fa|help ?desk|verification code|security alert|unusual sign-?in|undeliver|mailer-daemon|betrug|piraté|estafa)/iu;
const finance = /(^|[^\p{L}])(invoice|payment|payroll|wire|bank|iban|swift|remittance|salary|direct deposit|docusign|rechnung|zahlung|überweisung|gehalt|lohn|facture|paiement|virement|salaire|factura|pago|transferencia|nómina|fattura|pagamento|bonifico|stipendio|factuur|betaling|loonstrook|faktura|płatność|przelew)/iu;
/** Whose mail a rule looks for: that of those who would warn, or of those who pay. */
function ruleSubject(words) {
    const short = words.slice(0, 8_000);
    if (security.test(short))
        return 'security';
    return finance.test(short) ? 'finance' : undefined;
}
/** Names that nobody gives to find a rule again: signs alone, or one sign over and over. */
function oddName(name) {
    const bare = name.replace(/[\p{Cc}\p{Zs}]+/gu, '');
    if (name !== '' && !/[\p{L}\d]/u.test(bare))
        return 'signs';
    if (bare.length > 0 && (bare.length <= 2 || /^(.)\1+$/u.test(bare)))
        return 'short';
    return undefined;
}

;// CONCATENATED MODULE: ./lib/detect/rules/forwarding.js
/** Mailboxes that forward all they get (MBX-02), and strangers to whom several mailboxes send (MBX-08). */






const forwarding = {
    id: 'MBX-02',
    title: 'A mailbox forwards outside',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1114.003'],
    question: 'Does all of a mailbox go to somebody outside?',
    benign: 'A leaver’s or a merged company’s mailbox, forwarded as agreed.',
    next: [
        'Ask whoever set it, and the owner, for the reason.',
        'Take the forwarding off and see what went out by message trace.',
        'Forbid automatic forwarding in the outbound policy.',
    ],
    source: 'https://attack.mitre.org/techniques/T1114/003/',
    needs: { operations: ['set-mailbox'] },
};
const forwarding_shared = {
    ...forwarding,
    id: 'MBX-08',
    title: 'Several mailboxes send to one address outside',
    question: 'Does one stranger collect from several mailboxes?',
    benign: 'A supplier’s ticket system that several people feed.',
    next: [
        'Find out whose address it is.',
        'Take the rules and forwardings off, all of them.',
        'Look for the sign-ins that came before each.',
    ],
    needs: { operations: ['set-mailbox', 'new-inboxrule', 'set-inboxrule', 'updateinboxrules'] },
};
function forwardings(context) {
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const { parameters, time } = event;
            const values = [parameters.get('ForwardingSmtpAddress'), parameters.get('ForwardingAddress')].filter(Boolean);
            if (values.length === 0)
                return;
            const targets = addressesIn(values.join(';'));
            const mailbox = foldUser(parameters.get('Identity') || event.object);
            const near = ownDomainsOf(event);
            const vanishes = parameters.isFalse('DeliverToMailboxAndForward');
            const firsts = targets.map(target => context.terms.note('forward-target', '', target, time));
            const habitual = context.history !== undefined && firsts.length > 0 && firsts.every(first => first === Number.NEGATIVE_INFINITY);
            context.report(signalOf(event, {
                rule: forwarding.id,
                key: `${event.user} ${domainOf(targets[0] ?? '')}`,
                title: `${event.user} made ${mailbox} forward to ${listed(targets.length > 0 ? targets : values)}`,
                why: '',
                objects: [mailbox, ...targets],
                users: mailbox.includes('@') && mailbox !== event.user ? [mailbox] : [],
                settle: () => {
                    const outside = externalRecipients(context, targets, near);
                    if (outside.length === 0)
                        return { severity: 'hint', confidence: 'low', why: 'All mail goes to somebody else inside' };
                    return {
                        severity: habitual ? 'low' : 'medium',
                        confidence: vanishes ? 'high' : 'medium',
                        why: `All mail goes to ${listed(outside)}, outside${vanishes ? ', and no copy stays' : ''}${habitual ? '; mail went there in earlier months too' : ''}`,
                    };
                },
            }));
        },
    };
}
function collectors(context) {
    const targets = new BoundedMap('addresses that get forwarded mail', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const { mailbox, addresses } = sendingOf(event);
            for (const address of addresses) {
                const earlier = context.history !== undefined &&
                    context.terms.firstMet('forward-target', '', address) === Number.NEGATIVE_INFINITY;
                const one = targets.at(address, () => ({
                    actors: new Distinct(50),
                    mailboxes: new Distinct(50),
                    near: new Set(),
                    evidence: new EvidenceList(50),
                    earlier,
                }));
                one.actors.add(event.user);
                one.mailboxes.add(mailbox);
                if (one.near.size < 20)
                    for (const home of ownDomainsOf(event))
                        one.near.add(home);
                one.evidence.add(event);
            }
        },
        finish() {
            for (const [address, one] of targets.entries()) {
                // What one administrator sets up for many is a migration, and told as forwarding.
                if (one.actors.size < 2 || one.mailboxes.size < 2)
                    continue;
                if (externalRecipients(context, [address], [...one.near]).length === 0)
                    continue;
                context.report({
                    rule: forwarding_shared.id,
                    key: address,
                    severity: one.earlier ? 'low' : 'medium',
                    title: `${one.mailboxes} mailboxes send to ${address}`,
                    why: `${listed(one.mailboxes.list(), 5)}, set up by ${countOf(one.actors.toString(), 'account')}${one.earlier ? '; mail went there in earlier months too' : ''}`,
                    actors: one.actors.list(),
                    users: one.mailboxes.list(),
                    objects: [address],
                    evidence: one.evidence,
                });
            }
        },
    };
}
function sendingOf(event) {
    if (event.act === 'set-mailbox') {
        const mailbox = foldUser(event.parameters.get('Identity') || event.object);
        return { mailbox, addresses: addressesIn(event.parameters.get('ForwardingSmtpAddress')) };
    }
    const rule = event.act === 'updateinboxrules' ? ruleOfOutlook(event) : ruleOfCmdlet(event);
    return { mailbox: rule.mailbox, addresses: rule.targets };
}
const forwardingRules = [
    {
        metas: [forwarding_shared],
        wants: { operations: ['set-mailbox', 'new-inboxrule', 'set-inboxrule', 'updateinboxrules'] },
        start: collectors,
    },
    { metas: [forwarding], wants: { operations: ['set-mailbox'] }, start: forwardings },
];

;// CONCATENATED MODULE: ./lib/detect/rules/guests.js
/** Guests that come, take files, and go (FIL-11). */






const passing = {
    id: 'FIL-11',
    title: 'A guest came, took files and went',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1537', 'T1136.003'],
    question: 'Was a guest let in for an hour to carry something away?',
    benign: 'A single meeting with a partner.',
    next: [
        'See which files the guest took.',
        'Ask whoever let the guest in, and out.',
        'Look for the same guest elsewhere.',
    ],
    source: 'https://attack.mitre.org/techniques/T1537/',
    needs: { operations: ['memberadded', 'memberremoved'] },
};
const adding = ['memberadded', 'add member to group', 'addedtogroup'];
const removing = ['memberremoved', 'remove member from group', 'removedfromgroup', 'delete user'];
const taking = ['filedownloaded', 'fileuploaded', 'filesyncdownloadedfull', 'fileaccessed', 'filecopied'];
/** The guests a record adds or removes, under one name however it is spelt. */
function guestsIn(event) {
    const members = event.list('Members').filter(json/* isObject */.Gv);
    const names = members.map(member => (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(member, 'UPN')));
    names.push(event.text('TargetUserOrGroupName'), event.act === 'delete user' ? event.object : '', event.target.name);
    return [...new Set(names.map(foldUser).filter(name => name.includes('#ext#')))].slice(0, 50);
}
function guests_start(context) {
    const stays = new BoundedMap('guests just added', 5_000, context.evictions);
    return {
        see(event) {
            if (event.result === 'failure')
                return;
            const { time, user } = event;
            if (taking.includes(event.act)) {
                const stay = event.isGuest ? stays.get(user) : undefined;
                if (!stay || time - stay.since > rule_day)
                    return;
                stay.files++;
                if (event.act !== 'fileaccessed')
                    stay.taken++;
                stay.evidence.add(event);
                return;
            }
            if (event.isService)
                return;
            for (const guest of guestsIn(event)) {
                if (adding.includes(event.act)) {
                    const known = stays.get(guest);
                    if (known && time - known.since <= rule_day)
                        continue;
                    stays.delete(guest);
                    stays.at(guest, () => ({
                        since: time,
                        by: user,
                        group: event.text('TeamName') || event.object,
                        files: 0,
                        taken: 0,
                        evidence: EvidenceList.of(event),
                    }));
                    continue;
                }
                const stay = stays.get(guest);
                stays.delete(guest);
                if (!stay || time - stay.since > rule_day)
                    continue;
                guests_tell(context, event, { guest, stay });
            }
        },
    };
}
function guests_tell(context, event, { guest, stay }) {
    stay.evidence.add(event, 2);
    const { files, taken, by } = stay;
    context.report({
        rule: passing.id,
        key: guest,
        severity: taken > 0 ? 'medium' : files > 0 ? 'low' : 'hint',
        title: `${guest} was let in by ${by} and removed after ${spanText(event.time - stay.since)}`,
        why: `In between: ${countOf(taken, 'file')} taken or brought, ${countOf(files - taken, 'file')} opened`,
        actors: [...new Set([guest, by, event.user])],
        objects: [stay.group].filter(Boolean),
        addresses: event.address ? [event.address.text] : [],
        evidence: stay.evidence,
    });
}
const guestInvitations = [
    { metas: [passing], wants: { operations: [...adding, ...removing, ...taking] }, start: guests_start },
];

;// CONCATENATED MODULE: ./lib/detect/rules/inbox-rules.js
/** Inbox rules that send mail out or hide it (MBX-01, 03 to 06), and the removal of rules and like settings (MBX-07). */





const outward = {
    id: 'MBX-01',
    title: 'An inbox rule sends mail outside',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1114.003'],
    question: 'Does somebody outside get a copy of a mailbox?',
    benign: 'A private archive; a second job; a supplier’s ticket system.',
    next: [
        'Ask the owner whether the rule and the address are theirs.',
        'Remove the rule, and list which messages it sent on.',
        'Check where the account was signed in from when the rule was made.',
    ],
    source: 'https://attack.mitre.org/techniques/T1114/003/',
    needs: { operations: ['new-inboxrule', 'set-inboxrule'] },
};
const hiding = {
    ...outward,
    id: 'MBX-03',
    title: 'An inbox rule hides mail',
    techniques: ['T1564.008'],
    question: 'Is mail kept from its owner’s eyes?',
    benign: 'A rule against newsletters; a filing rule with an unlucky folder.',
    next: [
        'Ask the owner whether they made the rule.',
        'Look into the folder for answers to mail that the owner never wrote.',
        'Remove the rule, revoke sessions and reset the password if it is not theirs.',
    ],
    source: 'https://attack.mitre.org/techniques/T1564/008/',
};
const oddlyNamed = {
    ...hiding,
    id: 'MBX-04',
    title: 'An inbox rule with a name of signs',
    severity: 'low',
    confidence: 'low',
    question: 'Did a script name a rule?',
    benign: 'Haste.',
};
const keywords = {
    ...hiding,
    id: 'MBX-05',
    title: 'An inbox rule looks for give-away words',
    severity: 'low',
    confidence: 'low',
    question: 'Does a rule catch warnings or payments?',
    benign: 'Filing of invoices; a helpdesk’s sorting.',
};
const outlook = {
    ...hiding,
    id: 'MBX-06',
    title: 'A rule made through Outlook sends mail out or hides it',
    techniques: ['T1137.005', 'T1114.003'],
    benign: 'Old rules that a new profile writes again.',
    source: 'https://attack.mitre.org/techniques/T1137/005/',
    needs: { operations: ['updateinboxrules'] },
};
const undone = {
    ...hiding,
    id: 'MBX-07',
    title: 'A rule removed, or junk and auto-reply settings changed',
    severity: 'low',
    confidence: 'low',
    question: 'Did somebody tidy up after a rule had done its work?',
    benign: 'The owner’s own tidying; a holiday.',
    needs: { operations: ['remove-inboxrule', 'disable-inboxrule', 'set-mailboxautoreplyconfiguration'] },
};
const inbox_rules_making = ['new-inboxrule', 'set-inboxrule', 'enable-inboxrule'];
const undoing = [
    ...['remove-inboxrule', 'disable-inboxrule', 'set-mailboxjunkemailconfiguration'],
    'set-mailboxautoreplyconfiguration',
];
function inbox_rules_start(context) {
    const doubtful = new BoundedMap('mailboxes with doubtful rules', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            if (undoing.includes(event.act) || /^remove/i.test(event.properties.get('RuleOperation'))) {
                tellUndone(context, event, doubtful);
                return;
            }
            const rule = event.act === 'updateinboxrules' ? ruleOfOutlook(event) : ruleOfCmdlet(event);
            if (inbox_rules_tell(context, event, rule)) {
                doubtful.delete(rule.mailbox);
                doubtful.at(rule.mailbox, () => event.time);
            }
        },
    };
}
/** How much a rule looks like one that keeps mail from its owner. */
function guiseOf(rule) {
    const reasons = [];
    let score = 0;
    const count = (points, reason) => {
        score += points;
        reasons.push(reason);
    };
    const kind = rule.folder === '' ? undefined : hidingOf(rule.folder);
    if (rule.deletes)
        count(2, 'it deletes');
    else if (kind === 'odd')
        count(3, `it moves to ${novelty_quoted(rule.folder)}, where nobody looks`);
    else if (kind === 'gone')
        count(2, `it moves to ${novelty_quoted(rule.folder)}`);
    else if (kind === 'archive')
        count(1, `it moves to ${novelty_quoted(rule.folder)}`);
    if (score === 0)
        return { score, reasons };
    if (rule.broad)
        count(rule.deletes ? 2 : 1, 'it takes every message');
    const subject = ruleSubject(rule.words);
    if (subject === 'security')
        count(2, 'it looks for warnings');
    if (subject === 'finance')
        count(1, 'it looks for payments');
    const name = oddName(rule.name);
    if (name)
        count(name === 'signs' ? 2 : 1, `its name is ${novelty_quoted(rule.name)}`);
    if (rule.marksRead)
        count(1, 'it marks as read');
    return { score, reasons };
}
function inbox_rules_weightOf(score) {
    if (score >= 4)
        return 'medium';
    return score === 3 ? 'low' : 'hint';
}
/** @returns whether the rule is more than a filing rule. */
function inbox_rules_tell(context, event, rule) {
    const guise = guiseOf(rule);
    const mapi = event.act === 'updateinboxrules';
    const others = event.user === rule.mailbox ? [] : [rule.mailbox];
    const of = event.user === rule.mailbox ? '' : ` for ${rule.mailbox}`;
    const common = { objects: [`${rule.mailbox}: ${rule.name || 'a rule'}`], users: others };
    if (rule.targets.length > 0)
        tellTargets(context, event, { rule, guise, mapi });
    if (guise.score > 0)
        context.report(signalOf(event, {
            ...common,
            rule: mapi ? outlook.id : hiding.id,
            key: `${rule.mailbox} hides`,
            severity: inbox_rules_weightOf(guise.score),
            title: `${event.user} made a rule${of} that ${rule.deletes ? 'deletes' : 'hides'} mail`,
            why: `${guise.reasons.join(', ')}${rule.words === '' ? '' : `; it looks for ${novelty_quoted(rule.words)}`}`,
        }));
    const name = oddName(rule.name);
    if (name && !mapi)
        context.report(signalOf(event, {
            ...common,
            rule: oddlyNamed.id,
            key: rule.mailbox,
            severity: name === 'signs' ? 'low' : 'hint',
            title: `${event.user} named a rule${of} ${novelty_quoted(rule.name)}`,
            why: name === 'signs' ? 'The name has neither letter nor digit' : 'The name says nothing',
        }));
    const subject = ruleSubject(rule.words);
    const trick = rule.words.includes('\0');
    if ((subject || trick) && !mapi)
        context.report(signalOf(event, {
            ...common,
            rule: keywords.id,
            key: rule.mailbox,
            severity: trick ? 'medium' : subject === 'security' ? 'low' : 'hint',
            title: `${event.user} made a rule${of} for ${subject === 'finance' ? 'payments' : 'warnings'}`,
            why: `It looks for ${novelty_quoted(rule.words)}${trick ? ', with a NUL that hides the rule from Outlook' : ''}`,
        }));
    return guise.score >= 3 || rule.targets.length > 0;
}
function tellTargets(context, event, { rule, guise, mapi }) {
    const near = ownDomainsOf(event);
    const { time } = event;
    const firsts = rule.targets.map(target => context.terms.note('forward-target', '', target, time));
    // What an earlier month forwarded to is this organisation's habit.
    const habitual = context.history !== undefined && firsts.every(first => first === Number.NEGATIVE_INFINITY);
    const hides = guise.score >= 2;
    context.report(signalOf(event, {
        rule: mapi ? outlook.id : outward.id,
        key: `${rule.mailbox} sends`,
        title: '',
        why: '',
        users: event.user === rule.mailbox ? [] : [rule.mailbox],
        settle: () => {
            const outside = externalRecipients(context, rule.targets, near);
            if (outside.length === 0)
                return 'drop';
            return {
                severity: hides ? 'high' : habitual ? 'low' : 'medium',
                title: `A rule sends mail of ${rule.mailbox} to ${listed(outside)}`,
                why: `${listed(outside)} lies outside${hides ? `; ${guise.reasons.join(', ')}` : ''}${habitual ? '; mail went there in earlier months too' : ''}`,
                objects: [`${rule.mailbox}: ${rule.name || 'a rule'}`, ...outside],
            };
        },
    }));
}
function tellUndone(context, event, doubtful) {
    const mailbox = event.act === 'updateinboxrules' ? ruleOfOutlook(event).mailbox : ruleOfCmdlet(event).mailbox;
    const before = doubtful.get(mailbox);
    const after = before !== undefined && event.time - before <= 7 * rule_day;
    context.report(signalOf(event, {
        rule: undone.id,
        key: mailbox,
        severity: after ? 'low' : 'hint',
        title: `${event.user}: ${event.operation.trim()}`,
        why: after ? 'Within seven days of a rule that sends mail out or hides it' : 'A setting of the mailbox changed',
        objects: [event.object].filter(Boolean),
    }));
}
const inboxRules = [
    {
        metas: [outward, hiding, oddlyNamed, keywords, outlook, undone],
        wants: { operations: [...inbox_rules_making, ...undoing, 'updateinboxrules'] },
        start: inbox_rules_start,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/known-clients.js
/** Applications that past attackers used (APP-11), and names made to deceive (APP-12). */




const abused = {
    id: 'APP-11',
    title: 'A client that attackers like',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1114.002', 'T1528'],
    question: 'Does somebody copy a mailbox or files with a ready-made client?',
    benign: 'A mail program or copying tool that the organisation allows.',
    next: [
        'Ask the person whether they use this program.',
        'See how much was read through it.',
        'Remove the consent, revoke the sessions and disable the application if nobody uses it.',
    ],
    source: 'https://huntresslabs.github.io/rogueapps/',
    needs: { operations: ['userloggedin', 'consent to application', 'mailitemsaccessed'] },
};
const deceptive = {
    id: 'APP-12',
    title: 'An application’s name imitates another',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1036.005', 'T1528'],
    question: 'Is an application dressed up as Microsoft’s or as our own?',
    benign: 'A chance likeness.',
    next: [
        'Look the application up: publisher, age, reply addresses.',
        'See who consented to it, and to what.',
        'Disable it if nobody knows it.',
    ],
    source: 'https://attack.mitre.org/techniques/T1036/005/',
    needs: { operations: ['add application', 'add service principal', 'update application', 'consent to application'] },
};
const known_clients_clients = new Map([
    ['ff8d92dc-3d82-41d6-bcbd-b9174d163620', 'PerfectData'],
    ['e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd', 'eM Client'],
    ['4761b959-9780-4c2d-87a3-512b4638f767', 'rclone'],
    ['b15665d9-eda6-4092-8539-0eec376afd59', 'rclone'],
    ['caffae8c-0882-4c81-9a27-d1803af53a40', 'SigParser'],
    ['179d5108-412b-4c95-8e34-06786784ab39', 'PostBox'],
    ['a43e5392-f48b-46a4-a0f1-098b5eeb4757', 'CloudSponge'],
    ['a245e8c0-b53c-4b67-9b45-751d1dff8e6b', 'Supermailer'],
    ['858d7e42-35f0-44b7-9033-df309239a47f', 'ZoomInfo'],
    ['497ac034-5120-4c1a-929a-0351f5c09918', 'ZoomInfo'],
    ['2ef68ccc-8a4d-42ff-ae88-2d7bb89ad139', 'Mail_Backup'],
    ['62db40a4-2c7e-4373-a609-eda138798962', 'Edison Mail'],
    ['77468577-4f6e-40e7-b745-11d3d0c28095', 'Fastmail'],
    ['946c777c-bc85-489e-b034-392389ae23d6', 'Spike'],
]);
/** Those that copy whole mailboxes or drives and hardly anything else. */
const copiers = new Set(['PerfectData', 'Supermailer', 'Mail_Backup']);
function startClients(context) {
    const users = new Map();
    const told = new BoundedMap('known clients', 10_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const consent = event.act === 'consent to application';
            const id = consent ? applicationsOf(event).find(one => known_clients_clients.has(one)) : event.application;
            const name = id === undefined ? undefined : known_clients_clients.get(id);
            if (id === undefined || name === undefined)
                return;
            const { user, address } = event;
            const all = users.get(name) ?? new Distinct(500);
            users.set(name, all);
            all.add(user);
            const strange = isUnfamiliarAddress(context, event);
            const key = `${user} ${name}`;
            if (told.get(`${key} ${strange}`))
                return;
            told.at(`${key} ${strange}`, () => true);
            const earlier = context.history !== undefined && context.terms.firstMet('application', '', id) < context.period.start;
            context.report(signalOf(event, {
                rule: abused.id,
                key,
                severity: strange || (copiers.has(name) && !earlier) ? 'medium' : earlier ? 'hint' : 'low',
                title: `${user} ${consent ? 'let in' : 'used'} ${name}`,
                why: `${name} is known from attacks on mailboxes${strange ? `; it came from ${address?.network}, where ${user} was not met before` : ''}${earlier ? '; it was used here in earlier months' : ''}`,
                objects: [name],
                applications: [id],
                // What many use is the organisation's.
                settle: () => (!strange && all.size >= scaled(4, 1, context.tenant.users) ? { severity: 'hint' } : {}),
            }));
        },
    };
}
const brands = ['microsoft', 'office365', 'sharepoint', 'onedrive', 'outlook', 'azure', 'defender', 'authenticator'];
const naming = ['add application', 'add service principal', 'update application', 'consent to application'];
function startNames(context) {
    const told = new BoundedMap('names of applications', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const name = known_clients_nameOf(event);
            if (name === '' || told.get(name))
                return;
            told.at(name, () => true);
            const plain = name.toLowerCase();
            const seen = skeleton(name);
            const imitated = (words) => words.find(word => seen.includes(skeleton(word)) && !squeezed(plain).includes(word));
            const brand = imitated(brands);
            context.report(signalOf(event, {
                rule: deceptive.id,
                key: applicationsOf(event)[0] ?? name,
                severity: 'medium',
                title: `An application is called ${novelty_quoted(name)}`,
                why: `Its name reads like “${brand ?? ''}” without being spelt so`,
                objects: [name],
                applications: applicationsOf(event),
                // The tenant's own names are known only at the end.
                settle: () => {
                    if (brand)
                        return {};
                    const own = imitated(ownNames(context));
                    if (!own)
                        return 'drop';
                    return { severity: 'low', why: `Its name reads like “${own}”, the tenant’s own, without being spelt so` };
                },
            }));
        },
    };
}
function known_clients_nameOf(event) {
    if (event.act === 'update application')
        return event.change('DisplayName')?.now.slice(0, 200) ?? '';
    return applicationName(event).slice(0, 200);
}
function ownNames(context) {
    const labels = context.tenant.ownDomains().map(domain => domain.split('.')[0] ?? '');
    return [...new Set(labels)].filter(label => label.length >= 5);
}
function squeezed(text) {
    return text.replace(/[^\p{L}\d]/gu, '');
}
/** Letters of other alphabets that look like Latin ones. */
const alike = {
    ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', ѕ: 's' },
    ...{ т: 't', у: 'y', х: 'x', ѡ: 'w', α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x' },
};
/** What a hurried eye reads: `Micr0s0ft` and `rnicrosoft` are microsoft. */
function skeleton(name) {
    const folded = name
        .slice(0, 200)
        .normalize('NFKD')
        .replace(/\p{M}+/gu, '')
        .toLowerCase();
    const latin = [...folded].map(letter => alike[letter] ?? letter).join('');
    return squeezed(latin).replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/[1i|]/g, 'l').replaceAll('0', 'o');
}
const knownClients = [
    {
        metas: [abused],
        wants: { operations: ['userloggedin', 'consent to application', 'mailitemsaccessed'] },
        start: startClients,
    },
    { metas: [deceptive], wants: { operations: naming }, start: startNames },
];

;// CONCATENATED MODULE: ./lib/detect/rules/mail-applications.js
/** Applications that read mail for the first time (MBX-15), and those that read many mailboxes (MBX-16). */




const newReader = {
    id: 'MBX-15',
    title: 'An application new to the mailboxes',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1114.002', 'T1528'],
    question: 'Which application reads mail for the first time?',
    benign: 'A roll-out.',
    next: [
        'Look the application up, and who consented to it.',
        'See whose mail it read, and how much.',
        'Disable it if nobody knows it.',
    ],
    source: 'https://learn.microsoft.com/purview/audit-log-investigate-accounts',
    needs: {
        operations: ['mailitemsaccessed'],
        given: 'MailItemsAccessed: E3 and E5, where mailbox auditing holds it',
    },
};
const manyMailboxes = {
    ...newReader,
    id: 'MBX-16',
    title: 'One application reads many mailboxes',
    severity: 'medium',
    confidence: 'medium',
    question: 'Does an application read mailboxes by the dozen?',
    benign: 'Backup, archive, signatures, a CRM.',
};
function startReaders(context) {
    const readers = new BoundedMap('applications that read mail', 2_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure' || isSubstrate(event))
                return;
            const id = foreignClient(event);
            if (id === '')
                return;
            const { time, user } = event;
            const one = readers.at(id, () => {
                const first = context.terms.note('application', '', id, time);
                return {
                    id,
                    fresh: first > time - 7 * rule_day && !context.terms.learning('application', time),
                    window: new SlidingWindow(10 * minute, 500),
                    most: 0,
                    mailboxes: new Distinct(200),
                    users: new Distinct(20),
                    evidence: new EvidenceList(50),
                    first: event.mark,
                };
            });
            one.users.add(user);
            one.mailboxes.add(mailboxOwnerOf(event));
            one.window.add(time, mailboxOwnerOf(event));
            const now = one.window.distinct(mailbox => mailbox);
            if (now > one.most) {
                one.most = now;
                one.evidence.add(event, now);
            }
        },
        finish() {
            const least = scaled(6, 1.4, context.tenant.users);
            for (const one of readers.values()) {
                const common = {
                    key: one.id,
                    actors: one.users.list(),
                    users: one.mailboxes.size <= 10 ? one.mailboxes.list() : [],
                    objects: [one.id],
                    applications: [one.id],
                };
                if (one.fresh && one.most < least)
                    context.report({
                        ...common,
                        rule: newReader.id,
                        title: `Application ${one.id} reads mail for the first time`,
                        why: `Not met before; it read the mail of ${listed(one.mailboxes.list())}`,
                        evidence: EvidenceList.of(one.first),
                    });
                if (one.most >= least)
                    context.report({
                        ...common,
                        rule: manyMailboxes.id,
                        severity: one.fresh ? 'medium' : 'hint',
                        title: `Application ${one.id} read ${one.mailboxes} mailboxes`,
                        why: `${one.most} of them within ten minutes, where ${least} are many${one.fresh ? '; it was not met before' : ''}`,
                        evidence: one.evidence,
                    });
            }
        },
    };
}
const mailApplications = [
    { metas: [newReader, manyMailboxes], wants: { operations: ['mailitemsaccessed'] }, start: startReaders },
];

;// CONCATENATED MODULE: ./lib/detect/stranger.js

/** On the train the network alone is new, with a new telephone the program alone. */
function isUnknownUser(context, event) {
    return (isUnfamiliarAddress(context, event) &&
        (isUnfamiliarClient(context, event) || isUnfamiliarApplication(context, event)));
}

;// CONCATENATED MODULE: ./lib/detect/rules/mail-deletion.js
/** Mail deleted in bulk (MBX-19), and mail deleted that would have told something (MBX-20). */








const mail_deletion_bulk = {
    id: 'MBX-19',
    title: 'Mail deleted in bulk',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1070.008', 'T1485'],
    question: 'Was a mailbox emptied?',
    benign: 'Tidying up; a client that moves mail to an archive.',
    next: [
        'Ask the owner.',
        'Recover the items while the retention allows it.',
        'Look for what was done in the hours before.',
    ],
    source: 'https://attack.mitre.org/techniques/T1070/008/',
    needs: { operations: ['harddelete', 'softdelete', 'movetodeleteditems'] },
};
const traces = {
    ...mail_deletion_bulk,
    id: 'MBX-20',
    title: 'Traces removed from a mailbox',
    question: 'Were warnings, or one’s own sent mail, made to vanish?',
    benign: 'A person who keeps a tidy mailbox.',
    next: [
        'Ask the owner whether they deleted it.',
        'Read the deleted messages in the recoverable items.',
        'Look for what the account sent in that hour, and to whom.',
    ],
};
const deletions = ['harddelete', 'softdelete', 'movetodeleteditems'];
const muchAnHour = 1_000;
const muchWhenStrange = 100;
function itemsOf(event) {
    const affected = event.list('AffectedItems');
    const items = affected.length > 0 ? affected : event.list('Item');
    return items.map(item => ({ id: (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(item, 'InternetMessageId')), subject: (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(item, 'Subject')) }));
}
function mail_deletion_startBulk(context) {
    const bursts = new Bursts({ name: 'who deletes mail', span: rule_hour, least: muchWhenStrange }, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure' || isSubstrate(event))
                return;
            const number = Math.max(1, event.list('AffectedItems').length);
            const strange = isUnknownUser(context, event);
            bursts.add(event, {
                owner: `${event.user} ${mailboxOwnerOf(event)}`,
                weight: number,
                strange,
                place: event.address?.text,
                tally: event.operation.trim(),
            });
        },
        finish() {
            for (const [key, all] of bursts.finish()) {
                const [user = '', owner = ''] = key.split(' ');
                const [most] = [...all].sort((a, b) => b.strange - a.strange || b.count - a.count);
                if (!most)
                    continue;
                const strange = most.strange >= muchWhenStrange;
                const others = user !== owner;
                const much = most.count >= muchAnHour;
                context.report({
                    rule: mail_deletion_bulk.id,
                    key,
                    severity: strange ? 'medium' : (much || others) && daysOf(all) < 3 ? 'low' : 'hint',
                    title: `${user} deleted ${countOf(most.count, 'message')}${others ? ` of ${owner}` : ''}`,
                    why: `${[...most.tally].map(([name, count]) => `${count.toLocaleString('en-US')} by ${name}`).join(', ')} in ${spanText(most.last - most.first)}${strange ? '; from a place and with a program not met before' : ''}`,
                    actors: [user],
                    users: others ? [owner] : [],
                    objects: [owner],
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const telltale = /(unusual|suspicious|new|unknown|unrecogni[sz]ed).{1,20}sign-?in|security (alert|notification|info)|verification code|password (was |has been )?(changed|reset)|inbox rule|forwarding|direct deposit|payroll|bank (details|account)|undeliverable|unzustellbar|non remis|anmeldeversuch|sicherheits(warnung|hinweis)|connexion inhabituelle|inicio de sesión/i;
const ownSent = 3;
/** What was met in the last hour, or nearly two. */
class LastHour {
    older = new Map();
    younger = new Map();
    since = Number.NEGATIVE_INFINITY;
    name;
    most;
    evictions;
    constructor(name, most, evictions) {
        this.name = name;
        this.most = most;
        this.evictions = evictions;
    }
    set(key, time, value) {
        if (time - this.since >= rule_hour) {
            this.older = time - this.since < 2 * rule_hour ? this.younger : new Map();
            this.younger = new Map();
            this.since = time;
        }
        if (this.younger.size < this.most)
            this.younger.set(key, value);
        else
            this.evictions.add(this.name);
    }
    get(key) {
        return this.younger.get(key) ?? this.older.get(key);
    }
}
function startTraces(context) {
    const sent = new LastHour('messages just sent', 50_000, context.evictions);
    const days = new BoundedMap('mail deleted that tells', 20_000, context.evictions);
    const tell = (user, one) => {
        const many = one.again >= ownSent;
        if (one.subjects.length === 0 && !many)
            return;
        const parts = [
            one.subjects.length > 0 ? `Deleted: ${listed(one.subjects.map(novelty_quoted))}` : '',
            many ? `${one.again} messages were sent and within an hour deleted for good` : '',
        ];
        context.report({
            rule: traces.id,
            key: user,
            severity: many ? (one.strange ? 'medium' : 'low') : one.strange ? 'low' : 'hint',
            title: `${user} deleted ${many ? 'what was just sent' : 'messages that warn'}`,
            why: `${parts.filter(Boolean).join('; ')}${one.strange ? '; from a place and with a program not met before' : ''}`,
            actors: [user],
            addresses: one.place ? [one.place] : [],
            evidence: one.evidence,
        });
    };
    return {
        see(event) {
            if (event.isService || event.result === 'failure' || isSubstrate(event))
                return;
            const { user, time } = event;
            if (!deletions.includes(event.act)) {
                for (const { id } of itemsOf(event))
                    if (id !== '')
                        sent.set(`${user} ${id}`, time, event.mark);
                return;
            }
            const items = itemsOf(event);
            const telling = items.filter(({ subject }) => telltale.test(subject.slice(0, 300))).map(({ subject }) => subject);
            const again = event.act === 'harddelete' ? items.flatMap(({ id }) => sent.get(`${user} ${id}`) ?? []) : [];
            const soon = again.filter(mark => time - mark.time <= rule_hour);
            if (telling.length === 0 && soon.length === 0)
                return;
            let one = days.get(user);
            if (one && time - one.first >= rule_day) {
                tell(user, one);
                days.delete(user);
                one = undefined;
            }
            one ??= days.at(user, () => ({
                first: time,
                strange: false,
                subjects: [],
                again: 0,
                evidence: new EvidenceList(30),
                place: event.address?.text,
            }));
            one.strange ||= isUnknownUser(context, event);
            one.again += soon.length;
            for (const subject of telling.slice(0, 5))
                if (one.subjects.length < 5)
                    one.subjects.push(subject);
            one.evidence.add(event);
            for (const mark of soon.slice(0, 3))
                one.evidence.add(mark);
        },
        finish() {
            for (const [user, one] of days.entries())
                tell(user, one);
        },
    };
}
const mailDeletions = [
    { metas: [mail_deletion_bulk], wants: { operations: deletions }, start: mail_deletion_startBulk },
    { metas: [traces], wants: { operations: [...deletions, 'send', 'sendas', 'sendonbehalf'] }, start: startTraces },
];

;// CONCATENATED MODULE: ./lib/detect/rules/mail-flow.js
/** Transport rules (MBX-09), and connectors, remote domains and outbound policies (MBX-10). */




const transport = {
    id: 'MBX-09',
    title: 'A transport rule copies, diverts or drops mail',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1114.003', 'T1564.008'],
    question: 'Does the whole organisation’s mail take another way?',
    benign: 'A journal or archive; a rule of the mail team with a change record.',
    next: [
        'Ask the administrator for the change record.',
        'Read the rule: whom it concerns, where it sends.',
        'Disable it if nobody stands by it.',
    ],
    source: 'https://attack.mitre.org/techniques/T1114/003/',
    needs: { operations: ['new-transportrule', 'set-transportrule', 'remove-transportrule', 'disable-transportrule'] },
};
const flow = {
    id: 'MBX-10',
    title: 'Connectors or mail policies opened',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1114.003', 'T1562'],
    question: 'Was a way made for mail to leave, or to come in unchecked?',
    benign: 'A migration; a device or service that sends through the tenant.',
    next: [
        'Ask the administrator for the change record.',
        'Check hosts, certificates and addresses that it names.',
        'Take it back when the work is done.',
    ],
    source: 'https://attack.mitre.org/techniques/T1114/003/',
    needs: { operations: ['new-inboundconnector', 'set-inboundconnector', 'new-outboundconnector', 'set-remotedomain'] },
};
const copying = ['BlindCopyTo', 'CopyTo', 'RedirectMessageTo', 'AddToRecipients'];
const transportRules = matching(transport, { operations: [/^(new|set|remove|disable)-transportrule$/] }, (event, context) => {
    const { parameters, user } = event;
    const name = novelty_quoted(parameters.get('Name') || parameters.get('Identity') || event.object || 'without a name');
    const base = { key: `${user} ${name}`, objects: [name] };
    if (/^(remove|disable)/.test(event.act))
        return {
            ...base,
            severity: 'low',
            title: `${user}: ${event.operation.trim()} ${name}`,
            why: 'A transport rule no longer works',
        };
    const copied = copying.filter(one => parameters.get(one) !== '');
    if (copied.length > 0) {
        const targets = addressesIn(copied.map(one => parameters.get(one)).join(';'));
        return {
            ...base,
            title: `${user}’s transport rule ${name} sends mail to ${listed(targets) || 'somebody'}`,
            why: `${copied.join(', ')} is set`,
            settle: settled(context, { targets, near: ownDomainsOf(event), copied }),
        };
    }
    return droppingOf(event, base, name);
});
function settled(context, { targets, near, copied }) {
    return () => {
        const outside = externalRecipients(context, targets, near);
        if (outside.length === 0)
            return { severity: 'low' };
        return { severity: 'medium', why: `${copied.join(', ')} names ${listed(outside)}, outside` };
    };
}
function droppingOf(event, base, name) {
    const { parameters, user } = event;
    const title = (what) => `${user}’s transport rule ${name} ${what}`;
    if (parameters.isTrue('DeleteMessage'))
        return { ...base, severity: 'medium', title: title('deletes mail'), why: 'DeleteMessage is True' };
    if (parameters.get('SetSCL').trim() === '-1')
        return { ...base, severity: 'low', title: title('lets mail past the filter'), why: 'SetSCL is -1' };
    if (/^donotaudit$/i.test(parameters.get('SetAuditSeverity')))
        return { ...base, severity: 'low', title: title('is not to be audited'), why: 'SetAuditSeverity is DoNotAudit' };
    if (parameters.get('SetHeaderName') !== '')
        return { ...base, severity: 'hint', title: title('sets a header'), why: novelty_quoted(parameters.get('SetHeaderName')) };
    return undefined;
}
const mailFlowChanges = matching(flow, {
    operations: [
        ...['new-inboundconnector', 'set-inboundconnector', 'new-outboundconnector', 'set-outboundconnector'],
        ...['set-remotedomain', 'new-remotedomain', 'set-hostedoutboundspamfilterpolicy'],
        ...['new-hostedoutboundspamfilterpolicy', 'set-hostedconnectionfilterpolicy', 'set-hostedcontentfilterpolicy'],
    ],
}, event => {
    const found = mail_flow_openingOf(event);
    if (!found)
        return undefined;
    const name = novelty_quoted(event.parameters.get('Name') || event.parameters.get('Identity') || event.object);
    return {
        key: `${event.user} ${event.act}`,
        severity: found.severity,
        title: `${event.user}: ${event.operation.trim()} ${name}`,
        why: found.why,
        objects: [name],
    };
});
function mail_flow_openingOf({ act, parameters }) {
    const named = (name) => `${name} is ${novelty_quoted(parameters.get(name))}`;
    if (act.endsWith('connector')) {
        const hosts = ['SmartHosts', 'SenderIPAddresses', 'SenderDomains', 'RecipientDomains'].filter(name => parameters.get(name) !== '');
        if (act.startsWith('set-') && hosts.length === 0)
            return undefined;
        return { severity: 'low', why: hosts.map(named).join(', ') || 'A new connector' };
    }
    if (act.endsWith('remotedomain') && parameters.isTrue('AutoForwardEnabled')) {
        const everywhere = /^(default|\*)$/i.test(parameters.get('Identity') || parameters.get('DomainName'));
        return { severity: everywhere ? 'medium' : 'low', why: 'Automatic forwarding is allowed (AutoForwardEnabled True)' };
    }
    if (/^on$/i.test(parameters.get('AutoForwardingMode')))
        return { severity: 'medium', why: 'Automatic forwarding is allowed (AutoForwardingMode On)' };
    const listed = ['IPAllowList', 'AllowedSenders', 'AllowedSenderDomains'].find(name => parameters.get(name) !== '');
    return listed ? { severity: 'low', why: named(listed) } : undefined;
}
const mailFlow = [transportRules, mailFlowChanges];

;// CONCATENATED MODULE: ./lib/detect/rules/mailbox-reading.js
/** Mail read in bulk (MBX-13), and mailboxes copied by odd clients (MBX-14). */





const given = 'MailItemsAccessed: E3 and E5, where mailbox auditing holds it';
const mailbox_reading_bulk = {
    id: 'MBX-13',
    title: 'Mail read in bulk',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1114.002'],
    question: 'Was a mailbox read from end to end?',
    benign: 'A new profile, a migration, an archive.',
    next: [
        'See through which client and from where it was read.',
        'Ask the owner whether they set up a new device.',
        'Take all mail of that mailbox as read by others if not.',
    ],
    source: 'https://learn.microsoft.com/purview/audit-log-investigate-accounts',
    needs: { operations: ['mailitemsaccessed'], given },
};
const mailbox_reading_copying = {
    ...mailbox_reading_bulk,
    id: 'MBX-14',
    title: 'A mailbox copied by an unusual client',
    question: 'Does a program that nobody knows hold a copy of a mailbox?',
    benign: 'A mail program that the person likes; a scanner or ticket system.',
};
const muchAday = 1_000;
function mailbox_reading_startBulk(context) {
    const bursts = new Bursts({ name: 'mailboxes read in bulk', span: rule_day, least: muchAday }, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure' || isSubstrate(event))
                return;
            const { user } = event;
            const owner = mailboxOwnerOf(event);
            const strange = isUnfamiliarAddress(context, event) || isUnfamiliarApplication(context, event);
            const foreign = foreignClient(event);
            const others = owner !== user;
            if (event.properties.isTrue('IsThrottled'))
                context.report(signalOf(event, {
                    rule: mailbox_reading_bulk.id,
                    key: `${user} ${owner}`,
                    severity: strange || others ? 'medium' : 'low',
                    title: `${user} read so much of ${owner} that the log stopped counting`,
                    why: `IsThrottled is True: more than 1,000 records in 24 h${strange ? '; at a place or through an application not met before' : ''}`,
                    objects: [owner],
                    users: others ? [owner] : [],
                }));
            // What the owner reads with Outlook at their usual places is told as a volume, where it stands out.
            if (!strange && !others && foreign === '')
                return;
            const number = Math.max(1, Math.min(10_000, Number(event.text('OperationCount')) || 1));
            bursts.add(event, { owner: `${user} ${owner} ${foreign}`, weight: number, strange, place: event.address?.text });
        },
        finish() {
            for (const [key, all] of bursts.finish()) {
                const [user = '', owner = '', application = ''] = key.split(' ');
                const [most] = [...all].sort((a, b) => b.count - a.count);
                if (!most)
                    continue;
                const strange = most.strange * 2 > most.count;
                context.report({
                    rule: mailbox_reading_bulk.id,
                    key: `${user} ${owner}`,
                    severity: daysOf(all) >= 3 ? 'hint' : strange ? 'medium' : 'low',
                    title: `${user} read ${countOf(most.count, 'message')} of ${owner}`,
                    why: `${countOf(most.count, 'message')} in ${spanText(most.last - most.first)}${strange ? ', from a place or through an application not met before' : ''}`,
                    actors: [user],
                    users: owner === user ? [] : [owner],
                    objects: [owner],
                    addresses: most.places.list(),
                    applications: application === '' ? [] : [application],
                    evidence: most.evidence,
                });
            }
        },
    };
}
function startCopying(context) {
    const told = new BoundedMap('clients that copy mailboxes', 20_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure' || isSubstrate(event))
                return;
            if (event.properties.get('MailAccessType').toLowerCase() !== 'sync')
                return;
            const { user, agent, agentFamily } = event;
            const copier = copierOf(agent);
            const freshProgram = isUnfamiliarClient(context, event) || isUnfamiliarApplication(context, event);
            const foreign = foreignClient(event) !== '';
            if (!copier && !(foreign && freshProgram))
                return;
            const strange = isUnfamiliarAddress(context, event);
            // An old program at an old place is a habit, whatever one thinks of it.
            if (!freshProgram && !strange && copier !== 'script')
                return;
            const owner = mailboxOwnerOf(event);
            const key = `${user} ${owner} ${agentFamily}`;
            if (told.get(`${key} ${strange}`))
                return;
            told.at(`${key} ${strange}`, () => true);
            const grave = (strange && freshProgram) || (copier === 'script' && (strange || freshProgram));
            context.report(signalOf(event, {
                rule: mailbox_reading_copying.id,
                key,
                severity: grave ? 'medium' : 'low',
                title: `${user} synchronised ${owner} with ${novelty_quoted(agent)}`,
                why: [
                    'MailAccessType is Sync',
                    freshProgram ? `${user} did not use it before` : '',
                    strange ? `${user} was not met at ${event.address?.network} before` : '',
                ]
                    .filter(Boolean)
                    .join('; '),
                objects: [owner],
                users: owner === user ? [] : [owner],
                // What many use is the organisation's.
                settle: () => !grave && context.terms.ownersOf('user-agent', agentFamily) > scaled(5, 1.4, context.tenant.users)
                    ? { severity: 'hint' }
                    : {},
            }));
        },
    };
}
const wants = { operations: ['mailitemsaccessed'] };
const mailboxReading = [
    { metas: [mailbox_reading_bulk], wants, start: mailbox_reading_startBulk },
    { metas: [mailbox_reading_copying], wants, start: startCopying },
];

;// CONCATENATED MODULE: ./lib/detect/rules/mailbox-rights.js
/** Rights on mailboxes (MBX-11) and on their folders (MBX-12). */







const mailbox_rights_mailboxes = {
    id: 'MBX-11',
    title: 'Rights on a mailbox',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1098.002'],
    question: 'Who may now read a mailbox, or send in its name?',
    benign: 'Assistants, shared mailboxes, a leaver’s successor.',
    next: [
        'Ask the mailbox’s owner whether they know of it.',
        'Look for mail read or sent through the right since then.',
        'Take the right away if nobody stands by it.',
    ],
    source: 'https://attack.mitre.org/techniques/T1098/002/',
    needs: { operations: ['add-mailboxpermission', 'add-recipientpermission', 'set-mailbox'] },
};
const folders = {
    ...mailbox_rights_mailboxes,
    id: 'MBX-12',
    title: 'A mail folder opened to everybody',
    question: 'Can anybody inside, or outside, read a folder of mail?',
    benign: 'A folder that a team shares on purpose.',
    next: [
        'Ask the mailbox’s owner whether they set it.',
        'Set the right of Default and Anonymous back to None.',
        'Look for other accounts that read the folder since then.',
    ],
    needs: {
        operations: ['add-mailboxfolderpermission', 'set-mailboxfolderpermission', 'modifyfolderpermissions'],
    },
};
const everybody = /^(default|anonymous|everyone|nt authority\\anonymous logon|standard|jeder|tout le monde|todos)$/i;
const strong = /fullaccess|changepermission|changeowner|sendas/i;
function grantOf({ act, parameters, object }) {
    const mailbox = foldUser(parameters.get('Identity') || object);
    if (act === 'set-mailbox') {
        const named = parameters.get('GrantSendOnBehalfTo');
        if (named === '' || /remove/i.test(named))
            return undefined;
        // `user;user`, or PowerShell's `@{Add="user"}`.
        const plain = named.replace(/^@\{\s*add\s*=/i, '').replace(/[{}"']/g, '');
        const grantees = plain.split(/[;,]/).map(foldUser).filter(Boolean);
        return { mailbox, grantees, rights: 'SendOnBehalf' };
    }
    const rights = parameters.get('AccessRights');
    if (!strong.test(rights) || parameters.isTrue('Deny'))
        return undefined;
    return { mailbox, grantees: [foldUser(parameters.get('User') || parameters.get('Trustee'))], rights };
}
function startMailboxes(context) {
    const bursts = new Bursts({ name: 'who is let into mailboxes', span: rule_day, least: 5, by: 'terms' }, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const grant = grantOf(event);
            if (!grant)
                return;
            const { mailbox, grantees, rights } = grant;
            const { user } = event;
            for (const one of grantees)
                bursts.add(event, { owner: one, term: mailbox, tally: user });
            const self = mailbox !== user && grantees.some(one => one === user || one === user.split('@')[0]);
            const all = grantees.some(one => everybody.test(one));
            const near = ownDomainsOf(event);
            context.report(signalOf(event, {
                rule: mailbox_rights_mailboxes.id,
                key: self ? `${user} themselves` : `${user} ${grantees[0] ?? ''}`,
                severity: self || all ? 'medium' : 'hint',
                title: self
                    ? `${user} let themselves into the mailbox ${mailbox}`
                    : `${user} let ${listed(grantees)} into the mailbox ${mailbox}`,
                why: `${rights} on ${novelty_quoted(mailbox)}${self ? ', for the actor’s own account' : all ? ', for everybody' : ''}`,
                objects: [mailbox],
                users: grantees.filter(one => one.includes('@') && one !== user),
                settle: () => {
                    const strangers = externalRecipients(context, grantees, near);
                    return strangers.length > 0 && !self
                        ? { severity: 'medium', why: `${rights} for ${listed(strangers)}, outside` }
                        : {};
                },
            }));
        },
        finish() {
            const least = scaled(5, 1.4, context.tenant.users);
            for (const [grantee, all] of bursts.finish()) {
                const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size);
                if (!most || most.terms.size < least || daysOf(all) >= 3)
                    continue;
                context.report({
                    rule: mailbox_rights_mailboxes.id,
                    key: `many ${grantee}`,
                    severity: 'low',
                    title: `${grantee} was let into ${most.terms} mailboxes in a day`,
                    why: `${listed(most.terms.list(), 5)}; by ${listed([...most.tally.keys()])}`,
                    actors: [...most.tally.keys()],
                    users: grantee.includes('@') ? [grantee] : [],
                    objects: most.terms.list().slice(0, 50),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const calendars = /(calendar|kalend|calend|agenda|naptár|календар|予定表|日历|행사|freebusy|birthdays|geburtstage)/i;
const mailbox_rights_reading = /(read(any|items|body)|editor|owner|reviewer|author|readwrite|full)/i;
function startFolders(context) {
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const found = event.recordType === 'ExchangeAdmin' ? cmdletRight(event) : itemRight(event);
            if (!found || calendars.test(found.folder) || !mailbox_rights_reading.test(found.rights))
                return;
            const all = everybody.test(found.member);
            const near = ownDomainsOf(event);
            context.report(signalOf(event, {
                rule: folders.id,
                key: `${event.user} ${all ? 'everybody' : foldUser(found.member)}`,
                severity: all ? 'medium' : 'hint',
                title: `${event.user} opened the folder ${novelty_quoted(found.folder)} to ${all ? 'everybody' : found.member}`,
                why: `${novelty_quoted(found.member)} has ${found.rights}`,
                objects: [found.folder],
                users: found.member.includes('@') ? [foldUser(found.member)] : [],
                settle: () => externalRecipients(context, [foldUser(found.member)], near).length > 0
                    ? { severity: 'low', why: `${novelty_quoted(found.member)}, outside, has ${found.rights}` }
                    : {},
            }));
        },
    };
}
function cmdletRight({ parameters, object }) {
    return {
        folder: parameters.get('Identity') || object,
        member: parameters.get('User').trim(),
        rights: parameters.get('AccessRights'),
    };
}
function itemRight(event) {
    const item = event.raw('Item');
    const folder = (0,field_values/* own */.ZV)(item, 'ParentFolder');
    if (!(0,json/* isObject */.Gv)(folder))
        return undefined;
    const path = (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(folder, 'Path')) || (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(folder, 'Name'));
    return {
        folder: path,
        member: (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(folder, 'MemberUpn')).trim(),
        rights: (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(folder, 'MemberRights')),
    };
}
const mailboxRights = [
    {
        metas: [mailbox_rights_mailboxes],
        wants: { operations: ['add-mailboxpermission', 'add-recipientpermission', 'set-mailbox'] },
        start: startMailboxes,
    },
    {
        metas: [folders],
        wants: {
            operations: [
                ...['add-mailboxfolderpermission', 'set-mailboxfolderpermission', 'modifyfolderpermissions'],
                ...['addfolderpermissions', 'updatefolderpermissions'],
            ],
        },
        start: startFolders,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/mailbox-searches.js
/** Searches for secrets, in mail (MBX-21) and in files (FIL-09). */



const inMail = {
    id: 'MBX-21',
    title: 'Mail searched for secrets',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1114.002', 'T1552'],
    question: 'Does somebody look for passwords or payments in mail?',
    benign: 'A person who forgot a password; bookkeeping.',
    next: [
        'Read the search terms, and what was opened after them.',
        'Ask the person.',
        'Compare place and program with their usual ones.',
    ],
    source: 'https://www.cisa.gov/resources-tools/resources/microsoft-expanded-cloud-log-implementation-playbook',
    needs: { operations: ['searchqueryinitiatedexchange'], given: 'search auditing, switched on for each mailbox' },
};
const inFiles = {
    ...inMail,
    id: 'FIL-09',
    title: 'Files searched for secrets',
    techniques: ['T1213.002', 'T1552'],
    question: 'Does somebody look for passwords, keys or plans in files?',
    benign: 'Work of HR, legal or IT; a person who forgot a password.',
    needs: { operations: ['searchqueryperformed', 'searchqueryinitiatedsharepoint'] },
};
const secrets = /(^|[^\p{L}])(passwords?|passwort|passwörter|kennwort|mot de passe|contraseñas?|wachtwoord|credentials?|private key|api[ _-]?keys?|secrets?|vpn|mfa|recovery code|seed phrase|kdbx|\.pem|\.pfx|iban|wire transfer|bank details|payroll|salary|gehalt|passport|ssn|credit card|network diagram|penetration test)([^\p{L}]|$)/iu;
function queryOf(event) {
    return (event.text('QueryText') || event.text('SearchQueryText') || event.in('EventData', 'QueryText')).slice(0, 500);
}
function watcherOf(meta) {
    return context => {
        const bursts = new Bursts({ name: `searchers (${meta.id})`, span: rule_hour, least: 2, by: 'terms' }, context.evictions);
        const all = new Bursts({ name: `searches (${meta.id})`, span: rule_hour, least: 20 }, context.evictions);
        return {
            see(event) {
                if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure')
                    return;
                const query = queryOf(event);
                const strange = isUnfamiliarAddress(context, event);
                all.add(event, { owner: event.user });
                const found = secrets.exec(query)?.[2]?.toLowerCase();
                if (!found)
                    return;
                bursts.add(event, { owner: event.user, term: found, strange, place: event.address?.text, tally: query });
            },
            finish() {
                const most = scaled(3, 0.5, context.tenant.users);
                const busy = all.finish();
                for (const [user, ones] of bursts.finish())
                    for (const burst of ones) {
                        const searches = busy.get(user)?.find(one => Math.abs(one.first - burst.first) < rule_hour)?.count ?? 0;
                        const strange = burst.strange > 0;
                        const many = burst.terms.size >= most || searches >= 20;
                        context.report({
                            rule: meta.id,
                            key: user,
                            severity: strange ? 'medium' : many ? 'low' : 'hint',
                            title: `${user} searched for ${listed(burst.terms.list().map(novelty_quoted))}`,
                            why: `${times(burst.count)} for secrets within an hour${searches >= 20 ? `, of ${searches} searches` : ''}${strange ? '; from a place not met before' : ''}`,
                            actors: [user],
                            objects: [...burst.tally.keys()].slice(0, 10).map(novelty_quoted),
                            addresses: burst.places.list(),
                            evidence: burst.evidence,
                        });
                    }
            },
        };
    };
}
const searches = [
    { metas: [inMail], wants: { operations: ['searchqueryinitiatedexchange'] }, start: watcherOf(inMail) },
    {
        metas: [inFiles],
        wants: { operations: ['searchqueryperformed', 'searchqueryinitiatedsharepoint'] },
        start: watcherOf(inFiles),
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/malware-files.js
/** Malware in files (FIL-07), programs among documents (FIL-08), verdicts of data protection (FIL-10). */






const malware = {
    id: 'FIL-07',
    title: 'Malware in a file',
    severity: 'low',
    confidence: 'high',
    techniques: ['T1080', 'T1204.002'],
    question: 'Did a harmful file come into a library?',
    benign: 'A false alarm; a researcher’s sample.',
    next: [
        'See who put the file there, and who opened it.',
        'Scan the computer it came from.',
        'Delete it once it is understood.',
    ],
    source: 'https://learn.microsoft.com/defender-office-365/anti-malware-protection-for-spo-odfb-teams-about',
    needs: { operations: ['filemalwaredetected'] },
};
const malware_files_programs = {
    ...malware,
    id: 'FIL-08',
    title: 'A program that looks like a document',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1036.007', 'T1080'],
    question: 'Did somebody put a program where people expect documents?',
    benign: 'Software that IT hands out; a name with a careless dot.',
    source: 'https://attack.mitre.org/techniques/T1036/007/',
    needs: { operations: ['fileuploaded', 'filesyncuploadedfull', 'filerenamed'] },
};
const verdicts = {
    id: 'FIL-10',
    title: 'What data protection says',
    severity: 'info',
    confidence: 'medium',
    techniques: ['T1567'],
    question: 'Did a policy see protected data leave, or lose its label?',
    benign: 'Work with such data that the policy knows too little of.',
    next: ['Read what the policy matched.', 'Ask the person for the reason.', 'Mend the policy if the work is right.'],
    source: 'https://learn.microsoft.com/purview/dlp-learn-about-dlp',
    needs: { operations: ['dlprulematch', 'dlpruleundo', 'sensitivitylabelremoved', /^sensitivitylabel/] },
};
function malware_files_nameOf(event) {
    return event.text('SourceFileName') || event.object.slice(event.object.lastIndexOf('/') + 1);
}
const detected = matching(malware, { operations: ['filemalwaredetected'], services: true }, event => {
    const virus = event.text('VirusInfo') || 'malware';
    const guest = event.isGuest;
    return {
        key: `${event.user} ${virus}`,
        severity: guest ? 'medium' : 'low',
        title: `${novelty_quoted(malware_files_nameOf(event))} of ${event.user || 'somebody'} holds malware`,
        why: `The scan says ${novelty_quoted(virus)}${guest ? '; a guest put it there' : ''}`,
        objects: [event.object],
        actors: event.isService ? [] : [event.user],
    };
});
/** Runs when it is opened. */
const running = /\.(exe|scr|pif|com|hta|js|jse|vbs|vbe|wsf|bat|cmd|ps1|msi|lnk|iso|img|jar|cpl|dll)$/i;
/** Nobody shares these to install something. */
const neverShared = /\.(scr|pif|hta|jse|vbe|wsf|cpl)$/i;
const doubled = /\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt|csv|mp[34]|zip)[\s_.\u202e]{0,60}\.(exe|scr|pif|com|hta|js|jse|vbs|vbe|wsf|bat|cmd|ps1|msi|lnk|iso|jar)$/i;
const uploaded = matching(malware_files_programs, { operations: ['fileuploaded', 'filesyncuploadedfull', 'filerenamed', 'filecopied'] }, event => {
    const name = (event.act === 'filerenamed' ? event.text('DestinationFileName') : malware_files_nameOf(event)).slice(-300);
    if (!running.test(name))
        return undefined;
    // Windows makes links to documents by itself: `offer.pdf.lnk` in the list of recent files.
    const double = doubled.test(name) && !/\.lnk$/i.test(name);
    const turned = name.includes('\u202e');
    return {
        key: `${event.user} ${double || turned ? name : 'programs'}`,
        severity: double || turned ? 'medium' : neverShared.test(name) || event.isGuest ? 'low' : 'hint',
        title: `${event.user} put ${novelty_quoted(name)} among the files`,
        why: double || turned ? 'It is a program that looks like a document' : 'It runs when it is opened',
        objects: [event.object],
    };
});
const passed = matching(verdicts, { operations: ['dlprulematch', 'dlpruleundo'], services: true }, event => {
    const policies = (0,field_values/* listValue */.a3)(event.raw('PolicyDetails')).filter(json/* isObject */.Gv);
    const [policy] = policies;
    const name = (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(policy, 'PolicyName')) || 'a policy';
    const rules = policies.flatMap(one => (0,field_values/* listValue */.a3)((0,field_values/* own */.ZV)(one, 'Rules'))).filter(json/* isObject */.Gv);
    const severe = rules.some(rule => /^high$/i.test((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(rule, 'Severity'))));
    const from = foldUser(event.in('ExchangeMetaData', 'From') || event.in('SharePointMetaData', 'From')) || event.user;
    const undone = event.act === 'dlpruleundo';
    return {
        key: `${name}${undone ? ' undone' : ''}`,
        severity: severe && undone ? 'low' : 'info',
        title: undone ? `${from} overrode ${novelty_quoted(name)}` : `${novelty_quoted(name)} matched`,
        why: `${novelty_quoted((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(rules[0], 'RuleName')) || name)} by ${from}${severe ? ', severity high' : ''}`,
        objects: [name],
        actors: from === '' || event.kind === 'none' ? [] : [from],
    };
});
function startLabels(context) {
    const bursts = new Bursts({ name: 'who takes labels off', span: rule_day, least: 5, by: 'terms' }, context.evictions);
    return {
        see(event) {
            if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure')
                return;
            const kind = `${event.text('LabelEventType')} ${event.in('SensitivityLabelEventData', 'LabelEventType')}`;
            const lowered = /removed|downgraded/.test(event.act) || /removed|downgrad/i.test(kind);
            if (!lowered)
                return;
            bursts.add(event, { owner: event.user, term: event.object || event.id, place: event.address?.text });
            context.report(signalOf(event, {
                rule: verdicts.id,
                key: `${event.user} labels`,
                severity: 'hint',
                title: `${event.user} lowered the label of ${novelty_quoted(malware_files_nameOf(event) || 'a file')}`,
                why: event.operation.trim(),
                objects: [event.object].filter(Boolean),
            }));
        },
        finish() {
            const least = scaled(10, 2, context.tenant.users);
            for (const [user, all] of bursts.finish()) {
                const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size);
                if (!most || most.terms.size < least)
                    continue;
                context.report({
                    rule: verdicts.id,
                    key: `${user} many labels`,
                    severity: 'low',
                    title: `${user} lowered the labels of ${countOf(most.terms.toString(), 'file')}`,
                    why: `${countOf(most.terms.toString(), 'file')} within a day, where ${least} are many`,
                    actors: [user],
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const harmfulFiles = [
    detected,
    uploaded,
    passed,
    {
        metas: [verdicts],
        wants: { operations: [/^(file)?sensitivitylabel/, 'labelremoved', 'labeldowngraded'] },
        start: startLabels,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/mass-deletion.js
/** Files destroyed, or made unreadable (FIL-06). */




const destruction = {
    id: 'FIL-06',
    title: 'Files destroyed or renamed in bulk',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1485', 'T1486'],
    question: 'Were files deleted by the hundred, or encrypted?',
    benign: 'Tidying up; a conversion of pictures; a site given up.',
    next: [
        'Open one of the files, or look for a note beside them.',
        'Ask the person; take the computer off the network if it was not them.',
        'Restore the library to the hour before.',
    ],
    source: 'https://attack.mitre.org/techniques/T1486/',
    needs: { operations: ['filedeleted', 'filerecycled', 'filerenamed', 'filemodified'] },
};
/** Extensions that people do rename to. */
const ordinary = /^(docx?|docm|dotx|xls[xmb]?|csv|pptx?|pps|ppsx|pdf|txt|md|html?|xml|json|jpe?g|png|gif|heic|webp|tiff?|bmp|svg|mp[34]|mov|avi|wav|m4a|zip|7z|rar|dwg|dxf|psd|ai|msg|eml|one|url|vsdx|mpp|bak|old|log|ya?ml|js|ts|py)?$/;
const mass_deletion_deletions = [
    ...['filedeleted', 'filerecycled', 'filedeletedfirststagerecyclebin', 'filedeletedsecondstagerecyclebin'],
    ...['folderdeleted', 'folderrecycled'],
];
const modifications = ['filemodified', 'filemodifiedextended', 'filesyncuploadedfull', 'fileuploaded'];
function extensionOf(name) {
    const dot = name.lastIndexOf('.');
    return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}
function renaming(event) {
    const to = event.text('DestinationFileExtension') || extensionOf(event.text('DestinationFileName'));
    const from = event.text('SourceFileExtension') || extensionOf(event.text('SourceFileName'));
    return to === '' || to.toLowerCase() === from.toLowerCase()
        ? undefined
        : { from: from.toLowerCase().slice(0, 40), to: to.toLowerCase().slice(0, 40) };
}
function mass_deletion_start(context) {
    const renamed = new Bursts({ name: 'who renames files', span: rule_hour, least: 20, by: 'terms' }, context.evictions);
    const deleted = new Bursts({ name: 'who deletes files', span: rule_hour, least: 100, by: 'terms' }, context.evictions);
    const versions = new Bursts({ name: 'who deletes versions', span: rule_hour, least: 5, by: 'terms' }, context.evictions);
    const modified = new Bursts({ name: 'who changes files', span: rule_hour, least: 300, by: 'terms' }, context.evictions);
    const tell = (user, burst, said) => context.report({
        rule: destruction.id,
        key: user,
        severity: said.severity,
        confidence: said.severity === 'high' ? 'high' : 'medium',
        title: `${user} ${said.what}`,
        why: `${countOf(burst.terms.toString(), 'different file')} in ${spanText(burst.last - burst.first)}${burst.strange > 0 ? '; from a place and with a program not met before' : ''}`,
        actors: [user],
        objects: [...burst.tally.keys()].slice(0, 10),
        addresses: burst.places.list(),
        evidence: burst.evidence,
    });
    return {
        see(event) {
            if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure')
                return;
            const { user, object, act } = event;
            const common = { term: object, place: event.address?.text, tally: event.text('SiteUrl').slice(0, 300) };
            if (act === 'filerenamed') {
                const change = renaming(event);
                if (change)
                    renamed.add(event, { ...common, owner: `${user} ${change.to}`, tally: change.from });
                return;
            }
            const strange = isUnknownUser(context, event);
            const bursts = act === 'fileversionsalldeleted' ? versions : modifications.includes(act) ? modified : deleted;
            bursts.add(event, { ...common, owner: user, strange });
        },
        finish() {
            const { users } = context.tenant;
            for (const [key, all] of renamed.finish()) {
                const cut = key.lastIndexOf(' ');
                const extension = key.slice(cut + 1);
                const odd = !ordinary.test(extension);
                for (const burst of all)
                    tell(key.slice(0, cut), burst, {
                        // What turns letters, tables and pictures alike into one unknown kind is encryption.
                        severity: odd ? (burst.tally.size >= 2 ? 'high' : 'medium') : 'hint',
                        what: `gave ${countOf(burst.terms.toString(), 'file')} the extension ${novelty_quoted(`.${extension}`)}`,
                    });
            }
            for (const [user, all] of versions.finish())
                for (const burst of all)
                    tell(user, burst, {
                        severity: burst.terms.size >= 20 ? 'medium' : 'low',
                        what: `deleted all versions of ${countOf(burst.terms.toString(), 'file')}`,
                    });
            const many = Math.min(450, scaled(300, 60, users));
            for (const [user, all] of deleted.finish()) {
                const habit = daysOf(all) >= 3;
                for (const burst of all) {
                    const strange = burst.strange >= 100;
                    tell(user, burst, {
                        severity: strange ? 'medium' : burst.terms.size >= many && !habit ? 'low' : 'hint',
                        what: `deleted ${countOf(burst.terms.toString(), 'file')}`,
                    });
                }
            }
            for (const [user, all] of modified.finish())
                for (const burst of all)
                    tell(user, burst, {
                        severity: burst.strange >= 300 ? 'medium' : burst.terms.size >= 2 * many && daysOf(all) < 3 ? 'low' : 'hint',
                        what: `changed ${countOf(burst.terms.toString(), 'file')}`,
                    });
        },
    };
}
const massDeletion = [
    {
        metas: [destruction],
        wants: { operations: [...mass_deletion_deletions, ...modifications, 'filerenamed', 'fileversionsalldeleted'] },
        start: mass_deletion_start,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/mfa-fatigue.js
/** AUTH-06, AUTH-07: repeated MFA prompts, and a prompt that was approved after repeated denials. */




const mfa_fatigue_signIns = { operations: ['userloggedin', 'userloginfailed'] };
const fatigue = {
    id: 'AUTH-06',
    title: 'Prompts for the second step, again and again',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1621'],
    question: 'Was somebody who knows the password waiting for its owner to give in?',
    benign: 'An authenticator that does not work, at a place where the owner is.',
    next: [
        'Ask the owner whether they started these sign-ins.',
        'Reset the password: whoever causes prompts knows it.',
        'Require number matching for the authenticator.',
    ],
    source: 'https://attack.mitre.org/techniques/T1621/',
    needs: { operations: ['userloginfailed'] },
};
const worn = {
    ...fatigue,
    id: 'AUTH-07',
    title: 'A prompt was confirmed after many refused ones',
    severity: 'high',
    question: 'Did the owner confirm a prompt that a stranger had caused?',
    next: [
        'Revoke the account’s sessions and reset its password now.',
        'Ask the owner whether the confirmed prompt was theirs.',
        'Read all that the account did since: rules, methods, consent, downloads.',
    ],
};
const mfa_fatigue_mostUsers = 20_000;
function startPrompts(context) {
    const runs = new BoundedMap('accounts with refused prompts', mfa_fatigue_mostUsers, context.evictions);
    const close = (user, run) => {
        if (run.peak < 5)
            return;
        const strange = unfamiliarNetworks(run, user, context, false);
        const home = strange.length === 0 && run.networks.size > 0;
        context.report({
            rule: fatigue.id,
            key: user,
            severity: run.peak < 10 || home ? 'hint' : 'medium',
            title: `${user} was asked for the second step ${countOf(run.evidence.count, 'time')} without success`,
            why: `${countOf(run.evidence.count, 'refused or expired prompt')} in ${spanText(run.evidence.last - run.evidence.first)}, ${run.peak} within an hour${home ? '' : `, from where ${user} was not seen before`}`,
            actors: [],
            users: [user],
            objects: [user],
            addresses: [...run.networks.keys()].slice(0, 20),
            evidence: run.evidence,
        });
    };
    return {
        see(event) {
            if (event.isService)
                return;
            const { user, time } = event;
            const run = runs.get(user);
            if (event.act === 'userloggedin') {
                const before = run?.lastHour(time) ?? 0;
                if (run && before >= 5)
                    confirmed(context, event, run, before);
                return;
            }
            if (event.errorCode !== '500121')
                return;
            if (run && time - run.last > rule_day) {
                close(user, run);
                runs.delete(user);
            }
            runs.at(user, () => new FailureRun()).add(event);
        },
        finish() {
            for (const [user, run] of runs.entries())
                close(user, run);
        },
    };
}
function confirmed(context, event, run, before) {
    const { user, address } = event;
    const here = address && run.networks.get(address.network);
    const strange = here && context.terms.firstMet('user-network', user, address.network) >= here.first;
    // Elsewhere, or at home: the owner signs in as always while somebody else knocks.
    if (!here)
        return;
    context.report({
        rule: worn.id,
        key: user,
        severity: strange ? (before >= 8 ? 'high' : 'medium') : 'hint',
        title: `${user} confirmed a prompt after ${before} refused ones`,
        why: `${countOf(before, 'refused prompt')} within an hour, then a success from ${address.network}, where ${user} was ${strange ? 'not seen before' : 'seen before'}`,
        actors: [user],
        addresses: [address.text, address.network],
        evidence: EvidenceList.of(event).join(run.evidence),
    });
}
const mfaFatigue = [{ metas: [fatigue, worn], wants: mfa_fatigue_signIns, start: startPrompts }];

;// CONCATENATED MODULE: ./lib/detect/rules/mfa-methods.js
/** How people prove who they are: the second step removed (ACC-05), a method added (ACC-06), a pass for a time (ACC-07). */







const removed = {
    id: 'ACC-05',
    title: 'The second step was taken off an account',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1556.006', 'T1098'],
    question: 'Can an account be entered with its password alone?',
    benign: 'A new phone: then a method is added again soon.',
    next: [
        'Ask the person whether they asked for it, and whom.',
        'See whether a method was added since, and from where.',
        'Require registration anew.',
    ],
    source: 'https://attack.mitre.org/techniques/T1556/006/',
    needs: { operations: ['update user', 'disable strong authentication'] },
};
const added = {
    ...removed,
    id: 'ACC-06',
    title: 'A method of signing in was added or changed',
    techniques: ['T1098.005', 'T1556.006'],
    question: 'Did a stranger give themselves a key to the account?',
    benign: 'A new phone; days on which many people enrol.',
    next: [
        'Ask the person whether the method is theirs.',
        'Remove it and revoke the sessions if it is not.',
        'Check where the sign-in before it came from.',
    ],
    needs: { operations: ['update user', 'user registered security info'] },
};
const pass = {
    ...removed,
    id: 'ACC-07',
    title: 'A Temporary Access Pass was made',
    techniques: ['T1098.005', 'T1556.006'],
    question: 'Did somebody give out a way in without password and second step?',
    benign: 'The helpdesk, for a new colleague or a lost phone.',
    next: [
        'Ask the one who made it for whom and why.',
        'See where the account signed in from afterwards.',
        'Restrict who may make such passes.',
    ],
    needs: { operations: ['admin registered security info'], given: 'needs the method switched on' },
};
const bySelf = ['user registered security info', 'user registered all required security info'];
const mfa_methods_byAdmin = 'admin registered security info';
const mfa_methods_off = ['disable strong authentication', 'admin deleted security info'];
function mfa_methods_start(context) {
    const doubts = new BoundedMap('strange sign-ins', 10_000, context.evictions);
    const regained = new BoundedMap('methods added', 10_000, context.evictions);
    const removers = new BoundedMap('who removes methods', 2_000, context.evictions);
    const makers = new BoundedMap('who makes passes', 2_000, context.evictions);
    const gain = (event, target, what) => {
        const times = regained.at(target, () => []);
        times.push(event.time);
        if (times.length > 50)
            times.shift();
        tellAdded(context, event, { target, what, doubt: doubts.get(target) });
    };
    return {
        see(event) {
            const { act, user, time } = event;
            if (event.result === 'failure' || event.kind === 'none')
                return;
            if (act === 'userloggedin') {
                const { address } = event;
                if (address && isUnfamiliarAddress(context, event) && isUnfamiliarClient(context, event)) {
                    doubts.delete(user);
                    doubts.at(user, () => ({ mark: event.mark, time, network: address.network }));
                }
                return;
            }
            const target = foldUser(event.target.name || event.object);
            if (act === mfa_methods_byAdmin && isPass(event)) {
                makers.at(user, () => 0);
                const made = (makers.get(user) ?? 0) + 1;
                makers.delete(user);
                makers.at(user, () => made);
                tellPass(context, event, target, makers);
            }
            else if (bySelf.includes(act))
                gain(event, user || target, event.operation.trim());
            else if (act === mfa_methods_byAdmin)
                gain(event, target, event.operation.trim());
            else if (mfa_methods_off.includes(act))
                tellRemoved(context, event, { target, what: event.operation.trim(), regained, removers });
            else {
                const what = lostOf(event);
                if (what)
                    tellRemoved(context, event, { target, what, regained, removers });
                const gained = gainedOf(event);
                if (gained)
                    gain(event, target, gained);
            }
        },
    };
}
function isPass(event) {
    return /temporary ?access ?pass/i.test(`${event.extended.allText()} ${event.text('ResultDescription')} ${event.changed}`);
}
/** What an “Update user” took away; '' for nothing. */
function lostOf(event) {
    const methods = event.change('StrongAuthenticationMethod');
    if (methods && methods.oldList.length > 0 && methods.nowList.length === 0)
        return 'all methods were removed';
    const requirement = event.change('StrongAuthenticationRequirement');
    const required = (list) => list.some(one => /^[12]$/.test((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(one, 'State'))));
    if (requirement && required(requirement.oldList) && !required(requirement.nowList))
        return 'it is not required any more';
    return '';
}
function gainedOf(event) {
    const methods = event.change('StrongAuthenticationMethod');
    if (methods && methods.nowList.length > methods.oldList.length)
        return `${methods.oldList.length} methods before, ${methods.nowList.length} now`;
    const details = event.change('StrongAuthenticationUserDetails');
    if (!details || details.old === '' || details.old === details.now)
        return '';
    const names = ['PhoneNumber', 'AlternativePhoneNumber', 'Email'];
    const changed = names.filter(name => {
        const now = (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(details.nowList[0], name));
        return now !== '' && now !== (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(details.oldList[0], name));
    });
    return changed.length > 0 ? `${changed.join(' and ')} changed` : '';
}
function tellAdded(context, event, { target, what, doubt }) {
    if (target === '')
        return;
    const gap = doubt ? event.time - doubt.time : Number.POSITIVE_INFINITY;
    const soon = doubt !== undefined && gap <= rule_hour;
    context.report({
        rule: added.id,
        key: target,
        severity: soon ? 'low' : 'hint',
        title: `A method of signing in was added for ${target}`,
        why: soon
            ? `${what}; ${spanText(gap)} after a sign-in from ${doubt.network} with a program, neither met with ${target} before`
            : what,
        // The service acts in the owner's name.
        actors: [target],
        users: event.kind === 'person' ? [event.user] : [],
        addresses: soon ? [doubt.network] : [],
        evidence: soon ? EvidenceList.of(doubt.mark).add(event, 2) : EvidenceList.of(event),
    });
}
function tellRemoved(context, event, { target, what, regained, removers }) {
    const { user, time } = event;
    if (target === '')
        return;
    const others = removers.at(`${user} ${Math.floor(time / rule_day)}`, () => new Distinct(100));
    others.add(target);
    const person = event.kind === 'person';
    context.report({
        rule: removed.id,
        key: target,
        severity: 'low',
        title: `The second step was taken off ${target}${person && user !== target ? ` by ${user}` : ''}`,
        why: what,
        actors: person ? [user] : [target],
        users: [target],
        evidence: EvidenceList.of(event),
        settle: () => {
            const again = regained.get(target)?.find(gain => gain >= time && gain - time <= rule_day);
            if (again !== undefined && again - time <= rule_hour)
                return 'drop';
            if (again !== undefined)
                return { severity: 'hint', why: `${what}; a method was added ${spanText(again - time)} later` };
            const admin = isAdministrator(context, target);
            if (person && others.size >= 3)
                return { severity: 'medium', why: `${what}; ${user} did so to ${countOf(String(others), 'account')} that day` };
            return admin ? { severity: 'medium', why: `${what}; ${target} administers` } : {};
        },
    });
}
function tellPass(context, event, target, makers) {
    const { user } = event;
    context.report(signalOf(event, {
        rule: pass.id,
        key: `${user} ${target}`,
        title: `${user} made a Temporary Access Pass for ${target || 'somebody'}`,
        why: 'With it one signs in without password and second step',
        users: [target].filter(Boolean),
        settle: () => {
            const severity = target !== user && isAdministrator(context, target) ? 'medium' : (makers.get(user) ?? 0) >= 3 ? 'hint' : 'low';
            return { severity };
        },
    }));
}
const methods = [
    {
        metas: [removed, added, pass],
        wants: { operations: ['update user', 'userloggedin', ...bySelf, mfa_methods_byAdmin, ...mfa_methods_off] },
        start: mfa_methods_start,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/missing-workloads.js
/** What did not come: a workload that falls silent though the export read the hours, and one whose volume shifted. */



const silence = {
    id: 'AUD-07',
    title: 'A workload fell silent',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1562.008'],
    question: 'Were records missing where there usually are some, although the export read those hours?',
    benign: 'A public holiday; an outage of the service; a product that was given up.',
    next: [
        'Check in the tenant that auditing is on (Get-AdminAuditLogConfig), and for the people concerned.',
        'Look for changes of audit settings and licences before the silence.',
        'Look at Microsoft’s service health for the hours.',
    ],
    source: 'https://attack.mitre.org/techniques/T1562/008/',
    needs: { operations: [/./] },
};
const shift = {
    ...silence,
    id: 'STA-10',
    title: 'A workload’s volume shifted',
    severity: 'info',
    confidence: 'low',
    techniques: [],
    question: 'Does a workload send many times more, or fewer, records than before?',
    benign: 'A licence that logs more; growth; a migration.',
    next: ['See which operations the difference is made of.', 'Check audit settings and licences.'],
};
/** Hours in a row without a record, where history promises at least so many records. */
const longestQuiet = 6;
const promised = 60;
function missing_workloads_start(context) {
    return {
        see() { },
        finish() {
            const { history, profiles } = context;
            if (!history)
                return;
            for (const [name, hours] of profiles.workloads) {
                const usual = history.workload(name);
                if (!usual)
                    continue;
                tellShift(context, { name, hours, usual });
                tellSilence(context, { name, hours, usual });
            }
            const empty = new Uint32Array(profiles.days * 24);
            for (const name of history.workloads())
                if (!profiles.workloads.has(name))
                    tellSilence(context, { name, hours: empty, usual: history.workload(name) ?? [] });
            for (const [type, count] of history.recordTypes())
                if (!profiles.recordTypes.has(type))
                    tellVanished(context, type, count);
        },
    };
}
/** A type of record that a licence or a setting gave, and took: whole products fall silent without a workload doing so. */
function tellVanished(context, type, count) {
    if (count < 500 || context.period.end - context.period.start < 20 * rule_day)
        return;
    const evidence = new EvidenceList();
    evidence.first = context.period.start;
    evidence.last = context.period.end - 1000;
    context.report({
        rule: silence.id,
        key: `type ${type}`,
        severity: count >= 5_000 ? 'medium' : 'low',
        title: `No record of type ${type} came`,
        why: `0 records of the type in this period, ${count.toLocaleString('en-US')} in the month before`,
        actors: [],
        objects: [type],
        evidence,
    });
}
function expectedAt({ usual }, time) {
    return usual[hourSlot(time)] ?? 0;
}
function wasRead(context, time) {
    return time + rule_hour <= context.period.end && !context.gaps.some(gap => gap.start < time + rule_hour && gap.end > time);
}
function tellSilence(context, told) {
    let from = -1;
    let expected = 0;
    const close = (to) => {
        const length = to - from;
        if (from >= 0 && length >= longestQuiet && expected >= promised)
            report(context, told, { from, to, expected });
        from = -1;
        expected = 0;
    };
    told.hours.forEach((count, i) => {
        const time = context.period.start + i * rule_hour;
        if (count > 0 || !wasRead(context, time)) {
            close(i);
            return;
        }
        if (from < 0)
            from = i;
        expected += expectedAt(told, time);
    });
    close(told.hours.length);
}
function report(context, { name }, quiet) {
    const start = context.period.start + quiet.from * rule_hour;
    const length = (quiet.to - quiet.from) * rule_hour;
    const evidence = new EvidenceList();
    evidence.first = start;
    evidence.last = start + length;
    context.report({
        rule: silence.id,
        key: name,
        // A holiday empties most of a day; what empties days on end is no holiday.
        severity: length >= 60 * rule_hour || quiet.expected >= 5_000 ? 'medium' : 'low',
        title: `${name} sent no record for ${spanText(length)}`,
        why: `0 records from ${new Date(start).toISOString().slice(0, 16)}Z on for ${spanText(length)}, where earlier months had ${Math.round(quiet.expected).toLocaleString('en-US')}; the export read these hours`,
        actors: [],
        objects: [name],
        evidence,
    });
}
function tellShift(context, told) {
    let expected = 0;
    let seen = 0;
    told.hours.forEach((count, i) => {
        const time = context.period.start + i * rule_hour;
        if (!wasRead(context, time))
            return;
        expected += expectedAt(told, time);
        seen += count;
    });
    const ratio = (seen + 100) / (expected + 100);
    if (Math.max(seen, expected) < 1_000 || (ratio < 3 && ratio > 1 / 3))
        return;
    const evidence = new EvidenceList();
    evidence.first = context.period.start;
    evidence.last = context.period.end - 1000;
    context.report({
        rule: shift.id,
        key: told.name,
        title: `${told.name}: ${seen.toLocaleString('en-US')} records where ${Math.round(expected).toLocaleString('en-US')} were usual`,
        why: `${ratio.toFixed(1)} times what earlier months let expect`,
        actors: [],
        objects: [told.name],
        evidence,
    });
}
const missingWorkloads = [{ metas: [silence, shift], wants: {}, start: missing_workloads_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/new-network-or-client.js
/** STA-04, STA-05, STA-06: a network or client app that is new to a user, and an application that is new to the tenant. */



const places = {
    recordTypes: [
        ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
        ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated'],
    ],
};
const newAgent = {
    id: 'STA-04',
    title: 'A program this person did not use before',
    severity: 'info',
    confidence: 'low',
    techniques: ['T1078.004'],
    question: 'Does the account speak through a new program?',
    benign: 'A new device or browser.',
    next: ['Ask the person whether they have a new device or program.', 'Compare the place with their usual ones.'],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: places,
};
const newNetwork = {
    ...newAgent,
    id: 'STA-05',
    title: 'A network this person was not met on before',
    question: 'Was the account used at a new place?',
    benign: 'Travel, a mobile carrier, a new line at home.',
    next: ['Ask the person where they were.', 'Look at what the account did from there.'],
};
const newApplication = {
    id: 'STA-06',
    title: 'An application new to the tenant',
    severity: 'info',
    confidence: 'low',
    techniques: ['T1528'],
    question: 'Which application was used here for the first time?',
    benign: 'A roll-out, or a client of Microsoft’s that is new.',
    next: [
        'Look the id up under Enterprise applications.',
        'Check who consented to what.',
        'Disable it if nobody knows it.',
    ],
    source: 'https://attack.mitre.org/techniques/T1528/',
    needs: places,
};
function firstTimes(context) {
    const told = new BoundedMap('first times', 50_000, context.evictions);
    const once = (key) => {
        const known = told.get(key);
        if (!known)
            told.at(key, () => true);
        return !known;
    };
    return {
        see(event) {
            if (!event.news || (event.kind !== 'person' && event.kind !== 'guest'))
                return;
            const { user, time, address, agentFamily, application } = event;
            if (application && context.terms.age('application', '', application, time) === 0 && once(`a ${application}`))
                context.report(signalOf(event, {
                    rule: newApplication.id,
                    key: application,
                    title: `Application ${application} met for the first time`,
                    why: `Not met in ${comparedMonths(context)}; first used by ${user}`,
                    objects: [application],
                }));
            if (!isEstablished(context, user, time))
                return;
            const strangeNetwork = address !== undefined && context.terms.age('user-network', user, address.network, time) === 0;
            const strangeAgent = agentFamily !== '' && context.terms.age('user-agent', user, agentFamily, time) === 0;
            const both = strangeNetwork && strangeAgent;
            // On one's own phone in the train everybody is new somewhere: a network that others know tells nothing.
            const unknown = strangeNetwork && context.terms.age('network', '', address.network, time) === 0;
            if ((both || unknown) && once(`n ${user} ${address?.network}`))
                context.report(signalOf(event, {
                    rule: newNetwork.id,
                    key: `${user} ${address?.network}`,
                    severity: 'hint',
                    confidence: both ? 'medium' : 'low',
                    title: `${user} for the first time on ${address?.network}`,
                    why: `Not met there in ${comparedMonths(context)}${both ? `, and with a program not met before (${agentFamily})` : ''}`,
                }));
            if (strangeAgent && once(`p ${user} ${agentFamily}`))
                context.report(signalOf(event, {
                    rule: newAgent.id,
                    key: `${user} ${agentFamily}`,
                    severity: 'hint',
                    title: `${user} for the first time with ${agentFamily.slice(0, 80)}`,
                    why: `Not met in ${comparedMonths(context)}`,
                }));
        },
    };
}
const newNetworkOrClient = [
    { metas: [newAgent, newNetwork, newApplication], wants: places, start: firstTimes },
];

;// CONCATENATED MODULE: ./lib/detect/rules/outbound-mail.js
/** Mail sent in bulk, or the same to many (MBX-18). */






const sending = {
    id: 'MBX-18',
    title: 'Mail sent in bulk',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1534', 'T1586.002'],
    question: 'Does an account send what its owner did not write?',
    benign: 'A newsletter, invitations, a script that reports.',
    next: [
        'Read one of the messages.',
        'Ask the sender.',
        'Warn those who got it, and reset the account, if it was not theirs.',
    ],
    source: 'https://attack.mitre.org/techniques/T1534/',
    needs: { operations: ['send', 'sendas', 'sendonbehalf'] },
};
const outbound_mail_muchAnHour = 150;
const outbound_mail_muchWhenStrange = 30;
function outbound_mail_start(context) {
    const bursts = new Bursts({ name: 'senders', span: rule_hour, least: outbound_mail_muchWhenStrange, mostTerms: 200 }, context.evictions);
    return {
        see(event) {
            if (event.kind !== 'person' && event.kind !== 'guest')
                return;
            if (event.result === 'failure')
                return;
            const subject = (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(event.raw('Item'), 'Subject')).slice(0, 200);
            const strange = isUnknownUser(context, event);
            bursts.add(event, {
                owner: event.user,
                term: mailboxOwnerOf(event),
                strange,
                place: event.address?.text,
                tally: subject,
            });
        },
        finish() {
            for (const [user, all] of bursts.finish()) {
                const worth = all.filter(burst => burst.count >= outbound_mail_muchAnHour || burst.strange >= outbound_mail_muchWhenStrange);
                const [most] = [...worth].sort((a, b) => b.strange - a.strange || b.count - a.count);
                if (!most)
                    continue;
                const strange = most.strange >= outbound_mail_muchWhenStrange;
                const [subject, same] = [...most.tally].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
                const names = most.terms.list().filter(owner => owner !== user);
                context.report({
                    rule: sending.id,
                    key: user,
                    severity: strange ? 'medium' : daysOf(worth) >= 3 ? 'hint' : 'low',
                    title: `${user} sent ${countOf(most.count, 'message')} in ${spanText(Math.max(1000, most.last - most.first))}`,
                    why: `${same === most.count ? 'All' : countOf(same, 'message')} with the subject ${novelty_quoted(subject)}${strange ? '; from a place and with a program not met before' : ''}${names.length > 0 ? `; in the name of ${names.slice(0, 3).join(', ')}` : ''}`,
                    actors: [user],
                    users: names.slice(0, 20),
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const barred = matching(sending, { operations: ['hygienetenantevents'], recordTypes: ['HygieneEvent', '38'], services: true }, event => {
    const said = `${event.text('Event')} ${event.text('EventValue')} ${event.text('Audit')} ${event.text('Reason')}`;
    if (/delist/i.test(said) || !/list|restrict|block|limit/i.test(said))
        return undefined;
    const who = event.object.toLowerCase() || event.user;
    return {
        key: who,
        severity: 'medium',
        title: `${who} was barred from sending`,
        why: `The service says ${novelty_quoted(said)}`,
        actors: [who],
    };
});
const outboundMail = [
    { metas: [sending], wants: { operations: ['send', 'sendas', 'sendonbehalf'] }, start: outbound_mail_start },
    barred,
];

;// CONCATENATED MODULE: ./lib/detect/rules/power-automate-flows.js
/** Flows that carry data out (FLOW-01). */



const exfiltration = {
    id: 'FLOW-01',
    title: 'A flow that may carry data out',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1020', 'T1567'],
    question: 'Does a flow send mail or files to a service outside?',
    benign: 'People who automate their own work.',
    next: [
        'Read the flow: where it takes from, where it brings to.',
        'Ask its maker.',
        'Switch it off, and forbid the connector, if nobody needs it.',
    ],
    source: 'https://learn.microsoft.com/power-platform/admin/activity-logging-auditing/activity-logs-power-automate',
    needs: { operations: ['createflow', 'editflow', 'putflowowners', 'createconnection'], recordTypes: ['MicrosoftFlow'] },
};
const inside = /office ?365|outlook|sharepoint|onedrive|teams|exchange|dataverse/i;
const outside = /gmail|google|dropbox|\bbox\b|ftp|telegram|http|webhook|twitter|slack|mega|pastebin|amazon|smtp/i;
const power_automate_flows_changes = matching(exfiltration, { operations: ['createflow', 'editflow', 'putflowowners', 'createconnection', 'putconnection'] }, (event, context) => {
    const connectors = event.text('FlowConnectorNames') || event.text('ConnectorName');
    const out = inside.test(connectors) && outside.test(connectors);
    const strange = isUnknownUser(context, event);
    return {
        key: `${event.user}${out ? ' out' : ''}`,
        severity: out && strange ? 'medium' : out || strange ? 'low' : 'hint',
        title: `${event.user}: ${event.operation.trim()}${out ? ` between ${novelty_quoted(connectors)}` : ''}`,
        why: [
            out ? 'It joins the organisation’s data to a service outside' : 'A flow was made or changed',
            strange ? 'from a place and with a program not met before' : '',
        ]
            .filter(Boolean)
            .join(', '),
        objects: [event.text('FlowDetailsUrl') || event.object].filter(Boolean),
    };
});
const flows = [power_automate_flows_changes];

;// CONCATENATED MODULE: ./lib/detect/rules/unusual-administration.js
/** STA-07, STA-08: administration outside an administrator's own hours, and an account's first administrative act. */




const administrationTypes = {
    recordTypes: ['AzureActiveDirectory', 'ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet'],
};
const offHours = {
    id: 'STA-07',
    title: 'Administration outside the administrator’s own hours',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1078.004'],
    question: 'Did an administrator’s account work while its owner usually does not?',
    benign: 'A planned change at night, an emergency, a journey.',
    next: [
        'Ask the administrator.',
        'Compare place and program with their usual ones.',
        'Read the changes made in that hour.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: administrationTypes,
};
const firstAdmin = {
    id: 'STA-08',
    title: 'An account’s first administrative act',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1098'],
    question: 'Who administers that did not before?',
    benign: 'A new administrator; a delegation.',
    next: ['Check who gave the account its rights, and when.', 'Ask the owner whether the act was theirs.'],
    source: 'https://attack.mitre.org/techniques/T1098/',
    needs: administrationTypes,
};
/** Operations that people administer with, as against those that every owner of a mailbox or group uses. */
const unusual_administration_administrative = /^((add|remove|update) (eligible )?member (to|from|in) role.*|reset user password|add user|delete user|disable account|(add|update|delete) conditional access policy|set domain authentication|set federation settings on domain|add app role assignment to service principal|(set|new|remove|enable|disable)-(adminauditlogconfig|transportrule|organizationconfig|inboundconnector|outboundconnector|rolegroup|managementroleassignment|accepteddomain|remotedomain|mailboxauditbypassassociation|antiphishpolicy|hostedcontentfilterpolicy|malwarefilterpolicy|unifiedauditlogretentionpolicy|compliancesearch.*)|add-(mailboxpermission|recipientpermission|rolegroupmember))$/;
/** Whoever invites a guest makes an account without being an administrator. */
function invites(event) {
    return event.act === 'add user' && event.change('UserType')?.now === 'Guest';
}
function administration(context) {
    const odd = new BoundedMap('administrators outside their hours', 5_000, context.evictions);
    return {
        see(event) {
            if (event.kind !== 'person')
                return;
            const { user, time } = event;
            if (unusual_administration_administrative.test(event.act) && !invites(event)) {
                const first = context.terms.note('admin', '', user, time);
                if (first === time && !context.terms.learning('admin', time))
                    context.report(signalOf(event, {
                        rule: firstAdmin.id,
                        key: user,
                        title: `${user} administered for the first time: ${event.operation.trim()}`,
                        why: `No administrative act by ${user} in ${comparedMonths(context)}`,
                        objects: [event.object].filter(Boolean),
                    }));
            }
            const night = `${user} ${Math.floor(time / (6 * rule_hour))}`;
            const share = shareOfHour(context, event, odd.get(night)?.evidence.count ?? 0);
            if (share === undefined || share >= 0.02)
                return;
            const start = () => ({ user, time, place: event.address?.text ?? '', evidence: new EvidenceList(50), share });
            odd.at(night, start).evidence.add(event);
        },
        finish() {
            for (const [, { user, place, time, evidence, share }] of odd.entries()) {
                const at = `${String(new Date(time).getUTCHours()).padStart(2, '0')}:00 UTC`;
                context.report({
                    rule: offHours.id,
                    key: user,
                    severity: evidence.count >= 5 ? 'low' : 'hint',
                    title: `${user} administered around ${at}`,
                    why: `${countOf(evidence.count, 'act')} around ${at}, where ${(share * 100).toFixed(1)} % of this administrator’s acts fall`,
                    actors: [user],
                    addresses: place ? [place] : [],
                    evidence,
                });
            }
        },
    };
}
/** The share of an administrator's other acts in this hour and its neighbours; undefined while fewer than 50 are known. */
function shareOfHour(context, event, alike) {
    const month = context.profiles.people.get(event.user)?.hours;
    const before = context.history?.hours(event.user);
    const at = (i) => (month?.[(i + 24) % 24] ?? 0) + (before?.[(i + 24) % 24] ?? 0);
    let total = 0;
    for (let i = 0; i < 24; i++)
        total += at(i);
    // The act itself and those just before it are what is judged.
    const others = total - 1 - alike;
    if (others < 50)
        return undefined;
    const now = new Date(event.time).getUTCHours();
    return Math.max(0, at(now - 1) + at(now) + at(now + 1) - 1 - alike) / others;
}
const unusualAdministration = [
    { metas: [offHours, firstAdmin], wants: administrationTypes, start: administration },
];

;// CONCATENATED MODULE: ./lib/detect/rules/rare-operations.js
/** STA-02, STA-03: operations that were never seen before, and administrative ones that are rare. */




const newOperation = {
    id: 'STA-02',
    title: 'Operations never met in this tenant',
    severity: 'info',
    confidence: 'low',
    techniques: [],
    question: 'What happened here for the first time?',
    benign: 'A new feature or product; a first occasion.',
    next: ['Read the list for what nobody planned.', 'Look up the actors’ other records of that hour.'],
    source: 'https://learn.microsoft.com/purview/audit-log-activities',
    needs: { operations: [/./] },
};
const rare = {
    ...newOperation,
    id: 'STA-03',
    title: 'Rare administrative operations',
    question: 'Which administrative acts happened once or twice in the month?',
    benign: 'Most administration is rare.',
};
const mostOperations = 2_000;
function rare_operations_operations(context) {
    const seen = new BoundedMap('operations', mostOperations, context.evictions);
    const adminNames = new Set(administrationTypes.recordTypes);
    const summary = (rule, what, ones) => {
        if (ones.length === 0)
            return;
        const evidence = new EvidenceList();
        for (const one of ones)
            evidence.join(one.evidence);
        const names = ones.map(one => one.operation.trim()).sort((a, b) => (a < b ? -1 : 1));
        context.report({
            rule: rule.id,
            key: 'tenant',
            title: `${countOf(ones.length, 'operation')} ${what}`,
            why: listed(names, 10),
            actors: [],
            objects: names.slice(0, 50),
            evidence,
        });
    };
    return {
        see(event) {
            if (event.isService)
                return;
            const one = seen.at(event.act, () => ({
                operation: event.operation,
                count: 0,
                actors: new Set(),
                evidence: new EvidenceList(5),
                fresh: context.terms.age('operation', '', event.act, event.time) === 0,
                admin: adminNames.has(event.recordType),
            }));
            one.count++;
            if (one.evidence.count < 5)
                one.evidence.add(event);
            if (one.actors.size < 3)
                one.actors.add(event.user);
        },
        finish() {
            const all = [...seen.values()];
            summary(newOperation, 'never met here before', all.filter(one => one.fresh));
            summary(rare, 'of administrators met at most three times', all.filter(one => !one.fresh && one.admin && one.count <= 3 && one.actors.size <= 2));
        },
    };
}
const rareOperations = [{ metas: [newOperation, rare], wants: { operations: [/./] }, start: rare_operations_operations }];

;// CONCATENATED MODULE: ./lib/detect/rules/roles.js
/** Roles of the directory: given to people (ROLE-01, ROLE-02), to applications and groups (ROLE-03), and PIM's guards (ROLE-08). */





const privileged = {
    id: 'ROLE-01',
    title: 'A privileged role was given',
    severity: 'medium',
    confidence: 'high',
    techniques: ['T1098.003'],
    question: 'Who can now do more than before?',
    benign: 'A new administrator; a role taken up through PIM for a task.',
    next: [
        'Ask the giver for the order behind it.',
        'See what the receiver did with it.',
        'Make the role eligible instead of lasting.',
    ],
    source: 'https://attack.mitre.org/techniques/T1098/003/',
    needs: { operations: [/^add (eligible )?member to role/] },
};
const burst = {
    ...privileged,
    id: 'ROLE-02',
    title: 'Several roles given within minutes',
    severity: 'low',
    confidence: 'medium',
    question: 'Is somebody gathering rights, or making helpers?',
    benign: 'A new administrator who is set up.',
};
const toApplication = {
    ...privileged,
    id: 'ROLE-03',
    title: 'A role was given to an application or a group',
    question: 'Can an application, or whoever enters a group, now administer?',
    benign: 'An automation that was planned; groups through which roles are given.',
    next: [
        'Ask the giver for the order behind it.',
        'See who owns the application or group, and which credentials it has.',
        'Take the role back if a smaller one is enough.',
    ],
    needs: { operations: [/^add (eligible )?member to role/] },
};
const guards = {
    ...privileged,
    id: 'ROLE-08',
    title: 'PIM’s settings or alerts changed',
    severity: 'low',
    techniques: ['T1098.003', 'T1562'],
    question: 'Were approval, second step or alerts for roles taken away?',
    benign: 'Upkeep of PIM.',
    next: [
        'Compare the settings with those that were agreed.',
        'See which roles were taken up since.',
        'Set them back if nobody ordered the change.',
    ],
    needs: { operations: [/^update role setting in pim/, 'disable pim alert'], given: 'needs Entra ID P2' },
};
/** Who holds one of these can give themselves all others. */
const highest = new Map([
    ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
    ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
    ['7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator'],
]);
const high = new Map([
    ['29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator'],
    ['f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 'SharePoint Administrator'],
    ['fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'],
    ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
    ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
    ['c4e39bd9-1100-46d3-8c65-fb160da0071f', 'Authentication Administrator'],
    ['194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator'],
    ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator'],
    ['729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator'],
]);
/** Undefined where the record names none. */
function roleOf(event) {
    const template = (event.change('Role.TemplateId')?.now ?? '').toLowerCase();
    const said = event.change('Role.DisplayName')?.now ?? '';
    const name = said || highest.get(template) || high.get(template) || '';
    const wellKnown = event.change('Role.WellKnownObjectName')?.now ?? '';
    if (name === '' && template === '')
        return undefined;
    const is = (map) => map.has(template) || (template === '' && [...map.values()].includes(name));
    const top = is(highest) || wellKnown === 'TenantAdmins' || name === 'Company Administrator';
    return { name: name || template, rank: top ? 'highest' : is(high) ? 'high' : 'other' };
}
function roles_start(context) {
    const givers = new BoundedMap('givers of roles', 2_000, context.evictions);
    return {
        see(event) {
            if (event.result === 'failure' || event.isService)
                return;
            const role = roleOf(event);
            if (!role)
                return;
            const activation = event.act.includes('activation') || event.actor.name === 'MS-PIM';
            const { kind } = event.target;
            if (kind === 'ServicePrincipal' || kind === 'Application' || kind === 'Group')
                tellOther(context, event, role);
            else if (role.rank !== 'other')
                tellRole(context, event, role, activation);
            if (activation)
                return;
            const target = targetOf(event);
            const window = givers.at(event.user, () => new SlidingWindow(10 * minute, 50));
            window.add(event.time, { role, target, mark: event.mark });
            tellBurst(context, event, window);
        },
    };
}
function targetOf(event) {
    return foldUser(event.target.name || event.object || event.target.id);
}
function tellRole(context, event, { name, rank }, activation) {
    const { user } = event;
    const target = targetOf(event);
    const eligible = event.act.startsWith('add eligible');
    const oneself = target === user && !eligible;
    const lasting = rank === 'highest' ? (oneself ? 'high' : 'medium') : 'low';
    const severity = activation ? 'hint' : eligible ? (rank === 'highest' ? 'low' : 'hint') : lasting;
    context.report(signalOf(event, {
        rule: privileged.id,
        key: `${target} ${name}`,
        severity,
        title: activation ? `${target} took up ${name}` : `${user} gave ${target} the role ${name}`,
        why: activation
            ? 'Taken up through PIM, for a limited time'
            : `${novelty_quoted(name)} is ${rank === 'highest' ? 'one of the highest roles' : 'a privileged role'}${eligible ? '; it was made available through PIM' : ', given outside PIM or for good'}${oneself ? '; giver and receiver are the same' : ''}`,
        users: [target].filter(Boolean),
        objects: [name],
    }));
}
function tellOther(context, event, { name, rank }) {
    const { user, target } = event;
    const what = target.kind === 'Group' ? 'group' : 'application';
    const called = target.name || event.object;
    context.report(signalOf(event, {
        rule: toApplication.id,
        key: `${target.id || called} ${name}`,
        severity: rank === 'other' ? 'low' : 'medium',
        title: `${user} gave the ${what} ${novelty_quoted(called)} the role ${name}`,
        why: `${novelty_quoted(name)}${rank === 'other' ? '' : ', a privileged role,'} is now held by ${what === 'group' ? 'everybody in a group' : 'whoever has the application’s credentials'}`,
        objects: [called, name],
        applications: what === 'group' ? [] : [target.id].filter(Boolean),
    }));
}
function tellBurst(context, event, window) {
    const { user, time } = event;
    const target = targetOf(event);
    const all = window.within(time).map(({ value }) => value);
    const targets = [...new Set(all.map(one => one.target))];
    const own = all.filter(one => one.target === target);
    const roles = [...new Set(own.map(({ role }) => role.name))];
    if (targets.length < 3 && roles.length < 3)
        return;
    const told = roles.length >= 3 ? own : all;
    const grave = told.some(({ role }) => role.rank === 'highest');
    context.report({
        rule: burst.id,
        key: user,
        severity: grave ? 'medium' : 'low',
        title: `${user} gave ${roles.length >= 3 ? `${target} ${countOf(roles.length, 'role')}` : `roles to ${countOf(targets.length, 'account')}`} within ten minutes`,
        why: `${listed([...new Set(told.map(one => novelty_quoted(one.role.name)))], 6)}: to ${listed([...new Set(told.map(one => one.target))])}`,
        actors: [user],
        users: [...new Set(told.map(one => one.target))],
        objects: [...new Set(told.map(one => one.role.name))],
        evidence: EvidenceList.of(...told.map(one => one.mark)),
    });
}
const roles = [
    {
        metas: [privileged, burst, toApplication],
        wants: { operations: [/^add (eligible )?member to role/] },
        start: roles_start,
    },
    matching(toApplication, { operations: ['set directory feature on tenant'] }, event => {
        const text = event.changed.join(' ') + event.changed.map(name => event.change(name)?.now ?? '').join(' ');
        return (/role-?assignable/i.test(text.slice(0, 20_000)) && {
            key: event.user,
            severity: 'hint',
            title: `${event.user} changed how groups may hold roles`,
            why: `${event.operation.trim()}: ${novelty_quoted(event.changed.join(', '))}`,
        });
    }),
    matching(guards, { operations: [/^update role setting in pim/, 'disable pim alert'] }, event => {
        const alert = event.act === 'disable pim alert';
        const what = event.change('Role.DisplayName')?.now || event.target.name || event.object;
        return {
            key: `${event.user} ${what}`,
            title: alert ? `${event.user} switched an alert of PIM off` : `${event.user} changed PIM’s settings of a role`,
            why: `${event.operation.trim()}${what ? `: ${novelty_quoted(what)}` : ''}`,
            objects: [what].filter(Boolean),
        };
    }),
];

;// CONCATENATED MODULE: ./lib/detect/rules/scripted-sign-in.js
/** Sign-ins by programs that people don't browse with: attack tools and scripts (AUTH-08), protocols without a second step (AUTH-09). */




const scripted_sign_in_signIns = { operations: ['userloggedin', 'userloginfailed'] };
const scripted_sign_in_scripted = {
    id: 'AUTH-08',
    title: 'A script or an attack tool signed in',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1078.004', 'T1550.001'],
    question: 'Does a program use a person’s account?',
    benign: 'An automation of one’s own; an administrator’s command line; a penetration test that was ordered.',
    next: [
        'Ask the owner whether they run such a program, and where.',
        'Read what the account did after the sign-in: mail, files, rules, methods.',
        'Revoke the sessions and reset the password if nobody knows the program.',
    ],
    source: 'https://attack.mitre.org/techniques/T1550/001/',
    needs: scripted_sign_in_signIns,
};
const legacy = {
    id: 'AUTH-09',
    title: 'A sign-in by a protocol without a second step',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1078.004', 'T1110'],
    question: 'Does the account get in where no second step is asked for?',
    benign: 'An old printer, scanner or mail program; a service account.',
    next: [
        'Find the device that signs in this way.',
        'Block legacy authentication in a Conditional Access policy.',
        'Reset the password if no such device is known.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: { operations: ['userloggedin'] },
};
/** Names that attack tools give themselves; the last is TeamFiltration's fixed one. */
const tools = [
    ...['aadinternals', 'azurehound', 'sharphound', 'bloodhound', 'roadtools', 'roadrecon', 'kali365', 'agentaxios'],
    'teams/1.3.00.30866 chrome/80.0.3987.165 electron/8.5.1',
];
/** The authentication broker and OfficeHome: what stolen sign-ins are mostly made with. */
const favoured = new Set(['29d9ed98-a469-4536-ade2-f981bc1d605e', '4765445b-32c6-49b0-83e6-1d93765276ca']);
const withoutSecondStep = /^(bav2ropc|cbainprod|cbaintar)/i;
/** A program at work on so many days is the owner's. */
const scripted_sign_in_habit = 8;
function scripted_sign_in_start(context) {
    const days = new BoundedMap('accounts with scripts', 5_000, context.evictions);
    return {
        see(event) {
            if (event.isService || event.agent === '')
                return;
            const agent = event.agent.slice(0, 500).toLowerCase();
            const tool = tools.find(name => agent.includes(name));
            if (tool)
                tellTool(context, event, tool);
            else if (event.act !== 'userloggedin')
                return;
            else if (withoutSecondStep.test(agent))
                tellLegacy(context, event);
            else if (isScript(agent)) {
                const met = days.at(`${event.user} ${event.agentFamily}`, () => new Set());
                met.add(Math.floor(event.time / rule_day));
                tellScript(context, event, met);
            }
        },
    };
}
function tellTool(context, event, tool) {
    const { user, address, act } = event;
    const got = act === 'userloggedin';
    context.report(signalOf(event, {
        rule: scripted_sign_in_scripted.id,
        key: `${tool} ${address?.network ?? user}`,
        severity: got ? 'high' : 'medium',
        confidence: 'high',
        title: `An attack tool ${got ? `signed in as ${user}` : `tried ${user}`}`,
        why: `The program calls itself ${novelty_quoted(event.agent)}`,
        actors: got ? [user] : [],
        users: [user],
    }));
}
function tellScript(context, event, met) {
    const { user, time, application, agentFamily } = event;
    const settled = isEstablished(context, user, time);
    // Known for longer than a day: the owner's.
    if (settled && !isUnfamiliarClient(context, event))
        return;
    const strong = favoured.has(application);
    context.report(signalOf(event, {
        rule: scripted_sign_in_scripted.id,
        key: `${user} ${agentFamily}`,
        severity: settled ? (strong ? 'medium' : 'low') : strong ? 'low' : 'hint',
        title: `A script signed in as ${user}`,
        why: `The program calls itself ${novelty_quoted(event.agent)}${settled ? `; ${user} was not met with it before` : ''}${strong ? '; it used an application that people open in a browser' : ''}`,
        settle: () => (met.size >= scripted_sign_in_habit ? 'drop' : {}),
    }));
}
function tellLegacy(context, event) {
    const { user, time, agentFamily, address } = event;
    const settled = isEstablished(context, user, time);
    if (settled && !isUnfamiliarClient(context, event))
        return;
    const strange = isUnfamiliarAddress(context, event);
    context.report(signalOf(event, {
        rule: legacy.id,
        key: `${user} ${agentFamily}`,
        severity: strange ? 'medium' : settled ? 'low' : 'hint',
        title: `${user} signed in by ${event.agent.slice(0, 40)}`,
        why: `${novelty_quoted(event.agent)} asks for no second step${settled ? `; ${user} was not met with it before` : ''}${strange ? `, nor at ${address?.network}` : ''}`,
    }));
}
const scriptedSignIns = [{ metas: [scripted_sign_in_scripted, legacy], wants: scripted_sign_in_signIns, start: scripted_sign_in_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/security-controls.js
/** Mail protection weakened (AUD-05), alerts switched off (AUD-06), quarantine opened (AUD-09). */




const protection = {
    id: 'AUD-05',
    title: 'Protection of mail or data weakened',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1562.001'],
    question: 'Did somebody open the gates before mail came in, or data went out?',
    benign: 'Tuning after false alarms; a move to another product.',
    next: [
        'Ask the administrator for the change record.',
        'Compare the policy with what it was.',
        'Look for mail that came through since then.',
    ],
    source: 'https://attack.mitre.org/techniques/T1562/001/',
    needs: { operations: [/^(set|remove|disable)-/] },
};
const security_controls_alerts = {
    ...protection,
    id: 'AUD-06',
    title: 'Alerts switched off',
    question: 'Will a warning not come any more?',
    benign: 'An alert that told nothing, and was replaced.',
    next: [
        'Ask the administrator for the reason.',
        'Switch the alert on again, or write down why not.',
        'Look for what it would have warned of.',
    ],
};
const quarantine = {
    ...protection,
    id: 'AUD-09',
    title: 'Messages taken out of quarantine',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1562.001', 'T1566'],
    question: 'Was a harmful message let through, or carried away?',
    benign: 'The helpdesk’s daily work.',
    next: [
        'See which messages they were, and why they were held.',
        'Ask those who got them what they clicked.',
        'Take them back if they are harmful.',
    ],
    source: 'https://learn.microsoft.com/defender-office-365/quarantine-admin-manage-messages-files',
    needs: { operations: ['quarantinereleasemessage', 'quarantineexport'], recordTypes: ['Quarantine'] },
};
const security_controls_guards = /^(set|remove|disable)-(antiphish(policy|rule)|safelinks(policy|rule)|safeattachment(policy|rule)|atppolicyforo365|malwarefilter(policy|rule)|hostedcontentfilter(policy|rule)|dkimsigningconfig|dlppolicy|dlpcompliance(policy|rule)|eopprotectionpolicyrule|atpprotectionpolicyrule)$/;
/** Settings that, so set, switch something off. */
const falseIsOff = [
    ...['Enabled', 'EnableMailboxIntelligence', 'EnableSpoofIntelligence', 'EnableTargetedUserProtection', 'ScanUrls'],
    ...['EnableSafeLinksForEmail', 'EnableSafeLinksForTeams', 'EnableSafeLinksForOffice', 'EnableFileFilter', 'Enable'],
    ...['ZapEnabled', 'PhishZapEnabled', 'SpamZapEnabled', 'EnableATPForSPOTeamsODB', 'DeliverMessageAfterScan'],
];
const letThrough = ['SpamAction', 'PhishSpamAction', 'HighConfidencePhishAction', 'HighConfidenceSpamAction', 'Action'];
const weakened = matching(protection, { operations: [security_controls_guards] }, event => {
    const { act, parameters, user } = event;
    const name = novelty_quoted(parameters.get('Identity') || event.object);
    const base = { key: `${user} ${act}`, objects: [name], title: `${user}: ${event.operation.trim()} ${name}` };
    if (!act.startsWith('set-'))
        return { ...base, severity: 'medium', why: 'It protects nobody any more' };
    const why = loosened(event);
    return why === undefined ? undefined : { ...base, severity: 'medium', why };
});
function loosened(event) {
    const { parameters } = event;
    const off = falseIsOff.find(name => parameters.isFalse(name));
    if (off)
        return `${off} is False`;
    const open = letThrough.find(name => /^(allow|noaction|addxheader|donothing)$/i.test(parameters.get(name)));
    if (open)
        return `${open} is ${parameters.get(open)}`;
    const mode = parameters.get('Mode');
    if (/^(disable|test)/i.test(mode))
        return `Mode is ${mode}`;
    const text = parameters.names().length === 0 ? /-(Enabled|Mode):?\s+"?\$?(False|Disable)/i.exec(complianceText(event)) : null;
    return text ? `${text[1]} is ${text[2]}` : undefined;
}
const silenced = matching(security_controls_alerts, { operations: [/^(disable|remove|set)-(protectionalert|activityalert)$/] }, event => {
    const { act, parameters, user } = event;
    if (act.startsWith('set-') &&
        !parameters.isTrue('Disabled') &&
        !/-Disabled:?\s+"?\$?True/i.test(complianceText(event)))
        return undefined;
    const name = novelty_quoted(parameters.get('Identity') || event.object);
    return {
        key: user,
        title: `${user}: ${event.operation.trim()} ${name}`,
        why: act.startsWith('remove') ? 'The alert is gone' : 'The alert is off',
        objects: [name],
    };
});
function startQuarantine(context) {
    const bursts = new Bursts({ name: 'who releases from quarantine', span: rule_day, least: 10 }, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            const exported = event.act === 'quarantineexport';
            if (!exported)
                bursts.add(event, { owner: event.user });
            context.report(signalOf(event, {
                rule: quarantine.id,
                key: event.user,
                severity: exported ? 'low' : 'hint',
                title: `${event.user} ${exported ? 'exported' : 'released'} a message from quarantine`,
                why: event.operation.trim(),
            }));
        },
        finish() {
            const least = scaled(10, 3, context.tenant.users);
            for (const [user, all] of bursts.finish()) {
                const [most] = [...all].sort((a, b) => b.count - a.count);
                if (!most || most.count < least)
                    continue;
                context.report({
                    rule: quarantine.id,
                    key: `${user} many`,
                    severity: 'low',
                    title: `${user} released ${countOf(most.count, 'message')} from quarantine in a day`,
                    why: `${countOf(most.count, 'message')}, where ${least} are many`,
                    actors: [user],
                    evidence: most.evidence,
                });
            }
        },
    };
}
const securityControls = [
    weakened,
    silenced,
    {
        metas: [quarantine],
        wants: { operations: ['quarantinereleasemessage', 'quarantineexport'] },
        start: startQuarantine,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/sessions.js
/**
 * A session that moves: from the proxy where it was phished to its thief (AUTH-11), or from its owner's device to another
 * (AUTH-12); and a sign-in at a strange place while the owner works at the usual one (AUTH-16).
 */





const moved = {
    id: 'AUTH-12',
    title: 'One session on two devices',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1539', 'T1550.004', 'T1185'],
    question: 'Was a session stolen and used elsewhere?',
    benign: 'A VPN that changes its exit, a virtual desktop, a carrier’s network.',
    next: [
        'Revoke the account’s sessions: a new password alone does not end them.',
        'Read what the session did from the second place.',
        'Ask the owner which links they followed before the sign-in.',
    ],
    source: 'https://attack.mitre.org/techniques/T1539/',
    needs: { operations: ['userloggedin'] },
};
const phished = {
    ...moved,
    id: 'AUTH-11',
    title: 'A sign-in through a strange place, then its session used from another',
    severity: 'high',
    techniques: ['T1557', 'T1539', 'T1566.002'],
    question: 'Did a proxy stand between the person and the sign-in page?',
    benign: 'A traveller who changes from one network to the next, with a second device.',
};
const place = {
    id: 'AUTH-16',
    title: 'A sign-in at a new place',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1078.004'],
    question: 'Did somebody sign in where the owner cannot be?',
    benign: 'A mobile carrier, a VPN, a second device on another line.',
    next: [
        'Ask the owner whether both places were theirs.',
        'Compare device and program with the usual ones.',
        'Read what the session at the new place did.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: { operations: ['userloggedin'] },
};
/** OfficeHome, the Office portal and Outlook on the web: where phishing proxies lead. */
const doors = new Set([
    '4765445b-32c6-49b0-83e6-1d93765276ca',
    '72782ba9-4490-4f03-8d82-562370ea3566',
    '00000002-0000-0ff1-ce00-000000000000',
]);
const types = ['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'ExchangeItemAggregated', 'ExchangeItem'];
function startSessions(context) {
    const sessions = new BoundedMap('sessions', 50_000, context.evictions);
    return {
        see(event) {
            const { user, time, address: here } = event;
            if (!here || event.result === 'failure' || event.act === 'userloginfailed')
                return;
            if (event.kind !== 'person' && event.kind !== 'guest')
                return;
            const signIn = event.act === 'userloggedin';
            // Only what comes from a network that is new for the person can be a thief's.
            const fresh = context.terms.firstMet('user-network', user, here.network) > time - 2 * rule_day;
            if (!signIn && !fresh)
                return;
            const id = event.session;
            if (id === '')
                return;
            const known = sessions.get(id);
            if (!known) {
                if (signIn)
                    sessions.at(id, () => begun(context, event, here.network));
                return;
            }
            if (fresh && known.user === user && known.network !== here.network)
                judge(context, event, known);
        },
    };
}
function begun(context, event, network) {
    return {
        user: event.user,
        time: event.time,
        network,
        system: sessions_systemOf(event),
        script: isScript(event.agent),
        family: event.agentFamily,
        doubtful: doors.has(event.application) && isUnfamiliarAddress(context, event),
        mark: event.mark,
        told: undefined,
    };
}
function judge(context, event, session) {
    const { user, time, address: here, agentFamily } = event;
    if (!here || context.terms.firstMet('user-network', user, here.network) < session.time)
        return;
    const system = sessions_systemOf(event);
    const script = isScript(event.agent) && !session.script;
    const other = script || (system !== '' && session.system !== '' && system !== session.system);
    const program = agentFamily !== '' && session.family !== '' && agentFamily !== session.family;
    const meta = session.doubtful && time - session.time <= rule_day ? phished : moved;
    // On one's own phone in the train every session moves.
    if (!other && !(meta === phished && program))
        return;
    const severity = other ? meta.severity : 'hint';
    const key = `${here.network} ${severity}`;
    session.told ??= new Set();
    if (session.told.has(key) || session.told.size >= 20)
        return;
    session.told.add(key);
    const how = script
        ? `with a script (${novelty_quoted(agentFamily)})`
        : other
            ? `on ${system} instead of ${session.system}`
            : '';
    context.report({
        rule: meta.id,
        key: user,
        severity,
        confidence: other ? 'high' : 'low',
        title: `A session of ${user} went from ${session.network} to ${here.network}`,
        why: `Signed in from ${session.network}${meta === phished ? `, where ${user} was not met before` : ''}; ${spanText(Math.max(0, time - session.time))} later the same session came from ${here.network}, as new for ${user}${how ? `, ${how}` : ''}`,
        actors: [user],
        addresses: [here.text, here.network, ...(meta === phished ? [session.network] : [])],
        evidence: EvidenceList.of(session.mark).add(event, 2),
    });
}
/** A tablet may call itself a Mac, and a phone a Linux, at its user's wish. */
const sessions_systems = [
    ['windows', 'Windows'],
    ['ios', 'Apple’s'],
    ['mac', 'Apple’s'],
    ['android', 'Android or Linux'],
    ['linux', 'Android or Linux'],
];
function sessions_systemOf(event) {
    const text = (event.device.get('OS') || event.agentFamily).slice(0, 200).toLowerCase();
    return sessions_systems.find(([name]) => text.includes(name))?.[1] ?? '';
}
function startPlaces(context) {
    const seats = new BoundedMap('where people sit', 20_000, context.evictions);
    return {
        see(event) {
            const { user, time, address: here } = event;
            if (!here || event.kind !== 'person')
                return;
            const strange = isUnfamiliarAddress(context, event) && isUnfamiliarClient(context, event);
            if (!strange) {
                const seat = seats.at(user, () => ({ network: here.network, time, mark: event.mark }));
                seat.network = here.network;
                seat.time = time;
                seat.mark = event.mark;
                return;
            }
            const seat = seats.get(user);
            const together = seat !== undefined && seat.network !== here.network && time - seat.time <= 15 * minute;
            const unmanaged = !/^true$/i.test(event.device.get('IsCompliant'));
            context.report({
                rule: place.id,
                key: `${user} ${here.network}`,
                severity: together && unmanaged ? 'low' : 'hint',
                confidence: unmanaged ? 'medium' : 'low',
                title: `${user} signed in from ${here.network} for the first time`,
                why: `Neither the network nor the program (${novelty_quoted(event.agentFamily)}) was met with ${user} before${together ? `; ${spanText(time - seat.time)} before, ${user} signed in from ${seat.network}` : ''}`,
                actors: [user],
                addresses: [here.text, here.network],
                evidence: together ? EvidenceList.of(seat.mark).add(event, 2) : EvidenceList.of(event),
            });
        },
    };
}
const sessions = [
    { metas: [phished, moved], wants: { recordTypes: types }, start: startSessions },
    { metas: [place], wants: { operations: ['userloggedin'] }, start: startPlaces },
];

;// CONCATENATED MODULE: ./lib/detect/rules/shared-address.js
/** One address that nobody used before, and several accounts on it (AUTH-22). */



const shared_address_shared = {
    id: 'AUTH-22',
    title: 'One new address, several accounts',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1078.004'],
    question: 'Does one stranger use several accounts?',
    benign: 'A new office, a hotel during an event, a mobile carrier: then the people keep their own devices.',
    next: [
        'Ask two of the people whether they were at that place.',
        'Compare the devices: one and the same for all speaks for one person.',
        'End all sessions from that address until it is explained.',
    ],
    source: 'https://attack.mitre.org/techniques/T1078/004/',
    needs: { operations: ['userloggedin'] },
};
const mostGuests = 50;
function shared_address_start(context) {
    const networks = new BoundedMap('new networks', 5_000, context.evictions, ({ guests }) => guests.size < 2);
    return {
        see(event) {
            const { address, user, time } = event;
            if (!address || event.kind !== 'person')
                return;
            if (context.terms.age('network', '', address.network, time) > rule_day)
                return;
            const network = networks.at(address.network, () => ({ first: time, guests: new Map() }));
            const guest = network.guests.get(user);
            if (guest) {
                if (guest.evidence.count >= 5)
                    return;
                guest.evidence.add(event);
                guest.addresses.add(address.text);
                return;
            }
            if (network.guests.size >= mostGuests)
                return;
            const { agentFamily } = event;
            // With an earlier device the user has travelled; a first meeting on this very network is a stranger's or a newcomer's.
            const before = context.terms.firstMet('user-agent', user, agentFamily);
            const strange = agentFamily !== '' && before >= network.first && isKnown(context, user, network.first);
            network.guests.set(user, {
                user,
                strange,
                agent: agentFamily,
                addresses: new Set([address.text]),
                evidence: EvidenceList.of(event),
            });
        },
        finish() {
            for (const [name, network] of networks.entries())
                shared_address_judge(context, name, network);
        },
    };
}
/** Whether the user was met before the network was. */
function isKnown(context, user, time) {
    const person = context.profiles.people.get(user);
    return context.history?.absent(user) !== undefined || (person !== undefined && person.first < time);
}
function shared_address_judge(context, name, { guests }) {
    const all = [...guests.values()];
    const byAgent = new Map();
    for (const guest of all)
        if (guest.strange)
            byAgent.set(guest.agent, [...(byAgent.get(guest.agent) ?? []), guest]);
    const [same = []] = [...byAgent.values()].sort((a, b) => b.length - a.length);
    // Two people may buy the same telephone in a large tenant; in one hotel, on one day, hardly.
    const enough = same.length >= 2 && same.length >= all.length / 2;
    if (!enough && all.length < scaled(2, 0.6, context.tenant.users))
        return;
    const told = enough ? same : all;
    const evidence = new EvidenceList();
    for (const guest of told)
        evidence.join(guest.evidence);
    const users = told.map(({ user }) => user).sort((a, b) => (a < b ? -1 : 1));
    context.report({
        rule: shared_address_shared.id,
        key: name,
        severity: enough ? 'medium' : 'hint',
        // A crowd with its usual programs is an office that moved: it makes nobody's act graver.
        confidence: enough ? 'medium' : 'low',
        title: `${countOf(told.length, 'account')} signed in from ${name}, which nobody used before`,
        why: enough
            ? `${listed(users)} within ${spanText(evidence.last - evidence.first)} from a network new to the tenant, all with ${same[0]?.agent ?? ''}, which none of them used before`
            : `${listed(users)} within ${spanText(evidence.last - evidence.first)} from a network new to the tenant, with their usual programs`,
        actors: users,
        addresses: [name, ...new Set(told.flatMap(({ addresses }) => [...addresses]))],
        evidence,
    });
}
const sharedAddresses = [{ metas: [shared_address_shared], wants: { operations: ['userloggedin'] }, start: shared_address_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/sharing.js
/** Links for anybody (FIL-04) and shares with people outside (FIL-05). */






const anybody = {
    id: 'FIL-04',
    title: 'Links that open for anybody',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1567', 'T1213.002'],
    question: 'Can files be read by whoever has a link?',
    benign: 'Sharing as people do it every day.',
    next: ['See what the links open, and for how long.', 'Ask whoever made them.', 'Remove the links that nobody needs.'],
    source: 'https://learn.microsoft.com/sharepoint/turn-external-sharing-on-or-off',
    needs: { operations: ['anonymouslinkcreated', 'anonymouslinkupdated', 'anonymouslinkused'] },
};
const sharing_outside = {
    ...anybody,
    id: 'FIL-05',
    title: 'Files shared outside in number',
    confidence: 'medium',
    techniques: ['T1567', 'T1537'],
    question: 'Was much given to people outside?',
    benign: 'A project with a partner.',
    next: [
        'See with whom, and what.',
        'Ask the person whether the partner is theirs.',
        'Take the shares back where nobody stands by them.',
    ],
    needs: { operations: ['addedtosecurelink', 'sharinginvitationcreated', 'sharingset', 'securelinkcreated'] },
};
const sharing_making = ['anonymouslinkcreated', 'anonymouslinkupdated', 'anyonelinkcreated'];
function startAnybody(context) {
    const bursts = new Bursts({ name: 'makers of links for anybody', span: rule_day, least: 3, by: 'terms' }, context.evictions);
    return {
        see(event) {
            if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure')
                return;
            const { user } = event;
            const editing = /<(Type|Permissions granted)>\s*(Edit|Contribute|Full)/i.test(event.text('EventData'));
            const used = event.act === 'anonymouslinkused';
            if (!used)
                bursts.add(event, {
                    owner: user,
                    term: event.object,
                    strange: isUnknownUser(context, event),
                    place: event.address?.text,
                });
            const name = novelty_quoted(event.text('SourceFileName') || event.object);
            context.report(signalOf(event, {
                rule: anybody.id,
                key: `${user}${used ? ' uses' : ''}`,
                severity: 'hint',
                title: `${user} ${used ? 'used a link that opens' : 'made a link that opens'} ${name} for anybody`,
                why: editing ? 'Whoever has the link may change the file' : 'Whoever has the link may read the file',
                objects: [event.object],
            }));
        },
        finish() {
            const least = scaled(10, 3, context.tenant.users);
            for (const [user, all] of bursts.finish()) {
                const worth = all.filter(burst => burst.terms.size >= least || burst.strange >= 3);
                const [most] = [...worth].sort((a, b) => b.strange - a.strange || b.terms.size - a.terms.size);
                if (!most)
                    continue;
                const strange = most.strange >= 3;
                context.report({
                    rule: anybody.id,
                    key: `${user} many`,
                    severity: strange ? 'medium' : daysOf(worth) >= 3 ? 'hint' : 'low',
                    title: `${user} made ${countOf(most.terms.toString(), 'file')} open for anybody`,
                    why: `${countOf(most.terms.toString(), 'file')} within a day, where ${least} are many${strange ? '; from a place and with a program not met before' : ''}`,
                    actors: [user],
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
function shareOf(event) {
    const name = event.text('TargetUserOrGroupName');
    return {
        person: foldUser(name.includes('#') || name.includes('@') ? name : event.text('TargetUserName')),
        guest: /^guest$/i.test(event.text('TargetUserOrGroupType')),
        member: /^(member|notguest)$/i.test(event.text('TargetUserOrGroupType')),
    };
}
function startOutside(context) {
    const shares = new Bursts({ name: 'who shares outside', span: rule_day, least: 10, by: 'terms' }, context.evictions);
    return {
        see(event) {
            if ((event.kind !== 'person' && event.kind !== 'guest') || event.result === 'failure')
                return;
            const { user, object } = event;
            const { person, guest, member } = shareOf(event);
            const domain = domainOf(person);
            const home = ownDomainsOf(event);
            if (domain === '' || domain === domainOf(user) || member)
                return;
            const first = context.terms.note('share-domain', '', domain, event.time);
            const fresh = first === event.time && !context.terms.learning('share-domain', event.time);
            const name = novelty_quoted(event.text('SourceFileName') || object);
            shares.add(event, {
                owner: `${user} ${domain}`,
                term: object,
                strange: isUnknownUser(context, event),
                place: event.address?.text,
                tally: person,
            });
            context.report(signalOf(event, {
                rule: sharing_outside.id,
                key: `${user} ${domain}`,
                severity: 'hint',
                title: `${user} shared ${name} with ${person}`,
                why: fresh ? `Nothing was shared with ${domain} before` : `Shared with somebody at ${domain}`,
                objects: [object],
                // Guests of the directory are named by their homes; members never are.
                settle: () => (guest || externalRecipients(context, [`x@${domain}`], home).length > 0 ? {} : 'drop'),
            }));
        },
        finish() {
            const least = scaled(15, 4, context.tenant.users);
            for (const [key, all] of shares.finish()) {
                const [user = '', domain = ''] = key.split(' ');
                const worth = all.filter(burst => burst.terms.size >= least || burst.strange >= 10);
                const [most] = [...worth].sort((a, b) => b.strange - a.strange || b.terms.size - a.terms.size);
                if (!most || externalRecipients(context, [`x@${domain}`], [user]).length === 0)
                    continue;
                const strange = most.strange >= 10;
                context.report({
                    rule: sharing_outside.id,
                    key: `${key} many`,
                    severity: strange ? 'medium' : daysOf(worth) >= 3 ? 'hint' : 'low',
                    title: `${user} shared ${countOf(most.terms.toString(), 'file')} with ${domain}`,
                    why: `${countOf(most.terms.toString(), 'file')} within a day, where ${least} are many; with ${listed([...most.tally.keys()])}${strange ? '; from a place and with a program not met before' : ''}`,
                    actors: [user],
                    objects: [domain],
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const sharing_sharing = [
    { metas: [anybody], wants: { operations: [...sharing_making, 'anonymouslinkused'] }, start: startAnybody },
    {
        metas: [sharing_outside],
        wants: {
            operations: [
                ...['addedtosecurelink', 'securelinkcreated', 'securelinkupdated', 'sharinginvitationcreated'],
                ...['sharingset', 'sharinginvitationupdated'],
            ],
        },
        start: startOutside,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/short-lived-accounts.js
/** Accounts that are made and soon privileged, or made and soon gone (ACC-01). */




const shortLived = {
    id: 'ACC-01',
    title: 'An account made, and soon privileged or deleted',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1136.003', 'T1098.003'],
    question: 'Did somebody make an account for a purpose of their own?',
    benign: 'A new administrator’s account, made as planned; a test account; a name mistyped and made again.',
    next: [
        'Ask the maker for the order behind it.',
        'Read all that the new account did while it existed.',
        'Check what else the maker’s account did that day, and from where.',
    ],
    source: 'https://attack.mitre.org/techniques/T1136/003/',
    needs: { recordTypes: ['AzureActiveDirectory'] },
};
const short_lived_accounts_within = rule_day;
const roleActs = ['add member to role', 'add eligible member to role', 'add member to role completed (pim activation)'];
function short_lived_accounts_start(context) {
    const born = new BoundedMap('new accounts', 5_000, context.evictions);
    return {
        see(event) {
            if (event.result === 'failure')
                return;
            const account = foldUser(event.target.name || event.object);
            if (event.act === 'add user') {
                const kind = event.change('UserType')?.now;
                if (account !== '' && kind !== 'Guest' && !account.includes('#ext#'))
                    born.at(account, () => ({ time: event.time, event, acts: 0 }));
                return;
            }
            const one = born.get(account);
            if (!one || event.time - one.time > short_lived_accounts_within)
                return;
            if (roleActs.includes(event.act))
                one.role ??= { event, name: event.change('Role.DisplayName')?.now ?? 'a role' };
            if (event.act === 'delete user')
                one.deleted ??= event;
        },
        finish() {
            for (const [account, one] of born.entries())
                short_lived_accounts_tell(context, account, one);
        },
    };
}
function short_lived_accounts_tell(context, account, { event, role, deleted }) {
    if (!role && !deleted)
        return;
    const maker = event.user;
    // Provisioning makes and unmakes accounts all day; giving roles is not its work.
    if (!role && event.kind !== 'person' && event.kind !== 'guest')
        return;
    const ends = [role?.event, deleted].filter(one => one !== undefined);
    const acts = [role && `was given ${role.name}`, deleted && 'was deleted'].filter(Boolean).join(' and ');
    const last = Math.max(...ends.map(one => one.time));
    context.report({
        rule: shortLived.id,
        key: account,
        severity: role ? (deleted ? 'high' : 'medium') : 'low',
        title: `${account}, made by ${maker || 'a service'}, ${acts}`,
        why: `Made, and within ${spanText(last - event.time)} it ${acts}`,
        actors: [...new Set([maker, ...ends.map(one => one.user)])].filter(Boolean),
        users: [account],
        objects: [account, ...(role ? [role.name] : [])],
        addresses: event.address ? [event.address.text] : [],
        evidence: EvidenceList.of(event, ...ends),
    });
}
const shortLivedAccounts = [
    { metas: [shortLived], wants: { operations: ['add user', 'delete user', ...roleActs] }, start: short_lived_accounts_start },
];

;// CONCATENATED MODULE: ./lib/detect/rules/teams.js




const deleted = {
    id: 'TMS-02',
    title: 'Teams deleted',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1485'],
    question: 'Does somebody delete teams by the dozen?',
    benign: 'The end of a school year; a clean-up.',
    next: ['Ask the person.', 'Restore the groups within thirty days.', 'Look at where the account was signed in from.'],
    source: 'https://attack.mitre.org/techniques/T1485/',
    needs: { operations: ['teamdeleted'] },
};
const additions = {
    ...deleted,
    id: 'TMS-03',
    title: 'Applications, bots, tabs or connectors in Teams',
    confidence: 'low',
    techniques: ['T1176', 'T1671'],
    question: 'Which programs were let into conversations?',
    benign: 'People who equip their teams.',
    next: [
        'Look the application up, and what it may read.',
        'Ask whoever added it.',
        'Block it in the Teams admin center if nobody needs it.',
    ],
    source: 'https://learn.microsoft.com/microsoftteams/audit-log-events',
    needs: { operations: ['appinstalled', 'botaddedtoteam', 'connectoradded', 'tabadded'] },
};
function startDeleted(context) {
    const bursts = new Bursts({ name: 'who deletes teams', span: rule_day, least: 4, by: 'terms' }, context.evictions);
    return {
        see(event) {
            if (event.isService || event.result === 'failure')
                return;
            bursts.add(event, {
                owner: event.user,
                term: event.text('AADGroupId') || event.text('TeamGuid') || event.text('TeamName'),
                tally: event.text('TeamName').slice(0, 200),
                strange: isUnknownUser(context, event),
                place: event.address?.text,
            });
        },
        finish() {
            const least = scaled(4, 1, context.tenant.users);
            for (const [user, all] of bursts.finish()) {
                const [most] = [...all].sort((a, b) => b.terms.size - a.terms.size);
                if (!most || (most.terms.size < least && most.strange === 0))
                    continue;
                context.report({
                    rule: deleted.id,
                    key: user,
                    severity: most.strange > 0 ? 'medium' : 'low',
                    title: `${user} deleted ${countOf(most.terms.toString(), 'team')}`,
                    why: `Within ${spanText(most.last - most.first)}: ${listed([...most.tally.keys()].filter(Boolean).map(novelty_quoted), 5)}`,
                    actors: [user],
                    objects: [...most.tally.keys()].filter(Boolean).slice(0, 20),
                    addresses: most.places.list(),
                    evidence: most.evidence,
                });
            }
        },
    };
}
const teams_programs = matching(additions, { operations: ['appinstalled', 'botaddedtoteam', 'connectoradded', 'tabadded', 'new-app', 'apppublishedtocatalog'] }, (event, context) => {
    const name = event.text('AddOnName') || event.text('AppName') || event.parameters.get('Url') || event.object;
    const loaded = /sideload/i.test(event.text('AppDistributionMode')) || event.act === 'new-app';
    const strange = isUnknownUser(context, event);
    return {
        key: `${event.user} ${loaded ? 'own' : 'catalogue'}`,
        severity: strange ? 'medium' : loaded ? 'low' : 'hint',
        title: `${event.user} added ${novelty_quoted(name || 'a program')}`,
        why: `${event.operation.trim()}${loaded ? ', not out of the catalogue' : ''}${strange ? '; from a place and with a program not met before' : ''}`,
        objects: [name].filter(Boolean),
    };
});
const teams_teams = [{ metas: [deleted], wants: { operations: ['teamdeleted'] }, start: startDeleted }, teams_programs];

;// CONCATENATED MODULE: ./lib/detect/rules/teams-external-users.js
/** Strangers who write to people in Teams: as helpdesk (TMS-01), or with a link that somebody signs in at (TMS-05). */







const helpdesk = {
    id: 'TMS-01',
    title: 'A stranger in the helpdesk’s dress',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1566.003', 'T1656'],
    question: 'Did somebody outside write to people as if they were support?',
    benign: 'A service provider who does support us.',
    next: [
        'Ask those who were written to what they were asked to do.',
        'Look for remote control, codes given away, programs started.',
        'Block the sender’s organisation in Teams.',
    ],
    source: 'https://attack.mitre.org/techniques/T1566/003/',
    needs: { operations: ['chatcreated'], recordTypes: ['MicrosoftTeams'] },
};
const links = {
    ...helpdesk,
    id: 'TMS-05',
    title: 'A link from outside, and then a sign-in that gives access away',
    techniques: ['T1566.003', 'T1528'],
    question: 'Did somebody follow a stranger’s link and sign in for them?',
    benign: 'A partner’s link, and a sign-in that happened to come after.',
    needs: { operations: ['messagecreatedhaslink'] },
};
const supportName = /(^|[^\p{L}])(help ?-?desk|service ?-?desk|it[ _-]?support|it[ _-]?(help|admin|abteilung|service)|tech(nical)? support|microsoft (security|support|teams support)|security team|support technique|soporte|systemadministrator|administrator|it-hilfe)([^\p{L}]|$)/iu;
function membersOf(event) {
    const members = event
        .list('Members')
        .slice(0, 100)
        .filter(json/* isObject */.Gv)
        .map(one => ({ user: foldUser((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(one, 'UPN'))), name: (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(one, 'DisplayName')).slice(0, 200) }));
    const author = { user: event.user, name: event.text('UserDisplayName') || event.text('SenderName') };
    return members.some(({ user }) => user === event.user) ? members : [author, ...members];
}
function hasForeigners(event) {
    return (0,field_values/* isTrue */.Hn)(event.in('ParticipantInfo', 'HasForeignTenantUsers'));
}
/** Whose domain is neither of the tenant nor a guest's of it. */
function isForeign(context, user) {
    return user.includes('@') && !user.includes('#ext#') && context.tenant.isOutside(domainOf(user));
}
const chats = matching(helpdesk, { operations: ['chatcreated'] }, (event, context) => {
    if (!hasForeigners(event) || !/^oneonone$/i.test(event.text('CommunicationType')))
        return undefined;
    const members = membersOf(event);
    const dressed = members.filter(({ user, name }) => supportName.test(name) || supportName.test(user.split('@')[0] ?? ''));
    if (dressed.length === 0)
        return undefined;
    return {
        key: dressed[0]?.user ?? '',
        title: '',
        why: '',
        actors: dressed.map(({ user }) => user),
        // Which domains are ours is known at the end.
        settle: () => {
            const [sender] = dressed.filter(({ user }) => isForeign(context, user));
            if (!sender)
                return 'drop';
            const others = members.filter(({ user }) => user !== sender.user).map(({ user }) => user);
            return {
                actors: [sender.user],
                users: others,
                confidence: sender.user.endsWith('.onmicrosoft.com') ? 'high' : 'medium',
                title: `${sender.user} wrote to ${listed(others)} as ${novelty_quoted(sender.name || sender.user)}`,
                why: `A chat between two, and ${domainOf(sender.user)} is not ours`,
                objects: [sender.name || sender.user],
            };
        },
    };
});
/** Clients and ways to sign in by which a victim hands a stranger a token. */
const handing = new Set([
    ...['29d9ed98-a469-4536-ade2-f981bc1d605e', 'aebc6443-996d-45c2-90f0-388ff96faa56'],
    ...['04b07795-8ddb-461a-bbee-02f9e1bf7b46', '1950a258-227b-4e31-a9cf-717495945fc2'],
]);
function startLinks(context) {
    const threads = new BoundedMap('chats with strangers', 5_000, context.evictions);
    const sent = new BoundedMap('links from strangers', 20_000, context.evictions);
    return {
        see(event) {
            const { user, time } = event;
            if (event.act === 'userloggedin') {
                const before = sent.get(user);
                if (!before || time - before.mark.time > rule_hour || event.kind !== 'person')
                    return;
                const code = /^cmsi:cmsi$/i.test(event.extended.get('RequestType'));
                if (!code && !(handing.has(event.application) && isUnfamiliarAddress(context, event)))
                    return;
                const { from, mark } = before;
                context.report({
                    ...signalOf(event, {
                        rule: links.id,
                        key: `${from} ${user}`,
                        title: `${user} got a link from ${from} and signed in ${code ? 'with a device code' : 'for another client'}`,
                        why: `The sign-in came ${spanText(time - mark.time)} after the link`,
                        users: [from],
                        settle: () => (isForeign(context, from) ? {} : 'drop'),
                    }),
                    evidence: EvidenceList.of(mark, event),
                });
                return;
            }
            const thread = event.text('ChatThreadId');
            const people = membersOf(event).map(one => one.user);
            if (hasForeigners(event) && people.length > 1 && people.length <= 50)
                threads.at(thread, () => people.filter(Boolean));
            if (event.act !== 'messagecreatedhaslink' || event.isService)
                return;
            // Most links are sent by people of the house: theirs are nobody's trap.
            if (!hasForeigners(event) && event.kind === 'person' && !threads.get(thread))
                return;
            const recipients = (threads.get(thread) ?? people).filter(one => one !== user);
            const { mark } = event;
            for (const one of recipients.slice(0, 50)) {
                sent.delete(one);
                sent.at(one, () => ({ from: user, mark }));
            }
            context.report({
                rule: links.id,
                key: user,
                severity: 'hint',
                title: `${user} sent a link to ${listed(recipients) || 'somebody'}`,
                why: 'The sender is of another organisation',
                actors: [user],
                users: recipients,
                evidence: EvidenceList.of(mark),
                settle: () => (isForeign(context, user) ? {} : 'drop'),
            });
        },
    };
}
const teamsExternalUsers = [
    chats,
    {
        metas: [links],
        wants: { operations: ['chatcreated', 'messagecreatedhaslink', 'userloggedin'] },
        start: startLinks,
    },
];

;// CONCATENATED MODULE: ./lib/detect/rules/tenant-access.js
/** Who gets in, and how: Conditional Access (CFG-01), places without a second step (CFG-02), methods (CFG-07), defaults (CFG-08). */




const conditional = {
    id: 'CFG-01',
    title: 'Conditional Access was changed',
    severity: 'low',
    confidence: 'high',
    techniques: ['T1556.009', 'T1484.002'],
    question: 'Was a door opened that a policy kept shut?',
    benign: 'The roll-out or upkeep of policies.',
    next: [
        'Compare the policy before and after.',
        'Ask the one who changed it for the order behind it.',
        'See who signed in through the gap since.',
    ],
    source: 'https://attack.mitre.org/techniques/T1556/009/',
    needs: { operations: [/^(add|update|delete) (conditional access policy|named location)$/] },
};
const trusted = {
    ...conditional,
    id: 'CFG-02',
    title: 'Places where no second step is asked for were added',
    techniques: ['T1556.006', 'T1562.007'],
    question: 'From where does a password alone now suffice?',
    benign: 'A new office.',
    needs: { operations: ['set company information'] },
};
const tenant_access_methods = {
    ...conditional,
    id: 'CFG-07',
    title: 'How people may prove who they are was changed',
    techniques: ['T1556', 'T1649'],
    question: 'Can somebody now sign in by a certificate of their own, or by a weaker method?',
    benign: 'The roll-out of new methods or certificates.',
    next: [
        'Find out whose certificate authority it is.',
        'Ask the one who changed it for the order behind it.',
        'Take it back if nobody ordered it, and look for sign-ins that used it.',
    ],
    needs: { operations: ['set company information', 'authentication methods policy update'] },
};
const defaults = {
    ...conditional,
    id: 'CFG-08',
    title: 'Security defaults, risk policies or device registration were changed',
    techniques: ['T1556', 'T1562'],
    question: 'Was a protection of the whole tenant switched off?',
    benign: 'The move from security defaults to policies of one’s own.',
    needs: {
        operations: [
            ...['update policy', 'update security defaults', 'set device registration policies'],
            'update user risk and mfa registration policy',
        ],
    },
};
function conditionalMatch(event) {
    const change = event.change('ConditionalAccessPolicy') ?? event.change('NamedLocation') ?? event.change('PolicyDetail');
    const old = objectIn(change?.old ?? '');
    const now = objectIn(change?.now ?? '');
    const name = event.target.name || (0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(now, 'displayName') ?? (0,field_values/* own */.ZV)(old, 'displayName')) || event.object;
    const where = event.act.endsWith('named location');
    const what = where ? 'the named location' : 'the policy';
    const { severity, why } = where ? locationChange(event, old, now) : policyChange(event, old, now);
    return {
        key: `${event.user} ${name}`,
        severity,
        title: `${event.user} ${event.act.startsWith('delete') ? 'deleted' : event.act.startsWith('add') ? 'made' : 'changed'} ${what} ${novelty_quoted(name)}`,
        why,
        objects: [name],
    };
}
function policyChange(event, old, now) {
    if (event.act.startsWith('delete'))
        return { severity: 'medium', why: 'A policy that is deleted keeps nobody out' };
    if (event.act.startsWith('add'))
        return { severity: 'hint', why: 'A new policy' };
    const isOn = (policy) => /^enabled$/i.test((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(policy, 'state')));
    if (isOn(old) && (0,field_values/* own */.ZV)(now, 'state') !== undefined && !isOn(now))
        return { severity: 'medium', why: `Its state went from enabled to ${novelty_quoted((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(now, 'state')))}` };
    const controls = (policy) => textsOf((0,field_values/* own */.ZV)((0,field_values/* own */.ZV)(policy, 'grantControls'), 'builtInControls'));
    const lost = without(controls(old), controls(now));
    if (lost.length > 0 && isOn(old))
        return { severity: 'medium', why: `It does not ask for ${listed(lost)} any more` };
    for (const list of ['excludeUsers', 'excludeGroups', 'excludeRoles', 'excludeApplications', 'excludeLocations']) {
        const gained = without(excluded(now, list), excluded(old, list));
        if (gained.length > 0)
            return { severity: 'low', why: `${list} grew by ${gained.length}: ${listed(gained)}` };
    }
    return { severity: 'hint', why: `Changed: ${listed(event.changed) || 'what, the record does not say'}` };
}
function locationChange(event, old, now) {
    const isTrusted = (place) => /^true$/i.test((0,field_values/* textOf */.b6)((0,field_values/* own */.ZV)(place, 'isTrusted')));
    const gained = without(rangesIn(JSON.stringify(now)), rangesIn(JSON.stringify(old)));
    if (event.act.startsWith('delete') || !isTrusted(now))
        return { severity: 'hint', why: gained.length > 0 ? `It now holds ${listed(gained)}` : 'It is not a trusted one' };
    if (!isTrusted(old) && event.act.startsWith('update'))
        return { severity: 'low', why: 'It went from not trusted to trusted' };
    return { severity: gained.length > 0 ? 'low' : 'hint', why: `Trusted; new: ${listed(gained) || 'no range'}` };
}
/** Under `conditions.users`, `.applications` or `.locations`. */
function excluded(policy, list) {
    const conditions = (0,field_values/* own */.ZV)(policy, 'conditions');
    return ['users', 'applications', 'locations'].flatMap(part => textsOf((0,field_values/* own */.ZV)((0,field_values/* own */.ZV)(conditions, part), list)));
}
function textsOf(value) {
    return Array.isArray(value) ? value.slice(0, 2_000).map(field_values/* textOf */.b6).filter(Boolean) : [];
}
function without(of, known) {
    const there = new Set(known);
    return [...new Set(of)].filter(one => !there.has(one));
}
function objectIn(text) {
    const value = (0,field_values/* nested */.cY)(text);
    const only = Array.isArray(value) ? value[0] : value;
    const inner = typeof only === 'string' ? (0,field_values/* nested */.cY)(only) : only;
    return (0,json/* isObject */.Gv)(inner) ? inner : {};
}
function rangesIn(text) {
    return (text
        .slice(0, 60_000)
        .match(/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\/\d{1,2}\b|\b[\da-f]{1,4}:[\da-f:]{1,40}\/\d{1,3}\b/gi) ?? []);
}
function trustedMatch(event) {
    const change = event.change('StrongAuthenticationPolicy');
    const gained = without(rangesIn(change?.now ?? ''), rangesIn(change?.old ?? ''));
    if (gained.length === 0)
        return undefined;
    const wide = gained.filter(range => Number(range.split('/')[1]) <= (range.includes(':') ? 32 : 16));
    return {
        key: event.user,
        severity: wide.length > 0 ? 'medium' : 'low',
        title: `${event.user} added places where no second step is asked for`,
        why: `New: ${listed(gained, 5)}${wide.length > 0 ? `; ${listed(wide)} is wider than any office` : ''}`,
        objects: gained.slice(0, 20),
    };
}
function methodsMatch(event) {
    if (event.act === 'authentication methods policy update')
        return {
            key: event.user,
            severity: 'low',
            title: `${event.user} changed the policy of authentication methods`,
            why: `Changed: ${listed(event.changed) || 'what, the record does not say'}`,
        };
    const change = event.change('TrustedCAsForPasswordlessAuth');
    if (!change || change.now === '' || change.now === change.old)
        return undefined;
    return {
        key: `${event.user} authorities`,
        severity: 'medium',
        title: `${event.user} changed the certificate authorities that people may sign in by`,
        why: `TrustedCAsForPasswordlessAuth was ${change.old === '' ? 'empty' : 'another'} before; whoever holds such an authority’s key can sign in as anybody`,
    };
}
function defaultsMatch(event) {
    const text = event.changed
        .map(name => `${name} ${event.change(name)?.now ?? ''}`)
        .join('\n')
        .slice(0, 60_000);
    const all = `${event.target.name} ${event.object} ${text}`;
    const secure = event.act === 'update security defaults' || /security ?defaults/i.test(all);
    if (event.act === 'update policy' && !secure && !/SecurityRiskPolicy/i.test(all))
        return undefined;
    const disabled = secure && /(isenabled|enabled|state)\W{1,10}(false|disabled)/i.test(text);
    return {
        key: `${event.user} ${event.act}`,
        severity: disabled ? 'medium' : 'low',
        title: disabled
            ? `${event.user} switched security defaults off`
            : `${event.user} changed a policy of the whole tenant`,
        why: `${event.operation.trim()}: ${novelty_quoted(event.target.name || listed(event.changed) || event.object)}`,
        objects: [event.target.name].filter(Boolean),
    };
}
const tenantAccess = [
    matching(conditional, { operations: [/^(add|update|delete) (conditional access policy|named location)$/] }, conditionalMatch),
    matching(trusted, { operations: ['set company information'], services: true }, trustedMatch),
    matching(tenant_access_methods, { operations: ['set company information', 'authentication methods policy update'] }, methodsMatch),
    matching(defaults, { operations: defaults.needs.operations ?? [] }, defaultsMatch),
];

;// CONCATENATED MODULE: ./lib/detect/rules/tenant-trust.js


const consent = {
    id: 'CFG-03',
    title: 'What people and guests may do was loosened',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1562', 'T1556'],
    question: 'Can people now let in applications or guests that they could not before?',
    benign: 'A decision of the organisation’s.',
    next: [
        'Ask the one who changed it for the order behind it.',
        'See which consents and guests came since.',
        'Set it back if nobody ordered it.',
    ],
    source: 'https://attack.mitre.org/techniques/T1562/',
    needs: { operations: ['update authorization policy', 'update policy'] },
};
const domain = {
    ...consent,
    id: 'CFG-04',
    title: 'A domain or its federation was changed',
    confidence: 'high',
    techniques: ['T1484.002'],
    question: 'Can somebody now vouch for our people from a server of their own?',
    benign: 'A merger, a new brand, the yearly change of a certificate.',
    next: [
        'Ask the one who changed it for the order behind it.',
        'Check the domain’s identity provider: issuer, addresses, certificates.',
        'Set the domain back to managed, and end all sessions, if nobody ordered it.',
    ],
    source: 'https://attack.mitre.org/techniques/T1484/002/',
    needs: {
        operations: [
            ...['add unverified domain', 'verify domain', 'set domain authentication', 'set federation settings on domain'],
            'set domainfederationsettings on domain',
        ],
    },
};
const partners = {
    ...consent,
    id: 'CFG-05',
    title: 'Trust in other tenants was changed',
    techniques: ['T1484.002', 'T1199'],
    question: 'Whose people, or whose second step, do we now trust?',
    benign: 'Work with a partner.',
    next: [
        'Find out whose the other tenant or domain is.',
        'Ask the one who changed it for the order behind it.',
        'See who came from there since.',
    ],
    source: 'https://attack.mitre.org/techniques/T1199/',
    needs: { operations: [/cross-tenant access setting/, 'sharingpolicychanged'] },
};
const features = {
    ...consent,
    id: 'CFG-06',
    title: 'Features of the directory were changed',
    techniques: ['T1556', 'T1484'],
    question: 'Were passwords, synchronisation or features of the directory changed?',
    benign: 'Upkeep of the directory and its synchronisation.',
    needs: { operations: ['set directory feature on tenant', 'set password policy', 'set dirsyncenabled flag'] },
};
function consentMatch(event) {
    const { user } = event;
    const isUpdate = event.act === 'update authorization policy';
    const all = `${event.target.name} ${event.object} ${event.changed.map(name => event.change(name)?.now ?? '').join('\n')}`;
    if (!isUpdate && !all.slice(0, 60_000).includes('B2BManagementPolicy'))
        return undefined;
    const change = (name) => {
        const found = event.change(name);
        return found && found.old !== found.now ? found : undefined;
    };
    const risky = change('AllowUserConsentForRiskyApps');
    const grants = change('PermissionGrantPolicyIdsAssignedToDefaultUserRole');
    const invites = change('AllowInvitesFrom');
    const guests = change('GuestUserRoleId');
    const opened = (grants?.gained.join(' ') ?? '').includes('microsoft-user-default-legacy');
    const found = [];
    if (risky && /^true$/i.test(risky.now))
        found.push(['medium', 'AllowUserConsentForRiskyApps became true: people may let in what Microsoft calls risky']);
    if (grants && opened)
        found.push(['medium', 'People may now consent to any application']);
    if (invites && /^everyone$/i.test(invites.now))
        found.push(['low', `AllowInvitesFrom went from ${novelty_quoted(invites.old)} to everyone`]);
    if (guests?.now.toLowerCase() === 'a0b1b346-4d3e-4e8b-98f8-753987be4970')
        found.push(['low', 'Guests may now read as much as members']);
    if (change('DefaultUserRoleOverrides'))
        found.push(['low', 'DefaultUserRoleOverrides changed: what everybody may do']);
    if (!isUpdate)
        found.push(['low', 'B2BManagementPolicy changed: which domains guests may come from']);
    const [first] = [...found].sort(([a], [b]) => (a === b ? 0 : a === 'medium' ? -1 : 1));
    return {
        key: `${user} ${event.act}`,
        severity: first?.[0] ?? 'hint',
        title: `${user} changed what people and guests may do`,
        why: found.length > 0
            ? found.map(([, why]) => why).join('; ')
            : `Changed: ${listed(event.changed) || 'what, the record does not say'}`,
    };
}
const directoryDomains = domain.needs.operations ?? [];
const tenant_trust_cmdlets = [
    ...['add-accepteddomain', 'new-accepteddomain', 'set-accepteddomain', 'add-federateddomain'],
    'set-msoldomainfederationsettings',
];
function domainMatch(event) {
    const { act, user } = event;
    const name = event.target.name || event.parameters.get('DomainName') || event.parameters.get('Identity') || event.object;
    const all = event.changed
        .map(one => `${one} ${event.change(one)?.now ?? ''}`)
        .join(' ')
        .slice(0, 20_000);
    const old = event.changed
        .map(one => event.change(one)?.old ?? '')
        .join(' ')
        .slice(0, 20_000);
    const federated = act === 'set domain authentication' && /federated/i.test(all) && !/federated/i.test(old);
    const settings = /federation ?settings|federateddomain/.test(act);
    const why = federated
        ? 'Its authentication became Federated: whoever runs its identity provider can sign in as its people'
        : settings
            ? `The identity provider that vouches for its people was changed: ${listed(event.changed) || event.operation.trim()}`
            : `${event.operation.trim()}: ${novelty_quoted(name)}`;
    return {
        key: `${user} ${name.slice(0, 200)}`,
        severity: federated ? 'high' : settings ? 'medium' : act === 'set-accepteddomain' ? 'hint' : 'low',
        title: federated
            ? `${user} let another server vouch for ${novelty_quoted(name)}`
            : `${user} changed the domain ${novelty_quoted(name)}`,
        why,
        objects: [name].filter(Boolean),
    };
}
function partnerMatch(event) {
    const { user } = event;
    if (event.act === 'sharingpolicychanged') {
        const change = event.change('AllowDomainList') ?? event.change('SharingAllowedDomainList');
        const words = (text) => text.split(/[\s,;"[\]]+/).filter(word => word.includes('.'));
        const old = new Set(words(change?.old ?? ''));
        const gained = words(change?.now ?? '').filter(word => !old.has(word));
        return gained.length === 0
            ? undefined
            : {
                key: `${user} sharing`,
                title: `${user} allowed sharing with ${gained.length} more domains`,
                why: `New: ${listed(gained.map(novelty_quoted))}`,
                objects: gained.slice(0, 20),
            };
    }
    const values = event.changed.map(name => event.change(name));
    const accepts = (text) => /isMfaAccepted\W{1,10}true/i.test(text.slice(0, 60_000));
    const trusts = values.some(change => change && accepts(change.now) && !accepts(change.old));
    const partner = event.target.name || event.object;
    return {
        key: `${user} ${partner}`,
        severity: trusts ? 'medium' : 'low',
        title: `${user} changed the trust in ${event.act.includes('default') ? 'all other tenants' : 'another tenant'}`,
        why: `${event.operation.trim()}${partner ? `: ${novelty_quoted(partner)}` : ''}${trusts ? '; their second step now counts as ours' : ''}`,
        objects: [partner].filter(Boolean),
    };
}
function featureMatch(event) {
    const change = event.change('DirSyncEnabled');
    const off = change !== undefined && /true/i.test(change.old) && /false/i.test(change.now);
    return {
        key: `${event.user} ${event.act}`,
        severity: off ? 'medium' : event.act === 'set directory feature on tenant' ? 'hint' : 'low',
        title: `${event.user} changed the directory: ${event.operation.trim()}`,
        why: off
            ? 'DirSyncEnabled went from true to false: accounts are not synchronised any more'
            : `Changed: ${listed(event.changed) || 'what, the record does not say'}`,
    };
}
const tenantTrust = [
    matching(consent, { operations: ['update authorization policy', 'update policy'] }, consentMatch),
    matching(domain, { operations: [...directoryDomains, ...tenant_trust_cmdlets] }, domainMatch),
    matching(partners, { operations: [/cross-tenant access setting/, 'sharingpolicychanged'] }, partnerMatch),
    matching(features, { operations: features.needs.operations ?? [] }, featureMatch),
];

;// CONCATENATED MODULE: ./lib/detect/rules/unusual-volume.js
/** STA-01: far more on one day than on a user's other days. */



const volume = {
    id: 'STA-01',
    title: 'Far more than on this person’s other days',
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1530', 'T1114.002'],
    question: 'Did somebody do many times what they do on other days?',
    benign: 'A first synchronisation, a move of files, a mailing, a clean-up, the end of a quarter.',
    next: [
        'Look at what was touched: one project’s folder, or everything.',
        'Compare place and program with the person’s other days.',
        'Ask the person.',
    ],
    source: 'https://attack.mitre.org/techniques/T1530/',
    needs: { operations: [/^file/, 'mailitemsaccessed', 'send', 'softdelete', 'harddelete'] },
};
const leastDeviation = 0.35;
const words = {
    download: 'downloads',
    access: 'opened files',
    modify: 'changed files',
    delete: 'deleted items',
    send: 'sent messages',
    'mail-read': 'records of mail read',
    share: 'shares',
    admin: 'administrative acts',
};
const grave = new Set(['download', 'delete', 'send', 'mail-read', 'share']);
function volumes(context) {
    return {
        see() { },
        finish() {
            const { people } = context.profiles;
            const ceilings = groups.map((_, i) => ceiling(people.values(), i));
            for (const [user, person] of people.entries()) {
                const found = groups.flatMap((group, i) => {
                    const volume = person.volumes[i];
                    const excess = volume && excessOf(context, { user, group, volume, common: ceilings[i] ?? 0 });
                    return excess ? [excess] : [];
                });
                if (found.length > 0)
                    tellVolume(context, user, found);
            }
        },
    };
}
/** What 99 of 100 people do on a usual day; for people of whom little is known. */
function ceiling(people, index) {
    const medians = [];
    for (const person of people) {
        const habit = volumeOf(person.volumes[index]?.byDay ?? []);
        if (habit)
            medians.push(Math.expm1(habit.median));
    }
    medians.sort((a, b) => a - b);
    return medians[Math.floor(medians.length * 0.99)] ?? 0;
}
/** The busiest day, where it stands out. */
function excessOf(context, { user, group, volume, common }) {
    const { byDay } = volume;
    let busiest = 0;
    byDay.forEach((count, i) => {
        if (count > (byDay[busiest] ?? 0))
            busiest = i;
    });
    const count = byDay[busiest] ?? 0;
    if (count < 100)
        return undefined;
    const others = byDay.map((value, i) => (i === busiest ? 0 : value));
    const habit = merged(volumeOf(others), context.history?.volume(user, group));
    const known = habit !== undefined && habit.days >= 5;
    const z = known ? (Math.log1p(count) - habit.median) / Math.max(leastDeviation, 1.4826 * habit.deviation) : 0;
    if (known ? z < 6 : count < 5 * common || common === 0)
        return undefined;
    const evidence = volumeEvidence(volume, busiest);
    if (!evidence)
        return undefined;
    const usual = Math.round(known ? Math.expm1(habit.median) : common).toLocaleString('en-US');
    const comparison = known
        ? `where a usual day of ${habit.days} known ones has ${usual}`
        : `by somebody hardly known, where 99 of 100 people have at most ${usual} on a usual day`;
    return { group, count, usual: comparison, z, evidence };
}
function tellVolume(context, user, found) {
    const [first] = [...found].sort((a, b) => b.z - a.z || b.count - a.count);
    if (!first)
        return;
    const evidence = new EvidenceList();
    for (const one of found)
        evidence.join(one.evidence);
    const texts = found.map(({ count, group, usual }) => `${count.toLocaleString('en-US')} ${words[group]} on one day, ${usual}`);
    context.report({
        rule: volume.id,
        key: user,
        severity: first.z >= 8 && first.count >= 500 && grave.has(first.group) ? 'medium' : 'low',
        confidence: first.z >= 8 ? 'medium' : 'low',
        title: `${user}: ${first.count.toLocaleString('en-US')} ${words[first.group]} in a day`,
        why: texts.join('; '),
        actors: [user],
        evidence,
    });
}
function merged(now, before) {
    if (!now || !before)
        return now ?? before;
    const share = now.days / (now.days + before.days);
    return {
        median: share * now.median + (1 - share) * before.median,
        deviation: share * now.deviation + (1 - share) * before.deviation,
        days: now.days + before.days,
    };
}
const unusualVolume = [{ metas: [volume], wants: {}, start: volumes }];

;// CONCATENATED MODULE: ./lib/detect/rules/watched-addresses.js


const watched_addresses_listed = {
    id: 'AUTH-21',
    title: 'An address of your own list',
    severity: 'medium',
    confidence: 'medium',
    techniques: ['T1090.003', 'T1078.004'],
    question: 'Did anything come from addresses that are known as bad or anonymous?',
    benign: 'Somebody uses a VPN whose exit stands on the list; the list is old, and the address has another owner.',
    next: [
        'Ask the person whether they use this network.',
        'Read everything else that came from the address this month.',
        'Revoke sessions and change the password if nobody knows it; take the address off the list if it is harmless.',
    ],
    source: 'https://attack.mitre.org/techniques/T1090/003/',
    needs: { recordTypes: typesWithPlaces },
};
function watched_addresses_start(context) {
    const { watched } = context;
    const see = (event) => {
        const { address } = event;
        const entry = address && watched.of(address);
        if (!entry || event.isService)
            return;
        const refused = event.result === 'failure';
        context.report(signalOf(event, {
            rule: watched_addresses_listed.id,
            key: address.text,
            severity: refused ? 'low' : 'medium',
            title: `${address.text} is on your list of addresses, and ${refused ? 'was refused' : 'was let in'}`,
            why: `Listed as ${entry.address}: ${entry.reason}`,
        }));
    };
    return watched.size > 0
        ? { see }
        : { see: () => undefined, blind: 'no list of addresses: `watched` in the file of accepted findings' };
}
const watchedAddresses = [{ metas: [watched_addresses_listed], wants: { recordTypes: typesWithPlaces }, start: watched_addresses_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/index.js

























































const allRules = [
    ...passwordSpray,
    ...bruteForce,
    ...mfaFatigue,
    ...clientProbing,
    ...blockedAccounts,
    ...sharedAddresses,
    ...watchedAddresses,
    ...shortLivedAccounts,
    ...applicationChains,
    ...scriptedSignIns,
    ...deviceCodes,
    ...firstPartyClientAbuse,
    ...sessions,
    ...federatedSignIns,
    ...consents,
    ...applicationPermissions,
    ...applications,
    ...applicationKeys,
    ...knownClients,
    ...roles,
    ...delegatedRoles,
    ...accounts,
    ...methods,
    ...newDevices,
    ...tenantAccess,
    ...tenantTrust,
    ...inboxRules,
    ...forwardingRules,
    ...mailFlow,
    ...mailboxRights,
    ...mailboxReading,
    ...mailApplications,
    ...othersMailboxes,
    ...outboundMail,
    ...mailDeletions,
    ...searches,
    ...auditing,
    ...securityControls,
    ...collaborationSettings,
    ...bulkFiles,
    ...fileScripts,
    ...sharing_sharing,
    ...massDeletion,
    ...harmfulFiles,
    ...guestInvitations,
    ...eDiscovery,
    ...flows,
    ...teamsExternalUsers,
    ...teams_teams,
    ...copilot,
    ...alerts,
    ...unusualVolume,
    ...rareOperations,
    ...newNetworkOrClient,
    ...unusualAdministration,
    ...dormantAccounts,
    ...missingWorkloads,
];

;// CONCATENATED MODULE: ./lib/detect/sequences.js
/**
 * What weighs more for what came before it: an act that keeps, widens or uses an access, soon after a sign-in that somebody
 * else may have made. The act's finding is raised, and says after what.
 */


/** Signs that somebody else has the account. */
const doubtful = /^(AUTH-(05|05b|06|07|08|09|10|11|12|13|14|15|16|17|19|21|22)|STA-(04|05|06|09)|TMS-(01|05)|ALT-01)$/;
/** Attempts that were stopped: what the person does next is more likely the cure. */
const sequences_stopped = /^AUTH-(05b|06)$/;
/** Acts that keep, widen, hide or use an access. */
const consequent = /^(MBX-(0[1-9]|1\d|2[01])|ACC-\d\d|APP-\d\d|ROLE-\d\d|CFG-\d\d|AUD-\d\d|FIL-(0[1-6]|09|11)|EDI-01|FLOW-01|TMS-03|STA-0[18])$/;
const soon = rule_hour;
const sameDay = 24 * rule_hour;
/** Raises stories in place; those raised stay raised for the incidents made of them. */
function raiseSequences(stories) {
    const doubts = new Map();
    for (const story of stories) {
        if (!doubtful.test(story.meta.id))
            continue;
        for (const user of new Set([...story.actors, ...story.users])) {
            const list = doubts.get(user);
            const doubt = { story, strength: strengthOf(story) };
            if (list)
                list.push(doubt);
            else
                doubts.set(user, [doubt]);
        }
    }
    // Weights as they were: a raised act must not raise the next.
    const raised = stories
        .filter(story => consequent.test(story.meta.id))
        .flatMap(story => {
        const before = story.actors.flatMap(user => doubts.get(user) ?? []).filter(({ story: one }) => precedes(one, story));
        const [strongest] = before.sort((a, b) => b.strength - a.strength || a.story.evidence.first - b.story.evidence.first);
        return strongest ? [{ story, doubt: strongest }] : [];
    })
        .map(({ story, doubt }) => ({ story, doubt, weight: raisedWeight(story, doubt) }));
    for (const { story, doubt, weight } of raised) {
        if (severityRank(weight) <= severityRank(story.weight))
            continue;
        story.weight = weight;
        story.confidence = 'high';
        const gap = Math.max(0, story.evidence.first - momentOf(doubt.story, story));
        story.why = `${story.why}; ${spanText(gap)} after: ${doubt.story.title} (${doubt.story.meta.id})`;
    }
}
/** A hint that is sure of itself (a new network and a new program at once) counts as a low finding does. */
function strengthOf(story) {
    if (sequences_stopped.test(story.meta.id))
        return Math.min(severityRank('low'), severityRank(story.weight));
    return story.weight === 'hint' && story.confidence !== 'low' ? severityRank('low') - 0.5 : severityRank(story.weight);
}
/** The doubt's last record that is not later than the act. */
function momentOf(doubt, act) {
    const times = doubt.evidence.records().map(record => record.time);
    return Math.max(doubt.evidence.first, ...times.filter(time => time <= act.evidence.first));
}
function precedes(doubt, act) {
    if (doubt === act || doubt.meta.id === act.meta.id)
        return false;
    const gap = act.evidence.first - momentOf(doubt, act);
    return gap >= 0 && gap <= (severityRank(doubt.weight) >= severityRank('medium') ? sameDay : soon);
}
function raisedWeight(story, { strength }) {
    if (strength >= severityRank('medium')) {
        if (story.weight === 'hint' || story.weight === 'info')
            return 'low';
        return 'high';
    }
    if (strength >= severityRank('low') && story.weight === 'medium')
        return 'high';
    return strength > severityRank('info') && story.weight === 'low' ? 'medium' : story.weight;
}

;// CONCATENATED MODULE: ./lib/detect/tenant.js

const tenant_mostPeople = 200_000;
const mostDomains = 2_000;
/** Mail providers for everybody: never a tenant's own, whoever signs in with such a name. */
const publicProviders = new Set([
    ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'ymail.com'],
    ...['icloud.com', 'me.com', 'mac.com', 'aol.com', 'gmx.de', 'gmx.net', 'gmx.com', 'web.de', 'mail.ru', 'yandex.ru'],
    ...['qq.com', '163.com', '126.com', 'proton.me', 'protonmail.com', 'tutanota.com', 'tuta.io', 'mail.com', 'zoho.com'],
    ...['t-online.de', 'orange.fr', 'free.fr', 'laposte.net', 'wp.pl', 'seznam.cz', 'libero.it', 'bluewin.ch'],
]);
class TenantFacts {
    people = new Set();
    signedIn = new Map();
    own;
    /** Names that were looked at: most records name the same few. */
    claimed = new Set();
    atLeast;
    /** @param atLeast people known from elsewhere: a hint, or last month's baseline. */
    constructor(domains, atLeast) {
        this.own = new Set(domains.map(domain => domain.toLowerCase()));
        this.atLeast = atLeast;
    }
    see(event) {
        if (event.kind !== 'person')
            return;
        const { user } = event;
        const met = this.people.has(user);
        // Whoever only failed to sign in may be a name that a stranger made up.
        if (!met && event.act !== 'userloginfailed' && this.people.size < tenant_mostPeople)
            this.people.add(user);
        if (event.recordType.startsWith('Exchange')) {
            this.claim(event.text('MailboxOwnerUPN'));
            this.claim(event.text('OrganizationName'));
        }
        if (!met && event.act === 'userloggedin')
            this.count(domainOf(user), user);
    }
    /** People who did anything this month, or were known before: what thresholds are measured against. */
    get users() {
        return Math.max(this.atLeast, this.people.size, 1);
    }
    /**
     * Whether a domain is the tenant's own: configured, an Exchange organisation or mailbox owner's, or that of a good
     * part of those who sign in. Ask at the month's end, when all have been seen.
     */
    isOwn(domain) {
        const folded = domain.toLowerCase();
        if (this.own.has(folded))
            return true;
        if (publicProviders.has(folded))
            return false;
        if (folded.endsWith('.onmicrosoft.com') && this.sharesName(folded))
            return true;
        const signers = this.signedIn.get(folded)?.size ?? 0;
        return signers >= 2 && signers >= this.people.size / 20;
    }
    /** Whether an address, or a domain, lies outside; false for what is neither. */
    isOutside(addressOrDomain) {
        const domain = addressOrDomain.includes('@')
            ? domainOf(addressOrDomain.toLowerCase())
            : addressOrDomain.toLowerCase();
        return domain.includes('.') && !this.isOwn(domain);
    }
    /** What is written down for the next month. */
    ownDomains() {
        const candidates = new Set([...this.own, ...this.signedIn.keys()]);
        const own = [...candidates].filter(domain => this.isOwn(domain));
        return own.sort((a, b) => (a < b ? -1 : 1));
    }
    sharesName(folded) {
        const [name = ''] = folded.split('.');
        return [...this.own].some(domain => domain.split('.')[0]?.replaceAll('-', '') === name.replaceAll('-', ''));
    }
    /** @param name a mailbox owner's, or an organisation's domain. */
    claim(name) {
        if (this.claimed.has(name))
            return;
        if (this.claimed.size < tenant_mostPeople)
            this.claimed.add(name.slice(0, 400));
        const folded = name.toLowerCase();
        const domain = folded.includes('@') ? domainOf(folded) : folded;
        if (domain.includes('.') && !publicProviders.has(domain) && this.own.size < mostDomains)
            this.own.add(domain);
    }
    count(domain, user) {
        if (domain === '')
            return;
        let users = this.signedIn.get(domain);
        if (!users) {
            if (this.signedIn.size >= mostDomains)
                return;
            users = new Set();
            this.signedIn.set(domain, users);
        }
        users.add(user);
    }
}

;// CONCATENATED MODULE: ./lib/detect/term-index.js
const most = 400_000;
const learningDays = 7;
const term_index_day = 86_400_000;
class TermIndex {
    kinds = new Map();
    owners = new Map();
    history;
    start;
    evictions;
    size = 0;
    constructor(start, history, evictions) {
        this.start = start;
        this.history = history;
        this.evictions = evictions;
    }
    /** Writes a meeting down. @returns when the term was first met: −∞ for earlier months. */
    note(kind, owner, term, time) {
        if (term === '')
            return Number.NEGATIVE_INFINITY;
        let owners = this.kinds.get(kind);
        if (!owners) {
            owners = new Map();
            this.kinds.set(kind, owners);
        }
        let terms = owners.get(owner);
        if (!terms) {
            terms = new Map();
            owners.set(owner, terms);
        }
        const met = terms.get(term);
        if (met !== undefined)
            return met;
        if (this.size >= most) {
            this.evictions.add(`new terms (${kind})`);
            return Number.NEGATIVE_INFINITY;
        }
        const first = this.history?.has(kind, owner, term) ? Number.NEGATIVE_INFINITY : time;
        terms.set(term, first);
        this.size++;
        if (owner !== '')
            this.owners.set(`${kind} ${term}`, this.ownersOf(kind, term) + 1);
        return first;
    }
    /** When the term was first met: −∞ for earlier months, +∞ for never. Writes nothing down. */
    firstMet(kind, owner, term) {
        const met = this.kinds.get(kind)?.get(owner)?.get(term);
        if (met !== undefined)
            return met;
        return this.history?.has(kind, owner, term) ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    }
    /**
     * For how long the term has been known, in milliseconds: 0 at its first meeting, ∞ for what earlier months knew, and for
     * all that was first met while there was nothing to compare with (the first seven days without a baseline).
     */
    age(kind, owner, term, time) {
        const first = this.firstMet(kind, owner, term);
        if (first === Number.POSITIVE_INFINITY)
            return this.learning(kind, time) ? Number.POSITIVE_INFINITY : 0;
        if (this.learning(kind, first))
            return Number.POSITIVE_INFINITY;
        return Math.max(0, time - first);
    }
    /** Whether nothing new can be called new yet. */
    learning(kind, time) {
        return !this.history?.remembers(kind) && time < this.start + learningDays * term_index_day;
    }
    /** How many owners met a term this month. */
    ownersOf(kind, term) {
        return this.owners.get(`${kind} ${term}`) ?? 0;
    }
    /** Everything met this month, for the next baseline. */
    *all() {
        for (const [kind, owners] of this.kinds)
            for (const [owner, terms] of owners)
                for (const term of terms.keys())
                    yield { kind, owner, term };
    }
}

;// CONCATENATED MODULE: ./lib/detect/watched-addresses.js
/** Addresses and networks that the team wants to hear of: its own list, beside what it has accepted. */


const WatchedEntry = schemas/* strictObject */.rej({
    address: schemas/* string */.YjP().describe('an address, or a network as 198.51.100.0/22'),
    reason: schemas/* string */.YjP().min(1),
});
/**
 * Entries of the parsed YAML file, under `watched`.
 * @returns mistakes as sentences; good entries count all the same.
 */
function parseWatched(data) {
    const list = typeof data === 'object' && data !== null && 'watched' in data ? data.watched : undefined;
    if (list === undefined || list === null)
        return { entries: [], mistakes: [] };
    if (!Array.isArray(list))
        return { entries: [], mistakes: ['watched: expected a list of entries'] };
    const entries = [];
    const mistakes = [];
    list.forEach((item, index) => {
        const parsed = WatchedEntry.safeParse(item);
        const [issue] = parsed.error?.issues ?? [];
        if (!parsed.success)
            mistakes.push(`watched ${index + 1}: ${issue?.path.join('.') ?? ''} ${issue?.message}`);
        else if (!networkOf(parsed.data.address))
            mistakes.push(`watched ${index + 1}: ${parsed.data.address} is neither an address nor a network`);
        else
            entries.push(parsed.data);
    });
    return { entries, mistakes };
}
class WatchedAddresses {
    size;
    /** By width and length, then by the bits: as many look-ups as there are lengths in the list. */
    networks = new Map();
    known = new Map();
    constructor(entries) {
        this.size = entries.length;
        for (const entry of entries) {
            const network = networkOf(entry.address);
            if (!network)
                continue;
            const key = `${network.width}/${network.length}`;
            const same = this.networks.get(key) ?? { network, entries: new Map() };
            same.entries.set(network.start, entry);
            this.networks.set(key, same);
        }
    }
    /** The entry with the narrowest network that the address lies in. */
    of(address) {
        if (this.known.has(address))
            return this.known.get(address);
        if (this.known.size >= watched_addresses_mostKnown)
            this.known.clear();
        const found = this.find(address);
        this.known.set(address, found);
        return found;
    }
    find(address) {
        const { width, start } = whole(address);
        let narrowest;
        for (const { network, entries } of this.networks.values()) {
            const entry = network.width === width && entries.get(start >> BigInt(width - network.length));
            if (entry && !(narrowest && narrowest.length > network.length))
                narrowest = { length: network.length, entry };
        }
        return narrowest?.entry;
    }
}
const watched_addresses_mostKnown = 20_000;
function networkOf(text) {
    const [bare = '', bits, ...more] = text.trim().split('/');
    const address = parseAddress(bare);
    if (!address || more.length > 0)
        return undefined;
    const { width, start } = whole(address);
    const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    return length >= 0 && length <= width ? { width, length, start: start >> BigInt(width - length) } : undefined;
}
/** `Address.text` is four numbers, or eight groups in hex. */
function whole({ text }) {
    const isSix = text.includes(':');
    const parts = text.split(isSix ? ':' : '.').map(part => Number.parseInt(part, isSix ? 16 : 10));
    const width = isSix ? 128 : 32;
    const size = BigInt(width / parts.length);
    return { width, length: width, start: parts.reduce((sum, part) => (sum << size) | BigInt(part), 0n) };
}

;// CONCATENATED MODULE: ./lib/detect/detection.js
















/** Records of one second are handed on together and in an order of their own, so that the order they came in is nothing. */
const mostTogether = 20_000;
const mostCharacters = 64_000_000;
function startDetection(settings) {
    const { period, hash, keyed = false } = settings;
    const rules = settings.rules ?? allRules;
    const usable = settings.baseline && servesMonth(settings.baseline, period.start) ? settings.baseline : undefined;
    const history = usable && historyOf(usable, hash, keyed);
    const evictions = new Evictions();
    const gaps = [];
    const metas = new Map(rules.flatMap(rule => rule.metas.map(meta => [meta.id, meta])));
    const stories = new Map([...metas].map(([id, meta]) => [id, new SignalGroups(meta, evictions)]));
    const context = {
        period,
        tenant: new TenantFacts([...(settings.domains ?? []), ...(history?.domains ?? [])], Math.max(settings.tenantSizeHint ?? 0, history?.users ?? 0)),
        terms: new TermIndex(period.start, history, evictions),
        profiles: new Profiles(period, evictions),
        history,
        evictions,
        watched: new WatchedAddresses(settings.watched ?? []),
        gaps,
        report: signal => stories.get(signal.rule)?.add(signal),
    };
    const habits = new FirstSeen(context.terms);
    const watchers = rules.map(rule => ({ wants: rule.wants, metas: rule.metas, watcher: rule.start(context) }));
    const dispatch = new Dispatch(watchers);
    let second = Number.NEGATIVE_INFINITY;
    let together = [];
    let characters = 0;
    const handOn = () => {
        if (together.length > 1)
            together.sort(byPlace);
        for (const event of together) {
            context.tenant.see(event);
            context.profiles.see(event);
            habits.note(event);
            dispatch.send(event);
        }
        together = [];
        characters = 0;
    };
    return {
        see(record, time) {
            const now = Math.floor(time / 1000);
            if (now !== second || together.length >= mostTogether || characters > mostCharacters)
                handOn();
            second = now;
            together.push(new AuditEvent(record, time));
            characters += record.AuditData.length;
        },
        finish(after) {
            handOn();
            gaps.push(...after.gaps);
            for (const { watcher } of watchers)
                watcher.finish?.();
            const all = [...stories.values()].flatMap(one => one.list());
            raiseSequences(all);
            const acceptance = new Acceptance(settings.accepted ?? [], period.end);
            const told = buildFindings(joinIncidents(all, context.tenant, context.terms), {
                acceptance,
                hash,
                least: severityRank(settings.minimumSeverity),
            });
            return {
                ...told,
                learning: history === undefined,
                notes: notesOf({ settings, usable, keyed, evictions, acceptance }),
                unseen: unseenRules(watchers, dispatch.kinds()),
                baseline: nextBaseline({
                    previous: usable,
                    period,
                    hash,
                    keyed,
                    users: context.tenant.users,
                    domains: context.tenant.ownDomains(),
                    terms: context.terms,
                    profiles: context.profiles,
                    suspects: told.suspects,
                }),
            };
        },
    };
}
function notesOf({ settings, usable, keyed, evictions, acceptance }) {
    const notes = [];
    if (!usable) {
        const why = settings.baseline ? 'The baseline given is not of an earlier month, or too old' : 'There is no baseline';
        notes.push(`${why}: this month is for learning. What is new is reported from the eighth day on only.`);
    }
    else if (!keyed || !usable.keyed)
        notes.push('The baseline holds nothing about single people (state-key is not set): what is new for a person is reported from the eighth day on only.');
    notes.push(...acceptance.notes());
    const dropped = evictions.list().map(one => `${one.name} (${one.dropped.toLocaleString('en-US')})`);
    if (dropped.length > 0)
        notes.push(`More than the watch keeps in memory; what was met longest ago was dropped: ${dropped.join(', ')}.`);
    notes.push(neverVisible);
    return notes;
}
function byPlace(a, b) {
    return a.time - b.time || detection_compare(a.id, b.id) || detection_compare(a.record.AuditData, b.record.AuditData);
}
function detection_compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/month/previous-artifacts.js
var previous_artifacts = __webpack_require__(13539);
;// CONCATENATED MODULE: ./lib/month/detection-setup.js
/** The watch over a month: what it is compared with, what the team has accepted, and the key of its digests. */












/** @throws Failure for files that were named and can't be used, before anything is read from the tenant. */
async function setUpDetection(settings, context, { period, tenantId, notes }) {
    const lists = await teamLists(settings, context.host);
    const baseline = await baselineOf(settings, context, { period, tenantId, notes });
    return startDetection({
        period,
        ...lists,
        minimumSeverity: settings.minimumSeverity,
        hash: digestWith(settings.stateKey),
        keyed: settings.stateKey !== undefined,
        ...(baseline ? { baseline } : {}),
    });
}
/** The baseline as it is written: the same bytes for the same month, on every machine. */
function baselineBytes(baseline) {
    const bytes = (0,external_node_zlib_.gzipSync)(JSON.stringify(baseline), { level: 9 });
    // The operating system's number in a gzip header (RFC 1952); 255 is “unknown”.
    bytes[9] = 255;
    return bytes;
}
function digestWith(key) {
    if (key === undefined)
        return (kind, text) => (0,external_node_crypto_.createHash)('sha256').update(`${kind}\n${text}`).digest('hex');
    const secret = (0,external_node_crypto_.createSecretKey)(Buffer.from(key));
    return (kind, text) => (0,external_node_crypto_.createHmac)('sha256', secret).update(`${kind}\n${text}`).digest('hex');
}
/** Undefined where there is no file, and none was named. @throws Failure for one that can't be used. */
async function teamLists({ accepted }, host) {
    let text;
    try {
        text = await (0,promises_.readFile)((0,external_node_path_.resolve)(host.facts.workspace, accepted.path), 'utf8');
    }
    catch (error) {
        if (!accepted.named)
            return undefined;
        throw unusable('ACCEPTED_UNREADABLE', accepted.path, (0,failure/* causes */.ps)(error), error);
    }
    const lines = new dist/* LineCounter */.HN();
    const document = (0,dist/* parseDocument */.Tp)(text, { lineCounter: lines });
    const [error] = document.errors;
    if (error)
        throw unusable('ACCEPTED_MALFORMED', accepted.path, error.message.split(':\n', 1)[0] ?? '', error);
    const data = document.toJS();
    const findings = parseAccepted(data, index => `entry ${index + 1}${at(document, lines, index)}`);
    const addresses = parseWatched(data);
    const mistakes = [...findings.mistakes, ...addresses.mistakes];
    if (mistakes.length > 0)
        throw unusable('ACCEPTED_MALFORMED', accepted.path, mistakes.join('; '));
    return { accepted: findings.entries, watched: addresses.entries };
}
/** Where an entry begins, as ` (line 7)`; '' where that is not to be found. */
function at({ contents }, lines, index) {
    const list = (0,dist/* isMap */.jh)(contents) ? contents.get('accepted') : contents;
    const item = (0,dist/* isSeq */.oP)(list) ? list.items[index] : undefined;
    const start = (0,dist/* isNode */.Ll)(item) ? item.range?.[0] : undefined;
    return start === undefined ? '' : ` (line ${lines.linePos(start).line})`;
}
async function baselineOf(settings, context, month) {
    const { baseline } = settings;
    if (baseline.from === 'none')
        return undefined;
    if (baseline.from === 'auto')
        return await lastBaseline(settings, context, month);
    return await namedBaseline(baseline.path, context.host);
}
/** @throws Failure for a file that can't be used. */
async function namedBaseline(path, { facts }) {
    try {
        return readBaseline(await (0,promises_.readFile)((0,external_node_path_.resolve)(facts.workspace, path)));
    }
    catch (error) {
        throw unusable('BASELINE_UNREADABLE', path, whatIsWrong(error), error);
    }
}
/** Of all that does not fit, the first: the file is one line, and its place there is a path of names. */
function whatIsWrong(error) {
    if (!(error instanceof errors/* ZodError */.G))
        return (0,failure/* causes */.ps)(error);
    const [issue] = error.issues;
    return `it is no baseline: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`;
}
/** The baseline that an earlier month's export left as an artifact. None is no mistake: the watch says that it learns. */
async function lastBaseline(settings, context, { period, tenantId, notes }) {
    const { download, facts } = context.host;
    if (download === undefined || facts.repository === undefined || settings.githubToken === undefined)
        return undefined;
    const { value, because } = await (0,previous_artifacts/* lastMonthArtifact */.vG)(settings, context, { period, tenantId }, async (folder) => readBaseline(await (0,promises_.readFile)((0,external_node_path_.join)(folder, 'baseline.json.gz'))));
    if (value)
        return value;
    notes.push(`No earlier month's baseline was found (${because}).`);
    return undefined;
}
function readBaseline(bytes) {
    return Baseline.parse(JSON.parse((0,external_node_zlib_.gunzipSync)(bytes, { maxOutputLength: 256 << 20 }).toString('utf8')));
}
function unusable(code, path, why, cause) {
    return new failure/* Failure */.HR({
        code,
        message: `The file ${path} can't be used: ${why}.`,
        remedy: 'Nothing was read from the tenant. Mend the file, or leave the input out.',
        ...(cause === undefined ? {} : { cause }),
    });
}


/***/ }),

/***/ 665:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ manifestOf),
/* harmony export */   Y: () => (/* binding */ askerOf)
/* harmony export */ });
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49414);
/* harmony import */ var _files_age_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97280);
/* harmony import */ var _report_manifest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(78469);
/* harmony import */ var _version_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(13411);
/* harmony import */ var _wire_skew_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(85547);





function askerOf({ tenantId, clientId, principal, cloud, credential }, { pseudonyms }) {
    const named = principal && pseudonyms ? pseudonyms.user(principal) : principal;
    const app = { client: clientId, ...(named ? { principal: named } : {}) };
    return { tenant: tenantId, ...app, cloud: cloud.name, ...proofOf(credential) };
}
/** What signed in, as the manifest names it. */
function proofOf(credential) {
    if (credential.kind === 'federation')
        return { federation: { subject: credential.federation.presented.subject } };
    const { thumbprintSha256, notAfter } = credential.certificate;
    return { certificate: { thumbprint: thumbprintSha256.toLowerCase(), notAfter: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(notAfter.getTime()) } };
}
/** Everything but the files, which are not written yet. */
function manifestOf(settings, context, job, judged) {
    const { facts } = context.host;
    const { period, read, protection } = job;
    const { serverUrl, repository, runId } = facts;
    const url = serverUrl && repository && runId ? `${serverUrl}/${repository}/actions/runs/${runId}` : undefined;
    return {
        schema: _report_manifest_js__WEBPACK_IMPORTED_MODULE_1__/* .manifestSchema */ .rc,
        status: judged.status,
        reasons: judged.reasons,
        notes: job.notes,
        period: {
            label: period.label,
            text: period.text,
            timezone: period.timezone,
            start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(period.start),
            end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(period.end),
            settled: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(period.end + settings.settle),
        },
        ...job.asker,
        source: read.source.name,
        ...(read.source.endpoint ? { endpoint: read.source.endpoint } : {}),
        filters: {
            ...job.filters,
            recordTypes: [...job.filters.recordTypes],
            excludeRecordTypes: [...job.filters.excludeRecordTypes],
            operations: [...job.filters.operations],
            users: [...job.filters.users],
            ipAddresses: [...job.filters.ipAddresses],
            objectIds: [...job.filters.objectIds],
        },
        tool: { name: _version_js__WEBPACK_IMPORTED_MODULE_3__/* .toolName */ .U, version: _version_js__WEBPACK_IMPORTED_MODULE_3__/* .version */ .r, commit: facts.actionRef ?? 'unknown' },
        run: {
            started: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(read.began),
            finished: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)((0,_wire_skew_js__WEBPACK_IMPORTED_MODULE_4__/* .serviceTime */ .DR)(context.world)),
            ...(repository ? { repository } : {}),
            ...(runId ? { id: runId } : {}),
            ...(facts.runAttempt ? { attempt: facts.runAttempt } : {}),
            ...(url ? { url } : {}),
            node: process.version,
            platform: `${process.platform}-${process.arch}`,
        },
        ...(job.earlier ? { earlier: earlierOf(job.earlier, read.difference) } : {}),
        ...(read.resumed ? { resumed: read.resumed } : {}),
        ...job.joint,
        windows: read.entries.map(({ began, ...entry }) => ({
            ...entry,
            start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(entry.start),
            end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(entry.end),
            ...(began === undefined ? {} : { began: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .instantOf */ .B9)(began) }),
            ...read.tally.of(entry),
        })),
        records: read.figures.records,
        own: read.own,
        estimate: read.estimate,
        duplicates: read.duplicates,
        conflicts: read.conflicts,
        requests: { ...read.source.requests },
        ...(protection.encrypt ? { encryption: { format: _files_age_js__WEBPACK_IMPORTED_MODULE_0__/* .ageFormat */ .XQ, recipients: settings.encryptTo.length } } : {}),
        ...(protection.pseudonyms ? { pseudonyms: { key: protection.pseudonyms.fingerprint } } : {}),
        files: [],
        findings: read.watched?.counts ?? { high: 0, medium: 0, low: 0, info: 0 },
    };
}
function earlierOf({ manifest, sha256 }, difference) {
    const counts = difference && {
        added: difference.added,
        own: difference.own,
        vanished: difference.vanished,
        changed: difference.changed,
    };
    return { manifest: sha256, status: manifest.status, finished: manifest.run.finished, ...counts };
}


/***/ }),

/***/ 73388:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ findPreviousExport)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var _evidence_evidence_folder_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(14684);
/* harmony import */ var _files_disk_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(78270);
/* harmony import */ var _files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(31616);
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(91564);
/* harmony import */ var _publish_upload_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(49150);
/* harmony import */ var _verify_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(6510);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(19579);
/* harmony import */ var _warn_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(75848);
/** The earlier export of the same question: the folder that is replaced, or what an earlier run kept as an artifact. */












/**
 * Looks for it, and proves it: an export that is not as it was written is not believed, which is said. Never rejects.
 * @param path the folder that this export will take the place of.
 */
async function findPreviousExport(settings, context, question) {
    const { host } = context;
    const warnOf = (note) => (0,_warn_js__WEBPACK_IMPORTED_MODULE_11__/* .warn */ .R)(context, question.notes, note);
    try {
        const inPlace = await manifestBytes(question.path);
        if (inPlace) {
            return await host.group('Earlier export', () => proven(question, { path: question.path, place: 'the folder in place', remove: async () => { } }, warnOf));
        }
        return await fetched(settings, context, question, warnOf);
    }
    catch (error) {
        warnOf(`The earlier export could not be used: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_10__/* .asFailure */ .h_)(error).message}`);
        return undefined;
    }
}
async function fetched(settings, { host, world }, question, warnOf) {
    const { download, facts } = host;
    const token = settings.githubToken;
    const { repository } = facts;
    if (download === undefined || repository === undefined || token === undefined)
        return undefined;
    // An encrypted one could not be compared, and a plain one must not lie on a runner that encrypts.
    if (question.encrypted)
        return undefined;
    const name = (0,_publish_upload_js__WEBPACK_IMPORTED_MODULE_8__/* .artifactName */ .Cs)(settings.artifactName, question.owner.tenant, question.period.label);
    const { value, because } = await (0,_github_js__WEBPACK_IMPORTED_MODULE_7__/* .newestArtifact */ .jb)(world, facts, token, name);
    if (value === undefined) {
        host.debug(`No earlier export was found: ${because}`);
        return undefined;
    }
    const path = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_2__.tmpdir)(), 'm365-audit-earlier-'));
    const remove = async () => await (0,_files_disk_js__WEBPACK_IMPORTED_MODULE_5__/* .remove */ .T)(path);
    try {
        const earlier = await host.group('Earlier export', async () => {
            await download({ ...value, repository, token, folder: path });
            return await proven(question, { path, place: `artifact ${value.id} of run ${value.runId}`, remove }, warnOf);
        });
        if (earlier === undefined)
            await remove();
        return earlier;
    }
    catch (error) {
        await remove();
        throw error;
    }
}
async function proven(question, found, warn) {
    const { path, place, remove } = found;
    const { faults, manifest } = await (0,_verify_js__WEBPACK_IMPORTED_MODULE_9__.verifyFolder)(path);
    const bytes = await manifestBytes(path);
    if (manifest === undefined || bytes === undefined || faults.length > 0) {
        warn(`The earlier export (${place}) is not proven, so nothing was taken from it: ${faults[0] ?? 'no manifest'}`);
        return undefined;
    }
    if (!(await (0,_evidence_evidence_folder_js__WEBPACK_IMPORTED_MODULE_4__/* .isSameExport */ .vv)(manifest, question.owner)))
        return undefined;
    const sha256 = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex');
    const earlier = { manifest, sha256, place, remove };
    const why = incomparable(manifest, question);
    const csv = manifest.files.find(_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .isCmdletCsv */ .W6);
    if (why === undefined && csv)
        return { ...earlier, records: () => (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .csvRecords */ .Xc)(() => (0,_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_6__/* .openRecordFile */ .Q4)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(path, csv.name))) };
    question.notes.push(`The earlier export of this period (${place}) could not be compared with this one: ${why ?? 'it holds no CSV with the cmdlet’s columns'}.`);
    return earlier;
}
function incomparable({ encryption, pseudonyms, source }, now) {
    if (encryption)
        return 'it is encrypted, and the private key is not here';
    // The same records, but not the same texts.
    if (source !== now.source)
        return `it was read through ${source}, this one through ${now.source}`;
    if (pseudonyms?.key === now.pseudonyms)
        return undefined;
    return 'people have other names in it, by another pseudonym-key or none';
}
/** Undefined where there is none. */
async function manifestBytes(path) {
    return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(path, 'manifest.json')).catch(() => undefined);
}


/***/ }),

/***/ 24494:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $l: () => (/* binding */ filtersOf),
  vt: () => (/* binding */ lacksStateKey),
  gp: () => (/* binding */ openManifest),
  fA: () => (/* binding */ protectionOf),
  m7: () => (/* binding */ pseudonymous),
  yT: () => (/* binding */ pseudonymousEntries)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/files/age.js
var age = __webpack_require__(97280);
;// CONCATENATED MODULE: ./lib/privacy/address.js
/** Addresses as eight groups, so that every spelling of one is the same. */
/** Undefined for what is no address: times, version numbers, names. */
function groupsOfAddress(text) {
    const four = groupsOfFour(text);
    if (four)
        return [0, 0, 0, 0, 0, 0xffff, ...four];
    const halves = text.split('::');
    if (!text.includes(':') || halves.length > 2)
        return undefined;
    const [head, tail] = halves.map(groupsOfHalf);
    if (!head || (halves.length === 2 && !tail))
        return undefined;
    const missing = 8 - head.length - (tail?.length ?? 0);
    if (halves.length === 1 ? missing !== 0 : missing < 1)
        return undefined;
    return [...head, ...new Array(missing).fill(0), ...(tail ?? [])];
}
function isMappedFour(groups) {
    return groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff;
}
/** Nobody's: unspecified and loopback. */
function isReservedAddress(groups) {
    const [high = 0] = groups.slice(6);
    if (isMappedFour(groups))
        return high >> 8 === 127 || high >> 8 === 0;
    return groups.slice(0, 7).every(group => group === 0) && (groups[7] ?? 0) < 2;
}
/** Of a private network: says nothing about a place on the Internet. */
function isPrivate(groups) {
    const [first = 0] = groups;
    const [high = 0] = groups.slice(6);
    if (!isMappedFour(groups))
        return first >> 9 === 0x7e || first >> 6 === 0x3fa;
    const [a, b] = [high >> 8, high & 255];
    return (a === 10 ||
        (a === 172 && b >> 4 === 1) ||
        (a === 192 && b === 168) ||
        (a === 169 && b === 254) ||
        (a === 100 && b >> 6 === 1));
}
function groupsOfFour(text) {
    const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
    if (!parts?.every(part => part < 256))
        return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = parts;
    return [(a << 8) | b, (c << 8) | d];
}
function groupsOfHalf(text) {
    if (text === '')
        return [];
    const groups = [];
    for (const part of text.split(':')) {
        const four = groupsOfFour(part);
        if (four)
            groups.push(...four);
        else if (/^[\da-f]{1,4}$/i.test(part))
            groups.push(Number.parseInt(part, 16));
        else
            return undefined;
    }
    return groups.length <= 8 ? groups : undefined;
}

;// CONCATENATED MODULE: ./lib/privacy/fields.js
const words = (text) => text.split(/\s+/).filter(word => word !== '');
/** By name without case and punctuation. */
const exact = new Map(Object.entries({
    keep: `creationtime operation organizationid recordtype resultstatus usertype version workload apiid
      intersystemsid intrasystemid supportticketid actorcontextid targetcontextid issuedattime authenticationtype
      eventsource itemtype platform browsername browsertype browserversion geolocation clientregion errornumber logonerror
      requesttype resultstatusdetail userauthenticationmethod iscompliant iscompliantandmanaged os osname logontype
      mailaccesstype clientapplication apppoolname skuname appname applicationname clientappname actionclientname
      cmdletname eventname policyname rulename alertname typename servicename workloadname templatename labelname
      sensitivitylabelname providername vendorname investigationname planname featurename rolename apphost
      includedupdatedproperties domaincontroller timezone usagelocation alerttype category severity`,
    user: `user users userid userids userkey userprincipalname upn mailboxownerupn actoruserid targetuserid
      targetuserorgroupname targetuser affecteduser recipient recipients sender from to cc bcc p1sender p2sender
      forwardto redirectto forwardasattachmentto forwardingaddress forwardingsmtpaddress copyto moderatedby owner owners
      member members trustee delegate delegates grantsendonbehalfto emailaddress emailaddresses mail othermails
      primarysmtpaddress windowsemailaddress externalemailaddress alias mailnickname samaccountname
      onpremisessamaccountname proxyaddresses createdby modifiedby lastmodifiedby assignedto requestor requestedby
      submittedby approvedby loginname actor suid tuid eid alertentityid sharedwith invitee participants organizer
      attendees manager sendas userobjectid invitedby logonuser`,
    name: `name displayname givenname surname sn initials firstname lastname fullname teamname channelname itemname
      listtitle title jobtitle company streetaddress postaladdress postalcode city telephonenumber phonenumber
      alternativephonenumber voiceonlyphonenumber mobile mobilephone homephone fax physicaldeliveryofficename`,
    address: `clientip clientipaddress actoripaddress senderip ipaddress ipaddresses sourceip clientaddress callerip
      callingipaddress deviceipaddress`,
    device: `devicedisplayname devicename deviceid computername hostname machinename clientmachinename workstation
      serialnumber imei phonedeviceid azureaddeviceid intunedeviceid`,
    site: 'site siteurl url urls weburl relativeurl objecturl siteids siteid webid listid',
    file: `sourcefilename destinationfilename filename documentname attachmentname attachments resourcename objectname
      resourcetitle workbookname reportname datasetname dashboardname workspacename notebookname`,
    path: `sourcerelativeurl destinationrelativeurl filepath path folderpath folder targetfilepath originalfilepath
      previousfilename movetofolder targetpath parentpath folderpathname`,
    object: 'objectid objectids identity object targetobject mailbox group groupid',
    subject: `subject messagesubject body message messagetext text detectedvalues matchedvalues query querytext
      searchquery searchquerytext comment note notes justification description`,
    labelled: 'parameters eventdata commandline scripttext',
    domain: 'organizationname effectiveorganization domain domainname senderdomain recipientdomain targetdomain',
}).flatMap(([rule, names]) => words(names).map((name) => [name, rule])));
/** What the key around a field says of it. */
const inside = new Map(Object.entries({
    actorid: 'party',
    targetid: 'party',
    devicepropertiesid: 'device',
    devicepropertiesdisplayname: 'device',
    accessedresourcesname: 'file',
    detectedvaluesname: 'subject',
    detectedvaluesvalue: 'subject',
}));
/** In order; the first that fits decides. */
const endings = [
    [
        /(app|application|client|plan|sku|template|role|policy|rule|alert|label|plugin|request|correlation|session|token|tenant|activity|investigation|operation|query|transaction)id$/,
        'keep',
    ],
    [/(version|time|timeutc|(?<!candi)date|(?<!ac)count|size|bytes|type|status|enabled|state)$/, 'keep'],
    [/(upn|userprincipalname|userid|userkey|email|emailaddress|smtpaddress|recipients?|sender|owner|member)$/, 'user'],
    [
        /((client|source|actor|sender|server|remote|local|public|caller|device|destination|peer|user|origin)ip|ipaddress(es)?)$/,
        'address',
    ],
    [/filename$/, 'file'],
    [/(filepath|folderpath|path)$/, 'path'],
    [/(url|uri)$/, 'site'],
    [/(devicename|computername|hostname|machinename)$/, 'device'],
    [/subject$/, 'subject'],
    [/(name|title|alias|nickname|phone|mobile|phonenumber)$/, 'name'],
];
const known = new Map();
const mostKnown = 20_000;
/** @param within the key of the object around the field; '' at the record's top. */
function ruleOf(field, within) {
    const key = `${within}\n${field}`;
    const rule = known.get(key);
    if (rule !== undefined)
        return rule;
    const decided = decide(field, within);
    if (known.size < mostKnown && key.length < 200)
        known.set(key, decided);
    return decided;
}
function decide(field, within) {
    const bare = plain(field.slice(field.lastIndexOf('.') + 1));
    const outer = plain(within);
    if (outer === '' && bare === 'id')
        return 'keep';
    // A record that is a name as a whole is an alert's or a policy's.
    if (outer === '' && bare === 'name')
        return 'text';
    return inside.get(outer + bare) ?? exact.get(bare) ?? endings.find(([ending]) => ending.test(bare))?.[1] ?? 'text';
}
function plain(text) {
    return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

;// CONCATENATED MODULE: ./lib/privacy/json.js
/**
 * The strings of a JSON text, each with the field it stands in, and the text with some of them replaced. Everything
 * else stays as it is, to the byte: order of keys, doubled keys, numbers beyond 2⁵³, white space.
 */
const nameKeys = new Set(['Name', 'name', 'Key', 'key']);
const valueKeys = new Set(['Value', 'value', 'NewValue', 'OldValue']);
/** @param json valid JSON. @param field what the text as a whole stands in; '' for a record. */
function stringsOf(json, field) {
    const found = [];
    let frame = { isList: true, key: field, parent: undefined, name: '', hasValue: false };
    let key = field;
    let keyIsNext = false;
    for (let at = 0; at < json.length; at++) {
        const letter = json.charCodeAt(at);
        if (letter === quote) {
            const end = endOfString(json, at);
            const value = unquoted(json, at, end);
            if (keyIsNext) {
                key = value;
                if (valueKeys.has(key))
                    frame.hasValue = true;
            }
            else if (!frame.isList && nameKeys.has(key))
                frame.name = value;
            found.push({ start: at, end, value, isKey: keyIsNext, key, frame });
            keyIsNext = false;
            at = end - 1;
        }
        else if (letter === openBrace || letter === openBracket) {
            frame = { isList: letter === openBracket, key, parent: frame, name: '', hasValue: false };
            keyIsNext = !frame.isList;
        }
        else if (letter === closeBrace || letter === closeBracket) {
            frame = frame.parent ?? frame;
        }
        else if (letter === comma) {
            keyIsNext = !frame.isList;
            if (frame.isList)
                key = frame.key;
        }
    }
    return found.map(({ start, end, value, isKey, key, frame }) => ({
        start,
        end,
        value,
        isKey: isKey || (nameKeys.has(key) && frame.hasValue),
        field: fieldOf(key, frame),
        within: frame.isList ? (frame.parent?.key ?? '') : frame.key,
    }));
}
/** The text with the strings replaced that have another value now. */
function withStrings(json, replacements) {
    const parts = [];
    let at = 0;
    for (const { start, end, value } of replacements) {
        parts.push(json.slice(at, start), JSON.stringify(value));
        at = end;
    }
    return at === 0 ? json : parts.join('') + json.slice(at);
}
/** Whether a text is JSON of more than one value. */
function isJson(text) {
    if (!/^\s*[{[]/.test(text))
        return false;
    try {
        JSON.parse(text);
        return true;
    }
    catch {
        return false;
    }
}
const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [...'"\\,{}[]'].map(letter => letter.charCodeAt(0));
/** A value's own name counts where it has one: `{"Name":"UserId","NewValue":["ann@…"]}`. */
function fieldOf(key, frame) {
    if (frame.isList)
        return frame.parent ? fieldOf(frame.key, frame.parent) : frame.key;
    return valueKeys.has(key) && frame.name !== '' ? frame.name : key;
}
function endOfString(json, start) {
    for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
        let slashes = 0;
        while (json.charCodeAt(at - 1 - slashes) === backslash)
            slashes++;
        if (slashes % 2 === 0)
            return at + 1;
    }
    return json.length;
}
function unquoted(json, start, end) {
    const inner = json.slice(start + 1, end - 1);
    return inner.includes('\\') ? String(JSON.parse(json.slice(start, end))) : inner;
}

;// CONCATENATED MODULE: ./lib/privacy/non-personal-values.js
/** Words that stand where a name could, and name no person: Microsoft's own hands, kinds of things, folders of every mailbox. */
/** How names of services begin; people's have an @. */
const services = /^(nt authority\\|nt service\\|microsoft\\|sharepoint\\system$|(serviceprincipal|application|group|role|policy)_|microsoft[. ]|spoappprincipal|spo app|sharinglinks\.|limited access system group|device configuration service$|o365 suiteux$|azure mfa strongauthenticationservice$|s-1-5-(18|19|20)$)/;
const withAt = /^(app@sharepoint$|fim_password_service@)/;
const non_personal_values_words = new Set([
    ...['not available', 'not-found', 'none', 'unknown', 'n/a', 'null', '<null>', 'undefined', 'true', 'false', 'system'],
    ...['certificate', 'securitycompliancealerts', 'threatintel', 'airinvestigation', 'dlpagent', 'tenant', 'default'],
    ...['user', 'users', 'serviceprincipal', 'application', 'group', 'role', 'device', 'policy', 'other', 'organization'],
    ...[
        'all',
        'anyone',
        'everyone',
        'anonymous',
        'everyone except external users',
        'member',
        'members',
        'guest',
        'owner',
    ],
]);
function isNonPersonal(text) {
    const folded = text.trim().toLowerCase();
    if (folded.includes('@'))
        return withAt.test(folded);
    return non_personal_values_words.has(folded) || services.test(folded) || !/[\p{L}\p{N}]/u.test(folded);
}
/** Folders that every mailbox, library and disk has, and parts of every site's addresses. */
const everywhere = new Set([
    ...['inbox', 'sent items', 'deleted items', 'drafts', 'archive', 'calendar', 'contacts', 'tasks', 'notes', 'outbox'],
    ...['junk email', 'conversation history', 'recoverable items', 'deletions', 'purges', 'versions', 'rss feeds'],
    ...['sites', 'teams', 'personal', 'portals', 'documents', 'shared documents', 'general', 'sitepages', 'siteassets'],
    ...['forms', 'lists', 'style library', 'home.aspx', 'allitems.aspx', '_layouts', '_api', '_vti_bin', '15', '16'],
    ...['users', 'home', 'desktop', 'downloads', 'windows', 'program files', 'appdata', 'local', 'roaming', 'temp'],
    ...['microsoft exchange hosted organizations', 'datainsights'],
]);
function isEverywhere(segment) {
    return everywhere.has(segment.toLowerCase()) || /^[a-z]:$|^[^\p{L}\p{N}]*$/iu.test(segment);
}
/** Hosts of Microsoft's own, the same for every tenant. */
function isMicrosoftHost(host) {
    return /(^|\.)(microsoft\.(com|us)|microsoftonline\.(com|us)|office(365)?\.(com|us|net)|outlook\.com|live\.com|windows\.net|azure\.(com|us)|cloud\.microsoft|skype\.com|graph\.microsoft\.com|sharepointonline\.com|azurewebsites\.net)$/i.test(host);
}

;// CONCATENATED MODULE: ./lib/privacy/patterns.js
/** Finds, in any text, what names somebody by its shape alone: addresses of mail and network, sites, ids of people. */

const shapes = [
    ['url', String.raw `https?:\/\/[^\s"'<>\\|^${'`'}{}]{1,4000}`],
    // The last part of an Exchange distinguished name: …/cn=Recipients/cn=0a1b-ann.
    ['dn', String.raw `(?<=\/cn=recipients\/cn=)[^\/;,"'\s]{1,200}`],
    ['sid', String.raw `\bS-1-(?:5-21|12-1)(?:-\d{1,10}){3,14}\b`],
    ['guid', '(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])'],
    ['puid', '(?<![0-9a-z])1003[0-9a-f]{12}(?![0-9a-z])'],
    ['mac', '(?<![0-9a-z:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-z:-])'],
    [
        'v6',
        String.raw `(?<![\w:.])[0-9a-f]{0,4}(?:(?::[0-9a-f]{0,4}){1,6}:\d{1,3}(?:\.\d{1,3}){3}|(?::[0-9a-f]{0,4}){2,7})(?![\w:])`,
    ],
    // A version may look the same: Chrome/141.0.0.0, v1.2.3.4.
    ['v4', String.raw `(?<![\w./-])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w-]|\.\d)`],
    [
        'host',
        String.raw `(?<![\w.-])[a-z0-9][a-z0-9-]{0,62}\.(?:mail\.)?(?:onmicrosoft|sharepoint)\.(?:com|us|cn|de)(?![\w-])`,
    ],
];
const email = [
    'email',
    String.raw `[^\s<>()[\]{}\\,;:"|\/@]{1,128}@[^\s<>()[\]{}\\,;:"|\/@'!?#&=]{1,253}`,
];
const url = shapes.slice(0, 1);
const withoutMail = patternOf(shapes);
const withMail = patternOf([...url, email, ...shapes.slice(1)]);
/** Most texts have nothing of the kind, and are done with here. */
const hint = /@|:\/\/|::|\d\.\d|-[0-9a-f]{4}-|S-1-|1003|\/cn=|:[0-9a-f]{1,4}:|[0-9a-f]-[0-9a-f]{2}-|\.(?:onmicrosoft|sharepoint)\./i;
const onlyGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** In order, without overlap. */
function matchesIn(text) {
    if (text.length === 36 && onlyGuid.test(text))
        return [{ shape: 'guid', start: 0, end: 36 }];
    if (!hint.test(text))
        return [];
    const { pattern, names } = text.includes('@') ? withMail : withoutMail;
    const found = [];
    for (const match of text.matchAll(pattern)) {
        const shape = names[match.findIndex((part, group) => group > 0 && part !== undefined) - 1] ?? 'url';
        if (isOne(shape, match[0]))
            found.push({ shape, start: match.index, end: match.index + lengthOf(shape, match[0]) });
    }
    return found;
}
/** `@odata.type` and `app@sharepoint` are no addresses, 12:30:45 is none either. */
function isOne(shape, text) {
    if (shape === 'email')
        return text.indexOf('.', text.indexOf('@')) > 0;
    if (shape === 'v4' || shape === 'v6')
        return groupsOfAddress(text.replace(/(\.\d+):\d+$/, '$1')) !== undefined;
    return true;
}
/** What follows a sentence's end is not the address's. */
function lengthOf(shape, text) {
    if (shape === 'url')
        return text.replace(/[.,;:!?)\]]+$/, '').length;
    return shape === 'email' ? text.replace(/[^\p{L}\p{N}]+$/u, '').length : text.length;
}
function patternOf(parts) {
    return {
        pattern: new RegExp(parts.map(([, pattern]) => `(${pattern})`).join('|'), 'gi'),
        names: parts.map(([shape]) => shape),
    };
}

;// CONCATENATED MODULE: ./lib/privacy/pseudonyms.js





/** JSON in a string in JSON …: deeper than this it is free text. */
const deepest = 6;
const mostRemembered = 100_000;
/** Names of one record that are looked for in its free text. */
const mostNames = 2_000;
class Pseudonyms {
    /** Tells whether two exports share a key; says nothing of the key. */
    fingerprint;
    mac;
    remembered = new Map();
    constructor(mac) {
        this.mac = mac;
        this.fingerprint = mac('key').slice(0, 16);
    }
    /** `Identity`, time, type and operation stay: they name nobody, and prove that the export is complete. */
    record(record) {
        const found = analyse(record.AuditData, '', 0);
        const names = new Names(idsOf(record.AuditData, found));
        this.collect(found, names);
        return {
            ...record,
            UserIds: this.inField('user', record.UserIds, names),
            AuditData: this.rewrite(found, names),
        };
    }
    /** A user's id as records then have it. */
    user(id) {
        return this.inField('user', id, new Names(new Set()));
    }
    /** Any text: what a service says of itself may name people as well. */
    text(text) {
        return this.inText(text, new Names(new Set()));
    }
    /** Filters as they may be written down. */
    filters(filters) {
        const nobody = new Names(new Set());
        const all = (rule, texts) => texts.map(text => this.inField(rule, text, nobody));
        return {
            ...filters,
            users: all('user', filters.users),
            ipAddresses: all('address', filters.ipAddresses),
            objectIds: all('object', filters.objectIds),
            ...(filters.freeText === undefined ? {} : { freeText: this.inField('subject', filters.freeText, nobody) }),
        };
    }
    /** Learns the record's own names, wherever they stand: free text that repeats one may come before it. */
    collect(found, names) {
        for (const string of found.strings) {
            const { at, rule, inner } = string;
            if (inner)
                this.collect(inner, names);
            else if (rule === 'text' || rule === 'labelled')
                for (const match of matchesIn(at.value))
                    this.shaped(at.value, match, names);
            else
                string.shown = this.inField(rule, at.value, names);
        }
    }
    rewrite(found, names) {
        const replacements = found.strings.flatMap(({ at, rule, shown, inner }) => {
            const value = inner ? this.rewrite(inner, names) : (shown ?? this.inField(rule, at.value, names));
            return value === at.value ? [] : [{ start: at.start, end: at.end, value }];
        });
        return withStrings(found.json, replacements);
    }
    /** Maps may be keyed by people; a name that happens to be a field's too must not rename the field. */
    inKey(text) {
        return matchesIn(text).length === 0 ? text : this.inText(text, new Names(new Set()));
    }
    inField(rule, text, names) {
        if (text === '' || rule === 'keep')
            return text;
        if (rule === 'key')
            return this.inKey(text);
        if (rule === 'text')
            return this.inText(text, names);
        if (rule === 'labelled')
            return this.labelled(text, names);
        if (names.exempt.has(text.toLowerCase()) || isNonPersonal(text))
            return text;
        if (rule === 'path')
            return this.path(text, names);
        if (rule === 'domain')
            return this.domain(text);
        if ((rule === 'object' || rule === 'site') && isPath(text))
            return this.path(text, names);
        return this.mixed(rule === 'party' ? 'name' : rule, text, names);
    }
    /** A name with, perhaps, something else beside it: `Ann Berg <ann@contoso.com>`, `smtp:ann@contoso.com`. */
    mixed(kind, text, names) {
        if (kind === 'subject')
            return this.whole(kind, text, names);
        if (/^https?:\/\//i.test(text))
            return this.url(text, names);
        const matches = matchesIn(text);
        if (matches.length === 0) {
            if (/^\d{1,9}$/.test(text))
                return text;
            const parts = kind === 'user' ? text.split(/([;,]\s*)/) : [text];
            return parts.map(part => (isNonPersonal(part) ? part : this.whole(kind, part, names))).join('');
        }
        return this.replaced(text, matches, names, gap => {
            const core = /[\p{L}\p{N}].*[\p{L}\p{N}]/su.exec(gap.replace(prefixes, ''))?.[0] ?? '';
            return /\p{L}{2,}/u.test(core) ? gap.replace(core, () => this.whole('name', core, names)) : gap;
        });
    }
    labelled(text, names) {
        const inner = (whole, label, value) => {
            const rule = ruleOf(label, 'Parameters');
            return rule === 'text' ? whole : whole.replace(value, () => this.inField(rule, value, names));
        };
        const shown = text
            .replace(/-([A-Za-z]+)[: ]\s*["']([^"']+)["']/g, inner)
            .replace(/<([\w ]{1,60})>([^<]+)<\/\1>/g, inner);
        return this.inText(shown, names);
    }
    inText(text, names) {
        // Alone, an address of a file may hold spaces.
        if (/^https?:\/\//i.test(text) && text.indexOf('://') === text.lastIndexOf('://') && !/[\r\n]/.test(text))
            return this.url(text, names);
        const matches = matchesIn(text);
        if (matches.length === 0)
            return names.in(text);
        return this.replaced(text, matches, names, gap => names.in(gap));
    }
    replaced(text, matches, names, between) {
        let at = 0;
        let result = '';
        for (const match of matches) {
            result += between(text.slice(at, match.start)) + this.shaped(text, match, names);
            at = match.end;
        }
        return result + between(text.slice(at));
    }
    shaped(text, { shape, start, end }, names) {
        const found = text.slice(start, end);
        if (shape === 'email')
            return this.email(found, names);
        if (shape === 'url')
            return this.url(found, names);
        if (shape === 'guid')
            return this.guid(found, text.slice(0, start), names);
        if (shape === 'v4' || shape === 'v6')
            return this.address(found);
        if (shape === 'host')
            return this.domain(found);
        if (shape === 'dn')
            return this.whole('user', found, names);
        if (shape === 'puid')
            return sameCase(found, `1003${this.digest('guid', found, 12)}`);
        if (shape === 'mac')
            return `02${(this.digest('device', found, 10).match(/../g) ?? []).map(byte => `:${byte}`).join('')}`;
        return `${found.startsWith('S-1-5') ? 'S-1-5-21' : 'S-1-12-1'}${sidParts(this.digest('guid', found, 32))}`;
    }
    whole(kind, text, names) {
        const core = text.trim();
        const extension = kind === 'file' ? extensionOf(core) : '';
        const pseudonym = `${marks[kind]}-${this.digest(kind, core, 10)}${extension}`;
        names.learn(core, pseudonym);
        return text.replace(core, () => pseudonym);
    }
    /** The domain's pseudonym stays the same for all its addresses; a guest's home stays apart from its host. */
    email(text, names) {
        const at = text.lastIndexOf('@');
        const local = text.slice(0, at);
        const domain = text.slice(at + 1);
        if (isNonPersonal(text) || /^(thread|unq)\./i.test(domain))
            return this.inIds(text, names);
        if (/^1003[0-9a-f]{12}$/i.test(local))
            return `${sameCase(local, `1003${this.digest('guid', local, 12)}`)}@${domain}`;
        const guest = /^(.+)_([^_]+\.[^_]+)(#EXT#)$/i.exec(local);
        const pseudonym = guest
            ? `${this.mailbox(`${guest[1]}@${guest[2]}`)}_${this.domain(guest[2] ?? '')}${guest[3]}@${this.domain(domain)}`
            : `${this.mailbox(text)}@${this.domain(domain)}`;
        names.learn(text, pseudonym);
        names.learn(local, this.mailbox(text));
        // The address of a OneDrive has the user's in this form.
        names.learn(text.replace(/[^a-z0-9]/gi, '_'), this.mailbox(text));
        return pseudonym;
    }
    mailbox(address) {
        return `u-${this.digest('user', address, 10)}`;
    }
    /** Ids that hold other ids: a chat of two has both users' in its name. */
    inIds(text, names) {
        return text.replace(guids, (found, at) => this.guid(found, text.slice(0, at), names));
    }
    guid(found, before, names) {
        if (names.exempt.has(found.toLowerCase()) || /^0000000\w-0000-/.test(found))
            return found;
        if (/(serviceprincipal|application|policy|role)_$/i.test(before))
            return found;
        const hex = this.digest('guid', found, 32);
        const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `9${hex.slice(17, 20)}`, hex.slice(20)];
        return sameCase(found, parts.join('-'));
    }
    /** Addresses of one network stay together, and private ones private; the rest goes to what is kept for documentation (RFC 9637). */
    address(text) {
        const port = /^(\d{1,3}(?:\.\d{1,3}){3})(:\d{1,5})$/.exec(text);
        const groups = groupsOfAddress(port?.[1] ?? text);
        if (!groups || isReservedAddress(groups))
            return text;
        const four = isMappedFour(groups);
        const spelled = groups.join(':');
        const network = four ? `${groups[6]}.${(groups[7] ?? 0) >> 8}` : groups.slice(0, 3).join(':');
        const near = this.digest('address', `net ${network}`, 8);
        const far = this.digest('address', spelled, 8);
        const prefix = isPrivate(groups) ? 'fd00' : '3fff';
        const second = isPrivate(groups) ? near.slice(0, 4) : near.slice(1, 4);
        const pseudonym = `${prefix}:${pseudonyms_short(second)}:${pseudonyms_short(near.slice(4))}::${pseudonyms_short(far.slice(0, 4))}:${pseudonyms_short(far.slice(4))}`;
        return port ? `[${pseudonym}]${port[2]}` : pseudonym;
    }
    domain(text) {
        const folded = text.toLowerCase();
        const tenant = /^([a-z0-9-]+?)(-my|-admin)?\.sharepoint\.(?:com|us|cn|de)$/.exec(folded);
        if (tenant)
            return `p-${this.digest('domain', tenant[1] ?? '', 8)}${tenant[2] ?? ''}.sharepoint.invalid`;
        return isMicrosoftHost(folded) ? text : `p-${this.digest('domain', folded, 8)}.invalid`;
    }
    url(text, names) {
        const [, scheme = '', host = '', path = '', query = '', fragment = ''] = /^(https?:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(text) ?? [];
        if (isMicrosoftHost(host))
            return scheme + host + this.inText(path + query + fragment, names);
        const bare = host.replace(/^.*@/, '').replace(/:\d+$/, '');
        const address = groupsOfAddress(bare.replace(/[[\]]/g, ''));
        const shownHost = address ? `[${this.address(bare.replace(/[[\]]/g, ''))}]` : this.domain(bare);
        const rest = [query, fragment].map(part => part.length > 1 ? `${part[0]}q-${this.digest('site', part, 10)}` : part);
        return `${scheme}${shownHost}${this.path(path, names)}${rest.join('')}`;
    }
    path(text, names) {
        let before = '';
        return text
            .split(/([\\/]+)/)
            .map(segment => {
            if (/^[\\/]*$/.test(segment))
                return segment;
            const shown = this.segment(segment, before, names);
            before = segment.toLowerCase();
            return shown;
        })
            .join('');
    }
    segment(segment, before, names) {
        const name = unescaped(segment);
        if (isEverywhere(name) || names.exempt.has(name.toLowerCase()))
            return segment;
        const isSite = ['sites', 'teams', 'personal', 'portals'].includes(before);
        if (matchesIn(name).length > 0)
            return this.mixed('file', name, names);
        return this.whole(isSite ? 'site' : 'file', name, names);
    }
    /** Letter case never tells two apart, where Microsoft's names go. */
    digest(kind, text, digits) {
        const asked = `${kind}\n${text.toLowerCase()}`;
        const known = this.remembered.get(asked);
        if (known !== undefined)
            return known.slice(0, digits);
        const made = this.mac(asked);
        if (this.remembered.size >= mostRemembered)
            this.remembered = new Map();
        this.remembered.set(asked, made);
        return made.slice(0, digits);
    }
}
const marks = {
    user: 'u',
    name: 'n',
    address: 'a',
    device: 'd',
    site: 's',
    file: 'f',
    object: 'o',
    subject: 't',
    domain: 'p',
    guid: 'g',
};
const prefixes = /^\s*(smtp|sip|mailto|spo|x500|x400|user|i:0[^|]*\|membership|i:0[^|]*)[:_|]|^\W+/i;
const guids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Every string with its rule; JSON inside one is taken apart as well, and a key is free text. */
function analyse(json, field, depth) {
    const strings = stringsOf(json, field).map(at => {
        const rule = at.isKey ? 'key' : ruleOf(at.field, at.within);
        if (rule === 'keep' || rule === 'key' || depth >= deepest || !isJson(at.value))
            return { at, rule };
        return { at, rule, inner: analyse(at.value, at.field, depth + 1) };
    });
    return { json, strings };
}
/** The record's own id and its tenant's: they stay wherever they stand. */
function idsOf(json, found) {
    const ids = found.strings.filter(({ at }) => at.within === '' && ['Id', 'OrganizationId'].includes(at.field) && !at.isKey);
    return new Set(ids.map(({ at }) => at.value.toLowerCase()).filter(id => id.length >= 8 && json.length > id.length));
}
/** The names that one record holds, to find them again in its free text. */
class Names {
    exempt;
    known = new Map();
    longestFirst;
    constructor(exempt) {
        this.exempt = exempt;
    }
    learn(name, pseudonym) {
        if (name.length < 4 || /^\d+$/.test(name) || this.known.size >= mostNames)
            return;
        this.known.set(name.toLowerCase(), pseudonym);
        this.longestFirst = undefined;
    }
    in(text) {
        if (text.length < 4 || this.known.size === 0)
            return text;
        this.longestFirst ??= [...this.known].sort(([a], [b]) => b.length - a.length);
        const folded = text.toLowerCase();
        const there = this.longestFirst.filter(([name]) => folded.includes(name));
        return there.reduce((shown, [name, pseudonym]) => replaceWord(shown, name, pseudonym), text);
    }
}
function replaceWord(text, name, pseudonym) {
    const folded = text.toLowerCase();
    // Some letters change their length with their case; then places in one text are none in the other.
    if (folded.length !== text.length)
        return text.replaceAll(name, pseudonym);
    let result = '';
    let from = 0;
    for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + name.length)) {
        const end = at + name.length;
        if (isWordLetter(text[at - 1]) || isWordLetter(text[end]))
            continue;
        result += text.slice(from, at) + pseudonym;
        from = end;
    }
    return result + text.slice(from);
}
function isPath(text) {
    return /[\\/]/.test(text) && !/^https?:/i.test(text);
}
function isWordLetter(letter) {
    return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}
function extensionOf(name) {
    return /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? '';
}
function unescaped(segment) {
    try {
        return segment.includes('%') ? decodeURIComponent(segment) : segment;
    }
    catch {
        return segment;
    }
}
function sameCase(like, text) {
    return /[A-F]/.test(like) && !/[a-f]/.test(like) ? text.toUpperCase() : text;
}
function pseudonyms_short(group) {
    return group.replace(/^0+(?=.)/, '');
}
function sidParts(hex) {
    return (hex.match(/.{8}/g) ?? []).map(part => `-${Number.parseInt(part, 16)}`).join('');
}

;// CONCATENATED MODULE: ./lib/privacy/redaction.js
/** Text without what looks like a person, for files that stay readable beside encrypted ones. */

const withheld = '(withheld)';
/** @param terms are withheld as well. Ids stay: Microsoft's support asks for those of requests. */
function redactPeople(text, terms) {
    const known = terms.filter(term => term.length > 1).reduce((rest, term) => rest.split(term).join(withheld), text);
    let at = 0;
    let shown = '';
    for (const { shape, start, end } of matchesIn(known)) {
        if (shape === 'guid')
            continue;
        shown += known.slice(at, start) + withheld;
        at = end;
    }
    return shown + known.slice(at);
}

// EXTERNAL MODULE: ./lib/spool/block-cipher.js
var block_cipher = __webpack_require__(92616);
;// CONCATENATED MODULE: ./lib/month/protection.js
/** What the inputs ask for to protect people: age for what is written, pseudonyms for what is read. */





/** @throws Failure when a recipient is not usable, before anything is read. */
async function protectionOf(settings) {
    const { encryptTo: recipients, pseudonymKey } = settings;
    return {
        ...(recipients.length > 0 ? { encrypt: await (0,age/* encryptTo */.b2)(recipients), seal: (0,block_cipher/* newBlockCipher */.xy)() } : {}),
        ...(pseudonymKey === undefined ? {} : { pseudonyms: new Pseudonyms(macWith(pseudonymKey)) }),
    };
}
/** Whether nobody, and so no next run either, could open what an interrupted run leaves. */
function lacksStateKey({ encryptTo, stateKey }) {
    return encryptTo.length > 0 && stateKey === undefined;
}
function macWith(key) {
    const secret = (0,external_node_crypto_.createSecretKey)(Buffer.from(key));
    return text => (0,external_node_crypto_.createHmac)('sha256', secret).update(text).digest('hex');
}
/** The filters as they may be written down, and be compared with those of another export. */
function filtersOf(filters, { pseudonyms }) {
    return pseudonyms ? pseudonyms.filters(filters) : filters;
}
/** A spool that never sees whom the pseudonyms stand for; whoever checks the reading has seen the originals before. */
function pseudonymous(spool, { pseudonyms }) {
    if (!pseudonyms)
        return spool;
    return {
        write: (rows, reading) => {
            const protectedRows = rows.map((row) => ({ ...row, record: pseudonyms.record(row.record) }));
            return spool.write(protectedRows, reading);
        },
        accept: (reading, window) => spool.accept(reading, window),
        take: at => spool.take(at),
    };
}
/** A service that warns or refuses may name people. */
function pseudonymousEntries(entries, { pseudonyms }) {
    return entries.map(entry => (pseudonyms ? reworded(entry, text => pseudonyms.text(text)) : entry));
}
/** The manifest as it may lie readable beside encrypted files. */
function openManifest(manifest, asked, { encrypt, pseudonyms }) {
    if (!encrypt || pseudonyms)
        return manifest;
    const terms = [...asked.users, ...asked.ipAddresses, ...asked.objectIds, ...(asked.freeText ? [asked.freeText] : [])];
    const open = (text) => redactPeople(text, terms);
    return {
        ...manifest,
        reasons: manifest.reasons.map(open),
        notes: manifest.notes.map(open),
        windows: manifest.windows.map(window => reworded(window, open)),
    };
}
function reworded(entry, word) {
    const { evidence, reason } = entry;
    return {
        ...entry,
        evidence: { ...evidence, warnings: evidence.warnings.map(word) },
        ...(reason ? { reason: { ...reason, message: word(reason.message) } } : {}),
    };
}


/***/ }),

/***/ 39457:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ repositoryIsPublic),
/* harmony export */   j: () => (/* binding */ checkVisibility)
/* harmony export */ });
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91564);
/* harmony import */ var _report_disclose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(90524);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19579);
/* harmony import */ var _warn_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(75848);
/** Who could read the export where it goes, and what follows for it. */




/** Refuses what everyone could read, and says how much of people may be shown at most. */
async function checkVisibility(settings, context, { isProtected, notes }) {
    const { host, world } = context;
    if (context.synthetic || host.facts.repository === undefined)
        return settings.disclose;
    const visible = await (0,_github_js__WEBPACK_IMPORTED_MODULE_0__/* .isPublic */ .Ul)(world, host.facts, settings.githubToken);
    const protectedEnough = settings.allowPublic || isProtected;
    if (visible.value === true && !protectedEnough)
        throw repositoryIsPublic(host.facts);
    if (visible.value === undefined && settings.upload && !protectedEnough) {
        const note = `Whether this repository is public could not be learned (${visible.because}): make sure that it is not, since its readers can download the artifact.`;
        (0,_warn_js__WEBPACK_IMPORTED_MODULE_3__/* .warn */ .R)(context, notes, note);
    }
    return (0,_report_disclose_js__WEBPACK_IMPORTED_MODULE_1__/* .permitted */ .rg)(settings.disclose, visible.value);
}
/** The repository is public, and the inputs do not allow for that. */
function repositoryIsPublic({ repository }) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR({
        code: 'REPOSITORY_PUBLIC',
        message: `The repository ${repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
        remedy: 'Run this in a private repository, or encrypt the files (encrypt-to), or replace people by pseudonyms (pseudonym-key). If the exposure is wanted, set allow-public: true.',
    });
}


/***/ }),

/***/ 8822:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Mc: () => (/* binding */ entriesOf),
/* harmony export */   oj: () => (/* binding */ shardFolderName),
/* harmony export */   rw: () => (/* binding */ findShardFolders)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _audit_period_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(91098);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(49414);
/* harmony import */ var _audit_shard_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(34959);
/* harmony import */ var _files_read_record_file_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(31616);
/* harmony import */ var _verify_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6510);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(19579);
/** The parts of a sharded export, found in the sub-folders of one folder: each proven, and told from what is none. */









/**
 * Parts that differ in what was asked can't be joined: the question that most of them answer is taken, among those of
 * the period that was asked for by name.
 * @throws Failure where there is none.
 */
async function findShardFolders(path, request, timezone) {
    const found = [];
    const leftOut = [];
    for (const folder of await subfolders(path)) {
        const one = await partIn(path, folder);
        if ('reason' in one)
            leftOut.push(one);
        else
            found.push(one);
    }
    const wanted = named(request, timezone);
    const candidates = wanted ? found.filter(({ manifest }) => isOf(manifest, wanted)) : found;
    const example = mostAlike(candidates);
    if (example === undefined)
        throw noParts(path, found, leftOut);
    const { shard, period: { timezone: zone }, } = example.manifest;
    const period = periodOf(shard, zone);
    const windows = period && (0,_audit_shard_js__WEBPACK_IMPORTED_MODULE_7__/* .shardWindows */ .EB)(period, shard.of);
    if (period === undefined || windows === undefined)
        throw noParts(path, [], leftOut);
    const places = windows.map(window => ({ window, parts: [] }));
    for (const part of found) {
        const place = places[part.manifest.shard.part - 1];
        const reason = strange(part, example, place?.window);
        if (reason !== undefined || place === undefined)
            leftOut.push({ folder: part.folder, reason: reason ?? '' });
        else
            place.parts.push(part);
    }
    for (const { parts } of places)
        parts.sort(bestFirst);
    return { period, places, leftOut: leftOut.sort((a, b) => (a.folder < b.folder ? -1 : 1)) };
}
/** The ledger of an earlier export; each window says when it was read, which for a later one is no longer one moment. */
function entriesOf({ windows, run }) {
    return windows.map(({ start, end, status, attempts, evidence, compared, reason, ...window }) => {
        const began = window.began ?? (status === 'gap' ? undefined : run.started);
        return {
            start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .millisecondsOf */ .W$)(start),
            end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .millisecondsOf */ .W$)(end),
            ...{ status, attempts, evidence },
            ...(began === undefined ? {} : { began: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .millisecondsOf */ .W$)(began) }),
            ...(compared ? { compared } : {}),
            ...(reason ? { reason } : {}),
        };
    });
}
async function subfolders(path) {
    const entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)(path, { withFileTypes: true }).catch(() => []);
    return entries
        .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(entry => entry.name)
        .sort();
}
async function partIn(path, folder) {
    const place = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(path, folder);
    const { faults, manifest } = await (0,_verify_js__WEBPACK_IMPORTED_MODULE_5__.verifyFolder)(place);
    if (manifest === undefined)
        return { folder, reason: `it is no export: ${faults[0] ?? ''}` };
    const { shard } = manifest;
    if (shard === undefined)
        return { folder, reason: `it is an export of ${manifest.period.text}, not a part of one` };
    if (faults.length > 0)
        return { folder, reason: `it is part ${shardFolderName(shard)}, and not as it was written: ${faults[0]}` };
    if (!manifest.files.some(_files_read_record_file_js__WEBPACK_IMPORTED_MODULE_4__/* .isCmdletCsv */ .W6)) {
        return { folder, reason: `it is part ${shardFolderName(shard)}, and holds no plain CSV, from which parts are joined` };
    }
    const sha256 = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256')
        .update(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(place, 'manifest.json')))
        .digest('hex');
    return { folder, path: place, manifest: { ...manifest, shard }, sha256 };
}
function shardFolderName({ part, of }) {
    return `${part}/${of}`;
}
function named(request, timezone) {
    if (request.kind !== 'month' && request.kind !== 'range')
        return undefined;
    const chosen = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_3__/* .choosePeriod */ .B8)(request, timezone, 0);
    return 'ok' in chosen ? chosen.ok : undefined;
}
function isOf({ shard }, { start, end }) {
    return shard.period.start === (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .instantOf */ .B9)(start) && shard.period.end === (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .instantOf */ .B9)(end);
}
/** What has to be the same in all parts, by the words in which a difference is told. */
function question({ shard, ...manifest }) {
    const { tenant, client, cloud, source, filters, pseudonyms, period } = manifest;
    const settle = (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .millisecondsOf */ .W$)(period.settled) - (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .millisecondsOf */ .W$)(period.end);
    return {
        period: `${shard.period.text} in ${period.timezone}`,
        'number of parts': String(shard.of),
        ...{ tenant, client, cloud, source },
        filters: JSON.stringify(filters),
        pseudonyms: pseudonyms ? `of the key ${pseudonyms.key}` : 'none',
        settle: `${settle / 3_600_000} h`,
    };
}
function mostAlike(parts) {
    const groups = new Map();
    for (const part of parts) {
        const key = JSON.stringify(question(part.manifest));
        groups.set(key, [...(groups.get(key) ?? []), part]);
    }
    const newest = (group) => Math.max(...group.map(part => (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .millisecondsOf */ .W$)(part.manifest.run.started)));
    const [first] = [...groups.values()].sort((a, b) => b.length - a.length || newest(b) - newest(a));
    return first?.[0];
}
function strange({ manifest }, example, window) {
    const ours = question(example.manifest);
    const theirs = question(manifest);
    const differing = Object.keys(ours).find(name => ours[name] !== theirs[name]);
    const name = shardFolderName(manifest.shard);
    if (differing !== undefined) {
        return `it is part ${name} of another export: its ${differing} is ${theirs[differing]}, that of the others ${ours[differing]}`;
    }
    const { start, end } = manifest.period;
    if (window && start === (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .instantOf */ .B9)(window.start) && end === (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .instantOf */ .B9)(window.end))
        return undefined;
    return `it is part ${name}, cut otherwise: ${start} to ${end}`;
}
/** Of two with the same part, the one that proves more; then the newer one. */
function bestFirst(a, b) {
    const gaps = ({ manifest }) => manifest.windows.filter(window => window.status === 'gap').length;
    return gaps(a) - gaps(b) || (a.manifest.run.started < b.manifest.run.started ? 1 : -1);
}
function periodOf({ period }, timezone) {
    const request = /^\d{4}-\d\d$/.test(period.label)
        ? { kind: 'month', month: period.label }
        : { kind: 'range', from: period.start, to: period.end };
    const chosen = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_3__/* .choosePeriod */ .B8)(request, timezone, 0);
    if (!('ok' in chosen))
        return undefined;
    const { ok } = chosen;
    return (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .instantOf */ .B9)(ok.start) === period.start && (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_8__/* .instantOf */ .B9)(ok.end) === period.end ? ok : undefined;
}
function noParts(path, found, leftOut) {
    const others = found.map(({ folder, manifest }) => ({ folder, reason: `it is of ${manifest.shard.period.text}` }));
    const all = [...others, ...leftOut].slice(0, 5).map(({ folder, reason }) => `${folder}: ${reason}`);
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_6__/* .Failure */ .HR({
        code: 'MERGE_NO_PARTS',
        message: `There is no part of this export in the sub-folders of ${path}${all.length > 0 ? ` (${all.join('; ')})` : ''}.`,
        remedy: 'Download the artifacts of the shards, each into a sub-folder of directory: actions/download-artifact with path and a pattern does so.',
    });
}


/***/ }),

/***/ 10500:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  n: () => (/* binding */ writeEvidence)
});

// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/detect/findings.js
var findings = __webpack_require__(6741);
// EXTERNAL MODULE: ./lib/evidence/evidence-folder.js + 1 modules
var evidence_folder = __webpack_require__(14684);
// EXTERNAL MODULE: ./lib/evidence/recorded-filters.js
var recorded_filters = __webpack_require__(21659);
// EXTERNAL MODULE: ./lib/report/disclose.js
var report_disclose = __webpack_require__(90524);
// EXTERNAL MODULE: ./lib/report/manifest.js
var report_manifest = __webpack_require__(78469);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
// EXTERNAL MODULE: ./lib/report/sentences.js
var sentences = __webpack_require__(33700);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(43394);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/wire/skew.js
var skew = __webpack_require__(85547);
// EXTERNAL MODULE: ./lib/month/detection-setup.js + 89 modules
var detection_setup = __webpack_require__(77194);
// EXTERNAL MODULE: ./lib/month/manifest.js
var month_manifest = __webpack_require__(665);
// EXTERNAL MODULE: ./lib/month/protection.js + 7 modules
var month_protection = __webpack_require__(24494);
// EXTERNAL MODULE: ./lib/audit/filters.js
var audit_filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/detect/record-types.js
var record_types = __webpack_require__(80898);
// EXTERNAL MODULE: ./lib/inputs/did-you-mean.js
var did_you_mean = __webpack_require__(37178);
;// CONCATENATED MODULE: ./lib/month/unmatched-filters.js
/** Filters that found nothing: a misspelt name is refused by nobody, and looks like a quiet month. */



/** @param found names of the record types of which the export holds any. */
function unmatchedNotes(filters, found) {
    const silent = filters.recordTypes.filter(type => !/^\d+$/.test(type) && !found.some(name => (0,audit_filters/* same */.FB)(name, type)));
    const notes = silent.map(type => `No record has the type ${type} that record-types names.${meant(type)}`);
    if (found.length === 0 && (0,audit_filters/* limits */.Fy)(filters) && notes.length === 0)
        notes.push('The filters matched no record. Is each name as the log has it?');
    return notes;
}
function meant(type) {
    if (record_types/* knownRecordTypes */.y.some(name => (0,audit_filters/* same */.FB)(name, type)))
        return '';
    const guess = (0,did_you_mean/* didYouMean */.a)(type, record_types/* knownRecordTypes */.y);
    return guess === undefined ? ' Is it as the log has it?' : ` Is ${guess} meant?`;
}

// EXTERNAL MODULE: ./lib/month/warn.js
var warn = __webpack_require__(75848);
;// CONCATENATED MODULE: ./lib/month/write-evidence.js
/** Turns what was read into the evidence folder: verdict, summary, manifest, checksums. */

















/** What GitHub shows of a summary is at most 1 MiB; above that it shows nothing. The folder's copy obeys the same. */
const summaryLimit = 900_000;
/** @param disclose what the job summary may show of people; report and findings in the folder show all. */
async function writeEvidence(settings, context, job) {
    const { period, folder, read, notes, protection, disclose } = job;
    const earlier = earlierExport(job);
    if (read.difference && read.difference.vanished > 0)
        warnOfVanished(context, notes, earlier);
    const judged = (0,ledger/* conclude */.Ep)(period, read.entries, settings.settle, read.began, job.otherReasons);
    const handOn = judged.status === 'incomplete' ? read.handOn : undefined;
    const asked = (0,month_protection/* filtersOf */.$l)(settings.filters, protection);
    const found = read.figures.byRecordType().map(({ name }) => name);
    const endsHere = judged.status === 'incomplete' && protection.encrypt !== undefined;
    for (const note of [...unmatchedNotes(asked, found), ...(endsHere ? nothingHandedOn(settings) : [])]) {
        (0,warn/* warn */.R)(context, notes, note);
    }
    const recorded = protection.encrypt && !protection.pseudonyms ? await (0,recorded_filters/* withheldFilters */.J)(asked) : asked;
    const manifest = (0,month_protection/* openManifest */.gp)((0,month_manifest/* manifestOf */.$)(settings, context, { ...job, filters: recorded }, judged), asked, protection);
    const { watched } = read;
    const facts = {
        ...judged,
        notes,
        period,
        tenant: manifest.tenant,
        records: manifest.records,
        estimate: read.estimate,
        duplicates: read.duplicates,
        conflicts: read.conflicts,
        gaps: (0,ledger/* gapsOf */.dc)(read.entries),
        windows: read.entries,
        requests: manifest.requests,
        figures: read.figures,
        watch: watched,
        earlier,
        run: { url: manifest.run.url, finished: (0,skew/* serviceTime */.DR)(context.world), tool: `${version/* toolName */.U} ${version/* version */.r}` },
        ...(protection.encrypt && read.files[0] ? { encrypted: read.files[0].name } : {}),
    };
    const sections = (0,summary/* summarySections */.P2)(facts, disclose);
    const { reportPage } = await Promise.all(/* import() */[__webpack_require__.e(976), __webpack_require__.e(321)]).then(__webpack_require__.bind(__webpack_require__, 75321));
    const files = [
        ...read.files,
        ...(watched
            ? [
                await folder.write('findings.json', (0,findings/* findingsText */._g)(period, watched)),
                await folder.write('baseline.json.gz', (0,detection_setup/* baselineBytes */.Bm)(watched.baseline)),
                await folder.write('report.html', reportPage(facts, (0,report_disclose/* disclosing */.IO)('full'))),
            ]
            : []),
        await folder.write('summary.md', (0,markdown/* withinSize */.LE)(sections, summaryLimit)),
    ];
    if ('withheld' in recorded)
        files.push(await folder.write('filters.json', `${JSON.stringify(asked, null, 2)}\n`));
    manifest.files = files;
    const manifestFile = await folder.write('manifest.json', (0,report_manifest/* manifestText */.$2)(manifest));
    const sums = await folder.write('SHA256SUMS', (0,evidence_folder/* checksums */.vw)([...files, manifestFile]));
    const all = [...files, sums, manifestFile];
    const state = await folder.publish(all.map(file => file.name), handOn);
    for (const file of files)
        context.host.info(`${file.name}  ${file.bytes} bytes  sha256 ${file.sha256}`);
    if (facts.encrypted)
        context.host.info(`Decrypt with the private key: ${(0,summary/* decryptLine */.Ck)(facts.encrypted)}`);
    return { ...judged, manifest, files: all, state, facts, sections, disclose };
}
function nothingHandedOn(settings) {
    const isOff = settings.resume === 'off';
    if (!isOff && !(0,month_protection/* lacksStateKey */.vt)(settings))
        return [];
    const lacks = isOff ? 'With resume: off' : 'Without a state-key';
    return [`${lacks}, an encrypted export hands nothing on: the next run reads everything again.`];
}
function earlierExport({ earlier, read }) {
    if (!earlier)
        return undefined;
    const { manifest, sha256 } = earlier;
    return {
        manifest: sha256,
        status: manifest.status,
        finished: (0,record/* millisecondsOf */.W$)(manifest.run.finished),
        ...(read.difference ? { difference: read.difference } : {}),
    };
}
/** Late records are what the comparison is for; records that went away say that the log can't be relied on. */
function warnOfVanished({ host }, notes, earlier) {
    const [words] = earlier ? (0,sentences/* sinceWords */.KR)(earlier) : [];
    if (words === undefined)
        return;
    notes.push(words);
    host.warning(words);
}


/***/ }),

/***/ 32362:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  W: () => (/* binding */ writeRecords)
});

// EXTERNAL MODULE: ./lib/audit/json.js
var json = __webpack_require__(5949);
;// CONCATENATED MODULE: ./lib/audit/own.js
/**
 * Which records an export leaves behind itself: searching the log is recorded in the log. Nothing else that happens
 * under the application's name is meant, for it may be somebody else's doing.
 */

/** By name and by number. */
const searchTypes = ['AuditSearch', '295'];
/** Exchange says that it does not record cmdlets which only look; where a tenant shows them all the same, they count. */
const searchCmdlet = 'Search-UnifiedAuditLog';
/** Of Graph's queries the service principal stands as the user (rknightion/graph2otel, live July 2026). */
const actors = ['UserId', 'ClientAppId', 'AppId', 'ApplicationId'];
/** Whether the record tells of a search of the log by the application. */
function isOwnSearch(record, { client, principal }) {
    if (!searchTypes.includes(record.RecordType) && record.Operations !== searchCmdlet)
        return false;
    const data = (0,json/* parsedObject */.jM)(record.AuditData);
    const ids = [client, principal].map(id => id?.toLowerCase());
    return actors.some(actor => data?.[actor] && ids.includes(String(data[actor]).toLowerCase()));
}

// EXTERNAL MODULE: ./lib/audit/record.js
var audit_record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/audit/window.js
var audit_window = __webpack_require__(81635);
// EXTERNAL MODULE: ./lib/files/spooled-row.js
var spooled_row = __webpack_require__(33892);
;// CONCATENATED MODULE: ./lib/evidence/compare-exports.js
/** Walks an earlier export's records beside those of this one: both are in the same order, so that one of each is held. */



class ExportComparer {
    earlier;
    fold;
    application;
    next;
    held = false;
    /** @param earlier its records, in the order of the exported files. @param application by which both were exported. */
    constructor(earlier, fold, application) {
        this.application = application;
        this.earlier = earlier[Symbol.asyncIterator]();
        this.fold = fold;
    }
    /** @param rows in order, and after those seen before; rows of one time come together. @throws what reading throws. */
    async see(rows) {
        for (let at = 0; at < rows.length;) {
            const first = rows[at];
            if (first === undefined)
                return;
            const group = [];
            for (let row = rows[at]; row && samePlace(row.record, first.record); row = rows[++at])
                group.push(this.keyed(row));
            await this.pass(group);
        }
    }
    async end() {
        for (let group = await this.group(); group.length > 0; group = await this.group())
            this.fold.see([], group);
        return this.fold.result();
    }
    async pass(group) {
        const [first] = group;
        for (;;) {
            const before = await this.peek();
            const order = before && first ? (0,audit_record/* compareRecords */.aB)({ ...before, digest: '' }, { ...first, digest: '' }) : 1;
            if (order > 0)
                return this.fold.see(group, []);
            const their = await this.group();
            if (order === 0)
                return this.fold.see(group, their);
            this.fold.see([], their);
        }
    }
    keyed({ record, time, digest }) {
        const { RecordType, CreationDate, Identity } = record;
        return { RecordType, CreationDate, Identity, time, digest, isOwn: isOwnSearch(record, this.application) };
    }
    /** The next records that stand at one place. */
    async group() {
        const group = [];
        for (let next = await this.peek(); next && samePlace(next, group[0] ?? next); next = await this.peek()) {
            group.push(next);
            this.held = false;
        }
        return group;
    }
    async peek() {
        if (this.held)
            return this.next;
        const step = await this.earlier.next();
        this.held = true;
        this.next = step.done ? undefined : keyed(step.value);
        return this.next;
    }
}
function samePlace(a, b) {
    return a.CreationDate === b.CreationDate && a.Identity === b.Identity;
}
function keyed({ RecordType, CreationDate, Identity, AuditData }) {
    return { RecordType, CreationDate, Identity, time: (0,audit_record/* millisecondsOf */.W$)(CreationDate), digest: (0,spooled_row/* digestOf */.o)(AuditData) };
}

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
const needsQuotes = /[",\r\n]/;
const quote = 0x22;
const brace = 0x7b;
/**
 * Puts the row that `csvRow` makes into `target`, and returns where it ends. The usual row, of which the text alone has to
 * be quoted, is put together from bytes: csv-stringify takes ten times as long for it.
 */
function putCsvRow(row, target, at) {
    const { columns: cells, text } = row;
    const { RecordType, CreationDate, UserIds, Operations, Identity } = cells;
    const usual = text[0] === brace && text[1] === quote && !Object.values(cells).some(cell => needsQuotes.test(cell));
    if (!usual)
        return at + target.write(csvRow(row.record), at);
    const opened = at + target.write(`${RecordType},${CreationDate},${UserIds},${Operations},"`, at);
    const closed = putDoubled(text, target, opened);
    return closed + target.write(`",${Identity}\r\n`, closed);
}
/** Every quote twice. */
function putDoubled(text, target, start) {
    let at = start;
    for (let index = 0; index < text.length; index++) {
        const byte = text[index] ?? 0;
        target[at++] = byte;
        if (byte === quote)
            target[at++] = quote;
    }
    return at;
}

// EXTERNAL MODULE: ./lib/report/flat/csv.js
var csv = __webpack_require__(21284);
// EXTERNAL MODULE: ./lib/detect/field-values.js
var field_values = __webpack_require__(85930);
// EXTERNAL MODULE: ./lib/report/flat/columns.js
var columns = __webpack_require__(72939);
;// CONCATENATED MODULE: ./lib/report/flat/row.js


/** Longer lists are cut: a cell is for reading, and the whole stands in `AuditData`. */
const longestList = 65_536;
const getters = columns/* flatColumns */.j.map((column) => ({ column, sources: column.from.map(sourceOf) }));
function sourceOf(from) {
    return from.startsWith('$') ? { record: from.slice(1), path: [] } : { path: from.split('.') };
}
/** The values in the order of `flatColumns`. @param data `AuditData` parsed, whatever it holds. */
function flatRow(record, data) {
    return getters.map(getter => valueIn(getter, record, data));
}
function valueIn({ column, sources }, record, data) {
    for (const source of sources) {
        const raw = source.record ? record[source.record] : at(data, source.path);
        const value = raw === undefined || raw === null ? null : converted[column.type](raw);
        if (value !== null)
            return column.address ? withoutPort(String(value)) : value;
    }
    return null;
}
/** The log's lists of names and values, whatever shape they come in. */
const pairs = new Set(['ExtendedProperties', 'DeviceProperties', 'OperationProperties', 'Parameters']);
function at(data, path) {
    let value = data;
    let before = '';
    for (const name of path) {
        value = pairs.has(before) ? new field_values/* Lookup */.lH(value).raw(name) : step(value, name);
        if (value === undefined || value === null)
            return undefined;
        before = name;
    }
    return value;
}
function step(value, name) {
    const open = typeof value === 'string' ? (0,field_values/* nested */.cY)(value) : value;
    if (!Array.isArray(open))
        return (0,field_values/* own */.ZV)(open, name);
    const all = open.flatMap(element => (0,field_values/* own */.ZV)(element, name) ?? []);
    return all.length === 0 ? undefined : all;
}
const converted = {
    text: raw => (Array.isArray(raw) ? listText(raw) : (0,field_values/* textOf */.b6)(raw)) || null,
    time: raw => (0,field_values/* textOf */.b6)(raw) || null,
    integer: raw => {
        const value = typeof raw === 'string' && /^-?\d{1,10}$/.test(raw) ? Number(raw) : raw;
        return typeof value === 'number' && Number.isInteger(value) && value === (value | 0) ? value + 0 : null;
    },
    boolean: raw => {
        if (typeof raw === 'boolean')
            return raw;
        if (raw === 1 || raw === 0)
            return raw === 1;
        return typeof raw === 'string' ? (spelled.get(raw.toLowerCase()) ?? null) : null;
    },
};
const spelled = new Map([
    ['true', true],
    ['$true', true],
    ['1', true],
    ['false', false],
    ['$false', false],
    ['0', false],
]);
/** Plain values side by side; a list that holds more than that as JSON. */
function listText(list) {
    if (list.some(value => typeof value === 'object' && value !== null))
        return (0,field_values/* textOf */.b6)(JSON.stringify(list));
    const texts = list.map(field_values/* textOf */.b6).filter(text => text !== '');
    return texts.join('; ').slice(0, longestList);
}
/** `1.2.3.4:51234` and `[::1]:443` lose their ports; whatever else stands there is kept. */
function withoutPort(text) {
    const [, four, six] = /^(?:(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}|\[([\da-f:.]+)\](?::\d{1,5})?)$/i.exec(text) ?? [];
    return four ?? six ?? text;
}

// EXTERNAL MODULE: ./lib/report/jsonl.js
var jsonl = __webpack_require__(37144);
// EXTERNAL MODULE: ./lib/files/file-sink.js
var file_sink = __webpack_require__(96793);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/files/gzip.js
/**
 * One gzip member whose blocks are compressed side by side in Node's thread pool: each alone, with the end of the one before
 * as its dictionary. So its bytes depend neither on the machine nor on which thread is done first.
 */


/** RFC 1952: deflate, no flags, no time, and 255 for an unknown operating system. */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
/** RFC 1951: a last block that is empty, for those before it don't know that they are last. */
const lastBlock = Buffer.from([3, 0]);
/** How far back deflate looks, in bytes. */
const dictionaryBytes = 32_768;
/** As many blocks as are compressed at once. A hosted job has two to four processors, and each block takes a megabyte. */
const atOnce = 3;
const deflate = (0,external_node_util_.promisify)(external_node_zlib_.deflateRaw);
class GzipWriter {
    name;
    file;
    underWay = [Promise.resolve(header)];
    before;
    checksum = 0;
    length = 0;
    constructor(file) {
        this.name = file.name;
        this.file = file;
    }
    /** What is written at once is one block: pieces of some hundred kilobytes are compressed best. */
    async write(data) {
        const block = Buffer.from(data);
        this.checksum = (0,external_node_zlib_.crc32)(block, this.checksum);
        this.length += block.length;
        const compressed = deflate(block, {
            level: 6,
            memLevel: 9,
            chunkSize: 1 << 17,
            finishFlush: external_node_zlib_.constants.Z_SYNC_FLUSH,
            ...(this.before ? { dictionary: this.before } : {}),
        });
        // Told when its turn comes.
        compressed.catch(() => undefined);
        this.before = block.subarray(-dictionaryBytes);
        this.underWay.push(compressed);
        while (this.underWay.length >= atOnce)
            await this.writeOldest();
    }
    async end() {
        while (this.underWay.length > 0)
            await this.writeOldest();
        const trailer = Buffer.alloc(8);
        trailer.writeUInt32LE(this.checksum, 0);
        trailer.writeUInt32LE(this.length % 2 ** 32, 4);
        await this.file.write(Buffer.concat([lastBlock, trailer]));
        return await this.file.end();
    }
    async writeOldest() {
        const block = await this.underWay.shift();
        if (block)
            await this.file.write(block);
    }
}

;// CONCATENATED MODULE: ./lib/files/line-writer.js
const blockBytes = 1 << 20;
class LineWriter {
    name;
    sink;
    block = Buffer.allocUnsafeSlow(blockBytes);
    used = 0;
    constructor(sink) {
        this.name = sink.name;
        this.sink = sink;
    }
    async add(line) {
        await this.makeRoom(3 * line.length);
        this.used += this.block.write(line, this.used);
    }
    async put(rows, line) {
        for (const row of rows) {
            const most = mostBytes(row);
            if (this.used + most > this.block.length)
                await this.makeRoom(most);
            this.used = line(row, this.block, this.used);
        }
    }
    async end() {
        await this.flush();
        return await this.sink.end();
    }
    async makeRoom(bytes) {
        if (this.used + bytes <= this.block.length)
            return;
        await this.flush();
        if (bytes > this.block.length)
            this.block = Buffer.allocUnsafeSlow(bytes);
    }
    async flush() {
        if (this.used > 0)
            await this.sink.write(this.block.subarray(0, this.used));
        this.used = 0;
    }
}
/** Quotes double a text at most, and a column is three bytes a character; commas, quotes and the line's end come to it. */
function mostBytes({ columns, text }) {
    const characters = Object.values(columns).reduce((sum, cell) => sum + cell.length, 0);
    return 2 * text.length + 6 * characters + 32;
}

;// CONCATENATED MODULE: ./lib/files/record-files.js
/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */








/** What can be written, with the ending of its name; files stand in this order. */
const endings = { csv: 'csv', flat: 'flat.csv', jsonl: 'jsonl.gz', parquet: 'parquet' };
class RecordFiles {
    wanted;
    lines;
    columnar;
    days;
    parquet;
    records = 0;
    /** @param folder exists and is empty. @param period its label, in file names, and its days. @param encrypt for every file. */
    constructor(folder, { label, days }, wanted, encrypt) {
        this.days = days;
        this.wanted = Object.keys(endings).filter(file => wanted.includes(file));
        const newSink = (file) => (0,file_sink/* newFile */.J)(folder, `audit-${label}.${endings[file]}`, encrypt);
        this.columnar = this.wanted.includes('parquet') ? newSink('parquet') : undefined;
        const linesOf = (file) => {
            const sink = newSink(file);
            return [file, new LineWriter(file === 'jsonl' ? new GzipWriter(sink) : sink)];
        };
        this.lines = new Map(this.wanted.filter(file => file !== 'parquet').map(linesOf));
    }
    async open() {
        await this.lines.get('csv')?.add(csvHeader());
        await this.lines.get('flat')?.add((0,csv/* flatHeader */.PW)());
        if (!this.columnar)
            return;
        const { ParquetWriter } = await Promise.all(/* import() */[__webpack_require__.e(649), __webpack_require__.e(640), __webpack_require__.e(980)]).then(__webpack_require__.bind(__webpack_require__, 82599));
        this.parquet = new ParquetWriter(this.columnar, this.days);
    }
    async write(rows) {
        this.records += rows.length;
        await this.lines.get('csv')?.put(rows, putCsvRow);
        await this.lines.get('jsonl')?.put(rows, jsonl/* putJsonlLine */.w_);
        const flat = this.lines.get('flat');
        if (!flat && !this.parquet)
            return;
        for (const row of rows) {
            const values = flatRow(row.record, (0,json/* parsedJson */.U4)(row.record.AuditData));
            await flat?.add((0,csv/* flatLine */.Ck)(values));
            await this.parquet?.add(row.record, row.time, values);
        }
    }
    async close() {
        const files = [];
        for (const file of this.wanted) {
            const open = file === 'parquet' ? this.parquet : this.lines.get(file);
            if (open)
                files.push({ name: open.name, ...(await open.end()), records: this.records });
        }
        return files;
    }
}

// EXTERNAL MODULE: ./lib/files/window-checksums.js
var window_checksums = __webpack_require__(57898);
// EXTERNAL MODULE: ./lib/report/difference.js
var difference = __webpack_require__(65383);
// EXTERNAL MODULE: ./lib/report/figures.js + 2 modules
var report_figures = __webpack_require__(64648);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/month/write-records.js









/** @param stretches of half an hour, in order: files are the same bytes only from the same stretches. */
async function writeRecords(stretches, job) {
    const { period, folder, watch, entries, asker } = job;
    const archive = new RecordFiles(folder.work, period, job.files, job.protection.encrypt);
    const figures = new report_figures/* Figures */.i(period);
    const tally = new window_checksums/* WindowChecksums */.T(entries);
    const since = new Since(job);
    let own = 0;
    await archive.open();
    for await (const rows of stretches) {
        await archive.write(rows);
        tally.see(rows);
        await since.see(rows);
        for (const row of rows) {
            figures.see(row);
            watch?.see(row.record, row.time);
            if (isOwnSearch(row.record, asker))
                own++;
        }
    }
    const files = await archive.close();
    const difference = await since.end();
    return { files, figures, tally, own, ...(difference ? { difference } : {}) };
}
/** The comparison with the earlier export. Where that one fails to be read, this one goes on, and a note says so. */
class Since {
    beside;
    notes;
    constructor({ earlier, notes, began, entries, asker }) {
        this.notes = notes;
        if (!earlier?.records)
            return;
        const { windows, run } = earlier.manifest;
        const gaps = windows
            .filter(window => window.status === 'gap')
            .map(({ start, end }) => ({ start: (0,audit_record/* millisecondsOf */.W$)(start), end: (0,audit_record/* millisecondsOf */.W$)(end) }));
        const fold = new difference/* DifferenceFold */.b({
            earlier: { began: (0,audit_record/* millisecondsOf */.W$)(run.started), inGap: time => gaps.some(gap => (0,audit_window/* contains */.gR)(gap, time)) },
            now: { began, inGap: time => entries.some(entry => entry.status === 'gap' && (0,audit_window/* contains */.gR)(entry, time)) },
        });
        this.beside = new ExportComparer(earlier.records(), fold, asker);
    }
    async see(rows) {
        await this.attempt(beside => beside.see(rows));
    }
    async end() {
        return await this.attempt(beside => beside.end());
    }
    async attempt(step) {
        if (this.beside === undefined)
            return undefined;
        try {
            return await step(this.beside);
        }
        catch (error) {
            this.beside = undefined;
            this.notes.push(`The earlier export could not be read to its end: ${(0,failure/* asFailure */.h_)(error).message}`);
            return undefined;
        }
    }
}


/***/ }),

/***/ 4185:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ changes),
/* harmony export */   m: () => (/* binding */ changeWords)
/* harmony export */ });
/* harmony import */ var _figures_sharing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97604);
/* harmony import */ var _figures_sign_in_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(66755);
/** This month's numbers beside those of the month before. */


const mostWorkloads = 8;
/** Rows of the table, totals first; what neither month had is left out. */
function changes(before, now) {
    const row = (name, of) => ({ name, before: of(before), now: of(now) });
    const workloads = Object.entries(now.workloads)
        .sort(([, a], [, b]) => b - a)
        .slice(0, mostWorkloads);
    return [
        row('Records', month => month.records),
        row('Records per day', month => Math.round(month.records / Math.max(1, month.days))),
        row('People active', month => month.people),
        row('Services active', month => month.services),
        row('Sign-ins that succeeded', month => month.signIns),
        ..._figures_sign_in_js__WEBPACK_IMPORTED_MODULE_1__/* .failureClasses */ .fQ.map(kind => row(`Failed: ${lowered(_figures_sign_in_js__WEBPACK_IMPORTED_MODULE_1__/* .failureMeaning */ .gx[kind])}`, month => month.failures[kind])),
        ..._figures_sharing_js__WEBPACK_IMPORTED_MODULE_0__/* .sharingKinds */ .k.map(kind => row(_figures_sharing_js__WEBPACK_IMPORTED_MODULE_0__/* .sharingMeaning */ ._7[kind], month => month.sharing[kind])),
        ...workloads.map(([name]) => row(`Records of ${name}`, month => own(month.workloads, name))),
    ].filter(change => change.before > 0 || change.now > 0);
}
/** `+12 %`, `×3.4`, `new`, `none now` */
function changeWords({ before, now }) {
    if (before === now)
        return 'same';
    if (before === 0)
        return 'new';
    if (now === 0)
        return 'none now';
    const ratio = now / before;
    if (ratio >= 2)
        return `×${ratio.toFixed(1)}`;
    const percent = Math.round(100 * (ratio - 1));
    return percent === 0 ? 'same' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}
function own(counts, name) {
    return Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0;
}
function lowered(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
}


/***/ }),

/***/ 65383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ DifferenceFold),
/* harmony export */   p: () => (/* binding */ latenessName)
/* harmony export */ });
/**
 * What two exports of the same period do not have in common, by record Id: folded from groups of records with the same
 * time and Identity, so that nothing grows with the month but one line for each record type.
 */
/** Upper edges of the histogram, in hours. */
const edges = [1, 6, 24, 48, 72, 168, Number.POSITIVE_INFINITY];
const mostIds = 10;
class DifferenceFold {
    readings;
    sum = { added: 0, own: 0, vanished: 0, changed: 0, recovered: 0, unread: 0 };
    types = new Map();
    missing = edges.map(() => 0);
    seen = edges.map(() => 0);
    ids = [];
    constructor(readings) {
        this.readings = readings;
    }
    /** All records of one time and Identity, as both exports have them; either may have none. */
    see(now, before) {
        const [any] = now.length > 0 ? now : before;
        if (any === undefined)
            return;
        if (any.Identity === '')
            this.seeNameless(now, before);
        else if (before.length === 0)
            this.add(any);
        else if (now.length === 0)
            this.vanish(any);
        else if (!sameContents(now, before))
            this.count(any, 'changed');
    }
    result() {
        const lateness = edges.map((to, index) => ({
            from: edges[index - 1] ?? 0,
            to,
            missing: this.missing[index] ?? 0,
            seen: this.seen[index] ?? 0,
        }));
        const byRecordType = [...this.types].map(([name, changes]) => ({ name, ...changes }));
        const all = ({ added, vanished, changed }) => added + vanished + changed;
        byRecordType.sort((a, b) => all(b) - all(a) || (a.name < b.name ? -1 : 1));
        return { ...this.sum, byRecordType, lateness, vanishedIds: [...this.ids] };
    }
    /** Without an Id, a record is its content, and as often as it is there. */
    seeNameless(now, before) {
        const left = new Map();
        for (const { digest } of before)
            left.set(digest, (left.get(digest) ?? 0) + 1);
        for (const record of now) {
            const known = left.get(record.digest) ?? 0;
            if (known === 0)
                this.add(record);
            else
                left.set(record.digest, known - 1);
        }
        for (const record of before) {
            const known = left.get(record.digest) ?? 0;
            if (known === 0)
                continue;
            left.set(record.digest, known - 1);
            this.vanish(record);
        }
    }
    add(record) {
        const { earlier, now } = this.readings;
        this.count(record, 'added');
        if (record.isOwn)
            this.sum.own++;
        if (earlier.inGap(record.time)) {
            this.sum.recovered++;
            return;
        }
        bump(this.missing, earlier.began - record.time);
        bump(this.seen, now.began - record.time);
    }
    vanish(record) {
        if (this.readings.now.inGap(record.time)) {
            this.sum.unread++;
            return;
        }
        this.count(record, 'vanished');
        if (record.Identity !== '' && this.ids.length < mostIds)
            this.ids.push(record.Identity);
    }
    count({ RecordType }, what) {
        const changes = this.types.get(RecordType) ?? { added: 0, vanished: 0, changed: 0 };
        this.types.set(RecordType, changes);
        changes[what]++;
        this.sum[what]++;
    }
}
function sameContents(a, b) {
    const digests = (records) => [...new Set(records.map(record => record.digest))].sort().join();
    return digests(a) === digests(b);
}
function bump(counts, milliseconds) {
    const hours = Math.max(0, milliseconds / 3_600_000);
    const index = edges.findIndex(edge => hours < edge);
    counts[index] = (counts[index] ?? 0) + 1;
}
/** `up to 1 h`, `1 to 6 h`, `72 h to 7 d`, `7 d and more` */
function latenessName({ from, to }) {
    const name = (hours) => (hours === 168 ? '7 d' : `${hours} h`);
    if (to === Number.POSITIVE_INFINITY)
        return `${name(from)} and more`;
    return from === 0 ? `up to ${name(to)}` : `${name(from)} to ${name(to)}`;
}


/***/ }),

/***/ 90524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   IO: () => (/* binding */ disclosing),
/* harmony export */   KX: () => (/* binding */ personalKindOf),
/* harmony export */   PW: () => (/* binding */ isAddress),
/* harmony export */   rg: () => (/* binding */ permitted)
/* harmony export */ });
/** How much of a person leaves the evidence folder: the one place where names are shortened for log, summary, issue and mail. */
function disclosing(level) {
    if (level === 'full')
        return (_kind, text) => text;
    if (level === 'counts')
        return kind => `(${kind} withheld)`;
    return (kind, text) => masks[kind](text);
}
/**
 * The level that a run may use. Everyone can read what a public repository shows, so names are never written out
 * there, and neither where nobody could learn whether it is public.
 */
function permitted(asked, isPublic) {
    return asked === 'full' && isPublic !== false ? 'masked' : asked;
}
/** What kind of name a text is, where nobody says. */
function personalKindOf(text) {
    if (isAddress(text))
        return 'address';
    return text.includes('@') && !text.includes('://') ? 'user' : 'object';
}
/** An IPv4 or IPv6 address or network, perhaps with a port. */
function isAddress(text) {
    if (text.length > 60)
        return false;
    return /^\[?\d{1,3}(\.\d{1,3}){3}\]?([:/]\d{1,5})?$/.test(text) || isV6(text);
}
/** Three colons or two in a row: fewer are a time of day. */
function isV6(text) {
    return /^\[?[0-9a-f:]*:[0-9a-f:.]*(%\w+)?\]?([:/]\d{1,5})?$/i.test(text) && /::|(:.*){3}/.test(text);
}
const masks = {
    user: maskedName,
    address: maskedAddress,
    object: text => (isAddress(text) ? maskedAddress(text) : maskedObject(text)),
};
/**
 * `anna.berg@contoso.com` → `a…@contoso.com`; a guest keeps the mark of one, `CONTOSO\anna` its domain; without
 * either the first letter stays.
 */
function maskedName(text) {
    if (isAddress(text))
        return maskedAddress(text);
    const at = text.lastIndexOf('@');
    const guest = /#EXT#$/i.test(text.slice(Math.max(0, at - 5), at)) ? '#EXT#' : '';
    if (at > 0)
        return `${initial(text)}…${guest}${text.slice(at, at + longestKept)}`;
    const slash = text.indexOf('\\');
    return slash > 0 && slash < longestKept
        ? `${text.slice(0, slash)}\\${initial(text.slice(slash + 1))}…`
        : `${initial(text)}…`;
}
/** Domains, hosts and endings longer than this are none. */
const longestKept = 100;
/** IPv4 keeps its first two numbers, IPv6 its first two groups. */
function maskedAddress(text) {
    const v4 = /^\[?(?:::ffff:)?(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}/i.exec(text);
    if (v4)
        return `${v4[1]}.…`;
    const v6 = /^\[?([0-9a-f]{1,4}:[0-9a-f]{0,4})/i.exec(text);
    return v6 ? `${v6[1]}:…` : '…';
}
/** A page keeps its host and no path, for paths hold people's and files' names; a file its first letter and its ending. */
function maskedObject(text) {
    const page = /^([a-z][a-z+.-]{1,10}:\/\/)(?:[^/?#@]{0,200}@)?([^/?#@]{1,100})/i.exec(text);
    if (page)
        return `${page[1]}${page[2]}/…`;
    if (text.includes('@'))
        return maskedName(text);
    const ending = /\.[a-z0-9]{1,8}$/i.exec(text.slice(-10))?.[0] ?? '';
    return `${initial(text)}…${ending}`;
}
function initial(text) {
    const [first = ''] = text;
    return first;
}


/***/ }),

/***/ 64648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  i: () => (/* binding */ Figures),
  c: () => (/* binding */ sum)
});

// EXTERNAL MODULE: ./lib/audit/json.js
var json = __webpack_require__(5949);
// EXTERNAL MODULE: ./lib/audit/period.js
var period = __webpack_require__(91098);
// EXTERNAL MODULE: ./lib/report/figures/counts.js
var counts = __webpack_require__(36642);
;// CONCATENATED MODULE: ./lib/report/figures/busiest.js
/**
 * Who acted most, without remembering everybody: the space-saving algorithm (Metwally, Agrawal and El Abbadi, 2005),
 * which forgets in batches so that a month of names seen once stays cheap.
 */

class Busiest {
    names = new Map();
    kept;
    /** What a forgotten name had at most. */
    floor = 0;
    /** @param kept names that are remembered for certain; twice as many are held before any is forgotten. */
    constructor(kept) {
        this.kept = kept;
    }
    see(text) {
        const name = (0,counts/* displayName */.QC)(text);
        const known = this.names.get(name);
        if (known)
            known.records++;
        else
            this.names.set(name, { name, records: this.floor + 1, uncertain: this.floor });
        if (this.names.size >= 2 * this.kept)
            this.forget();
    }
    /** How many there were: exactly, or at least. */
    get distinct() {
        return { count: this.names.size, exact: this.floor === 0 };
    }
    most(count) {
        return [...this.names.values()].sort(counts/* byRecords */.MI).slice(0, count);
    }
    forget() {
        const ranked = [...this.names.values()].sort(counts/* byRecords */.MI);
        this.floor = Math.max(this.floor, ranked[this.kept]?.records ?? 0);
        this.names = new Map(ranked.slice(0, this.kept).map(busy => [busy.name, busy]));
    }
}

;// CONCATENATED MODULE: ./lib/report/figures/identity.js
/** Whose record it is: one spelling for each identity, and whether it is a person's or a service's. */
/** Microsoft's own, though they look like a mailbox. */
const servicesWithAddress = ['fim_password_service@support.onmicrosoft.com'];
/**
 * Services are most of a tenant's identities and records: `NT AUTHORITY\SYSTEM (…)`, `app@sharepoint`, bare GUIDs,
 * `ServicePrincipal_…`, `S-1-5-18`. A person has an address. Letter case varies within one tenant, and SharePoint
 * puts a claim in front of the name.
 */
function identityOf(userIds) {
    const name = userIds.trim().replace(/^i:0[^|]{0,8}\|membership\|/i, '');
    const folded = name.toLowerCase();
    return address.test(name) && !servicesWithAddress.includes(folded)
        ? { name: folded, person: true }
        : { name, person: false };
}
const address = /^[^\s@\\/]{1,200}@[^\s@\\/]{1,200}\.[^\s@\\/.]{1,63}$/;

// EXTERNAL MODULE: ./lib/report/figures/sharing.js
var sharing = __webpack_require__(97604);
// EXTERNAL MODULE: ./lib/report/figures/sign-in.js
var sign_in = __webpack_require__(66755);
// EXTERNAL MODULE: ./lib/report/zone.js
var zone = __webpack_require__(34358);
;// CONCATENATED MODULE: ./lib/report/figures.js
/** The month in numbers, counted while its records go by once: all that the page and the summary show of them. */








const mostWorkloads = 60;
const mostRecordTypes = 400;
const mostOperations = 3000;
const mostIdentities = 5000;
class Figures {
    /** Every day of the period, in order, also those without records. */
    days;
    /** Records by hour of the week in the period's zone; Monday's first hour first. */
    hours = Array.from({ length: 168 }, () => 0);
    people = new Busiest(mostIdentities);
    services = new Busiest(mostIdentities);
    /** Moments of the first and last record. */
    first;
    last;
    total = 0;
    size = 0;
    workloads = new counts/* NameCounts */.ou(mostWorkloads);
    recordTypes = new counts/* NameCounts */.ou(mostRecordTypes);
    recordTypeSizes = new counts/* NameCounts */.ou(mostRecordTypes);
    operations = new counts/* NameCounts */.ou(mostOperations);
    operationsFirst = new Map();
    period;
    clock;
    dayOf;
    constructor(period) {
        this.period = period;
        this.clock = new zone/* ZoneClock */.ru(period.timezone);
        this.days = period.days.map(({ date }) => emptyDay(date));
        this.dayOf = new Map(this.days.map(day => [day.date, day]));
    }
    /** @param data `AuditData` parsed, where the caller has it; else the few records that need it are parsed here. */
    see(seen, data) {
        const { record, time, workload } = seen;
        const operation = record.Operations;
        this.total++;
        this.first = Math.min(this.first ?? time, time);
        this.last = Math.max(this.last ?? time, time);
        const size = Buffer.byteLength(record.AuditData);
        this.recordTypes.add(record.RecordType);
        this.recordTypeSizes.add(record.RecordType, size);
        this.size += size;
        const named = this.operations.add(operation);
        if (time < (this.operationsFirst.get(named) ?? Number.POSITIVE_INFINITY))
            this.operationsFirst.set(named, time);
        const hour = this.clock.hourOfWeek(time);
        this.hours[hour] = (this.hours[hour] ?? 0) + 1;
        const { name, person } = identityOf(record.UserIds);
        if (person)
            this.people.see(name);
        else
            this.services.see(name);
        const day = this.dayOf.get((0,period/* dateAt */.iM)(this.period, time));
        if (!day)
            return;
        day.records++;
        const known = this.workloads.add(workload);
        day.byWorkload.set(known, (day.byWorkload.get(known) ?? 0) + 1);
        if (operation === 'UserLoggedIn')
            day.signIns++;
        else if (operation === 'UserLoginFailed')
            day.failures[(0,sign_in/* signInFailureClass */.hq)(data ?? (0,json/* parsedJson */.U4)(record.AuditData))]++;
        else if ((0,sharing/* isSharing */.Xu)(operation))
            day.sharing[(0,sharing/* sharingKind */.Tn)(operation, data ?? (0,json/* parsedJson */.U4)(record.AuditData))]++;
    }
    get records() {
        return this.total;
    }
    byWorkload() {
        return this.workloads.ranked();
    }
    byRecordType() {
        return this.recordTypes.ranked();
    }
    /** With the share that each type has in the bytes of all AuditData, 0 to 1. */
    byRecordTypeAndVolume() {
        return this.byRecordType().map(row => ({
            ...row,
            volume: this.recordTypeSizes.get(row.name) / Math.max(1, this.size),
        }));
    }
    byOperation() {
        return this.operations.ranked();
    }
    get signIns() {
        return sum(this.days.map(day => day.signIns));
    }
    get failures() {
        return totals(sign_in/* failureClasses */.fQ, this.days.map(day => day.failures));
    }
    get sharing() {
        return totals(sharing/* sharingKinds */.k, this.days.map(day => day.sharing));
    }
    /**
     * Operations that the month before did not have, the most frequent first; undefined where that month had too many
     * to know.
     */
    newOperations(previous) {
        const { operations } = previous.counts;
        if (Object.hasOwn(operations, counts/* others */.MG))
            return undefined;
        return this.byOperation()
            .filter(({ name }) => name !== counts/* others */.MG && !Object.hasOwn(operations, name))
            .map(row => ({ ...row, first: this.operationsFirst.get(row.name) ?? 0 }));
    }
    /** Names that were too many to be counted apart. */
    get overflowed() {
        const kinds = [
            ['workloads', this.workloads.overflowed],
            ['record types', this.recordTypes.overflowed],
            ['operations', this.operations.overflowed],
            ['people', !this.people.distinct.exact],
            ['service identities', !this.services.distinct.exact],
        ];
        return kinds.filter(([, overflowed]) => overflowed).map(([kind]) => kind);
    }
    counts() {
        return {
            records: this.total,
            days: this.days.length,
            people: this.people.distinct.count,
            services: this.services.distinct.count,
            signIns: this.signIns,
            failures: this.failures,
            sharing: this.sharing,
            workloads: byName(this.byWorkload()),
            operations: byName(this.byOperation()),
        };
    }
}
function emptyDay(date) {
    return {
        date,
        records: 0,
        byWorkload: new Map(),
        signIns: 0,
        failures: totals(sign_in/* failureClasses */.fQ, []),
        sharing: totals(sharing/* sharingKinds */.k, []),
    };
}
function totals(kinds, parts) {
    return Object.fromEntries(kinds.map(kind => [kind, sum(parts.map(part => part[kind]))]));
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
/** `__proto__` is a name like any other here. */
function byName(rows) {
    return Object.fromEntries(rows.map(({ name, records }) => [name, records]));
}


/***/ }),

/***/ 36642:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MG: () => (/* binding */ others),
/* harmony export */   MI: () => (/* binding */ byRecords),
/* harmony export */   QC: () => (/* binding */ displayName),
/* harmony export */   ou: () => (/* binding */ NameCounts)
/* harmony export */ });
/** Counting names that nobody vetted, in memory that they can't fill: long names are cut, too many are counted together. */
const others = '(others)';
const longestName = 200;
/** A name as it is counted. A cut name is copied, for V8's `slice` keeps the whole text alive behind its result. */
function displayName(text) {
    if (text.length <= longestName)
        return text === '' ? '(none)' : text;
    return JSON.parse(JSON.stringify(`${text.slice(0, longestName - 1)}…`));
}
/** Records by name; names beyond the first `most` are counted as `(others)`. */
class NameCounts {
    counts = new Map();
    most;
    constructor(most) {
        this.most = most;
    }
    /** @returns the name it was counted under. */
    add(text, records = 1) {
        const name = displayName(text);
        const key = this.counts.has(name) || this.counts.size < this.most ? name : others;
        this.counts.set(key, (this.counts.get(key) ?? 0) + records);
        return key;
    }
    get(name) {
        return this.counts.get(name) ?? 0;
    }
    get overflowed() {
        return this.counts.has(others);
    }
    /** Most records first; `(others)` last. */
    ranked() {
        const rows = [...this.counts].map(([name, records]) => ({ name, records }));
        return rows.sort(byRecords);
    }
}
function byRecords(a, b) {
    if ((a.name === others) !== (b.name === others))
        return a.name === others ? 1 : -1;
    return b.records - a.records || (a.name < b.name ? -1 : 1);
}


/***/ }),

/***/ 97604:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tn: () => (/* binding */ sharingKind),
/* harmony export */   Xu: () => (/* binding */ isSharing),
/* harmony export */   _7: () => (/* binding */ sharingMeaning),
/* harmony export */   k: () => (/* binding */ sharingKinds)
/* harmony export */ });
/* harmony import */ var _sign_in_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(66755);
/** Which kind of sharing a record tells of. https://learn.microsoft.com/en-us/purview/audit-log-sharing */

const sharingKinds = ['anyone', 'guest', 'organisation', 'people', 'used'];
const sharingMeaning = {
    anyone: 'Links for anyone, made or changed',
    guest: 'Shared with guests or by invitation',
    organisation: 'Links for the whole organisation',
    people: 'Shared with named colleagues or groups',
    used: 'Links for anyone, opened',
};
const kindOfOperation = {
    AnonymousLinkCreated: 'anyone',
    AnonymousLinkUpdated: 'anyone',
    AnonymousLinkUsed: 'used',
    CompanyLinkCreated: 'organisation',
    SharingInvitationCreated: 'guest',
    SharingInvitationAccepted: 'guest',
    AddedToSecureLink: 'people',
    SecureLinkCreated: 'people',
    SecureLinkUpdated: 'people',
    SharingSet: 'people',
};
/** Whether the record is one of sharing; its kind is in its operation and, for named people, in its target. */
function isSharing(operation) {
    return Object.hasOwn(kindOfOperation, operation);
}
function sharingKind(operation, data) {
    const kind = kindOfOperation[operation] ?? 'people';
    const guest = (0,_sign_in_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(data, 'TargetUserOrGroupType') === 'Guest' || /#EXT#/i.test((0,_sign_in_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(data, 'TargetUserOrGroupName'));
    return kind === 'people' && guest ? 'guest' : kind;
}


/***/ }),

/***/ 66755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ZZ: () => (/* binding */ field),
/* harmony export */   fQ: () => (/* binding */ failureClasses),
/* harmony export */   gx: () => (/* binding */ failureMeaning),
/* harmony export */   hq: () => (/* binding */ signInFailureClass)
/* harmony export */ });
/** Why a sign-in failed: most records of failed sign-ins are prompts, not attacks. */
const failureClasses = ['password', 'second step', 'prompt', 'other'];
const failureMeaning = {
    password: 'Wrong password, unknown user, or locked out',
    'second step': 'Password right, then stopped',
    prompt: 'A prompt or an expired session, not a failure',
    other: 'Any other code, or none',
};
/** https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes */
const classOfCode = {
    ...codes('password', '50126 50034 50053 50056 50064'),
    ...codes('second step', '50055 50072 50074 50076 50079 50158 500121 53000 53001 53002 53003 53004 530032'),
    ...codes('prompt', '50058 50089 50097 50132 50133 50140 50144 50173 16000 16001 16003 65001'),
};
function codes(failure, list) {
    return Object.fromEntries(list.split(' ').map(code => [code, failure]));
}
/** @param data the record's `AuditData`, parsed. `ResultStatus` is no help: two thirds of failures say `Success`. */
function signInFailureClass(data) {
    const code = field(data, 'ErrorNumber');
    return Object.hasOwn(classOfCode, code) ? (classOfCode[code] ?? 'other') : 'other';
}
/** A field as text; '' where there is none. */
function field(data, name) {
    if (typeof data !== 'object' || data === null || !Object.hasOwn(data, name))
        return '';
    const value = data[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}


/***/ }),

/***/ 67652:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ findingSections),
/* harmony export */   e: () => (/* binding */ namesOf)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(63021);
/* harmony import */ var _publication_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16384);
/** Findings in Markdown: a table first, then each as a story, in sections that can be left out one by one. */


const mostRows = 50;
const mostStories = 20;
const mostNames = 5;
const mostEvidence = 5;
function findingSections(findings) {
    const open = findings.filter(finding => !finding.accepted);
    const accepted = findings.filter(finding => finding.accepted);
    return [
        ...(open.length > 0 ? [overview(open)] : []),
        ...open.slice(0, mostStories).map(story),
        ...(accepted.length > 0 ? [acceptedSection(accepted)] : []),
    ];
}
/** Who, as far as names may be shown. */
function namesOf(names, count, noun) {
    const shown = names.slice(0, mostNames);
    const more = count - shown.length;
    if (shown.length === 0)
        return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
    return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
function overview(open) {
    const rows = open
        .slice(0, mostRows)
        .map(finding => [
        finding.severity,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(finding.title, 160),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(namesOf(finding.actors, finding.actorCount, 'actor'), 160),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(finding.first, 30),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .thousands */ .oh)(finding.count),
    ]);
    const more = open.length > mostRows ? `\n\nand ${open.length - mostRows} more in findings.json.` : '';
    return `## ${(0,_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .findingsInWords */ .n$)(open)}\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .markdownTable */ .Qj)(['Severity', 'What', 'Who', 'From (UTC)', 'Records'], rows)}${more}`;
}
function story(finding) {
    const facts = [
        ['Who', namesOf(finding.actors, finding.actorCount, 'actor')],
        ['What', namesOf(finding.objects, finding.objectCount, 'object')],
        ['When', `${finding.first} to ${finding.last}`],
        ['Confidence', finding.confidence],
        ['Harmless if', finding.benign.join(' ')],
        ['Rule', [finding.rule, ...finding.techniques].join(', ')],
        ['Records', evidenceOf(finding)],
    ];
    const lines = facts.flatMap(([name = '', text = '']) => text === '' ? [] : [`- ${name}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text, 600)}`]);
    const next = finding.next.slice(0, 8).map((step, index) => `${index + 1}. ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(step, 400)}`);
    return [
        `### ${finding.severity}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(finding.title, 160)}`,
        ...(finding.why === '' ? [] : [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(finding.why, 1000)]),
        lines.join('\n'),
        ...(next.length > 0 ? [`What to do:\n\n${next.join('\n')}`] : []),
    ].join('\n\n');
}
function evidenceOf({ evidence, count }) {
    const ids = evidence.slice(0, mostEvidence).map(({ id }) => id.slice(0, 60));
    return count > ids.length && ids.length > 0 ? `${ids.join(', ')} and ${count - ids.length} more` : ids.join(', ');
}
function acceptedSection(accepted) {
    const lines = accepted
        .slice(0, mostRows)
        .map(finding => `- ${finding.severity}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(finding.title, 160)}`);
    const more = accepted.length > mostRows ? `\n- and ${accepted.length - mostRows} more` : '';
    return `## Accepted by the team\n\n${lines.join('\n')}${more}`;
}


/***/ }),

/***/ 72079:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ scrubber),
/* harmony export */   x: () => (/* binding */ redactedFindings)
/* harmony export */ });
/* harmony import */ var _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26204);
/* harmony import */ var _disclose_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90524);
/** The findings that leave the evidence folder: those grave enough, with no more of people in them than may be shown. */


/** Gravest first, then by time. */
function redactedFindings(findings, { minimum, disclose }) {
    const lowest = _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .g.indexOf(minimum);
    return findings
        .filter(finding => _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .g.indexOf(finding.severity) <= lowest)
        .sort((a, b) => _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .g.indexOf(a.severity) - _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .g.indexOf(b.severity) ||
        (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
        .map(finding => disclosed(finding, disclose));
}
function disclosed(finding, level) {
    const show = (0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .disclosing */ .IO)(level);
    const withheld = level === 'counts';
    const words = level === 'full' ? (text) => text : scrubber(finding, show);
    const names = (list, shown) => withheld ? [] : [...new Set(list.map(shown))];
    const shown = {
        id: finding.id,
        rule: finding.rule,
        title: words(finding.title),
        severity: finding.severity,
        confidence: finding.confidence,
        techniques: finding.techniques,
        actors: names(finding.actors, text => show(actorKind(text), text)),
        objects: names(finding.objects, text => show((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .personalKindOf */ .KX)(text), text)),
        actorCount: new Set(finding.actors).size,
        objectCount: new Set(finding.objects).size,
        first: finding.first,
        last: finding.last,
        count: finding.count,
        evidence: finding.evidence,
        why: withheld ? '' : words(finding.why),
        benign: withheld ? [] : [finding.benign].flat().map(words),
        next: withheld ? [] : finding.next.map(words),
        accepted: finding.accepted !== undefined,
    };
    return shown;
}
function actorKind(text) {
    return (0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddress */ .PW)(text) ? 'address' : 'user';
}
/** Shortens in a sentence the names its finding lists, whatever stands in quotation marks, and whatever looks like a name. */
function scrubber(finding, show) {
    const listed = [
        ...[...finding.actors, ...(finding.users ?? [])].map(name => ({ name, kind: actorKind(name) })),
        ...(finding.addresses ?? []).map(name => ({ name, kind: 'address' })),
        ...[...finding.objects, ...(finding.applications ?? [])].map(name => ({ name, kind: (0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .personalKindOf */ .KX)(name) })),
    ]
        .filter(({ name }) => name.length > 1)
        .sort((a, b) => b.name.length - a.name.length)
        .map(({ name, kind }) => ({ find: finder(name), shown: show(kind, name) }));
    const ours = new Set(listed.map(({ shown }) => shown));
    return sentence => {
        const known = listed.reduce((text, { find, shown }) => text.replaceAll(find, () => shown), sentence);
        const quoted = known.replace(/“([^“”]*)”|"([^"]*)"/g, (_whole, curly, straight) => {
            const inside = curly ?? straight ?? '';
            return `“${ours.has(inside) ? inside : show((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .personalKindOf */ .KX)(inside), inside)}”`;
        });
        return quoted.replace(/\S+/g, word => scrubbedWord(word, show));
    };
}
/** In any letter case, and not inside of longer words; a name too long for an expression is searched for as it is. */
function finder(name) {
    if (name.length > 1000)
        return name;
    const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu');
}
const opening = new Set('“"‘\'([{<`');
const closing = new Set('”"’\')]}>`.,;:!?');
/** Loops where an expression would do: a megabyte of brackets must not take minutes. */
function scrubbedWord(word, show) {
    let start = 0;
    let end = word.length;
    while (start < end && opening.has(word[start] ?? ''))
        start++;
    while (end > start && closing.has(word[end - 1] ?? ''))
        end--;
    const core = word.slice(start, end);
    const kind = kindInSentence(core);
    return kind === undefined ? word : `${word.slice(0, start)}${show(kind, core)}${word.slice(end)}`;
}
const fileEnding = /\.(docx?|xls[xmb]?|pptx?|pdf|txt|csv|tsv|rtf|one|vsdx?|msg|eml|pst|ost|zip|7z|rar|jpe?g|png|heic|mp4|json|xml|html?|key|pem|pfx|kdbx)$/i;
function kindInSentence(word) {
    if ((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddress */ .PW)(word))
        return 'address';
    if (word.includes('://'))
        return 'object';
    if (word.includes('@'))
        return 'user';
    if (/^[a-z0-9-]{2,15}\\[^\\]/i.test(word))
        return 'user';
    if (/^(\\\\|[a-z]:\\)/i.test(word) || fileEnding.test(word.slice(-8)))
        return 'object';
    return /^\+\d[\d().-]{6,20}$/.test(word) ? 'user' : undefined;
}


/***/ }),

/***/ 43394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ck: () => (/* binding */ decryptLine),
/* harmony export */   P2: () => (/* binding */ summarySections),
/* harmony export */   Tx: () => (/* binding */ monthSections)
/* harmony export */ });
/* harmony import */ var _audit_ledger_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(83818);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(49414);
/* harmony import */ var _compare_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4185);
/* harmony import */ var _difference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65383);
/* harmony import */ var _disclose_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(90524);
/* harmony import */ var _figures_counts_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(36642);
/* harmony import */ var _figures_sharing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(97604);
/* harmony import */ var _figures_sign_in_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(66755);
/* harmony import */ var _figures_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(64648);
/* harmony import */ var _finding_sections_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(67652);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(63021);
/* harmony import */ var _redacted_findings_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(72079);
/* harmony import */ var _sentences_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(33700);
/* harmony import */ var _zone_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(34358);
/** The month in Markdown: verdict first, then what stands out, what is missing, what there is, and how to check it. */














const mostReasons = 6;
const mostGaps = 100;
const mostWorkloads = 6;
const mostRecordTypes = 25;
const mostActive = 10;
const mostNew = 25;
/** Sections in the order of their weight: whoever must shorten leaves out whole ones from the end. */
function summarySections(facts, disclose) {
    return [verdict(facts), ...watchSections(facts, disclose), ...monthSections(facts, (0,_disclose_js__WEBPACK_IMPORTED_MODULE_2__/* .disclosing */ .IO)(disclose))];
}
/** The summary without verdict and findings, for places that tell those in their own way. */
function monthSections(facts, show) {
    const { figures } = facts;
    return [
        ...(facts.gaps.length > 0 ? [gapSection(facts.gaps)] : []),
        ...(facts.notes.length > 0 ? [`## Worth knowing\n\n${list(facts.notes)}`] : []),
        ...sinceSections(facts.earlier),
        checkSection(facts),
        ...(figures.records > 0 ? figureSections(facts, show) : []),
        `## What could not be seen\n\n${list((0,_sentences_js__WEBPACK_IMPORTED_MODULE_7__/* .unseenWords */ .CL)(facts))}`,
        verifySection(facts),
    ];
}
function figureSections(facts, show) {
    const { figures } = facts;
    return [
        daySection(figures),
        activeSection(figures, show),
        signInSection(figures),
        sharingSection(figures),
        ...beforeSections(facts),
        `## By workload\n\n${shares('Workload', figures.byWorkload(), figures.records)}`,
        typeSection(figures),
    ];
}
function verdict(facts) {
    const { text, timezone, start, end } = facts.period;
    return [
        `# Microsoft 365 audit log ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(text)}: ${facts.status}`,
        `**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.records)} records**, ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .instantOf */ .B9)(start)} to ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .instantOf */ .B9)(end)} (days in ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(timezone)}), tenant ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(facts.tenant)}.`,
        ...(0,_sentences_js__WEBPACK_IMPORTED_MODULE_7__/* .verdictWords */ .L2)(facts)
            .slice(0, mostReasons)
            .map(words => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(words, 600)),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)((0,_sentences_js__WEBPACK_IMPORTED_MODULE_7__/* .detectionWords */ .nR)(facts.watch), 400),
    ].join('\n\n');
}
function watchSections({ watch }, disclose) {
    if (!watch)
        return [];
    const notes = watch.notes ?? [];
    return [
        ...(0,_finding_sections_js__WEBPACK_IMPORTED_MODULE_11__/* .findingSections */ .Y)((0,_redacted_findings_js__WEBPACK_IMPORTED_MODULE_6__/* .redactedFindings */ .x)(watch.findings, { minimum: 'info', disclose })),
        ...(notes.length > 0 ? [`## What the watch adds\n\n${list(notes)}`] : []),
    ];
}
function list(lines) {
    return lines.map(line => `- ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(line, 600)}`).join('\n');
}
function gapSection(gaps) {
    const rows = gaps
        .slice(0, mostGaps)
        .map(gap => [
        (0,_audit_ledger_js__WEBPACK_IMPORTED_MODULE_12__/* .rangeText */ .lq)(gap),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(gap.reason?.message ?? '', 300),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(gap.reason?.code ?? ''),
    ]);
    const more = gaps.length > mostGaps ? `\n\nand ${gaps.length - mostGaps} more, all in manifest.json.` : '';
    return `## Gaps\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Not proven (UTC)', 'Why', 'Code'], rows)}${more}`;
}
function checkSection(facts) {
    const count = (status) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.windows.filter(window => window.status === status).length);
    const rows = [
        ['Windows read once, all checks passed', count('read')],
        ['Windows read twice, readings agreed', count('confirmed')],
        ['Windows not proven', count('gap')],
        ['Requests to the service', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)((0,_figures_js__WEBPACK_IMPORTED_MODULE_5__/* .sum */ .c)(Object.values(facts.requests)))],
        ['Rows the service sent twice in one answer', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.duplicates)],
        ['Ids with more than one content (all kept)', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.conflicts)],
    ];
    return `## What was checked\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['', 'Count'], rows)}\n\n${list((0,_sentences_js__WEBPACK_IMPORTED_MODULE_7__/* .estimateWords */ .ae)(facts))}`;
}
/** What opens an encrypted file, for a terminal. */
function decryptLine(name) {
    return `age -d -i key.txt ${name} > ${name.replace(/\.age$/, '')}`;
}
function verifySection({ encrypted }) {
    const decrypt = encrypted
        ? [
            `The files are encrypted with [age](https://age-encryption.org). With the private key in \`key.txt\`:`,
            `\`\`\`sh\n${decryptLine(encrypted)}\n\`\`\``,
        ]
        : [];
    return [
        '## Check it yourself',
        'Put the folder on any machine, then, without network or credentials:',
        '```sh\nsha256sum --check SHA256SUMS\nnode dist/index.js verify --directory .   # from a checkout of the action\n```',
        ...decrypt,
    ].join('\n\n');
}
/** A plot of text: it shows wherever Markdown does. */
function daySection(figures) {
    const names = figures
        .byWorkload()
        .slice(0, mostWorkloads)
        .map(row => row.name);
    const most = Math.max(1, ...figures.days.map(day => day.records));
    const rows = figures.days.map(day => [
        `${day.date} ${'█'.repeat(Math.round((12 * day.records) / most))}`,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(day.records),
        ...names.map(name => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(day.byWorkload.get(name) ?? 0)),
    ]);
    return `## Records per day\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Day', 'All', ...names.map(name => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(name, 60))], rows)}`;
}
function activeSection(figures, show) {
    const ranking = (title, busiest, shown) => {
        const { count, exact } = busiest.distinct;
        const rows = busiest.most(mostActive).map(({ name, records, uncertain }) => ({
            name: shown(name),
            records,
            mark: uncertain > 0 ? 'up to ' : '',
        }));
        const cells = rows.map(row => [
            (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(row.name, 80),
            `${row.mark}${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(row.records)}`,
            percent(row.records, figures.records),
        ]);
        return `${exact ? '' : 'Over '}${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(count)} ${title}:\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Most active', 'Records', 'Share'], cells)}`;
    };
    return [
        '## Most active',
        ranking('people', figures.people, name => show('user', name)),
        ranking('services and applications', figures.services, name => name),
    ].join('\n\n');
}
function signInSection(figures) {
    const { failures } = figures;
    const rows = _figures_sign_in_js__WEBPACK_IMPORTED_MODULE_4__/* .failureClasses */ .fQ.map(kind => [`Failed: ${_figures_sign_in_js__WEBPACK_IMPORTED_MODULE_4__/* .failureMeaning */ .gx[kind]}`, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(failures[kind])]);
    return `## Sign-ins\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Sign-ins', 'Records'], [['Succeeded', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(figures.signIns)], ...rows])}`;
}
function sharingSection({ sharing }) {
    const rows = _figures_sharing_js__WEBPACK_IMPORTED_MODULE_3__/* .sharingKinds */ .k.map(kind => [_figures_sharing_js__WEBPACK_IMPORTED_MODULE_3__/* .sharingMeaning */ ._7[kind], (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(sharing[kind])]);
    return `## Sharing\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Sharing', 'Records'], rows)}`;
}
function beforeSections({ figures, previous, status }) {
    if (!previous)
        return [];
    const rows = (0,_compare_js__WEBPACK_IMPORTED_MODULE_0__/* .changes */ .A)(previous.counts, figures.counts()).map(change => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(change.name, 80),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(change.before),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(change.now),
        (0,_compare_js__WEBPACK_IMPORTED_MODULE_0__/* .changeWords */ .m)(change),
    ]);
    const before = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)((0,_zone_js__WEBPACK_IMPORTED_MODULE_8__/* .periodName */ .dN)(previous.label), 60);
    const unlike = status === 'complete' ? '' : `\n\nThis month is ${status}, so its numbers may be too low.`;
    return [
        `## Beside ${before}\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['', before, 'This month', 'Change'], rows)}${unlike}`,
        ...newSection(figures.newOperations(previous)),
    ];
}
function newSection(operations) {
    if (!operations || operations.length === 0)
        return [];
    const rows = operations
        .slice(0, mostNew)
        .map(({ name, records, first }) => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(name, 80), (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .instantOf */ .B9)(first), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(records)]);
    const more = operations.length > mostNew ? `\n\nand ${operations.length - mostNew} more.` : '';
    return [`## New this month\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Operation', 'First (UTC)', 'Records'], rows)}${more}`];
}
function sinceSections(earlier) {
    if (!earlier?.difference)
        return [];
    const { byRecordType, lateness, added, recovered } = earlier.difference;
    const types = byRecordType
        .slice(0, mostRecordTypes)
        .map(type => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(type.name, 80),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(type.added),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(type.vanished),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(type.changed),
    ]);
    const hours = lateness.map(part => [(0,_difference_js__WEBPACK_IMPORTED_MODULE_1__/* .latenessName */ .p)(part), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(part.missing), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(part.seen)]);
    const parts = [
        list((0,_sentences_js__WEBPACK_IMPORTED_MODULE_7__/* .sinceWords */ .KR)(earlier)),
        ...(types.length > 0 ? [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Record type', 'Added', 'Vanished', 'Changed'], types)] : []),
        ...(added > recovered ? [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Hours after the event', 'Not there yet', 'First seen'], hours)] : []),
    ];
    return [`## Since the earlier export\n\n${parts.join('\n\n')}`];
}
function typeSection(figures) {
    const all = figures.byRecordTypeAndVolume();
    const more = all.length > mostRecordTypes ? `\n\nand ${all.length - mostRecordTypes} more.` : '';
    const cells = all
        .slice(0, mostRecordTypes)
        .map(row => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(row.name, 80),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(row.records),
        percent(row.records, figures.records),
        percent(row.volume, 1),
    ]);
    const words = firehoseWords(figures);
    const advice = words === undefined ? '' : `\n\n${words}`;
    return `## By record type\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)(['Record type', 'Records', 'Share', 'Share of bytes'], cells)}${more}${advice}`;
}
/** One type that fills most of the month, and what could be done about it. */
function firehoseWords(figures) {
    const most = figures
        .byRecordTypeAndVolume()
        .find(row => row.name !== _figures_counts_js__WEBPACK_IMPORTED_MODULE_13__/* .others */ .MG && (2 * row.records > figures.records || row.volume > 0.5));
    if (most === undefined)
        return undefined;
    const name = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(most.name, 80);
    const share = `${percent(most.records, figures.records)} of the records and ${percent(most.volume, 1)} of the bytes`;
    return `${name} alone is ${share}. Where nobody needs that type, \`exclude-record-types: ${name}\` leaves it out of files and watch; through Exchange the reading takes as long as before, since the search can't leave types out.`;
}
function shares(title, rows, total) {
    const cells = rows.map(row => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .escapeMarkdown */ .FV)(row.name, 80), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(row.records), percent(row.records, total)]);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .markdownTable */ .Qj)([title, 'Records', 'Share'], cells);
}
function percent(part, whole) {
    return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}


/***/ }),

/***/ 76001:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ partitionLength),
/* harmony export */   v: () => (/* binding */ partitionStart)
/* harmony export */ });
/** The half hour of a record: the spool keeps one partition on disk for each, and hands them on in order. */
/** Milliseconds. */
const partitionLength = 1_800_000;
/** Where the partition of a moment begins. Milliseconds since 1970 UTC. */
function partitionStart(time) {
    return Math.floor(time / partitionLength) * partitionLength;
}


/***/ }),

/***/ 36484:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ ExportResumeSource),
/* harmony export */   o: () => (/* binding */ ResumeSources)
/* harmony export */ });
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(49414);
/* harmony import */ var _audit_window_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(81635);
/* harmony import */ var _files_spooled_row_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(33892);



/** A reading's number that no reading of this run has. */
const earlierReading = 0;
/** Several earlier runs, the most trusted first: of windows that overlap, the first one's is taken over. */
class ResumeSources {
    /** Windows that are taken over, in order. */
    entries;
    /** Queries to be taken over: their windows are as they were asked for, and overlap with nothing that is taken over. */
    queries;
    /** The others. */
    stale;
    sources;
    /** @param wanted which windows and queries may be taken over at all. */
    constructor(carriers, wanted) {
        const all = [];
        this.sources = carriers.map(carrier => {
            const taken = carrier.entries.filter(entry => wanted(entry) && !all.some(one => overlap(one, entry)));
            all.push(...taken);
            return { carrier, taken };
        });
        this.entries = all.sort((a, b) => a.start - b.start);
        const queries = [];
        const left = eachOnce(carriers.flatMap(carrier => carrier.queries));
        for (const query of left) {
            const others = [...all, ...queries.filter(one => one.start !== query.start || one.end !== query.end)];
            if (wanted(query) && !others.some(one => overlap(one, query)))
                queries.push(query);
        }
        this.queries = queries;
        this.stale = left.filter(query => !queries.includes(query));
    }
    /** Records with a time in the stretch, as far as they count; stretches are asked for in order. */
    async rows(stretch, entries) {
        const gaps = entries.filter(entry => entry.status === 'gap' && overlap(entry, stretch));
        const rows = [];
        for (const { carrier, taken } of this.sources)
            rows.push(...(await carrier.rows(stretch, taken, gaps)));
        return rows;
    }
}
/** An earlier export, from its file of records. */
class ExportResumeSource {
    entries;
    queries;
    records;
    ahead;
    /** @param records the export's, in the order of the exported files. */
    constructor(entries, records, queries = []) {
        this.entries = entries;
        this.queries = queries;
        this.records = records[Symbol.asyncIterator]();
    }
    async rows(stretch, taken, gaps) {
        const counts = [...taken.filter(entry => overlap(entry, stretch)), ...gaps];
        const rows = [];
        for (let row = await this.next(); row !== undefined; row = await this.next()) {
            if (row.time >= stretch.end) {
                this.ahead = row;
                break;
            }
            const { time } = row;
            if (counts.some(entry => (0,_audit_window_js__WEBPACK_IMPORTED_MODULE_1__/* .contains */ .gR)(entry, time)))
                rows.push(row);
        }
        return rows;
    }
    async next() {
        const { ahead } = this;
        this.ahead = undefined;
        if (ahead)
            return ahead;
        const step = await this.records.next();
        return step.done ? undefined : rowOf(step.value);
    }
}
/** A run that took a query over names it as well. */
function eachOnce(queries) {
    return queries.filter((query, at) => queries.findIndex(one => one.id === query.id) === at);
}
function overlap(a, b) {
    return a.start < b.end && b.start < a.end;
}
function rowOf(record) {
    const { Workload, RecordType } = JSON.parse(record.AuditData);
    const row = {
        record,
        time: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_2__/* .millisecondsOf */ .W$)(record.CreationDate),
        workload: typeof Workload === 'string' ? Workload : '',
        recordTypeNumber: typeof RecordType === 'number' || typeof RecordType === 'string' ? String(RecordType) : '',
        part: 0,
    };
    return _files_spooled_row_js__WEBPACK_IMPORTED_MODULE_0__/* .SpooledRow */ .L.of(row, earlierReading);
}


/***/ }),

/***/ 31424:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ uniqueRows)
/* harmony export */ });
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49414);
/** The rules for records that came more than once. */

/**
 * One row for each Identity and content. A record without Identity is kept as often as one answer held it: two
 * answers for the same time are no reason to double it.
 */
function uniqueRows(rows) {
    const kept = [];
    let duplicates = 0;
    let conflicts = 0;
    for (const [identity, same] of groupedBy(rows, row => row.Identity)) {
        const contents = same.length === 1 ? [same] : [...groupedBy(same, row => row.digest).values()];
        for (const group of contents) {
            const often = oftenestInOneAnswer(group);
            kept.push(...group.slice(0, 1).flatMap(row => (identity === '' ? Array(often).fill(row) : [row])));
            if (identity !== '')
                duplicates += often - 1;
        }
        if (identity !== '' && contents.length > 1)
            conflicts++;
    }
    return { kept: kept.sort(_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .compareRecords */ .aB), duplicates, conflicts };
}
function groupedBy(rows, key) {
    const groups = new Map();
    for (const row of rows) {
        const group = groups.get(key(row));
        if (group)
            group.push(row);
        else
            groups.set(key(row), [row]);
    }
    return groups;
}
function oftenestInOneAnswer(group) {
    if (group.length === 1)
        return 1;
    const counts = new Map();
    for (const { reading, part } of group) {
        const answer = `${reading}.${part}`;
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
    }
    return Math.max(...counts.values());
}


/***/ })

};
