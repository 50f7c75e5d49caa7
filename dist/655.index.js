export const id = 655;
export const ids = [655];
export const modules = {

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

/***/ 90524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   IO: () => (/* binding */ disclosing),
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
function kindOf(text) {
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
        const name = (0,counts/* nameOf */.Vb)(text);
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
    workloads = new counts/* NameCounts */.ou(mostWorkloads);
    recordTypes = new counts/* NameCounts */.ou(mostRecordTypes);
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
        this.recordTypes.add(record.RecordType);
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
            day.failures[(0,sign_in/* failureClass */.fI)(data ?? parsed(record.AuditData))]++;
        else if ((0,sharing/* isSharing */.Xu)(operation))
            day.sharing[(0,sharing/* sharingKind */.Tn)(operation, data ?? parsed(record.AuditData))]++;
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
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 36642:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MG: () => (/* binding */ others),
/* harmony export */   MI: () => (/* binding */ byRecords),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   ou: () => (/* binding */ NameCounts)
/* harmony export */ });
/** Counting names that nobody vetted, in memory that they can't fill: long names are cut, too many are counted together. */
const others = '(others)';
const longestName = 200;
/** A name as it is counted. A cut name is copied, for V8's `slice` keeps the whole text alive behind its result. */
function nameOf(text) {
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
        const name = nameOf(text);
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
/* harmony export */   fI: () => (/* binding */ failureClass),
/* harmony export */   fQ: () => (/* binding */ failureClasses),
/* harmony export */   gx: () => (/* binding */ failureMeaning)
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
function failureClass(data) {
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

/***/ 36063:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ reported),
/* harmony export */   t: () => (/* binding */ scrubber)
/* harmony export */ });
/* harmony import */ var _disclose_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90524);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(27563);
/** The findings that leave the evidence folder: those grave enough, with no more of people in them than may be shown. */


/** Gravest first, then by time. */
function reported(findings, { minimum, disclose }) {
    const lowest = _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(minimum);
    return findings
        .filter(finding => _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(finding.severity) <= lowest)
        .sort((a, b) => _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(a.severity) - _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(b.severity) ||
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
        objects: names(finding.objects, text => show((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(text), text)),
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
        ...[...finding.objects, ...(finding.applications ?? [])].map(name => ({ name, kind: (0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(name) })),
    ]
        .filter(({ name }) => name.length > 1)
        .sort((a, b) => b.name.length - a.name.length)
        .map(({ name, kind }) => ({ find: finder(name), shown: show(kind, name) }));
    const ours = new Set(listed.map(({ shown }) => shown));
    return sentence => {
        const known = listed.reduce((text, { find, shown }) => text.replaceAll(find, () => shown), sentence);
        const quoted = known.replace(/“([^“”]*)”|"([^"]*)"/g, (_whole, curly, straight) => {
            const inside = curly ?? straight ?? '';
            return `“${ours.has(inside) ? inside : show((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(inside), inside)}”`;
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

/***/ 58191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B8: () => (/* binding */ watchWords),
/* harmony export */   CL: () => (/* binding */ unseenWords),
/* harmony export */   L2: () => (/* binding */ verdictWords),
/* harmony export */   Np: () => (/* binding */ bySeverity),
/* harmony export */   hS: () => (/* binding */ counted),
/* harmony export */   p0: () => (/* binding */ duration)
/* harmony export */ });
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(27563);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63021);
/* harmony import */ var _zone_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(34358);
/** The month in sentences: the same ones on the page and in the summary. */



/** `1 window`, `1,204 windows` */
function counted(count, one, many = `${one}s`) {
    return `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(count)} ${count === 1 ? one : many}`;
}
/** `3 h 20 min`; the two largest units. */
function duration(milliseconds) {
    const units = [
        [86_400_000, 'd'],
        [3_600_000, 'h'],
        [60_000, 'min'],
        [1000, 's'],
    ];
    const parts = [];
    let rest = milliseconds;
    for (const [size, name] of units) {
        const whole = Math.floor(rest / size);
        rest -= whole * size;
        if (whole > 0)
            parts.push(`${whole} ${name}`);
        if (parts.length === 2 || (parts.length === 1 && whole === 0))
            break;
    }
    return parts.join(' ') || '0 s';
}
/** What is claimed of the export, why, and what follows; a sentence or two each. */
function verdictWords(facts) {
    const month = (0,_zone_js__WEBPACK_IMPORTED_MODULE_0__/* .periodName */ .dN)(facts.period.text);
    if (facts.status === 'incomplete')
        return incompleteWords(facts, month);
    const twice = facts.windows.filter(window => window.status === 'confirmed').length;
    const readTwice = twice > 0 ? ` ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(twice)} of them were read a second time, and the readings agreed.` : '';
    const read = `${month} was read in ${counted(facts.windows.length, 'window')}. Every window answered, no answer was cut short, and every check passed.${readTwice}`;
    return facts.status === 'complete' ? [`${read} Late records have had their time.`] : [read, ...facts.reasons];
}
function incompleteWords(facts, month) {
    const { gaps } = facts;
    if (gaps.length === 0)
        return [`Some of ${month} is not proven.`, ...facts.reasons];
    const length = gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0);
    const share = (100 * length) / (facts.period.end - facts.period.start);
    const stretches = gaps.length === 1 ? 'One stretch' : `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(gaps.length)} stretches`;
    const percent = share < 0.1 ? 'less than 0.1 %' : `${share.toFixed(1)} %`;
    return [
        `${stretches} of ${month}, ${duration(length)} in all (${percent}), ${gaps.length === 1 ? 'is' : 'are'} not proven. What was read is kept; what happened in ${gaps.length === 1 ? 'that time' : 'those times'} may be missing from everything below.`,
    ];
}
/** What the watch says in one sentence. */
function watchWords(watch) {
    if (!watch)
        return 'Nobody watched this month for anomalies: nothing here says that it was quiet.';
    const { open, accepted } = (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .storiesOf */ .TQ)(watch);
    const known = accepted.length > 0 ? ` The team had already accepted ${counted(accepted.length, 'other finding')}.` : '';
    if (open.length === 0) {
        return `The watch found nothing to report. That is what its rules saw, not a promise that nothing happened.${known}`;
    }
    return `The watch found ${counted(open.length, 'story', 'stories')} worth reading: ${bySeverity(open)}.${known}`;
}
/** `1 high, 2 low` */
function bySeverity(stories) {
    const count = (severity) => stories.filter(story => story.severity === severity).length;
    return _finding_js__WEBPACK_IMPORTED_MODULE_2__/* .severities */ .gO
        .filter(severity => count(severity) > 0)
        .map(severity => `${count(severity)} ${severity}`)
        .join(', ');
}
function watchLimits({ learning, unseen = [] }) {
    const shown = unseen.slice(0, mostUnseen).map(({ title, missing }) => `${title}: ${missing}.`.replace(/\.\.$/, '.'));
    return [
        ...(learning ? ['What is new in the first week: the watch had no earlier month to compare with.'] : []),
        ...shown,
        ...(unseen.length > mostUnseen
            ? [`And what ${unseen.length - mostUnseen} more rules look for: they had no data.`]
            : []),
    ];
}
const mostUnseen = 12;
/** What no number here can show, from the most particular to what is always so. */
function unseenWords(facts) {
    const clock = new _zone_js__WEBPACK_IMPORTED_MODULE_0__/* .ZoneClock */ .ru(facts.period.timezone);
    const { overflowed } = facts.figures;
    return [
        ...(facts.gaps.length > 0 ? ['What happened in the gaps. Silence there is not quiet.'] : []),
        ...(facts.status === 'provisional'
            ? ['Records that arrive late: services may deliver them for days after the event.']
            : []),
        ...(facts.filters ?? []).map(filter => `What the export was not asked for. It was limited to ${filter}.`),
        ...(facts.watch ? watchLimits(facts.watch) : ['Anomalies: no watch ran.']),
        ...(overflowed.length > 0
            ? [
                `Exact counts of all names: there were more ${overflowed.join(', ')} than are counted apart. The largest are right; small ones may be missing or too high.`,
            ]
            : []),
        ...(facts.figures.first !== undefined && facts.figures.first - facts.period.start > 86_400_000
            ? [
                `Anything before ${clock.moment(facts.figures.first)}: the first record is from then. Was auditing on, and does the retention reach back?`,
            ]
            : []),
        'What Microsoft 365 did not record: auditing that was off, events a licence does not include, actions no service logs.',
        'Whether an address belongs to the person named, or somebody else used it.',
    ];
}


/***/ }),

/***/ 34358:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ot: () => (/* binding */ dayName),
/* harmony export */   dN: () => (/* binding */ periodName),
/* harmony export */   ru: () => (/* binding */ ZoneClock),
/* harmony export */   u: () => (/* binding */ hourName),
/* harmony export */   uD: () => (/* binding */ weekdayName)
/* harmony export */ });
/* harmony import */ var temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48599);
/** Clock and calendar of the period's zone, for people: when in the week a moment lies, and how it is written. */

const quarter = 900_000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = 'January February March April May June July August September October November December'.split(' ');
/** What can't be read as a time is said to be none: a page is not lost for it. */
const unknown = '(unknown)';
class ZoneClock {
    timezone;
    lastQuarter = Number.NaN;
    lastHour = 0;
    constructor(timezone) {
        this.timezone = timezone;
    }
    /** 0 is Monday's first hour, 167 Sunday's last. Zones differ from UTC by whole quarters of an hour. */
    hourOfWeek(moment) {
        const at = Math.floor(moment / quarter);
        if (at !== this.lastQuarter) {
            const { dayOfWeek, hour } = this.at(moment);
            this.lastQuarter = at;
            this.lastHour = (dayOfWeek - 1) * 24 + hour;
        }
        return this.lastHour;
    }
    /** `Tue 6 Oct, 14:03` */
    moment(moment) {
        return `${this.day(moment)}, ${this.timeOfDay(moment).slice(0, 5)}`;
    }
    /** `14:03:07` */
    timeOfDay(moment) {
        if (!Number.isFinite(moment))
            return unknown;
        const { hour, minute, second } = this.at(moment);
        return [hour, minute, second].map(two).join(':');
    }
    /** `Tue 6 Oct` */
    day(moment) {
        if (!Number.isFinite(moment))
            return unknown;
        const { dayOfWeek, day, month } = this.at(moment);
        return `${weekdays[dayOfWeek - 1]} ${day} ${monthName(month).slice(0, 3)}`;
    }
    /**
     * A stretch's two ends, the day named once where it is the same; one where both read alike.
     * @param exact with seconds.
     */
    ends(from, to, exact = false) {
        const clockTime = (moment) => this.timeOfDay(moment).slice(0, exact ? 8 : 5);
        const [start, end] = [from, to].map(moment => `${this.day(moment)}, ${clockTime(moment)}`);
        if (start === end)
            return [start];
        return [start, this.day(from) === this.day(to) ? clockTime(to) : end];
    }
    at(moment) {
        return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(Math.floor(moment)).toZonedDateTimeISO(this.timezone);
    }
}
/** 0 → Mon, 00:00 */
function hourName(hourOfWeek) {
    return `${weekdays[Math.floor(hourOfWeek / 24)]}, ${two(hourOfWeek % 24)}:00`;
}
function weekdayName(weekday) {
    return weekdays[weekday] ?? '';
}
/** `2026-10` → `October 2026`; anything else stays. */
function periodName(text) {
    const month = /^(\d{4})-(\d\d)$/.exec(text);
    return month ? `${monthName(Number(month[2]))} ${month[1]}` : text;
}
/** `2026-10-06` → `6 Oct` */
function dayName(date) {
    const [, month = '', day = ''] = date.split('-');
    return `${Number(day)} ${monthName(Number(month)).slice(0, 3)}`;
}
function monthName(month) {
    return months[month - 1] ?? '';
}
function two(value) {
    return String(value).padStart(2, '0');
}


/***/ }),

/***/ 6655:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runMonth: () => (/* binding */ runMonth)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/filters.js
var audit_filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/audit/record.js
var audit_record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/collect/folder.js
var collect_folder = __webpack_require__(68616);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(16435);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/wire/body.js

/**
 * A body's text, decoded by what its bytes are and not by what `Content-Encoding` says: Exchange labels plain bytes
 * as gzip and the reverse (seen by CIPP; MicrosoftDocs/office-docs-powershell #11429).
 * @returns undefined for what is not text: a gzip stream that is cut, a run of NUL bytes (Exchange's 403), or bytes
 * that are not UTF-8, which a lenient reading would change unnoticed.
 */
function bodyText(answer, maximumBytes) {
    const bytes = isGzip(answer.bytes) ? gunzip(answer.bytes, maximumBytes) : answer.bytes;
    if (bytes === undefined || isNulRun(bytes))
        return undefined;
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        return undefined;
    }
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

// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/wire/send.js
var send = __webpack_require__(38475);
;// CONCATENATED MODULE: ./lib/github.js
/** What GitHub's API knows of this run and repository; whatever can't be learned is undefined, with the reason. */




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
/** The newest artifact of this name that has not expired. Needs `actions: read`. */
async function newestArtifact(world, facts, token, name) {
    if (facts.repository === undefined)
        return { because: 'this is not a GitHub run' };
    const query = new URLSearchParams({ name, per_page: '50' });
    const list = await get(world, facts, `/repos/${facts.repository}/actions/artifacts?${query}`, token);
    if (list.value === undefined)
        return { because: `${list.because}; the workflow needs permissions: actions: read` };
    const found = Artifacts.safeParse(list.value);
    if (!found.success)
        return { because: 'the answer is not a list of artifacts' };
    const usable = found.data.artifacts.filter(artifact => artifact.name === name && !artifact.expired);
    const [newest] = usable.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
    if (newest === undefined)
        return { because: `there is no artifact ${name}` };
    return { value: { id: newest.id, runId: newest.workflow_run.id } };
}
const Artifacts = schemas/* object */.Ikc({
    artifacts: schemas/* array */.YOg(schemas/* object */.Ikc({
        id: schemas/* number */.aig(),
        name: schemas/* string */.YjP(),
        expired: schemas/* boolean */.zMY(),
        created_at: schemas/* string */.YjP(),
        workflow_run: schemas/* object */.Ikc({ id: schemas/* number */.aig() }),
    })),
});
async function get(world, facts, path, token) {
    const headers = {
        accept: 'application/vnd.github+json',
        'user-agent': 'm365-audit-export',
        'x-github-api-version': '2022-11-28',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    try {
        return await (0,send/* send */.t)(world, {
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

;// CONCATENATED MODULE: ./lib/publish/graph-mail-errors.js

function explainGraphMail(refusal) {
    const { code, message } = errorOf(refusal.body);
    const advice = adviceFor(refusal, code, message);
    return new wire_failure/* Failure */.HR({
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
        `or, ${scopedGrant(refusal)}. Check with ${testScope(refusal)}.`,
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

// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
// EXTERNAL MODULE: ./lib/report/publication.js
var report_publication = __webpack_require__(16384);
;// CONCATENATED MODULE: ./lib/report/finding-sections.js
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
        (0,markdown/* inert */.tJ)(finding.title, 160),
        (0,markdown/* inert */.tJ)(namesOf(finding.actors, finding.actorCount, 'actor'), 160),
        (0,markdown/* inert */.tJ)(finding.first, 30),
        (0,markdown/* thousands */.oh)(finding.count),
    ]);
    const more = open.length > mostRows ? `\n\nand ${open.length - mostRows} more in findings.json.` : '';
    return `## ${(0,report_publication/* findingsInWords */.n$)(open)}\n\n${(0,markdown/* table */.tp)(['Severity', 'What', 'Who', 'From (UTC)', 'Records'], rows)}${more}`;
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
    const lines = facts.flatMap(([name = '', text = '']) => (text === '' ? [] : [`- ${name}: ${(0,markdown/* inert */.tJ)(text, 600)}`]));
    const next = finding.next.slice(0, 8).map((step, index) => `${index + 1}. ${(0,markdown/* inert */.tJ)(step, 400)}`);
    return [
        `### ${finding.severity}: ${(0,markdown/* inert */.tJ)(finding.title, 160)}`,
        ...(finding.why === '' ? [] : [(0,markdown/* inert */.tJ)(finding.why, 1000)]),
        lines.join('\n'),
        ...(next.length > 0 ? [`What to do:\n\n${next.join('\n')}`] : []),
    ].join('\n\n');
}
function evidenceOf({ evidence, count }) {
    const ids = evidence.slice(0, mostEvidence).map(({ id }) => id.slice(0, 60));
    return count > ids.length && ids.length > 0 ? `${ids.join(', ')} and ${count - ids.length} more` : ids.join(', ');
}
function acceptedSection(accepted) {
    const lines = accepted.slice(0, mostRows).map(finding => `- ${finding.severity}: ${(0,markdown/* inert */.tJ)(finding.title, 160)}`);
    const more = accepted.length > mostRows ? `\n- and ${accepted.length - mostRows} more` : '';
    return `## Accepted by the team\n\n${lines.join('\n')}${more}`;
}

;// CONCATENATED MODULE: ./lib/report/mail-body.js
/** What the mail says, as plain text and as HTML: the verdict, the findings, the gaps, and where the evidence is. */




const mostFindings = 30;
const mostGaps = 10;
const mostReasons = 5;
/** No word of a record stands in it. */
function mailSubject(publication) {
    return plain(`Microsoft 365 audit log ${publication.period.text}: ${publication.status}, ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))}`);
}
/** One line, nothing invisible, and nothing that a mail program makes a link of by itself. */
function plain(text, longest = 200) {
    const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    return short
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
        .replace(/:\/\//g, ':\u200b//')
        .replace(/\b(www|ftp)\./gi, '$1\u200b.')
        .trim();
}
function told(publication, enclosures) {
    const { records, period, status, tenant, reasons, gaps, artifactUrl, runUrl } = publication;
    const open = (0,report_publication/* openFindings */.lb)(publication);
    const accepted = publication.findings.length - open.length;
    return {
        headline: `${status}: ${(0,markdown/* thousands */.oh)(records)} records of ${plain(period.text)} (days in ${plain(period.timezone)}), ${(0,report_publication/* findingsInWords */.n$)(open)}${accepted > 0 ? `, ${accepted} accepted` : ''}, tenant ${plain(tenant)}.`,
        reasons: [
            ...reasons.slice(0, mostReasons).map(reason => plain(reason, 400)),
            ...(reasons.length > mostReasons ? [`and ${reasons.length - mostReasons} more reasons in manifest.json`] : []),
        ],
        findings: open.slice(0, mostFindings).map(findingRow),
        moreFindings: open.length > mostFindings ? `and ${open.length - mostFindings} more in findings.json` : '',
        gaps: gaps.slice(0, mostGaps).map(gap => ({ when: (0,ledger/* span */.Ln)(gap), why: plain(gap.reason?.message ?? '', 300) })),
        moreGaps: gaps.length > mostGaps ? `and ${gaps.length - mostGaps} more in manifest.json` : '',
        links: [
            ...((0,report_publication/* isLink */.PJ)(artifactUrl) ? [{ name: 'The evidence (artifact)', url: artifactUrl }] : []),
            ...((0,report_publication/* isLink */.PJ)(runUrl) ? [{ name: 'The run', url: runUrl }] : []),
        ],
        enclosures: [
            ...(enclosures.attached.length > 0
                ? [`Attached: ${enclosures.attached.map(name => plain(name)).join(', ')}.`]
                : []),
            ...enclosures.left.map(({ file, why }) => notEnclosed(file, why)),
        ],
        files: publication.files
            .slice(0, 30)
            .map(({ name, bytes, sha256 }) => ({ name: plain(name), bytes: (0,markdown/* thousands */.oh)(bytes), sha256: plain(sha256) })),
    };
}
function findingRow(finding) {
    return {
        severity: finding.severity,
        title: plain(finding.title, 160),
        who: plain(namesOf(finding.actors, finding.actorCount, 'actor'), 200),
        when: plain(`${finding.first} to ${finding.last}`, 80),
        records: (0,markdown/* thousands */.oh)(finding.count),
        why: plain(finding.why, 500),
    };
}
function notEnclosed({ name, bytes, sha256 }, why) {
    return `Not attached: ${plain(name)} (${(0,markdown/* thousands */.oh)(bytes)} bytes, SHA-256 ${plain(sha256)}): ${plain(why)}. Take it from the artifact.`;
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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
;// CONCATENATED MODULE: ./lib/publish/enclose.js
/** What goes along with a mail: the report, and the CSV compressed, as far as there is room. */





/** @param room bytes for all attachments together. */
async function enclose(files, room) {
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
        parcel.left.push({ file, why: `it could not be read: ${(0,wire_failure/* causes */.ps)(error)}` });
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
        publish: async (publication) => {
            if (settings.when === 'findings' && !(0,report_publication/* needsSomebody */.GZ)(publication))
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
    const parcel = settings.attach ? await enclose(publication.files, postman.room) : { attachments: [], left: [] };
    try {
        return await postman.send(letter(publication, settings, fingerprint, parcel));
    }
    catch (error) {
        if (!(error instanceof wire_failure/* Failure */.HR && error.code === 'MAIL_TOO_LARGE') || parcel.attachments.length === 0)
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
            `The mail was sent, but a rerun will send it again: the issue did not take note. ${(0,wire_failure/* explain */.WE)((0,wire_failure/* asFailure */.h_)(error))}`,
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
    return mailPublisher({ name, room, send: letter => sendMail(settings, letter) }, settings, settings.memory);
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
        body: bodyJson(answer, policy.maximumBytes),
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
    const sections = [lead(publication), ...findingSections(publication.findings), ...publication.sections].map(quiet);
    const links = linksOf(publication);
    const text = (0,markdown/* withinSize */.LE)(sections, longestBody - comment.length - links.length - 4);
    return `${comment}\n${links}${text}`;
}
function lead(publication) {
    const { status, records, period, tenant, reasons } = publication;
    const shown = reasons.slice(0, issue_body_mostReasons).map(reason => `- ${(0,markdown/* inert */.tJ)(reason, 400)}`);
    const more = reasons.length > issue_body_mostReasons ? [`- and ${reasons.length - issue_body_mostReasons} more reasons in manifest.json`] : [];
    return [
        `**${status}**: ${(0,markdown/* thousands */.oh)(records)} records of ${(0,markdown/* inert */.tJ)(period.text)} (${period.start} to ${period.end}, days in ${(0,markdown/* inert */.tJ)(period.timezone)}), ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))}, tenant ${(0,markdown/* inert */.tJ)(tenant)}.`,
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
    const listed = fresh.slice(0, 10).map(finding => `- ${finding.severity}: ${(0,markdown/* inert */.tJ)(finding.title, 160)}`);
    const lines = [
        `Now **${publication.status}** with ${(0,report_publication/* findingsInWords */.n$)(open)}; before: ${(0,markdown/* inert */.tJ)(before.status)} with ${before.findings.length}.`,
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
    const call = async (method, path, content) => {
        // What is sent twice is made twice; whoever creates must look again before the next try.
        const tries = method === 'POST' ? 1 : policy.tries;
        const body = content === undefined ? {} : { body: JSON.stringify(content) };
        return await (0,send/* send */.t)(world, {
            policy: { ...policy, tries },
            ...(signal ? { signal } : {}),
            request: () => new Request(`${base}${path}`, { method, headers, ...body }),
            read: answer => github_issues_readAnswer(answer, repository, policy.maximumBytes),
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
        return { done: bodyJson(answer, maximumBytes) };
    const words = wordsOf(bodyJson(answer, maximumBytes));
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
const remedies = {
    ISSUE_PERMISSION: () => `The workflow’s (or the job’s) token lacks the right. Whoever edits the workflow writes at its top: \`${permissionLines}\` (with id-token: write where that is used). ` +
        'If the lines are there, an organisation or repository owner has limited the token: Settings → Actions → General → Workflow permissions. Runs of forks and of Dependabot never get it.',
    ISSUE_TOKEN: () => `The token is wrong or has run out. Leave github-token out, which takes the job’s own, with \`${permissionLines}\`; or renew the one that is given.`,
    ISSUE_DISABLED: repository => `Issues are switched off here. An owner switches them on: gh repo edit ${repository} --enable-issues; or set issue: never.`,
    ISSUE_RATE_LIMIT: () => 'GitHub asks for fewer requests. Run again in an hour.',
    ISSUE_UNAVAILABLE: () => 'Run again later; see githubstatus.com.',
    ISSUE_REFUSED: () => 'If the reason does not say it, please report it with the version and this message.',
};
function refused(code, repository, words, evidence) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `GitHub does not take the issue in ${repository}${words ? `: ${words}` : ''}.`,
        remedy: remedies[code](repository),
        evidence,
    });
}
function unreadable(repository) {
    return new wire_failure/* Failure */.HR({
        code: 'ISSUE_UNREADABLE',
        message: `What answers for GitHub’s issues of ${repository} is not GitHub’s API.`,
        remedy: 'Check GITHUB_API_URL, and what stands between (proxy, firewall).',
    });
}
function noRepository() {
    return new wire_failure/* Failure */.HR({
        code: 'ISSUE_NO_REPOSITORY',
        message: 'There is no repository to open an issue in.',
        remedy: 'On a runner GitHub names it; elsewhere set GITHUB_REPOSITORY to OWNER/NAME, or issue: never.',
    });
}
function noToken() {
    return new wire_failure/* Failure */.HR({
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
async function issue_deliver(issues, publication, access) {
    const wanted = access.settings.mode === 'always' || (0,report_publication/* needsSomebody */.GZ)(publication);
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
    return (error instanceof wire_failure/* Failure */.HR &&
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
            notes.push(`The issue is there, but ${what}: ${(0,wire_failure/* explain */.WE)((0,wire_failure/* asFailure */.h_)(error))}`);
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
    if ((0,report_publication/* needsSomebody */.GZ)(publication))
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
    const open = changed ? (0,report_publication/* needsSomebody */.GZ)(publication) : issue.open;
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
            notes.push(`The issue is up to date, but its followers were not told: ${(0,wire_failure/* explain */.WE)((0,wire_failure/* asFailure */.h_)(error))}`);
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
            published.push({ name: publisher.name, did: '', notes: [], failure: (0,wire_failure/* asFailure */.h_)(error) });
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
    return new wire_failure/* Failure */.HR({
        ...{ code: advice.code, message: hide(advice.says), remedy: advice.remedy },
        evidence: {
            server: `${mail.server.host}:${mail.server.port}`,
            ...(trouble.code ? { error: trouble.code } : {}),
            ...(response ? { said: response } : {}),
        },
    });
}
function recipientsRefused(rejected, { server, from }) {
    return new wire_failure/* Failure */.HR({
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
        says: `The connection to ${server.host}:${server.port} failed: ${(0,wire_failure/* causes */.ps)(cause).replace(/\s+/g, ' ').slice(0, 300)}.`,
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
    return mailPublisher({ name, room: smtp_room, send: letter => sendLetter(settings, letter) }, settings, settings.memory);
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
// EXTERNAL MODULE: ./lib/report/reported.js
var reported = __webpack_require__(36063);
// EXTERNAL MODULE: ./lib/report/compare.js
var compare = __webpack_require__(4185);
// EXTERNAL MODULE: ./lib/report/figures/sharing.js
var figures_sharing = __webpack_require__(97604);
// EXTERNAL MODULE: ./lib/report/figures/sign-in.js
var sign_in = __webpack_require__(66755);
// EXTERNAL MODULE: ./lib/report/figures.js + 2 modules
var report_figures = __webpack_require__(64648);
// EXTERNAL MODULE: ./lib/report/words.js
var words = __webpack_require__(58191);
// EXTERNAL MODULE: ./lib/report/zone.js
var zone = __webpack_require__(34358);
;// CONCATENATED MODULE: ./lib/report/summary.js
/** The month in Markdown: verdict first, then what stands out, what is missing, what there is, and how to check it. */












const summary_mostReasons = 6;
const summary_mostGaps = 100;
const mostWorkloads = 6;
const mostRecordTypes = 25;
const mostActive = 10;
const mostNew = 25;
/** Sections in the order of their weight: whoever must shorten leaves out whole ones from the end. */
function summarySections(facts, disclose) {
    return [verdict(facts), ...watchSections(facts, disclose), ...monthSections(facts, (0,report_disclose/* disclosing */.IO)(disclose))];
}
/** The summary without verdict and findings, for places that tell those in their own way. */
function monthSections(facts, show) {
    const { figures } = facts;
    return [
        ...(facts.gaps.length > 0 ? [gapSection(facts.gaps)] : []),
        ...(facts.notes.length > 0 ? [`## Worth knowing\n\n${list(facts.notes)}`] : []),
        checkSection(facts),
        ...(figures.records > 0 ? figureSections(facts, show) : []),
        `## What could not be seen\n\n${list((0,words/* unseenWords */.CL)(facts))}`,
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
        `# Microsoft 365 audit log ${(0,markdown/* inert */.tJ)(text)}: ${facts.status}`,
        `**${(0,markdown/* thousands */.oh)(facts.records)} records**, ${(0,audit_record/* instantOf */.B9)(start)} to ${(0,audit_record/* instantOf */.B9)(end)} (days in ${(0,markdown/* inert */.tJ)(timezone)}), tenant ${(0,markdown/* inert */.tJ)(facts.tenant)}.`,
        ...(0,words/* verdictWords */.L2)(facts)
            .slice(0, summary_mostReasons)
            .map(words => (0,markdown/* inert */.tJ)(words, 600)),
        (0,markdown/* inert */.tJ)((0,words/* watchWords */.B8)(facts.watch), 400),
    ].join('\n\n');
}
function watchSections({ watch }, disclose) {
    if (!watch)
        return [];
    const notes = watch.notes ?? [];
    return [
        ...findingSections((0,reported/* reported */.Y)(watch.findings, { minimum: 'info', disclose })),
        ...(notes.length > 0 ? [`## What the watch adds\n\n${list(notes)}`] : []),
    ];
}
function list(lines) {
    return lines.map(line => `- ${(0,markdown/* inert */.tJ)(line, 600)}`).join('\n');
}
function gapSection(gaps) {
    const rows = gaps
        .slice(0, summary_mostGaps)
        .map(gap => [(0,ledger/* span */.Ln)(gap), (0,markdown/* inert */.tJ)(gap.reason?.message ?? '', 300), (0,markdown/* inert */.tJ)(gap.reason?.code ?? '')]);
    const more = gaps.length > summary_mostGaps ? `\n\nand ${gaps.length - summary_mostGaps} more, all in manifest.json.` : '';
    return `## Gaps\n\n${(0,markdown/* table */.tp)(['Not proven (UTC)', 'Why', 'Code'], rows)}${more}`;
}
function checkSection(facts) {
    const count = (status) => (0,markdown/* thousands */.oh)(facts.windows.filter(window => window.status === status).length);
    const rows = [
        ['Windows read once, all checks passed', count('read')],
        ['Windows read twice, readings agreed', count('confirmed')],
        ['Windows not proven', count('gap')],
        ['Requests to the service', (0,markdown/* thousands */.oh)((0,report_figures/* sum */.c)(Object.values(facts.requests)))],
        ['Rows the service sent twice in one answer', (0,markdown/* thousands */.oh)(facts.duplicates)],
        ['Ids with more than one content (all kept)', (0,markdown/* thousands */.oh)(facts.conflicts)],
    ];
    return `## What was checked\n\n${(0,markdown/* table */.tp)(['', 'Count'], rows)}`;
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
        (0,markdown/* thousands */.oh)(day.records),
        ...names.map(name => (0,markdown/* thousands */.oh)(day.byWorkload.get(name) ?? 0)),
    ]);
    return `## Records per day\n\n${(0,markdown/* table */.tp)(['Day', 'All', ...names.map(name => (0,markdown/* inert */.tJ)(name, 60))], rows)}`;
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
            (0,markdown/* inert */.tJ)(row.name, 80),
            `${row.mark}${(0,markdown/* thousands */.oh)(row.records)}`,
            percent(row.records, figures.records),
        ]);
        return `${exact ? '' : 'Over '}${(0,markdown/* thousands */.oh)(count)} ${title}:\n\n${(0,markdown/* table */.tp)(['Most active', 'Records', 'Share'], cells)}`;
    };
    return [
        '## Most active',
        ranking('people', figures.people, name => show('user', name)),
        ranking('services and applications', figures.services, name => name),
    ].join('\n\n');
}
function signInSection(figures) {
    const { failures } = figures;
    const rows = sign_in/* failureClasses */.fQ.map(kind => [`Failed: ${sign_in/* failureMeaning */.gx[kind]}`, (0,markdown/* thousands */.oh)(failures[kind])]);
    return `## Sign-ins\n\n${(0,markdown/* table */.tp)(['Sign-ins', 'Records'], [['Succeeded', (0,markdown/* thousands */.oh)(figures.signIns)], ...rows])}`;
}
function sharingSection({ sharing }) {
    const rows = figures_sharing/* sharingKinds */.k.map(kind => [figures_sharing/* sharingMeaning */._7[kind], (0,markdown/* thousands */.oh)(sharing[kind])]);
    return `## Sharing\n\n${(0,markdown/* table */.tp)(['Sharing', 'Records'], rows)}`;
}
function beforeSections({ figures, previous, status }) {
    if (!previous)
        return [];
    const rows = (0,compare/* changes */.A)(previous.counts, figures.counts()).map(change => [
        (0,markdown/* inert */.tJ)(change.name, 80),
        (0,markdown/* thousands */.oh)(change.before),
        (0,markdown/* thousands */.oh)(change.now),
        (0,compare/* changeWords */.m)(change),
    ]);
    const before = (0,markdown/* inert */.tJ)((0,zone/* periodName */.dN)(previous.label), 60);
    const unlike = status === 'complete' ? '' : `\n\nThis month is ${status}, so its numbers may be too low.`;
    return [
        `## Beside ${before}\n\n${(0,markdown/* table */.tp)(['', before, 'This month', 'Change'], rows)}${unlike}`,
        ...newSection(figures.newOperations(previous)),
    ];
}
function newSection(operations) {
    if (!operations || operations.length === 0)
        return [];
    const rows = operations
        .slice(0, mostNew)
        .map(({ name, records, first }) => [(0,markdown/* inert */.tJ)(name, 80), (0,audit_record/* instantOf */.B9)(first), (0,markdown/* thousands */.oh)(records)]);
    const more = operations.length > mostNew ? `\n\nand ${operations.length - mostNew} more.` : '';
    return [`## New this month\n\n${(0,markdown/* table */.tp)(['Operation', 'First (UTC)', 'Records'], rows)}${more}`];
}
function typeSection(figures) {
    const all = figures.byRecordType();
    const more = all.length > mostRecordTypes ? `\n\nand ${all.length - mostRecordTypes} more.` : '';
    return `## By record type\n\n${shares('Record type', all.slice(0, mostRecordTypes), figures.records)}${more}`;
}
function shares(title, rows, total) {
    const cells = rows.map(row => [(0,markdown/* inert */.tJ)(row.name, 80), (0,markdown/* thousands */.oh)(row.records), percent(row.records, total)]);
    return (0,markdown/* table */.tp)([title, 'Records', 'Share'], cells);
}
function percent(part, whole) {
    return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
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
            roles: claims_list(claims.roles),
            wids: claims_list(claims.wids),
        };
    }
    catch {
        return undefined;
    }
}
function claims_text(value) {
    return typeof value === 'string' ? value : '';
}
function claims_list(value) {
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

;// CONCATENATED MODULE: ./lib/signin/subject.js
const githubIssuer = 'https://token.actions.githubusercontent.com';
/** The credential that matches the token, or one of another `subject`. */
function fittingCredential({ issuer, subject, audience }, other = subject) {
    const name = `github-${other.replace(/^repo:/, '')}`.replace(/[^A-Za-z0-9]+/g, '-').replace(/-+$/, '');
    return { name: name.slice(0, 120), issuer, subject: other, audiences: [audience] };
}
/**
 * The same job's subject in the other form, where the token tells enough: with ids (`repo:OWNER@ID/NAME@ID:…`), as
 * repositories made, renamed or moved since 15 July 2026 have it, or without, as the older ones do.
 */
function otherForm({ subject, repository, repositoryId, ownerId }) {
    const parts = /^repo:([^/:@]+)(@\d+)?\/([^/:@]+)(@\d+)?:(.+)$/.exec(subject);
    if (!parts)
        return undefined;
    const [, owner, withOwnerId, name, , context] = parts;
    if (withOwnerId !== undefined)
        return `repo:${owner}/${name}:${context}`;
    if (!repository || !repositoryId || !ownerId)
        return undefined;
    return `repo:${owner}@${ownerId}/${name}@${repositoryId}:${context}`;
}
function sayPresented({ issuer, subject, audience }) {
    return `GitHub presented issuer ${issuer}, subject ${subject}, audience ${audience}`;
}
/** What was presented, why it may have been refused, and the commands that mend it. Nothing in it is secret. */
function explainFederation(presented, clientId) {
    const { subject } = presented;
    const app = clientId ?? 'CLIENT-ID';
    const other = otherForm(presented);
    const otherName = hasIds(subject) ? 'without ids' : 'with ids';
    return [
        `${sayPresented(presented)}; Entra compares each letter by letter.`,
        ...likelyMismatches(presented),
        `See what the app has: az ad app federated-credential list --id ${app}`,
        `. Create what fits: az ad app federated-credential create --id ${app} --parameters ${quoted(fittingCredential(presented))}`,
        other === undefined
            ? ''
            : `. The form ${otherName}, which this repository does not present, would be ${quoted(fittingCredential(presented, other))}`,
        '. It takes a minute or two until a new credential is known.',
    ]
        .join(' ')
        .replaceAll(' . ', '. ');
}
function likelyMismatches(presented) {
    const { issuer, subject, environment, event, repository } = presented;
    const reasons = [
        [
            issuer !== githubIssuer,
            `The issuer is not ${githubIssuer}: a GitHub Enterprise Server, or an enterprise with an issuer of its own, needs a credential with that issuer.`,
        ],
        [
            environment !== undefined,
            `The job names the environment ${environment}: its subject then ends in environment:${environment} and no longer in the branch.`,
        ],
        [
            environment === undefined && subject.includes(':ref:'),
            'The job names no environment: a credential for an environment, or for another branch or tag, does not fit.',
        ],
        [
            subject.endsWith(':pull_request') || event === 'pull_request',
            'A run for a pull request has the subject …:pull_request, whatever its branch.',
        ],
        [
            hasIds(subject),
            'The subject holds the ids of owner and repository, as it does for repositories made, renamed or moved since 15 July 2026: a credential without them does not fit.',
        ],
        [
            subject.startsWith('repo:') && !hasIds(subject),
            'The subject holds no ids: a credential that the Entra portal made with ids (@) does not fit this repository.',
        ],
        [/[A-Z]/.test(repository ?? subject), 'Capital letters count.'],
        [!subject.startsWith('repo:'), "The subject follows a template of the repository's own or of its organisation."],
    ];
    return reasons.filter(([applies]) => applies).map(([, words]) => words);
}
function hasIds(subject) {
    return /^repo:[^/:]+@\d+\//.test(subject);
}
/** For a shell: a branch's name may hold a quote. */
function quoted(credential) {
    return `'${JSON.stringify(credential).replaceAll("'", "'\\''")}'`;
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
    return { failure, again: typeof advice.again === 'function' ? advice.again(context) : advice.again };
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
    50012: { what: "the assertion's signature is not valid", remedy: keyMismatch },
    50013: { what: "the assertion's signature is not valid", remedy: keyMismatch },
    1000502: {
        what: 'the certificate is outside its validity',
        remedy: ({ certificate }) => `It ends on ${certificate?.notAfter.toISOString() ?? 'an unknown day'}. Make a new one, upload its public part to the app and store it in the secret.`,
    },
    // GitHub's token may have grown old on the way; the next attempt has a fresh one.
    700024: {
        what: 'the assertion is outside its time range',
        remedy: clockDifference,
        again: ({ presented }) => (presented ? 'briefly' : undefined),
    },
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
    70021: { what: 'no federated credential of the app matches', remedy: compareFederation, again: 'spreading' },
    700213: {
        what: 'no federated credential of the app matches the subject',
        remedy: compareFederation,
        again: 'spreading',
    },
    7002138: {
        what: "no federated credential of the app matches the subject's letter case",
        remedy: compareFederation,
        again: 'spreading',
    },
    700212: { what: "the token's audience is not one that the app's credential takes", remedy: compareFederation },
    70025: { what: 'the app has no federated credential', remedy: compareFederation },
    700211: { what: "the token's issuer is not one that the app trusts", remedy: compareFederation },
    700223: { what: "the token's issuer is not one that the app trusts", remedy: compareFederation },
    // Policy, services and permissions
    53003: {
        what: 'a Conditional Access policy for workload identities blocks this machine',
        remedy: 'A Conditional Access Administrator excludes the app from the policy (which one it is stands in Entra → Enterprise ' +
            'applications → the app → Sign-in logs → Service principal sign-ins); or run on a runner with an address that ' +
            'the policy allows (self-hosted, or a larger runner with static addresses).',
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
    const fetched = certificate?.download ? `${certificate.download} && ` : '';
    return (`Ours has the thumbprints ${prints}. Compare with Entra → App registrations → the app → Certificates & secrets, and ` +
        `upload its public part there or with: ${fetched}az ad app credential reset --id ${clientId} --cert @cert.pem --append. ` +
        'After an upload it takes a minute or two.');
}
function keyMismatch(context) {
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
function compareFederation({ clientId, presented }) {
    if (presented)
        return explainFederation(presented, clientId);
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
    const body = parseObject(answer.bytes);
    if (answer.status === 200)
        return body ? { done: body } : { retry: login_unreadable(answer, context) };
    const throttled = answer.status === 429;
    if (body && 'error' in body) {
        const { failure, again } = advise({ body, status: answer.status, date: answer.headers.get('date') }, context);
        if (again === 'briefly')
            return { retry: failure, tries: 3 };
        if (again === 'spreading')
            return mayStillSpread(context) ? { retry: failure } : { failed: failure };
        return again || throttled || answer.status >= 500 ? { retry: failure, throttled } : { failed: failure };
    }
    const failure = login_unreadable(answer, context);
    return throttled || answer.status >= 500 ? { retry: failure, throttled } : { failed: failure };
}
/** A new federated credential is known everywhere within two minutes, as a rule. */
const spreading = 120_000;
function mayStillSpread({ since, now }) {
    return since !== undefined && now - since < spreading;
}
function parseObject(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}
function login_unreadable(answer, { cloud }) {
    const type = answer.headers.get('content-type') ?? 'unknown';
    return new wire_failure/* Failure */.HR({
        code: 'LOGIN_UNREADABLE',
        message: `${new URL(cloud.login).host} answered ${answer.status} with ${type}, which is not an answer of the login service.`,
        remedy: 'Something between may have answered in its place (proxy, firewall, captive portal); check HTTPS_PROXY and NO_PROXY.',
        evidence: { status: String(answer.status) },
    });
}

;// CONCATENATED MODULE: ./lib/signin/assertion.js
/** The client assertion of a key that signs elsewhere; where the key is at hand, MSAL writes its own. */


const lifetimeSeconds = 600;
/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials; a signature that doesn't fit throws. */
async function signedAssertion(request) {
    const { certificate, sign, clientId, audience, thumbprint, now, signal } = request;
    const algorithm = thumbprint === 'sha256' ? 'PS256' : 'RS256';
    const seconds = Math.floor(now / 1000);
    const header = { alg: algorithm, typ: 'JWT', ...named(certificate, thumbprint) };
    const claims = {
        aud: audience,
        iss: clientId,
        sub: clientId,
        jti: (0,external_node_crypto_.randomUUID)(),
        nbf: seconds,
        iat: seconds,
        exp: seconds + lifetimeSeconds,
    };
    const signed = `${part(header)}.${part(claims)}`;
    const signature = await sign(algorithm, (0,external_node_crypto_.createHash)('sha256').update(signed).digest(), signal);
    if (!fits(signed, signature, { certificate, algorithm }))
        throw otherKey(certificate);
    return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}
function named(certificate, thumbprint) {
    const of = (hex) => Buffer.from(hex, 'hex').toString('base64url');
    return thumbprint === 'sha256'
        ? { 'x5t#S256': of(certificate.thumbprintSha256) }
        : { x5t: of(certificate.thumbprintSha1) };
}
function part(value) {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}
function fits(signed, signature, { certificate, algorithm }) {
    const { publicKey: key } = new external_node_crypto_.X509Certificate(certificate.certificatePem);
    const pss = { padding: external_node_crypto_.constants.RSA_PKCS1_PSS_PADDING, saltLength: external_node_crypto_.constants.RSA_PSS_SALTLEN_DIGEST };
    return (0,external_node_crypto_.verify)('sha256', Buffer.from(signed), { key, ...(algorithm === 'PS256' && pss) }, signature);
}
function otherKey({ subject, thumbprintSha1 }) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_KEY_MISMATCH',
        message: `The vault signed with another key than that of the certificate ${subject}.`,
        remedy: "Certificate and key of one version belong together; make a new version of the certificate in the vault, upload its public part to the app, and leave the vault's key of the same name alone.",
        evidence: { thumbprint: thumbprintSha1 },
    });
}

;// CONCATENATED MODULE: ./lib/signin/credential.js
/** The certificate that signs in, where one does. */
function certificateOf(credential) {
    return credential.kind === 'federation' ? undefined : credential.certificate;
}

;// CONCATENATED MODULE: ./lib/signin/msal.js
/** One token request: MSAL writes it; our sender carries it, so that causes and retries are ours. */






/**
 * Asks for one token. Every attempt has an assertion of its own: the answer to the one before may have been lost after
 * the service had used it up, and GitHub's tokens live for minutes.
 */
function requestToken(world, request) {
    const { cloud, tenantId: tenant, clientId, credential } = request;
    const certificate = certificateOf(credential);
    const context = { cloud, tenant, clientId, since: world.now(), ...(certificate && { certificate }) };
    let presented;
    let told = false;
    return (0,send/* send */.t)(world, {
        request: async () => {
            const proof = await prove(request, world);
            presented = proof.presented;
            return await draft(request, proof.auth, world);
        },
        read: answer => readToken(answer, { ...context, now: world.now(), ...(presented && { presented }) }, world),
        onRetry: failure => {
            if (presented === undefined || told || !failure.code.startsWith('LOGIN_AADSTS70'))
                return;
            told = true;
            const patience = 'Asking again for up to two minutes, in case the credential is new.';
            world.log(`${failure.message} ${sayPresented(presented)}. ${patience}`);
        },
        policy: request.policy,
        ...(request.signal && { signal: request.signal }),
    });
}
/** What shows that we are the app, in MSAL's words; `presented` is what GitHub's token said. */
async function prove(request, world) {
    const { credential, clientId, thumbprint, signal } = request;
    switch (credential.kind) {
        case 'certificate':
            return { auth: { clientCertificate: inHand(credential, thumbprint) } };
        case 'federation': {
            const { secret, presented } = await credential.federation.idToken(signal);
            return { auth: { clientAssertion: secret }, presented };
        }
        case 'vault-key': {
            const audience = metadata(request).token_endpoint;
            const now = world.now();
            return {
                auth: { clientAssertion: await signedAssertion({ ...credential, clientId, audience, thumbprint, now, signal }) },
            };
        }
    }
}
function inHand({ certificate }, thumbprint) {
    const { privateKeyPem: privateKey, thumbprintSha256, thumbprintSha1 } = certificate;
    return thumbprint === 'sha256' ? { privateKey, thumbprintSha256 } : { privateKey, thumbprint: thumbprintSha1 };
}
/** What MSAL is told instead of an answer: it ends with an error of its own, which nobody reads. */
const notSent = { status: 400, headers: {}, body: { error: 'not_sent' } };
/**
 * The request as MSAL would send it. MSAL sees no answer, since it hides network causes behind `fetch failed` and
 * remembers throttling: it would then answer from memory for up to an hour.
 */
async function draft(request, auth, world) {
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
                ...auth,
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
function readToken(answer, context, world) {
    const reading = readLogin(answer, context);
    if (!('done' in reading))
        return reading;
    const { access_token: secret, expires_in: seconds } = reading.done;
    if (typeof secret !== 'string' || secret === '')
        return { failed: tokenless() };
    world.mask(secret);
    return { done: { secret, expiresAt: context.now + (Number(seconds) || 0) * 1000 } };
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
            if (!isUnknownKey(failure) || thumbprint === 'sha1' || signIn.credential.kind === 'federation')
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

;// CONCATENATED MODULE: ./lib/month/delivery.js
/** Carries the month to people: the issue first, since it remembers what was mailed, then the mail. */










/** Never rejects: a delivery that failed says so in its own entry. */
async function delivery_deliver(settings, context, done) {
    const issue = issueOf(settings, context);
    const mail = mailOf(settings, context, done.session, issue);
    const publishers = [issue, mail].filter(publisher => publisher !== undefined);
    if (publishers.length === 0)
        return [];
    return await context.host.group('Deliver', () => publishAll(publishers, publicationOf(settings, done)));
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
function mailOf({ mail }, { world, cancelled }, session, issue) {
    if (mail === undefined)
        return undefined;
    const { server, ...letter } = mail;
    const common = { world, ...letter, memory: issue?.memory, signal: cancelled };
    if (server)
        return smtpPublisher({ ...common, server });
    const { cloud, tenantId, clientId, credential } = session;
    const tokens = tokenProvider(world, { cloud, tenantId, clientId, credential, resource: 'graph', signal: cancelled });
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
        period: { label, text, timezone, start: (0,audit_record/* instantOf */.B9)(start), end: (0,audit_record/* instantOf */.B9)(end) },
        findings: (0,reported/* reported */.Y)(facts.watch?.findings ?? [], { minimum: settings.minimumSeverity, disclose }),
        sections: monthSections(facts, (0,report_disclose/* disclosing */.IO)(disclose)),
        files: evidence.files.map(file => ({ ...file, path: (0,external_node_path_.join)(folder.path, file.name) })),
        artifactUrl: kept.artifact?.url,
        runUrl: manifest.run.url,
    };
}

// EXTERNAL MODULE: ./lib/collect/filters.js
var filters = __webpack_require__(11761);
;// CONCATENATED MODULE: ./lib/detect/findings.js
/** `findings.json`: what the watch found, joined into incidents. Its JSON Schema is made from the one here. */


const findingsSchema = 'm365-audit-export/findings/1';
const moment = schemas/* string */.YjP().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const count = schemas/* int */.Whr().min(0);
const severity = schemas/* enum */.k5n(['high', 'medium', 'low', 'info']);
const confidence = schemas/* enum */.k5n(['high', 'medium', 'low']);
const record = schemas/* strictObject */.rej({
    id: schemas/* string */.YjP().describe("the record's Id; '' where it has none"),
    time: moment,
    operation: schemas/* string */.YjP(),
});
/** Names the fields that a finding must match; text with `*` for any run of characters; letter case does not matter. */
const AcceptedEntry = schemas/* strictObject */.rej({
    rule: schemas/* string */.YjP().optional(),
    actor: schemas/* string */.YjP().optional(),
    application: schemas/* string */.YjP().optional(),
    address: schemas/* string */.YjP().optional().describe('an address, or a network as 192.0.2.0/24'),
    domain: schemas/* string */.YjP().optional().describe('a domain named among the objects or actors'),
    reason: schemas/* string */.YjP().min(1),
    until: schemas/* string */.YjP()
        .regex(/^\d{4}-\d\d-\d\d$/)
        .optional()
        .describe('the last day it holds, UTC'),
});
const Finding = schemas/* strictObject */.rej({
    id: schemas/* string */.YjP().describe('the same on every run over the same records'),
    rule: schemas/* string */.YjP(),
    title: schemas/* string */.YjP(),
    severity,
    confidence,
    techniques: schemas/* array */.YOg(schemas/* string */.YjP()).describe('MITRE ATT&CK'),
    actors: schemas/* array */.YOg(schemas/* string */.YjP()),
    objects: schemas/* array */.YOg(schemas/* string */.YjP()),
    users: schemas/* array */.YOg(schemas/* string */.YjP()).describe('other people concerned'),
    addresses: schemas/* array */.YOg(schemas/* string */.YjP()),
    applications: schemas/* array */.YOg(schemas/* string */.YjP()),
    first: moment,
    last: moment,
    count: count.describe('records'),
    telling: schemas/* array */.YOg(record).max(5).describe('those that say most'),
    evidence: schemas/* array */.YOg(record).describe('in order of time'),
    evidenceCut: count.describe('records counted whose ids are not listed'),
    question: schemas/* string */.YjP(),
    why: schemas/* string */.YjP(),
    benign: schemas/* string */.YjP(),
    next: schemas/* array */.YOg(schemas/* string */.YjP()),
    incident: schemas/* string */.YjP().describe("an incident's id; every finding belongs to one"),
    accepted: schemas/* strictObject */.rej({ reason: schemas/* string */.YjP(), until: schemas/* string */.YjP().optional() }).optional(),
    accept: schemas/* string */.YjP().describe('the entry of the accepted-findings file that would accept it'),
});
const Incident = schemas/* strictObject */.rej({
    id: schemas/* string */.YjP(),
    title: schemas/* string */.YjP(),
    severity,
    confidence,
    actors: schemas/* array */.YOg(schemas/* string */.YjP()),
    addresses: schemas/* array */.YOg(schemas/* string */.YjP()),
    applications: schemas/* array */.YOg(schemas/* string */.YjP()),
    first: moment,
    last: moment,
    count: count.describe('records'),
    findings: schemas/* array */.YOg(schemas/* string */.YjP()).describe('ids, gravest first'),
    timeline: schemas/* array */.YOg(schemas/* strictObject */.rej({ time: moment, rule: schemas/* string */.YjP(), text: schemas/* string */.YjP() })),
    hints: schemas/* array */.YOg(schemas/* strictObject */.rej({ time: moment, rule: schemas/* string */.YjP(), text: schemas/* string */.YjP() })).describe('weak signs beside them'),
    why: schemas/* string */.YjP(),
});
const FindingsFile = schemas/* strictObject */.rej({
    schema: schemas/* literal */.euz(findingsSchema),
    period: schemas/* strictObject */.rej({ start: moment, end: moment }),
    learning: schemas/* boolean */.zMY().describe('nothing to compare with: new terms are reported from the eighth day only'),
    counts: schemas/* strictObject */.rej({ high: count, medium: count, low: count, info: count }).describe('accepted ones left out'),
    findings: schemas/* array */.YOg(Finding),
    incidents: schemas/* array */.YOg(Incident),
    unseen: schemas/* array */.YOg(schemas/* strictObject */.rej({ rule: schemas/* string */.YjP(), title: schemas/* string */.YjP(), missing: schemas/* string */.YjP() }))
        .describe('rules that had no data: their silence is no safety'),
    notes: schemas/* array */.YOg(schemas/* string */.YjP()),
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
        period: { start: (0,audit_record/* instantOf */.B9)(period.start), end: (0,audit_record/* instantOf */.B9)(period.end) },
        ...{ learning, counts, findings, incidents, unseen, notes },
    };
    return `${JSON.stringify(file, null, 2)}\n`;
}

// EXTERNAL MODULE: ./lib/report/manifest.js
var report_manifest = __webpack_require__(78469);
// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/collect/age.js
var age = __webpack_require__(76505);
;// CONCATENATED MODULE: ./lib/month/manifest.js




/** What signed in, as the manifest names it. */
function proofOf(credential) {
    if (credential.kind === 'federation')
        return { federation: { subject: credential.federation.presented.subject } };
    const { thumbprintSha256, notAfter } = credential.certificate;
    return { certificate: { thumbprint: thumbprintSha256.toLowerCase(), notAfter: (0,audit_record/* instantOf */.B9)(notAfter.getTime()) } };
}
/** Everything but the files, which are not written yet. */
function manifestOf(settings, context, job, judged) {
    const { facts } = context.host;
    const { period, session, read, protection } = job;
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
            ...job.filters,
            recordTypes: [...job.filters.recordTypes],
            excludeRecordTypes: [...job.filters.excludeRecordTypes],
            operations: [...job.filters.operations],
            users: [...job.filters.users],
            ipAddresses: [...job.filters.ipAddresses],
            objectIds: [...job.filters.objectIds],
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
        ...proofOf(session.credential),
        windows: read.entries.map(entry => ({
            ...entry,
            start: (0,audit_record/* instantOf */.B9)(entry.start),
            end: (0,audit_record/* instantOf */.B9)(entry.end),
            ...read.tally.of(entry),
        })),
        records: read.figures.records,
        duplicates: read.duplicates,
        conflicts: read.conflicts,
        requests: { ...read.source.requests },
        ...(protection.encrypt ? { encryption: { format: age/* ageFormat */.XQ, recipients: settings.encryptTo.length } } : {}),
        ...(protection.pseudonyms ? { pseudonyms: { key: protection.pseudonyms.fingerprint } } : {}),
        files: [],
        findings: read.watched.counts,
    };
}

;// CONCATENATED MODULE: ./lib/collect/seal.js
/**
 * Blocks of bytes under a key that never leaves the memory: what lies on disk for a while can't be read by anyone, not
 * even after the process was killed.
 */

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const lengthBytes = 4;
/** A block is its length, a nonce, the encrypted bytes and their tag. */
function newSeal(key = (0,external_node_crypto_.randomBytes)(32)) {
    return {
        close: (block, place) => {
            const nonce = (0,external_node_crypto_.randomBytes)(nonceBytes);
            const cipher = (0,external_node_crypto_.createCipheriv)(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(place));
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
                const decipher = (0,external_node_crypto_.createDecipheriv)(algorithm, key, bytes.subarray(nonceAt, blockAt), { authTagLength: tagBytes });
                decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes));
                blocks.push(decipher.update(bytes.subarray(blockAt, tagAt)), decipher.final());
                at = tagAt + tagBytes;
            }
            return Buffer.concat(blocks);
        },
    };
}

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
function isNobodys(groups) {
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
const fields_words = (text) => text.split(/\s+/).filter(word => word !== '');
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
}).flatMap(([rule, names]) => fields_words(names).map((name) => [name, rule])));
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
    const bare = fields_plain(field.slice(field.lastIndexOf('.') + 1));
    const outer = fields_plain(within);
    if (outer === '' && bare === 'id')
        return 'keep';
    // A record that is a name as a whole is an alert's or a policy's.
    if (outer === '' && bare === 'name')
        return 'text';
    return inside.get(outer + bare) ?? exact.get(bare) ?? endings.find(([ending]) => ending.test(bare))?.[1] ?? 'text';
}
function fields_plain(text) {
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

;// CONCATENATED MODULE: ./lib/privacy/nobody.js
/** Words that stand where a name could, and name no person: Microsoft's own hands, kinds of things, folders of every mailbox. */
/** How names of services begin; people's have an @. */
const services = /^(nt authority\\|nt service\\|microsoft\\|sharepoint\\system$|(serviceprincipal|application|group|role|policy)_|microsoft[. ]|spoappprincipal|spo app|sharinglinks\.|limited access system group|device configuration service$|o365 suiteux$|azure mfa strongauthenticationservice$|s-1-5-(18|19|20)$)/;
const withAt = /^(app@sharepoint$|fim_password_service@)/;
const nobody_words = new Set([
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
function isNobody(text) {
    const folded = text.trim().toLowerCase();
    if (folded.includes('@'))
        return withAt.test(folded);
    return nobody_words.has(folded) || services.test(folded) || !/[\p{L}\p{N}]/u.test(folded);
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
const pseudonyms_mostNames = 2_000;
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
        if (names.exempt.has(text.toLowerCase()) || isNobody(text))
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
            return parts.map(part => (isNobody(part) ? part : this.whole(kind, part, names))).join('');
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
        if (isNobody(text) || /^(thread|unq)\./i.test(domain))
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
        if (!groups || isNobodys(groups))
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
        if (name.length < 4 || /^\d+$/.test(name) || this.known.size >= pseudonyms_mostNames)
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

;// CONCATENATED MODULE: ./lib/privacy/withheld.js
/** Text without what looks like a person, for files that stay readable beside encrypted ones. */

const withheld = '(withheld)';
/** @param terms are withheld as well. Ids stay: Microsoft's support asks for those of requests. */
function withoutPeople(text, terms) {
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

;// CONCATENATED MODULE: ./lib/month/protection.js
/** What the inputs ask for to protect people: age for what is written, pseudonyms for what is read. */





/** @throws Failure when a recipient is not usable, before anything is read. */
async function protectionOf(settings) {
    const { encryptTo: recipients, pseudonymKey } = settings;
    return {
        ...(recipients.length > 0 ? { encrypt: await (0,age/* encryptTo */.b2)(recipients), seal: newSeal() } : {}),
        ...(pseudonymKey === undefined ? {} : { pseudonyms: new Pseudonyms(macWith(pseudonymKey)) }),
    };
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
    const open = (text) => withoutPeople(text, terms);
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

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
// EXTERNAL MODULE: ./lib/audit/period.js
var audit_period = __webpack_require__(91098);
;// CONCATENATED MODULE: ./lib/detect/address.js
/** Addresses as the log spells them, made comparable: port and brackets off, mapped v6 as v4, and the network they lie in. */
/** A month's addresses come again and again; the port changes with every connection. */
const address_known = new Map();
const address_mostKnown = 20_000;
/** Undefined for host names and whatever else stands where an address should. */
function parseAddress(text) {
    if (text.length < 3 || text.length > 80)
        return undefined;
    if (address_known.has(text))
        return address_known.get(text);
    if (address_known.size >= address_mostKnown)
        address_known.clear();
    const address = parse(text);
    address_known.set(text, address);
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

;// CONCATENATED MODULE: ./lib/detect/identity.js
/** Who acted: one spelling for each user id, and whether a person, a guest, an application or the service stands behind it. */
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
const identity_services = [
    ...['app@sharepoint', 'sharepoint\\system', 'certificate', 'not-found', 'not available', 'unknown', 'system', 'none'],
    ...['microsoft\\serviceoperator', 'securitycompliancealerts', 'threatintel', 'microsoft.*', 'microsoft substrate*'],
    ...['nt authority\\*', 'nt service\\*', 's-1-5-18', 's-1-5-19', 's-1-5-20'],
    ...['spoappprincipal*', 'spo app*', 'device configuration service', 'azure mfa strongauthenticationservice'],
    ...['dlpagent', 'o365 suiteux', 'microsoft office 365 portal', 'fim_password_service@support.onmicrosoft.com'],
];
const wholeNames = new Set(identity_services.filter(name => !name.endsWith('*')));
const beginnings = identity_services.filter(name => name.endsWith('*')).map(name => name.slice(0, -1));
/** @param folded as `foldUser` returns it. @param userType the record's number, or -1. */
function kindOf(folded, userType) {
    if (folded === '')
        return 'none';
    if (wholeNames.has(folded))
        return 'service';
    // Anybody may name an account so that it begins like a service.
    if (!folded.includes('@') && beginnings.some(beginning => folded.startsWith(beginning)))
        return 'service';
    // The account of Entra Connect: attacked often enough to be watched, but nobody's.
    if (/^sync_[^@]{1,80}_[\da-f]{12}@[^@]{1,200}\.onmicrosoft\.com$/.test(folded))
        return 'application';
    if (folded.startsWith('serviceprincipal_') || guid.test(folded) || userType === 5 || userType === 6)
        return 'application';
    // DcAdmin, System, CustomPolicy, SystemPolicy: Microsoft's own hands.
    if (userType === 3 || userType === 4 || userType === 7 || userType === 8)
        return 'service';
    if (userType === 10 || folded.includes('#ext#') || folded.startsWith('urn:spo:'))
        return 'guest';
    return 'person';
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
function parseAccepted(data) {
    const list = typeof data === 'object' && data !== null && 'accepted' in data ? data.accepted : data;
    if (list === undefined || list === null)
        return { entries: [], mistakes: [] };
    if (!Array.isArray(list))
        return { entries: [], mistakes: ['expected a list of entries'] };
    const entries = [];
    const mistakes = [];
    list.forEach((item, i) => {
        const parsed = AcceptedEntry.safeParse(plainDates(item));
        if (!parsed.success) {
            const [issue] = parsed.error.issues;
            mistakes.push(`entry ${i + 1}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`.trim());
        }
        else if (fields.every(name => parsed.data[name] === undefined))
            mistakes.push(`entry ${i + 1}: names nothing to accept`);
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
        const fitting = this.entries.filter(({ entry }) => accepted_fits(entry, finding));
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
function accepted_fits(entry, finding) {
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
    const lines = [`rule: ${accepted_quoted(finding.rule)}`];
    if (actor)
        lines.push(`actor: ${accepted_quoted(actor)}`);
    else if (application)
        lines.push(`application: ${accepted_quoted(application)}`);
    else if (address)
        lines.push(`address: ${accepted_quoted(address)}`);
    return `- ${[...lines, 'reason: "…"', `until: "${inHalfAYear(finding.last)}"`].join('\n  ')}\n`;
}
function inHalfAYear(moment) {
    return new Date(Date.parse(moment) + 183 * 86_400_000).toISOString().slice(0, 10);
}
/** JSON's strings are YAML's as well. */
function accepted_quoted(text) {
    return JSON.stringify(text);
}
function entryText(entry) {
    return (fields.flatMap(name => (entry[name] === undefined ? [] : [`${name} ${entry[name]}`])).join(', ') +
        ` (${entry.reason})`);
}

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
/** The last things of a window of time, at most `most` of them. */
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
        if ((this.items[0]?.time ?? time) < from || this.items.length > this.most)
            this.items = this.items.filter(item => item.time >= from).slice(-this.most);
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
    seen = new Set();
    most;
    /** Whether more were met than are counted. */
    overflowed = false;
    constructor(most) {
        this.most = most;
    }
    /** Whether the text is new. */
    add(text) {
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
        return this.seen.has(text);
    }
    get size() {
        return this.seen.size;
    }
    /** Sorted, so that what is shown does not hang on the order of arrival. */
    list() {
        return [...this.seen].sort();
    }
    /** `38`, or `200 or more`. */
    toString() {
        return this.overflowed ? `${this.seen.size} or more` : String(this.seen.size);
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

;// CONCATENATED MODULE: ./lib/detect/evidence.js
const mostIds = 200;
const mostTelling = 5;
class Evidence {
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
        const evidence = new Evidence();
        for (const event of events)
            evidence.add(event);
        return evidence;
    }
    /** @param weight how telling the record is: the heaviest five are shown first. */
    add(event, weight = 1) {
        this.count++;
        this.first = Math.min(this.first, event.time);
        this.last = Math.max(this.last, event.time);
        this.keep({ id: event.id, time: event.time, operation: event.operation.trim(), weight });
        return this;
    }
    /** Takes over what another gathered. */
    join(other) {
        this.count += other.count;
        this.first = Math.min(this.first, other.first);
        this.last = Math.max(this.last, other.last);
        for (const record of other.kept)
            this.keep(record);
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
    keep(record) {
        if (this.kept.length < this.most) {
            this.kept.push(record);
            return;
        }
        // Full: a heavier record takes the place of the latest of the lightest.
        let victim = -1;
        for (let i = this.kept.length - 1; i >= 0; i--) {
            const weight = this.kept[i]?.weight ?? 0;
            if (weight < record.weight && (victim < 0 || weight < (this.kept[victim]?.weight ?? 0)))
                victim = i;
        }
        if (victim >= 0)
            this.kept[victim] = record;
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
const profiles_mostWorkloads = 60;
class Profiles {
    people;
    /** Records by hour of the period. */
    workloads = new Map();
    recordTypes = new Set();
    days;
    start;
    groupOf = new Map();
    constructor(period, evictions) {
        this.start = period.start;
        this.days = Math.max(1, Math.ceil((period.end - period.start) / day));
        this.people = new BoundedMap('people’s daily volumes', mostPeople, evictions);
    }
    see(event) {
        if (this.recordTypes.size < 1_000)
            this.recordTypes.add(event.recordType);
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
            volume.current = { day: today, evidence: new Evidence(20) };
        }
        volume.current.evidence.add(event);
    }
    seeWorkload(event) {
        const name = event.workload || event.recordType;
        let hours = this.workloads.get(name);
        if (!hours) {
            if (this.workloads.size >= profiles_mostWorkloads)
                return;
            hours = new Uint32Array(this.days * 24);
            this.workloads.set(name, hours);
        }
        const at = Math.min(hours.length - 1, Math.max(0, Math.floor((event.time - this.start) / hour)));
        hours[at] = (hours[at] ?? 0) + 1;
    }
}
/** Records of a volume's day, where enough were there to be remembered. */
function profiles_evidenceOf(volume, day) {
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
    recordTypes: schemas/* array */.YOg(schemas/* string */.YjP()),
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
        recordTypes: () => baseline.recordTypes,
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
        const name = digest(`${kind}\n${owner}\n${term}`);
        const known = own(own(terms, kind) ?? nothing(), ownerKey);
        const isKnown = known !== undefined && Object.hasOwn(known, termKey);
        if (!isKnown && (suspects.has(owner) || suspects.has(term)) && !pendingBefore.has(name)) {
            pending.add(name);
            continue;
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
        recordTypes: [...new Set([...learned.profiles.recordTypes])].sort(byText),
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
            const habit = blended(habitOf(volume.byDay), carriedHabit);
            if (habit)
                entry[group] = habit;
        });
        if (Object.keys(entry).length > 0)
            made[digest(user)] = entry;
    }
    return baseline_sorted(made, mostProfiles);
}
/** Median and median deviation of the active days, on the log scale. */
function habitOf(byDay) {
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
    return baseline_sorted(made, mostProfiles);
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
    return baseline_sorted(made, 100);
}
/** 0–23 on working days, 24–47 at weekends, UTC. */
function hourSlot(time) {
    const date = new Date(time);
    const weekend = date.getUTCDay() % 6 === 0;
    return date.getUTCHours() + (weekend ? 24 : 0);
}
function baseline_sorted(table, most) {
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

;// CONCATENATED MODULE: ./lib/detect/dispatch.js
const dispatch_mostRemembered = 5_000;
class Dispatch {
    watchers;
    routes = new Map();
    constructor(watchers) {
        this.watchers = watchers;
    }
    send(event) {
        for (const watcher of this.route(event))
            watcher.see(event);
    }
    route(event) {
        const key = `${event.recordType}\n${event.act}`;
        const known = this.routes.get(key);
        if (known)
            return known;
        const route = this.watchers.filter(({ wants }) => wanted(wants, event.act, event.recordType));
        const watchers = route.map(({ watcher }) => watcher);
        if (this.routes.size < dispatch_mostRemembered)
            this.routes.set(key, watchers);
        return watchers;
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
const mostKinds = 5_000;
class Coverage {
    kinds = new Map();
    see(act, recordType) {
        const key = `${recordType}\n${act}`;
        if (!this.kinds.has(key) && this.kinds.size < mostKinds)
            this.kinds.set(key, { act, recordType });
    }
    unseen(metas) {
        const kinds = [...this.kinds.values()];
        const blind = [...metas].filter(({ needs }) => !kinds.some(({ act, recordType }) => wanted(needs, act, recordType)));
        return blind.map(meta => ({ rule: meta.id, title: meta.title, missing: missingText(meta) })).sort(byRule);
    }
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
    const program = programs.find(word => short.includes(word));
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
/** The more telling name first: Edge also says Chrome, and Chrome also says Safari. */
const programs = [
    ...['powershell', 'teams', 'outlook', 'onedrive', 'skydrivesync', 'microsoft office', 'electron', 'edg', 'opr/'],
    ...['firefox', 'chrome', 'crios', 'fxios', 'safari', 'trident'],
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

;// CONCATENATED MODULE: ./lib/detect/record-types.js
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
};
const byNumber = new Map(Object.entries(names));
/** Name of a type given as a name, or as a number in any dress. */
function recordTypeName(text) {
    return byNumber.get(text) ?? text;
}

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

;// CONCATENATED MODULE: ./lib/detect/values.js
/** Reading JSON of unknown shape: nothing here throws, whatever a record holds. */
/** Longer texts are cut before anyone searches them. */
const longestText = 65_536;
const longestNested = 4_000_000;
const mostEntries = 2_000;
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** A property of the object itself: names as `constructor` and `__proto__` are only names. */
function values_own(object, name) {
    return isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
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
function listOf(value) {
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
        if (isObject(source) && !Object.hasOwn(source, 'Name')) {
            const pairs = Object.entries(source).slice(0, mostEntries);
            this.entries = pairs.map(([Name, Value]) => ({ Name, Value }));
        }
        else
            this.entries = listOf(source);
    }
    /** '' where the name is missing. Letter case of names does not matter. */
    get(name) {
        return textOf(this.raw(name));
    }
    raw(name) {
        return values_own(this.find(name), 'Value');
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
        return this.entries.map(entry => textOf(values_own(entry, 'Name')));
    }
    /** All values as one text, for a search by words. */
    allText() {
        return this.entries
            .map(entry => `${textOf(values_own(entry, 'Name'))}=${textOf(values_own(entry, 'Value'))}`)
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
            const found = values_own(entry, 'Name');
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
class Change {
    name;
    /** Unwrapped: `["Guest"]` reads `Guest`. */
    old;
    now;
    raw;
    constructor(name, raw) {
        this.name = name;
        this.raw = raw;
        this.old = unwrapped(values_own(raw, 'OldValue'));
        this.now = unwrapped(values_own(raw, 'NewValue'));
    }
    get oldList() {
        return listOf(values_own(this.raw, 'OldValue'));
    }
    get nowList() {
        return listOf(values_own(this.raw, 'NewValue'));
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

;// CONCATENATED MODULE: ./lib/detect/event.js






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
    keptUser;
    keptKind;
    keptAddress;
    keptAgent;
    keptFamily;
    keptApplication;
    keptResult;
    kept;
    constructor(record, time) {
        this.record = record;
        this.time = time;
        this.id = record.Identity.slice(0, longestName);
        this.operation = (record.Operations || this.text('Operation')).slice(0, longestName);
        this.act = foldOperation(this.operation);
        this.recordType = recordTypeName(record.RecordType || this.text('RecordType'));
    }
    /** The parsed `AuditData`; empty where it is no JSON object. */
    get data() {
        if (this.parsed)
            return this.parsed;
        this.parsed = parsedObject(this.record.AuditData);
        // Some collectors hand on all names in lower case.
        if (!Object.hasOwn(this.parsed, 'Operation') && Object.hasOwn(this.parsed, 'operation'))
            this.lowered = new Map(Object.entries(this.parsed).map(([name, value]) => [name.toLowerCase(), value]));
        return this.parsed;
    }
    /** A field of the record, of any type. */
    raw(name) {
        const { data } = this;
        if (Object.hasOwn(data, name))
            return data[name];
        return this.lowered?.get(name.toLowerCase());
    }
    /** A field as text: numbers and booleans in their spelling, objects as JSON, '' where missing; at most 64 k characters. */
    text(name) {
        return textOf(this.raw(name));
    }
    /** A field inside fields: `in('AppAccessContext', 'AADSessionId')`. */
    in(...path) {
        const [first = '', ...rest] = path;
        let value = this.raw(first);
        for (const name of rest)
            value = values_own(typeof value === 'string' ? nested(value) : value, name);
        return textOf(value);
    }
    /** A field as a list: of an array, of JSON in a string, of one value. */
    list(name) {
        return listOf(this.raw(name));
    }
    /** The folded user id; '' where the record names nobody. */
    get user() {
        this.keptUser ??= foldUser(this.text('UserId') || this.record.UserIds);
        return this.keptUser;
    }
    get kind() {
        this.keptKind ??= kindOf(this.user, Number(this.text('UserType') || -1));
        return this.keptKind;
    }
    /** Microsoft's own hands, or nobody's. Applications and guests are not meant. */
    get isService() {
        return this.kind === 'service' || this.kind === 'none';
    }
    get isGuest() {
        return this.kind === 'guest';
    }
    get address() {
        if (this.keptAddress === undefined)
            this.keptAddress = this.findAddress() ?? null;
        return this.keptAddress ?? undefined;
    }
    /** The address where it tells a place: neither Microsoft's own nor a private one. */
    get place() {
        const { address } = this;
        return address && !address.microsoft && !address.local ? address : undefined;
    }
    /** The user agent, wherever this kind of record keeps it. */
    get agent() {
        this.keptAgent ??=
            this.extended.get('UserAgent') ||
                this.text('UserAgent') ||
                this.text('ClientInfoString') ||
                textOf(values_own(this.details, 'User-Agent'));
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
        return this.once('errorCode', () => errorCode(this.text('ErrorNumber'), this.text('LogonError')));
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
        return this.once('session', () => {
            const id = this.device.get('SessionId') || this.in('AppAccessContext', 'AADSessionId') || this.text('SessionId');
            return /^[0-]*$/.test(id) ? '' : id.toLowerCase();
        });
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
        return this.lookup('ExtendedProperties');
    }
    /** `Parameters` of a cmdlet. */
    get parameters() {
        return this.lookup('Parameters');
    }
    /** `DeviceProperties`. */
    get device() {
        return this.lookup('DeviceProperties');
    }
    /** `OperationProperties`. */
    get properties() {
        return this.lookup('OperationProperties');
    }
    /** The JSON inside `additionalDetails` of directory records. */
    get details() {
        return this.once('details', () => {
            const details = nested(this.extended.get('additionalDetails'));
            return isObject(details) ? details : {};
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
            return entry && new Change(name, entry);
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
        return this.once(name, () => new Lookup(this.raw(name)));
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
const longestName = 400;
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
function parsedObject(text) {
    try {
        const value = JSON.parse(text);
        return isObject(value) ? value : {};
    }
    catch {
        return {};
    }
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
    const ids = entries.map(entry => ({ id: textOf(values_own(entry, 'ID')), type: textOf(values_own(entry, 'Type')) }));
    const tagged = ids.find(({ id }) => /^[A-Za-z]{2,40}_[\da-f-]{36}$/i.test(id))?.id;
    const cut = tagged?.indexOf('_') ?? -1;
    const kind = tagged?.slice(0, cut) ?? ids.find(({ id }) => partyKinds.has(id))?.id ?? '';
    const bare = ids.find(({ id }) => /^[\da-f]{8}-[\da-f-]{27}$/i.test(id))?.id ?? '';
    const name = ids.find(({ type }) => type === '5')?.id ?? ids.find(({ type }) => type === '1')?.id ?? '';
    return { kind, id: (tagged?.slice(cut + 1) ?? bare).toLowerCase(), name };
}
const partyKinds = new Set(['User', 'ServicePrincipal', 'Application', 'Group', 'Role', 'Device', 'Policy', 'Other']);

;// CONCATENATED MODULE: ./lib/detect/habits.js
/** The terms that every record adds to what is known of its actor and of the tenant, before any rule looks at it. */

/** Directory records carry Microsoft's front ends as addresses: they say nothing of where somebody sits. */
const withPlaces = new Set([
    ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
    ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated', 'ExchangeAdmin', 'MicrosoftTeams'],
]);
class Habits {
    last;
    terms;
    constructor(terms) {
        this.terms = terms;
        // What is dropped here is only noted once more.
        this.last = new BoundedMap('last habits', 50_000, new Evictions());
    }
    note(event) {
        const { user, time, kind } = event;
        if (kind === 'service' || kind === 'none')
            return;
        this.terms.note('operation', '', event.act, time);
        if (event.result === 'failure' || !withPlaces.has(event.recordType))
            return;
        const { agentFamily: agent, application } = event;
        const network = event.place?.network ?? '';
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
        const own = this.terms.note(`user-${kind}`, event.user, term, event.time);
        const all = this.terms.note(kind, '', term, event.time);
        if (own === event.time || all === event.time)
            event.news = true;
    }
}

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
        addresses: event.place ? [event.place.text] : [],
        applications: event.application ? [event.application] : [],
        ...match,
        evidence: Evidence.of(event),
    };
}
/** A threshold that grows with the fourth root of the tenant: `scaled(4, 1.4, 20)` is 4, of 1,000 people 8, of 10,000 14. */
function scaled(atLeast, factor, users) {
    return Math.max(atLeast, Math.ceil(factor * users ** 0.25));
}
/** Whether enough is known of a person that something can be new for them: for newcomers everything is. */
function isSettled(context, user, time) {
    if (context.history?.absent(user) !== undefined)
        return true;
    const person = context.profiles.people.get(user);
    return person !== undefined && time - person.first >= 5 * rule_day;
}
const minute = 60_000;
const rule_hour = 60 * minute;
const rule_day = 24 * rule_hour;
/** `38 times`, `once`. */
function times(count) {
    return count === 1 ? 'once' : `${count.toLocaleString('en-US')} times`;
}
/** `3 accounts`, `1 account`, `2 successes`. */
function counted(count, noun) {
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

;// CONCATENATED MODULE: ./lib/detect/story.js


const weights = ['hint', 'info', 'low', 'medium', 'high'];
const confidences = ['low', 'medium', 'high'];
const apart = 48 * rule_hour;
const story_mostNames = 50;
/** Names come out of records, and anybody may choose a long one. */
const story_longestName = 300;
const story_longestText = 1_500;
function gravity(weight) {
    return weights.indexOf(weight);
}
function sureness(confidence) {
    return confidences.indexOf(confidence);
}
/** Kept whole per episode. */
const mostSignals = 60;
/** Kept per rule; weak signs have a book of their own, so that they push out no finding. */
const mostEpisodes = 4_000;
const mostHintEpisodes = 20_000;
/** Gathers the signals of one rule id. */
class Stories {
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
        const near = episodes?.find(episode => first <= episode.last + apart && last >= episode.first - apart);
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
        const made = { first, last, signals: [signal], more: new Evidence(), moreCount: 0 };
        if (episodes)
            episodes.push(made);
        else
            this.byKey.set(signal.key, [made]);
    }
    list() {
        const stories = [];
        for (const [key, episodes] of this.byKey)
            for (const episode of episodes) {
                const story = story_told(this.meta, key, episode);
                if (story)
                    stories.push(story);
            }
        return stories;
    }
}
function story_told(meta, key, episode) {
    const signals = [];
    for (const signal of episode.signals) {
        const settled = signal.settle?.();
        if (settled !== 'drop')
            signals.push({ ...signal, ...settled });
    }
    const weightOf = (signal) => signal.severity ?? meta.severity;
    const [gravest] = [...signals].sort((a, b) => gravity(weightOf(b)) - gravity(weightOf(a)) || a.evidence.first - b.evidence.first);
    if (!gravest)
        return undefined;
    const evidence = new Evidence();
    for (const signal of signals)
        evidence.join(signal.evidence);
    evidence.join(episode.more);
    const number = signals.length + episode.moreCount;
    const names = (pick) => [
        ...new Set([...(pick(gravest) ?? []), ...signals.flatMap(signal => pick(signal) ?? []).sort()]
            .filter(Boolean)
            .map(name => clipped(name, story_longestName))),
    ];
    const again = `; ${counted(number, 'such act')} in ${spanText(evidence.last - evidence.first)}`;
    return {
        meta,
        key,
        weight: weightOf(gravest),
        confidence: gravest.confidence ?? meta.confidence,
        title: clipped(gravest.title, story_longestName),
        why: number > 1 ? `${clipped(gravest.why, story_longestText)}${again}` : clipped(gravest.why, story_longestText),
        actors: names(signal => signal.actors).slice(0, story_mostNames),
        objects: names(signal => signal.objects).slice(0, story_mostNames),
        users: names(signal => signal.users).slice(0, story_mostNames),
        addresses: names(signal => signal.addresses).slice(0, story_mostNames),
        applications: names(signal => signal.applications).slice(0, story_mostNames),
        benign: gravest.benign ?? meta.benign,
        next: gravest.next ?? meta.next,
        evidence,
        signals: number,
    };
}
function clipped(text, most) {
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

;// CONCATENATED MODULE: ./lib/detect/join.js
/**
 * Findings that tell one story become one incident: they share a person, an address or an application, and lie within
 * 48 hours of each other. What is everybody's (an office's address, a common application) joins nothing.
 */


/** More people than this, and a twentieth of a large tenant's, share an address or application that belongs to no story. */
const mostSharing = 5;
const medium = gravity('medium');
const mostHints = 20;
const mostConcerned = 10;
function join(stories, tenant, terms) {
    const links = new Links(tenant, terms);
    const told = stories.filter(story => story.weight !== 'hint').sort(join_byTime);
    const groups = chained(told.filter(story => gravity(story.weight) >= medium), links);
    const grave = new Index(groups, links);
    const lone = [];
    for (const story of told.filter(one => gravity(one.weight) < medium)) {
        const group = grave.nearest(story);
        if (group)
            group.attached.push(story);
        else
            lone.push(story);
    }
    groups.push(...chained(lone, links));
    const all = new Index(groups, links);
    for (const hint of stories.filter(story => story.weight === 'hint').sort(join_byTime)) {
        const group = all.nearest(hint);
        if (group && group.hints.length < mostHints)
            group.hints.push(hint);
    }
    return groups.map(({ core, attached, hints }) => ({ stories: [...core, ...attached].sort(byGravity), hints }));
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
    return distanceOf(a, b) <= apart;
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
function join_byTime(a, b) {
    return a.evidence.first - b.evidence.first || join_compare(a.meta.id, b.meta.id) || join_compare(a.key, b.key);
}
function byGravity(a, b) {
    return gravity(b.weight) - gravity(a.weight) || join_byTime(a, b);
}
function join_compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

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
            for (const id of directory_guids(`${change.now} ${change.old}`))
                found.add(id);
    }
    for (const id of directory_guids(`${event.object} ${event.target.id}`))
        found.add(id);
    return [...found].slice(0, 10);
}
/** The application's display name as the record has it, or its id. */
function applicationName(event) {
    return event.target.name || event.change('DisplayName')?.now || event.object || textOf(event.target.id);
}
function directory_guids(text) {
    return text.slice(0, 4_000).toLowerCase().match(anyGuid) ?? [];
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
const opening = new Set(changes.filter(act => act !== 'add application' && act !== 'add service principal'));
const reading = ['mailitemsaccessed', 'fileaccessed', 'filedownloaded', 'filesyncdownloadedfull', 'filepreviewed'];
const application_chain_within = 7 * rule_day;
function start(context) {
    const chains = new BoundedMap('changed applications', 2_000, context.evictions);
    return {
        see(event) {
            if (changes.includes(event.act)) {
                // Microsoft provisions its own applications by the hundred.
                if (event.isService || event.result === 'failure')
                    return;
                const ids = applicationsOf(event);
                const known = ids.map(id => chains.get(id)).find(one => one !== undefined);
                const one = known ?? {
                    name: applicationName(event),
                    changed: [],
                    opened: undefined,
                    reads: new Evidence(50),
                    victims: new Set(),
                };
                if (one.changed.length < 10)
                    one.changed.push(event);
                if (opening.has(event.act))
                    one.opened ??= event;
                for (const id of ids)
                    chains.at(id, () => one);
                return;
            }
            if (chains.size === 0)
                return;
            const opened = applicationsIn(event)
                .map(id => chains.get(id))
                .find(one => one?.opened !== undefined);
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
/** Under which ids the reading application may appear. */
function applicationsIn(event) {
    const all = [
        event.application,
        event.text('AppId'),
        event.text('ClientAppId'),
        event.in('AppAccessContext', 'ClientAppId'),
    ];
    return [...new Set(all.map(id => id.toLowerCase()).filter(Boolean))];
}
function tell(context, one, opened) {
    const applications = [...new Set(one.changed.flatMap(applicationsOf))];
    const fresh = applications.some(id => context.terms.age('application', '', id, one.reads.first) < application_chain_within);
    const { victims, reads } = one;
    context.report({
        rule: chain.id,
        key: applications[0] ?? one.name,
        severity: fresh || victims.size >= 3 ? 'high' : 'medium',
        title: `${one.name} was opened by ${opened.user} and read for ${counted(victims.size, 'account')}`,
        why: `${counted(reads.count, 'record')} of mail or files, the first ${spanText(Math.max(0, reads.first - opened.time))} after “${opened.operation.trim()}”`,
        actors: [...new Set(one.changed.map(event => event.user))].filter(Boolean),
        users: [...victims].sort((a, b) => (a < b ? -1 : 1)),
        objects: [one.name],
        applications,
        addresses: opened.place ? [opened.place.text] : [],
        evidence: Evidence.of(...one.changed).join(reads),
    });
}
const applicationChains = [{ metas: [chain], wants: { operations: [...changes, ...reading] }, start }];

;// CONCATENATED MODULE: ./lib/detect/rules/guessing.js
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
    evidence = new Evidence();
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
        if (event.place) {
            this.networks.add(event.place.network);
            this.addresses.add(event.place.text);
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
        map.set(event.user, Evidence.of(event));
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
            const { place, time } = event;
            if (event.act === 'userloggedin') {
                // Only where something failed before: most networks of a month never see a failure.
                if (place)
                    networks.get(place.network)?.at(time).succeed(event);
                programs.get(program(event))?.at(time).succeed(event);
                return;
            }
            if (!guesses(event))
                return;
            if (place)
                networks.at(place.network, make).at(time).fail(event);
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
                        guessing_tell(context, spray, { key: network, where: `from ${network}`, attempt });
                    }
            for (const [program, source] of programs.entries())
                for (const attempt of source.attempts) {
                    const fresh = attempt.addresses.list().filter(address => !told.has(address));
                    if (attempt.isSpray(users * 2) && attempt.networks.size >= 5 && fresh.length >= 3)
                        guessing_tell(context, distributed, {
                            key: program,
                            where: `from ${attempt.networks} networks with one program (${program.split('\n')[0]?.slice(0, 80)})`,
                            attempt,
                        });
                }
        },
    };
}
function guessing_tell(context, meta, { key, where, attempt }) {
    const { failures, successes, tried, evidence } = attempt;
    const common = {
        addresses: [...attempt.networks.list().slice(0, 20), ...attempt.addresses.list().slice(0, 20)],
        objects: tried.list().slice(0, 50),
    };
    context.report({
        rule: meta.id,
        key,
        title: `${counted(String(tried), 'account')} tried ${where}`,
        why: `${counted(failures, 'failed attempt')} on ${counted(String(tried), 'account')} in ${attempt.span}, ${counted(successes, 'success')}; ${context.tenant.users} people in the tenant`,
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
            title: `${user} signed in ${where}, where ${counted(String(tried), 'account')} had been tried`,
            why: `${counted(failures, 'failed attempt')} on ${counted(String(tried), 'account')} ${where} in ${attempt.span}, then ${user} got in`,
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
                why: `Among ${counted(failures, 'failed attempt')} on ${counted(String(tried), 'account')} the password of ${user} was right; the second step stopped it`,
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
            const { place, user } = event;
            if (!place || event.isService || !guesses(event))
                return;
            if (failures.length < mostFailures)
                failures.push({ user, network: place.network, mark: event.mark });
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
    const evidence = Evidence.of(...failures.map(({ mark }) => mark));
    const users = [...new Set(failures.map(({ user }) => user))].sort(guessing_byText);
    const networks = [...new Set(failures.map(({ network }) => network))].sort(guessing_byText);
    context.report({
        rule: distributed.id,
        key: 'scattered',
        title: `${counted(users.length, 'account')} tried from ${counted(networks.length, 'network')}`,
        why: `${counted(failures.length, 'failed attempt')} on ${counted(users.length, 'account')} in ${spanText(evidence.last - evidence.first)} from ${counted(networks.length, 'network')} on which nobody of ${context.tenant.users} ever signed in`,
        actors: [],
        objects: users,
        addresses: networks.slice(0, 40),
        evidence,
    });
}
function guessing_byText(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function startLockouts(context) {
    let recent = [];
    let most = { users: 0, locks: [] };
    return {
        see(event) {
            if (event.failure !== 'locked' || event.isService)
                return;
            const lock = { user: event.user, network: event.place?.network ?? '', mark: event.mark };
            recent = [...recent.filter(one => one.mark.time > event.time - 10 * minute), lock].slice(-400);
            const users = new Set(recent.map(({ user }) => user)).size;
            if (users > most.users)
                most = { users, locks: recent };
        },
        finish() {
            if (most.users < scaled(5, 2, context.tenant.users))
                return;
            const evidence = Evidence.of(...most.locks.map(({ mark }) => mark));
            const users = [...new Set(most.locks.map(({ user }) => user))].sort(guessing_byText);
            const addresses = [...new Set(most.locks.map(({ network }) => network).filter(Boolean))].sort(guessing_byText);
            context.report({
                rule: lockouts.id,
                key: 'tenant',
                title: `${counted(most.users, 'account')} locked within ten minutes`,
                why: `${counted(most.users, 'account')} of ${context.tenant.users} locked in ${spanText(evidence.last - evidence.first)}: ${listed(users)}`,
                actors: [],
                objects: users,
                addresses: addresses.slice(0, 20),
                evidence,
            });
        },
    };
}
const guessing = [
    { metas: [spray, distributed, guessed, stopped], wants: signIns, start: startSprays },
    { metas: [distributed], wants: { operations: ['userloginfailed'] }, start: startScattered },
    { metas: [lockouts], wants: { operations: ['userloginfailed'] }, start: startLockouts },
];

;// CONCATENATED MODULE: ./lib/detect/rules/one-account.js
/**
 * One account under attack: its password guessed (AUTH-03, AUTH-05), its owner worn down with prompts (AUTH-06, AUTH-07), its
 * second step probed application by application (AUTH-17), its sign-ins on too many systems at once (AUTH-18), and
 * doors that stay shut (AUTH-20).
 */




const one_account_signIns = { operations: ['userloggedin', 'userloginfailed'] };
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
    needs: one_account_signIns,
};
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
    needs: one_account_signIns,
};
const one_account_systems = {
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
const mostUsers = 20_000;
const mostPlaces = 50;
/** Failures of one kind on one account until they rest for a day. */
class Siege {
    evidence = new Evidence();
    places = new Map();
    agents = new Map();
    hour = new SlidingWindow(rule_hour, 300);
    /** The most within one hour. */
    peak = 0;
    last = 0;
    add(event) {
        this.evidence.add(event);
        this.last = event.time;
        this.peak = Math.max(this.peak, this.hour.add(event.time, event.id));
        tally(this.places, event.place?.network ?? '', event.time);
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
    else if (name !== '' && map.size < mostPlaces)
        map.set(name, { count: 1, first: time });
}
/** Places of a siege from which the owner was not seen before it, nor ever (`ever`) in the month. */
function strangePlaces(siege, user, context, ever) {
    return [...siege.places]
        .filter(([network, { first }]) => {
        const met = context.terms.firstMet('user-network', user, network);
        return ever ? met === Number.POSITIVE_INFINITY : met >= first;
    })
        .map(([network]) => network)
        .sort((a, b) => (a < b ? -1 : 1));
}
function startGuesses(context) {
    const sieges = new BoundedMap('accounts with wrong passwords', mostUsers, context.evictions);
    const close = (user, siege) => {
        if (siege.peak < 10 && siege.evidence.count < 20)
            return;
        const strange = strangePlaces(siege, user, context, true);
        if (strange.length === 0)
            return;
        const many = siege.evidence.count;
        const severity = (strange.length >= 3 && many >= 20) || many >= 100 ? 'medium' : 'low';
        context.report({
            rule: oneGuessed.id,
            key: user,
            severity,
            title: `The password of ${user} was guessed at ${many.toLocaleString('en-US')} times`,
            why: `${counted(many, 'wrong password')} in ${spanText(siege.evidence.last - siege.evidence.first)}, ${siege.peak} within an hour, from ${counted(strange.length, 'network')} where ${user} was never seen: ${listed(strange)}`,
            actors: [],
            users: [user],
            objects: [user],
            addresses: strange.slice(0, 20),
            evidence: siege.evidence,
        });
    };
    return {
        see(event) {
            if (event.isService)
                return;
            const { user } = event;
            const failed = event.failure === 'wrong-password' || event.failure === 'locked';
            if (event.act === 'userloggedin') {
                const siege = sieges.get(user);
                if (siege)
                    broken(context, event, siege);
                return;
            }
            if (event.failure === 'password-right') {
                const siege = sieges.get(user);
                if (siege)
                    found(context, event, siege);
                return;
            }
            if (!failed)
                return;
            const present = sieges.get(user);
            if (present && event.time - present.last > rule_day) {
                close(user, present);
                sieges.delete(user);
            }
            sieges.at(user, () => new Siege()).add(event);
        },
        finish() {
            for (const [user, siege] of sieges.entries())
                close(user, siege);
        },
    };
}
/** A success after failures, from a place or with a program that was the guesser's first. */
function broken(context, event, siege) {
    const { user, time, place, agentFamily } = event;
    if (time - siege.last > rule_day)
        return;
    const here = place && siege.places.get(place.network);
    const strangeHere = here && context.terms.firstMet('user-network', user, place.network) >= here.first;
    const same = siege.agents.get(agentFamily);
    const strangeAgent = same && context.terms.firstMet('user-agent', user, agentFamily) >= same.first;
    const failures = Math.max(strangeHere ? here.count : 0, strangeAgent ? same.count : 0);
    const enough = context.terms.learning('user-network', time) ? 10 : 5;
    if (failures < enough)
        return;
    const fast = siege.peak >= 10;
    // A telephone that keeps an old password is at a new place every day, but it is the owner's telephone.
    const owners = !strangeAgent || !isSettled(context, user, same.first);
    const strange = failures >= 20 && fast ? 'high' : failures >= 10 ? 'medium' : 'hint';
    const severity = owners ? (failures >= 20 && siege.peak >= 20 ? 'low' : 'hint') : strange;
    const how = strangeHere ? `from ${place.network}` : `with ${agentFamily}`;
    context.report({
        rule: guessed.id,
        key: `one ${user}`,
        severity,
        confidence: 'medium',
        title: `${user} signed in after ${counted(failures, 'wrong password')} ${how}`,
        why: `${counted(failures, 'wrong password')} ${how} within ${spanText(time - siege.evidence.first)}, then a success; ${user} had not been seen there before`,
        actors: [user],
        addresses: place ? [place.text, place.network] : [],
        evidence: Evidence.of(event).join(siege.evidence),
    });
}
/** The right password after many wrong ones, from where its owner never was; the second step stopped it. */
function found(context, event, siege) {
    const { user, time, place, agentFamily } = event;
    const here = place && siege.places.get(place.network);
    if (!here || here.count < 10 || time - siege.last > rule_day)
        return;
    if (context.terms.firstMet('user-network', user, place.network) < Number.POSITIVE_INFINITY)
        return;
    // The owner's telephone is asked for the second step as well.
    if (context.terms.firstMet('user-agent', user, agentFamily) < here.first)
        return;
    context.report({
        rule: stopped.id,
        key: `one ${user}`,
        confidence: 'medium',
        title: `The password of ${user} was guessed from ${place.network}; the second step stopped it`,
        why: `${counted(here.count, 'wrong password')} from ${place.network}, then the right one (error ${event.errorCode}); ${user} was never seen there`,
        actors: [],
        users: [user],
        objects: [user],
        addresses: [place.text, place.network],
        evidence: Evidence.of(event).join(siege.evidence),
    });
}
function startPrompts(context) {
    const sieges = new BoundedMap('accounts with refused prompts', mostUsers, context.evictions);
    const close = (user, siege) => {
        if (siege.peak < 5)
            return;
        const strange = strangePlaces(siege, user, context, false);
        const home = strange.length === 0 && siege.places.size > 0;
        context.report({
            rule: fatigue.id,
            key: user,
            severity: siege.peak < 10 || home ? 'hint' : 'medium',
            title: `${user} was asked for the second step ${counted(siege.evidence.count, 'time')} without success`,
            why: `${counted(siege.evidence.count, 'refused or expired prompt')} in ${spanText(siege.evidence.last - siege.evidence.first)}, ${siege.peak} within an hour${home ? '' : `, from where ${user} was not seen before`}`,
            actors: [],
            users: [user],
            objects: [user],
            addresses: [...siege.places.keys()].slice(0, 20),
            evidence: siege.evidence,
        });
    };
    return {
        see(event) {
            if (event.isService)
                return;
            const { user, time } = event;
            const siege = sieges.get(user);
            if (event.act === 'userloggedin') {
                const before = siege?.lastHour(time) ?? 0;
                if (siege && before >= 5)
                    confirmed(context, event, siege, before);
                return;
            }
            if (event.errorCode !== '500121')
                return;
            if (siege && time - siege.last > rule_day) {
                close(user, siege);
                sieges.delete(user);
            }
            sieges.at(user, () => new Siege()).add(event);
        },
        finish() {
            for (const [user, siege] of sieges.entries())
                close(user, siege);
        },
    };
}
function confirmed(context, event, siege, before) {
    const { user, place } = event;
    const here = place && siege.places.get(place.network);
    const strange = here && context.terms.firstMet('user-network', user, place.network) >= here.first;
    // Elsewhere, or at home: the owner signs in as always while somebody else knocks.
    if (!here)
        return;
    context.report({
        rule: worn.id,
        key: user,
        severity: strange ? (before >= 8 ? 'high' : 'medium') : 'hint',
        title: `${user} confirmed a prompt after ${before} refused ones`,
        why: `${counted(before, 'refused prompt')} within an hour, then a success from ${place.network}, where ${user} was ${strange ? 'not seen before' : 'seen before'}`,
        actors: [user],
        addresses: [place.text, place.network],
        evidence: Evidence.of(event).join(siege.evidence),
    });
}
function startProbes(context) {
    // What is dropped here has long left its window.
    const probes = new BoundedMap('accounts by program', mostUsers, new Evictions());
    const hours = new BoundedMap('accounts by system', mostUsers, new Evictions());
    return {
        see(event) {
            if (event.isService)
                return;
            const { user, time, application } = event;
            const one = {
                mark: event.mark,
                place: event.place?.text ?? '',
                agent: event.agent.slice(0, 300),
                application,
                system: systemOf(event.device.get('OS')),
            };
            const probe = probes.at(`${user} ${event.address?.text ?? ''}`, () => new SlidingWindow(5 * minute, 60));
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
                    addresses: event.place ? [event.place.text] : [],
                    evidence: Evidence.of(...seen.map(({ value }) => value.mark)),
                });
                probes.delete(`${user} ${event.address?.text ?? ''}`);
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
                rule: one_account_systems.id,
                key: user,
                title: `${user} signed in from ${met} operating systems within an hour`,
                why: `${[...new Set(seen.map(({ value }) => value.system))].sort((a, b) => (a < b ? -1 : 1)).join(', ')} within an hour`,
                actors: [user],
                addresses: [...new Set(seen.map(({ value }) => value.place).filter(Boolean))],
                evidence: Evidence.of(...seen.map(({ value }) => value.mark)),
            });
            hours.delete(user);
        },
    };
}
function systemOf(text) {
    const word = text.slice(0, 100).toLowerCase();
    return ['windows', 'ios', 'android', 'mac', 'linux', 'chrome'].find(system => word.includes(system)) ?? '';
}
function startShut(context) {
    const doors = new BoundedMap('networks with disabled accounts', 2_000, context.evictions);
    const tell = (network, door) => {
        if (door.disabled.size < scaled(3, 0.9, context.tenant.users))
            return;
        context.report({
            rule: shut.id,
            key: network,
            title: `${counted(String(door.disabled), 'disabled account')} tried from ${network}`,
            why: `${counted(door.evidence.count, 'attempt')} on ${counted(String(door.disabled), 'disabled account')} in ${spanText(door.evidence.last - door.evidence.first)}`,
            actors: [],
            objects: door.disabled.list(),
            addresses: [network],
            evidence: door.evidence,
        });
    };
    return {
        see(event) {
            const { place, user, time } = event;
            if (!place || event.isService)
                return;
            if (event.errorCode === '53003')
                context.report({
                    rule: shut.id,
                    key: `refused ${user} ${place.network}`,
                    severity: 'hint',
                    title: `A policy kept ${user} out at ${place.network}`,
                    why: 'The password was right, and Conditional Access refused',
                    actors: [],
                    users: [user],
                    addresses: [place.text],
                    evidence: Evidence.of(event),
                });
            if (event.failure !== 'blocked')
                return;
            const known = doors.get(place.network);
            if (known && time - known.last > rule_day) {
                tell(place.network, known);
                doors.delete(place.network);
            }
            const door = doors.at(place.network, () => ({ disabled: new Distinct(200), evidence: new Evidence(), last: time }));
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
const oneAccount = [
    { metas: [oneGuessed, guessed, stopped], wants: one_account_signIns, start: startGuesses },
    { metas: [fatigue, worn], wants: one_account_signIns, start: startPrompts },
    { metas: [probing, one_account_systems], wants: one_account_signIns, start: startProbes },
    { metas: [shut], wants: { operations: ['userloginfailed'] }, start: startShut },
];

;// CONCATENATED MODULE: ./lib/detect/rules/shared-address.js
/** One address that nobody used before, and several accounts on it (AUTH-22). */



const shared = {
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
            const { place, user, time } = event;
            if (!place || event.kind !== 'person')
                return;
            if (context.terms.age('network', '', place.network, time) > rule_day)
                return;
            const network = networks.at(place.network, () => ({ first: time, guests: new Map() }));
            const guest = network.guests.get(user);
            if (guest) {
                if (guest.evidence.count >= 5)
                    return;
                guest.evidence.add(event);
                guest.addresses.add(place.text);
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
                addresses: new Set([place.text]),
                evidence: Evidence.of(event),
            });
        },
        finish() {
            for (const [name, network] of networks.entries())
                judge(context, name, network);
        },
    };
}
/** Whether the user was met before the network was. */
function isKnown(context, user, time) {
    const person = context.profiles.people.get(user);
    return context.history?.absent(user) !== undefined || (person !== undefined && person.first < time);
}
function judge(context, name, { guests }) {
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
    const evidence = new Evidence();
    for (const guest of told)
        evidence.join(guest.evidence);
    const users = told.map(({ user }) => user).sort((a, b) => (a < b ? -1 : 1));
    context.report({
        rule: shared.id,
        key: name,
        severity: enough ? 'medium' : 'hint',
        title: `${counted(told.length, 'account')} signed in from ${name}, which nobody used before`,
        why: enough
            ? `${listed(users)} within ${spanText(evidence.last - evidence.first)} from a network new to the tenant, all with ${same[0]?.agent ?? ''}, which none of them used before`
            : `${listed(users)} within ${spanText(evidence.last - evidence.first)} from a network new to the tenant, with their usual programs`,
        actors: users,
        addresses: [name, ...new Set(told.flatMap(({ addresses }) => [...addresses]))],
        evidence,
    });
}
const sharedAddresses = [{ metas: [shared], wants: { operations: ['userloggedin'] }, start: shared_address_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/short-lived.js
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
const short_lived_within = rule_day;
const roleActs = ['add member to role', 'add eligible member to role', 'add member to role completed (pim activation)'];
function short_lived_start(context) {
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
            if (!one || event.time - one.time > short_lived_within)
                return;
            if (roleActs.includes(event.act))
                one.role ??= { event, name: event.change('Role.DisplayName')?.now ?? 'a role' };
            if (event.act === 'delete user')
                one.deleted ??= event;
        },
        finish() {
            for (const [account, one] of born.entries())
                short_lived_tell(context, account, one);
        },
    };
}
function short_lived_tell(context, account, { event, role, deleted }) {
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
        addresses: event.place ? [event.place.text] : [],
        evidence: Evidence.of(event, ...ends),
    });
}
const shortLivedAccounts = [
    { metas: [shortLived], wants: { operations: ['add user', 'delete user', ...roleActs] }, start: short_lived_start },
];

;// CONCATENATED MODULE: ./lib/detect/rules/silence.js
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
function silence_start(context) {
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
            for (const type of history.recordTypes())
                if (history.workload(type) && !profiles.workloads.has(type))
                    tellSilence(context, { name: type, hours: empty, usual: history.workload(type) ?? [] });
        },
    };
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
    const evidence = new Evidence();
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
    const evidence = new Evidence();
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
const silences = [{ metas: [silence, shift], wants: {}, start: silence_start }];

;// CONCATENATED MODULE: ./lib/detect/rules/statistics.js
/** What is unusual by the numbers: daily volumes, first times and rarities. Alone these stay low; they weigh in company. */





const statistics_attack = (technique) => `https://attack.mitre.org/techniques/${technique}/`;
const places = {
    recordTypes: [
        ...['AzureActiveDirectoryStsLogon', 'SharePointFileOperation', 'SharePoint', 'SharePointSharingOperation'],
        ...['ExchangeItem', 'ExchangeItemGroup', 'ExchangeItemAggregated'],
    ],
};
const statistics_adminTypes = { recordTypes: ['AzureActiveDirectory', 'ExchangeAdmin', 'SecurityComplianceCenterEOPCmdlet'] };
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
    source: statistics_attack('T1530'),
    needs: { operations: [/^file/, 'mailitemsaccessed', 'send', 'softdelete', 'harddelete'] },
};
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
const newAgent = {
    id: 'STA-04',
    title: 'A program this person did not use before',
    severity: 'info',
    confidence: 'low',
    techniques: ['T1078.004'],
    question: 'Does the account speak through a new program?',
    benign: 'A new device or browser.',
    next: ['Ask the person whether they have a new device or program.', 'Compare the place with their usual ones.'],
    source: statistics_attack('T1078/004'),
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
    source: statistics_attack('T1528'),
    needs: places,
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
    source: statistics_attack('T1078/004'),
    needs: statistics_adminTypes,
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
    source: statistics_attack('T1098'),
    needs: statistics_adminTypes,
};
const dormant = {
    id: 'STA-09',
    title: 'A dormant account wakes',
    severity: 'low',
    confidence: 'low',
    techniques: ['T1078.004'],
    question: 'Is an account used again that had been quiet for months?',
    benign: 'The end of a long leave; seasonal work.',
    next: ['Ask the person’s manager.', 'Check place and program of the sign-in.', 'Disable accounts that nobody needs.'],
    source: statistics_attack('T1078/004'),
    needs: { operations: ['userloggedin'] },
};
const leastDeviation = 0.35;
const statistics_words = {
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
        const habit = habitOf(person.volumes[index]?.byDay ?? []);
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
    const habit = merged(habitOf(others), context.history?.volume(user, group));
    const known = habit !== undefined && habit.days >= 5;
    const z = known ? (Math.log1p(count) - habit.median) / Math.max(leastDeviation, 1.4826 * habit.deviation) : 0;
    if (known ? z < 6 : count < 5 * common || common === 0)
        return undefined;
    const evidence = profiles_evidenceOf(volume, busiest);
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
    const evidence = new Evidence();
    for (const one of found)
        evidence.join(one.evidence);
    const texts = found.map(({ count, group, usual }) => `${count.toLocaleString('en-US')} ${statistics_words[group]} on one day, ${usual}`);
    context.report({
        rule: volume.id,
        key: user,
        severity: first.z >= 8 && first.count >= 500 && grave.has(first.group) ? 'medium' : 'low',
        confidence: first.z >= 8 ? 'medium' : 'low',
        title: `${user}: ${first.count.toLocaleString('en-US')} ${statistics_words[first.group]} in a day`,
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
/** Operations that people administer with, as against those that every owner of a mailbox or group uses. */
const administrative = /^((add|remove|update) (eligible )?member (to|from|in) role.*|reset user password|add user|delete user|disable account|(add|update|delete) conditional access policy|set domain authentication|set federation settings on domain|add app role assignment to service principal|(set|new|remove|enable|disable)-(adminauditlogconfig|transportrule|organizationconfig|inboundconnector|outboundconnector|rolegroup|managementroleassignment|accepteddomain|remotedomain|mailboxauditbypassassociation|antiphishpolicy|hostedcontentfilterpolicy|malwarefilterpolicy|unifiedauditlogretentionpolicy|compliancesearch.*)|add-(mailboxpermission|recipientpermission|rolegroupmember))$/;
const mostOperations = 2_000;
function operations(context) {
    const seen = new BoundedMap('operations', mostOperations, context.evictions);
    const adminNames = new Set(statistics_adminTypes.recordTypes);
    const summary = (rule, what, ones) => {
        if (ones.length === 0)
            return;
        const evidence = new Evidence();
        for (const one of ones)
            evidence.join(one.evidence);
        const names = ones.map(one => one.operation.trim()).sort((a, b) => (a < b ? -1 : 1));
        context.report({
            rule: rule.id,
            key: 'tenant',
            title: `${counted(ones.length, 'operation')} ${what}`,
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
                evidence: new Evidence(5),
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
            const { user, time, place, agentFamily, application } = event;
            if (application && context.terms.age('application', '', application, time) === 0 && once(`a ${application}`))
                context.report(signalOf(event, {
                    rule: newApplication.id,
                    key: application,
                    title: `Application ${application} met for the first time`,
                    why: `Not met in ${statistics_known(context)}; first used by ${user}`,
                    objects: [application],
                }));
            if (!isSettled(context, user, time))
                return;
            const strangeNetwork = place !== undefined && context.terms.age('user-network', user, place.network, time) === 0;
            const strangeAgent = agentFamily !== '' && context.terms.age('user-agent', user, agentFamily, time) === 0;
            const both = strangeNetwork && strangeAgent;
            // On one's own phone in the train everybody is new somewhere: a network that others know tells nothing.
            const unknown = strangeNetwork && context.terms.age('network', '', place.network, time) === 0;
            if ((both || unknown) && once(`n ${user} ${place?.network}`))
                context.report(signalOf(event, {
                    rule: newNetwork.id,
                    key: `${user} ${place?.network}`,
                    severity: 'hint',
                    confidence: both ? 'medium' : 'low',
                    title: `${user} for the first time on ${place?.network}`,
                    why: `Not met there in ${statistics_known(context)}${both ? `, and with a program not met before (${agentFamily})` : ''}`,
                }));
            if (strangeAgent && once(`p ${user} ${agentFamily}`))
                context.report(signalOf(event, {
                    rule: newAgent.id,
                    key: `${user} ${agentFamily}`,
                    severity: 'hint',
                    title: `${user} for the first time with ${agentFamily.slice(0, 80)}`,
                    why: `Not met in ${statistics_known(context)}`,
                }));
        },
    };
}
function statistics_known(context) {
    return context.history ? 'the months that are remembered' : 'this month';
}
function administration(context) {
    const odd = new BoundedMap('administrators outside their hours', 5_000, context.evictions);
    return {
        see(event) {
            if (event.kind !== 'person')
                return;
            const { user, time } = event;
            if (administrative.test(event.act)) {
                const first = context.terms.note('admin', '', user, time);
                if (first === time && !context.terms.learning('admin', time))
                    context.report(signalOf(event, {
                        rule: firstAdmin.id,
                        key: user,
                        title: `${user} administered for the first time: ${event.operation.trim()}`,
                        why: `No administrative act by ${user} in ${statistics_known(context)}`,
                        objects: [event.object].filter(Boolean),
                    }));
            }
            const night = `${user} ${Math.floor(time / (6 * rule_hour))}`;
            const share = shareOfHour(context, event, odd.get(night)?.evidence.count ?? 0);
            if (share === undefined || share >= 0.02)
                return;
            const start = () => ({ user, time, place: event.place?.text ?? '', evidence: new Evidence(50), share });
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
                    why: `${counted(evidence.count, 'act')} around ${at}, where ${(share * 100).toFixed(1)} % of this administrator’s acts fall`,
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
function sleepers(context) {
    const told = new Set();
    return {
        see(event) {
            const { user, place, time } = event;
            if (event.kind !== 'person' || told.has(user))
                return;
            const absent = context.history?.absent(user);
            if (absent === undefined || absent < 2)
                return;
            if (told.size < 50_000)
                told.add(user);
            const strange = place !== undefined && context.terms.age('user-network', user, place.network, time) === 0;
            context.report(signalOf(event, {
                rule: dormant.id,
                key: user,
                severity: strange ? 'low' : 'hint',
                title: `${user} is back after ${absent} months`,
                why: `Last met ${absent} months ago; now signed in${strange ? ` from ${place.network}, where it was never met` : ''}`,
            }));
        },
    };
}
const statistics = [
    { metas: [volume], wants: {}, start: volumes },
    { metas: [newOperation, rare], wants: { operations: [/./] }, start: operations },
    { metas: [newAgent, newNetwork, newApplication], wants: places, start: firstTimes },
    { metas: [offHours, firstAdmin], wants: statistics_adminTypes, start: administration },
    { metas: [dormant], wants: { operations: ['userloggedin'] }, start: sleepers },
];

;// CONCATENATED MODULE: ./lib/detect/rules/index.js







const allRules = [
    ...guessing,
    ...oneAccount,
    ...sharedAddresses,
    ...shortLivedAccounts,
    ...applicationChains,
    ...statistics,
    ...silences,
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
        if (gravity(weight) <= gravity(story.weight))
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
        return Math.min(gravity('low'), gravity(story.weight));
    return story.weight === 'hint' && story.confidence !== 'low' ? gravity('low') - 0.5 : gravity(story.weight);
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
    return gap >= 0 && gap <= (gravity(doubt.weight) >= gravity('medium') ? sameDay : soon);
}
function raisedWeight(story, { strength }) {
    if (strength >= gravity('medium')) {
        if (story.weight === 'hint' || story.weight === 'info')
            return 'low';
        return 'high';
    }
    if (strength >= gravity('low') && story.weight === 'medium')
        return 'high';
    return strength > gravity('info') && story.weight === 'low' ? 'medium' : story.weight;
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
class Tenant {
    people = new Set();
    signedIn = new Map();
    own;
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
            this.claim(domainOf(event.text('MailboxOwnerUPN').toLowerCase()));
            this.claim(event.text('OrganizationName').toLowerCase());
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
    claim(domain) {
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

;// CONCATENATED MODULE: ./lib/detect/terms.js
const most = 400_000;
const learningDays = 7;
const terms_day = 86_400_000;
class Terms {
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
        return !this.history?.remembers(kind) && time < this.start + learningDays * terms_day;
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

;// CONCATENATED MODULE: ./lib/detect/written.js
/** Joined stories as findings and incidents: ids, order, bounds ("top ten, and n more"), acceptance. */






/** One rule's findings outside of graver incidents: the gravest in full, the rest as one. */
const mostInFull = { high: 100, medium: 25, low: 10, info: 10 };
const mostTimeline = 40;
function written(joined, how) {
    const groups = rolled(joined);
    const counts = { high: 0, medium: 0, low: 0, info: 0 };
    const suspects = new Set();
    const findings = [];
    const incidents = [];
    for (const group of groups) {
        const reported = group.stories.filter(story => gravity(story.weight) >= how.least);
        const [gravest] = reported;
        if (!gravest)
            continue;
        const incident = how.hash('incident', idText(gravest)).slice(0, 16);
        const own = reported.map(story => findingOf(story, incident, how));
        findings.push(...own);
        incidents.push(incidentOf({ id: incident, gravest, stories: reported, hints: group.hints, findings: own }));
        own.forEach((finding, i) => {
            if (finding.accepted)
                return;
            counts[finding.severity]++;
            if (gravity(finding.severity) >= gravity('medium'))
                addSuspects(suspects, reported[i]);
        });
    }
    return { findings: findings.sort(findingsByGravity), incidents: incidents.sort(findingsByGravity), counts, suspects };
}
/** What an attacker's acts taught is not learned: of people, networks and applications. */
function addSuspects(suspects, story) {
    for (const name of [...story.actors, ...story.users, ...story.addresses, ...story.applications])
        suspects.add(name);
}
function rolled(joined) {
    const graveGroup = ({ stories }) => stories.length > 1 && gravity(stories[0]?.weight ?? 'hint') >= gravity('medium');
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
        const rest = [...stories].sort(byGravity).slice(one ? mostInFull[severityOf(one)] : 0);
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
    const evidence = new Evidence();
    for (const story of stories)
        evidence.join(story.evidence);
    const all = (pick) => [...new Set(stories.flatMap(pick))].slice(0, 50);
    return {
        ...first,
        key: 'more',
        title: `${first.meta.title}: ${stories.length} more`,
        why: `${counted(stories.length, 'further finding')} of the same kind: ${listed(stories.map(story => story.title), 5)}`,
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
function incidentOf({ id, gravest, stories, hints, findings }) {
    const others = stories.length - 1;
    const line = (story) => ({ time: (0,audit_record/* instantOf */.B9)(story.evidence.first), rule: story.meta.id, text: story.title });
    const byTime = (a, b) => a.evidence.first - b.evidence.first || written_compare(a.meta.id, b.meta.id);
    const all = (pick) => [...new Set(stories.flatMap(pick))].slice(0, 50);
    const surest = [...stories].sort((a, b) => sureness(b.confidence) - sureness(a.confidence))[0] ?? gravest;
    return {
        id,
        title: others === 0 ? gravest.title : `${gravest.title}, and ${counted(others, 'related finding')}`,
        severity: severityOf(gravest),
        confidence: surest.confidence,
        actors: all(story => story.actors),
        addresses: all(story => story.addresses),
        applications: all(story => story.applications),
        first: (0,audit_record/* instantOf */.B9)(Math.min(...stories.map(story => story.evidence.first))),
        last: (0,audit_record/* instantOf */.B9)(Math.max(...stories.map(story => story.evidence.last))),
        count: stories.reduce((sum, story) => sum + story.evidence.count, 0),
        findings: findings.map(finding => finding.id),
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
    return (gravity(b.severity) - gravity(a.severity) ||
        sureness(b.confidence) - sureness(a.confidence) ||
        written_compare(a.first, b.first) ||
        written_compare(a.id, b.id));
}
function written_compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}
function timed(record) {
    return { ...record, time: (0,audit_record/* instantOf */.B9)(record.time) };
}

;// CONCATENATED MODULE: ./lib/detect/watch.js















/** Records of one second are handed on together and in an order of their own, so that the order they came in is nothing. */
const mostTogether = 20_000;
const mostCharacters = 64_000_000;
function startWatch(settings) {
    const { period, hash, keyed = false } = settings;
    const rules = settings.rules ?? allRules;
    const usable = settings.baseline && servesMonth(settings.baseline, period.start) ? settings.baseline : undefined;
    const history = usable && historyOf(usable, hash, keyed);
    const evictions = new Evictions();
    const gaps = [];
    const metas = new Map(rules.flatMap(rule => rule.metas.map(meta => [meta.id, meta])));
    const stories = new Map([...metas].map(([id, meta]) => [id, new Stories(meta, evictions)]));
    const context = {
        period,
        tenant: new Tenant([...(settings.domains ?? []), ...(history?.domains ?? [])], Math.max(settings.tenantSizeHint ?? 0, history?.users ?? 0)),
        terms: new Terms(period.start, history, evictions),
        profiles: new Profiles(period, evictions),
        history,
        evictions,
        gaps,
        report: signal => stories.get(signal.rule)?.add(signal),
    };
    const coverage = new Coverage();
    const habits = new Habits(context.terms);
    const watchers = rules.map(rule => ({ wants: rule.wants, watcher: rule.start(context) }));
    const dispatch = new Dispatch(watchers);
    let second = Number.NEGATIVE_INFINITY;
    let together = [];
    let characters = 0;
    const handOn = () => {
        if (together.length > 1)
            together.sort(byPlace);
        for (const event of together) {
            coverage.see(event.act, event.recordType);
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
            const told = written(join(all, context.tenant, context.terms), {
                acceptance,
                hash,
                least: gravity(settings.minimumSeverity),
            });
            return {
                ...told,
                learning: history === undefined,
                notes: notesOf({ settings, usable, keyed, evictions, acceptance }),
                unseen: coverage.unseen(metas.values()),
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
    return a.time - b.time || watch_compare(a.id, b.id) || watch_compare(a.record.AuditData, b.record.AuditData);
}
function watch_compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./lib/publish/artifact.js
/** Keeps the evidence folder as a workflow artifact, and beside it the baseline, so that next month need not fetch the whole. */


/** @param template the input `artifact-name`, with `<tenant>` and `<period>`. */
function artifactName(template, tenant, label) {
    return template.replaceAll('<tenant>', tenant).replaceAll('<period>', label);
}
/** The small artifact that holds an export's manifest and baseline. */
function baselineName(name) {
    return `${name}-baseline`;
}
async function keep(settings, host, evidence) {
    const { upload } = host;
    if (!settings.upload || upload === undefined)
        return {};
    const { folder, names } = evidence;
    const { retentionDays } = settings;
    const name = artifactName(settings.artifactName, evidence.tenant, evidence.period.label);
    const request = (wanted) => ({
        root: folder,
        files: wanted.map(file => (0,external_node_path_.join)(folder, file)),
        retentionDays,
    });
    try {
        return await host.group('Upload', async () => {
            const artifact = await upload({ name, ...request(names) });
            const small = names.filter(file => file === 'baseline.json.gz' || file === 'manifest.json');
            if (!evidence.filtered)
                await upload({ name: baselineName(name), ...request(small) });
            return { artifact };
        });
    }
    catch (error) {
        return { uploadFailure: (0,wire_failure/* asFailure */.h_)(error) };
    }
}

;// CONCATENATED MODULE: ./lib/month/watching.js
/** The watch over a month: what it is compared with, what the team has accepted, and the key of its digests. */













/** @throws Failure for files that were named and can't be used, before anything is read from the tenant. */
async function beginWatch(settings, context, { period, tenantId, notes }) {
    const accepted = await acceptedEntries(settings, context);
    const baseline = await baselineOf(settings, context, { period, tenantId, notes });
    return startWatch({
        period,
        accepted,
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
async function acceptedEntries({ accepted }, { host }) {
    let text;
    try {
        text = await (0,promises_.readFile)((0,external_node_path_.resolve)(host.facts.workspace, accepted.path), 'utf8');
    }
    catch (error) {
        if (!accepted.named)
            return [];
        throw unusable('ACCEPTED_UNREADABLE', accepted.path, (0,wire_failure/* causes */.ps)(error), error);
    }
    let data;
    try {
        data = (0,dist/* parse */.qg)(text);
    }
    catch (error) {
        throw unusable('ACCEPTED_MALFORMED', accepted.path, (0,wire_failure/* causes */.ps)(error).split('\n', 1)[0] ?? '', error);
    }
    const { entries, mistakes } = parseAccepted(data);
    if (mistakes.length > 0)
        throw unusable('ACCEPTED_MALFORMED', accepted.path, mistakes.join('; '));
    return entries;
}
async function baselineOf(settings, context, month) {
    const { baseline } = settings;
    if (baseline.from === 'none')
        return undefined;
    if (baseline.from === 'auto')
        return await lastBaseline(settings, context, month);
    const path = (0,external_node_path_.resolve)(context.host.facts.workspace, baseline.path);
    try {
        return readBaseline(await (0,promises_.readFile)(path));
    }
    catch (error) {
        throw unusable('BASELINE_UNREADABLE', baseline.path, (0,wire_failure/* causes */.ps)(error), error);
    }
}
/** Months back in which the last export is looked for. */
const farthestBack = 3;
/** The baseline that an earlier month's export left as an artifact. None is no mistake: the watch says that it learns. */
async function lastBaseline(settings, { host, world }, { period, tenantId, notes }) {
    const { download, facts } = host;
    const token = settings.githubToken;
    if (download === undefined || facts.repository === undefined || token === undefined)
        return undefined;
    let because = '';
    for (let label = (0,audit_period/* monthBefore */.aV)(period), back = 0; back < farthestBack; label = (0,audit_period/* monthBefore */.aV)(label), back++) {
        const name = baselineName(artifactName(settings.artifactName, tenantId, label.label));
        const found = await newestArtifact(world, facts, token, name);
        because ||= found.because ?? '';
        if (found.value === undefined)
            continue;
        const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'm365-audit-baseline-'));
        try {
            await download({ ...found.value, repository: facts.repository, token, folder });
            return readBaseline(await (0,promises_.readFile)((0,external_node_path_.join)(folder, 'baseline.json.gz')));
        }
        catch (error) {
            because = (0,wire_failure/* asFailure */.h_)(error).message;
        }
        finally {
            await (0,promises_.rm)(folder, { recursive: true, force: true });
        }
    }
    notes.push(`No earlier month's baseline was found (${because}).`);
    return undefined;
}
function readBaseline(bytes) {
    return Baseline.parse(JSON.parse((0,external_node_zlib_.gunzipSync)(bytes, { maxOutputLength: 256 << 20 }).toString('utf8')));
}
function unusable(code, path, why, cause) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `The file ${path} can't be used: ${why}.`,
        remedy: 'Nothing was read from the tenant. Mend the file, or leave the input out.',
        ...(cause === undefined ? {} : { cause }),
    });
}

;// CONCATENATED MODULE: ./lib/month/evidence.js
/** Turns what was read into the evidence folder: verdict, summary, manifest, checksums. */












/** What GitHub shows of a summary is at most 1 MiB; above that it shows nothing. The folder's copy obeys the same. */
const summaryLimit = 900_000;
/** @param disclose what the job summary may show of people; report and findings in the folder show all. */
async function writeEvidence(settings, context, job) {
    const { period, folder, read, notes, protection, disclose } = job;
    const judged = (0,ledger/* conclude */.Ep)(period, read.entries, settings.settle, read.began);
    const asked = filtersOf(settings.filters, protection);
    const recorded = protection.encrypt && !protection.pseudonyms ? await (0,filters/* withheldFilters */.J)(asked) : asked;
    const manifest = openManifest(manifestOf(settings, context, { ...job, filters: recorded }, judged), asked, protection);
    const { watched } = read;
    const facts = {
        ...judged,
        notes,
        period,
        tenant: manifest.tenant,
        records: manifest.records,
        duplicates: read.duplicates,
        conflicts: read.conflicts,
        gaps: (0,ledger/* gapsOf */.dc)(read.entries),
        windows: read.entries,
        requests: manifest.requests,
        figures: read.figures,
        watch: watched,
        run: { url: manifest.run.url, finished: context.world.now(), tool: `${version/* toolName */.U} ${version/* version */.r}` },
        ...(protection.encrypt && read.files[0] ? { encrypted: read.files[0].name } : {}),
    };
    const sections = summarySections(facts, disclose);
    const { reportPage } = await Promise.all(/* import() */[__webpack_require__.e(976), __webpack_require__.e(442)]).then(__webpack_require__.bind(__webpack_require__, 14442));
    const files = [
        ...read.files,
        await folder.write('findings.json', findingsText(period, watched)),
        await folder.write('baseline.json.gz', baselineBytes(watched.baseline)),
        await folder.write('report.html', reportPage(facts, (0,report_disclose/* disclosing */.IO)('full'))),
        await folder.write('summary.md', (0,markdown/* withinSize */.LE)(sections, summaryLimit)),
    ];
    if ('withheld' in recorded)
        files.push(await folder.write('filters.json', `${JSON.stringify(asked, null, 2)}\n`));
    manifest.files = files;
    const manifestFile = await folder.write('manifest.json', (0,report_manifest/* manifestText */.$2)(manifest));
    const sums = await folder.write('SHA256SUMS', (0,collect_folder/* checksums */.vw)([...files, manifestFile]));
    const all = [...files, sums, manifestFile];
    await folder.publish(all.map(file => file.name));
    for (const file of files)
        context.host.info(`${file.name}  ${file.bytes} bytes  sha256 ${file.sha256}`);
    if (facts.encrypted)
        context.host.info(`Decrypt with the private key: ${decryptLine(facts.encrypted)}`);
    return { ...judged, manifest, files: all, facts, sections, disclose };
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

// EXTERNAL MODULE: ./lib/report/jsonl.js
var jsonl = __webpack_require__(37144);
// EXTERNAL MODULE: ./lib/collect/sink.js
var sink = __webpack_require__(18951);
;// CONCATENATED MODULE: ./lib/collect/archive.js
/** Writes the evidence files, hashing as it writes; nothing carries the time of the run, so equal records give equal bytes. */



class Archive {
    sinks;
    records = 0;
    /** @param folder exists and is empty. @param label the period's, in file names. @param encrypt for every file. */
    constructor(folder, label, formats, encrypt) {
        this.sinks = formats.map(format => {
            const name = format === 'csv' ? `audit-${label}.csv` : `audit-${label}.jsonl.gz`;
            const file = (0,sink/* newFile */.J)(folder, name, encrypt);
            return { format, sink: format === 'csv' ? file : new sink/* GzipFile */.l(file) };
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

// EXTERNAL MODULE: ./lib/audit/window.js
var audit_window = __webpack_require__(81635);
;// CONCATENATED MODULE: ./lib/audit/density.js
/** How many records an hour is likely to hold: learned while a month is read, used to cut the next window. */

const density_hour = 3_600_000;
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
            density_add(this.hours, bin, part);
            density_add(this.dayHours, likeDay(bin), part);
            this.totalCurve += (officeCurve[bin % 24] ?? 1) * part;
        }
        for (const time of times) {
            const bin = hourOfWeek(time);
            density_add(this.rows, bin, 1);
            density_add(this.dayRows, likeDay(bin), 1);
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
                const into = ((aim - sum) / rows) * part * density_hour;
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
        const to = Math.min(window.end, (Math.floor(from / density_hour) + 1) * density_hour);
        yield [hourOfWeek(from), (to - from) / density_hour, from];
        from = to;
    }
}
function hourOfWeek(time) {
    // 1 January 1970 was a Thursday.
    return (Math.floor(time / density_hour) + 72) % hoursOfWeek;
}
/** Bins 0–23 for the hours of working days, 24–47 for those of weekends. */
function likeDay(bin) {
    return (bin % 24) + (bin >= 120 ? 24 : 0);
}
function density_add(bins, index, amount) {
    bins[index] = (bins[index] ?? 0) + amount;
}

// EXTERNAL MODULE: ./lib/collect/disk.js
var disk = __webpack_require__(38753);
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
    seal;
    used = new Set();
    accepted = new Map();
    writing = Promise.resolve();
    /** @param folder made on first use, removed by `remove`. @param seal for rows that must not lie open on disk. */
    constructor(folder, seal) {
        this.folder = folder;
        this.seal = seal;
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
                const block = Buffer.concat(parts);
                await (0,promises_.appendFile)(this.path(at), this.seal ? Buffer.concat(this.seal.close(block, String(at))) : block);
            }
        }
        catch (error) {
            throw (0,disk/* diskFailure */.C)(error, this.folder);
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
            if (this.seal)
                bytes = this.seal.open(bytes, String(at));
            await (0,promises_.rm)(this.path(at));
        }
        catch (error) {
            throw (0,disk/* diskFailure */.C)(error, this.folder);
        }
        const rows = [];
        for (let offset = 0; offset < bytes.length;) {
            const headerEnd = bytes.indexOf(10, offset);
            const header = JSON.parse(bytes.toString('utf8', offset, headerEnd));
            const bodyEnd = headerEnd + 1 + header[10];
            const body = bytes.subarray(headerEnd + 1, bodyEnd);
            if (this.counts(header[9], header[5]))
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
    const { time, workload, recordTypeNumber, part } = row;
    return [
        RecordType,
        CreationDate,
        UserIds,
        Operations,
        Identity,
        time,
        workload,
        recordTypeNumber,
        part,
        reading,
        bytes,
    ];
}
function rowOf(header, body) {
    const [RecordType, CreationDate, UserIds, Operations, Identity, time, workload, recordTypeNumber, part, reading] = header;
    const record = { RecordType, CreationDate, UserIds, Operations, AuditData: body.toString('utf8'), Identity };
    const digest = (0,external_node_crypto_.createHash)('sha256').update(body).digest('hex');
    return { record, time, workload, recordTypeNumber, part, reading, digest };
}

;// CONCATENATED MODULE: ./lib/collect/task.js


/**
 * Failed readings that a planned window may cost, however it is cut: enough to find the one bad second of four days,
 * more than once.
 */
const failuresOfAWindow = 48;
/** Parts shorter than this get no budget of their own once theirs is spent. Milliseconds. */
const worthAnother = 600_000;
const leastBudget = 6;
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
    return {
        window,
        budget: { left: failuresOfAWindow, full: failuresOfAWindow, origin: { exhausted: false } },
        depth: 'search',
        wider: 0,
        attempts: 0,
        failures: 0,
        expected: new Map(),
        readings: [],
        confirm,
    };
}
/** @param expectedRows how many rows the density so far promises for the window. */
function task_decide(before, read, expectedRows) {
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
/**
 * What becomes of a part whose budget is spent: half a budget of its own if it is long, so that an hour that never
 * answers does not take the days beside it along; else undefined, for a gap.
 */
function afresh(task) {
    const { window, budget } = task;
    const full = Math.floor(budget.full / 2);
    if (full < leastBudget || window.end - window.start < worthAnother)
        return undefined;
    return { ...task, budget: { left: full, full, origin: budget.origin } };
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
    const second = { ...task, previous: new Set(read.seen.keys()), namelessBefore: read.nameless, failures: 0 };
    const doubtful = read.reading.slow || (read.times.length === 0 && expectedRows >= denseExpectation);
    const halves = doubtful ? parts(second, (0,audit_window/* middleOf */.XV)(task.window)) : undefined;
    if (halves)
        return { do: 'split', tasks: halves };
    return { do: 'again', task: { ...second, wider: task.confirm ? widerToConfirm : 0 }, pause: pauseToConfirm };
}
/** Two readings agree when they held the same records; where they differ, the next must agree with their union. */
function whenSecond(task, previous, read, missing) {
    const added = [...read.seen.keys()].filter(id => !previous.has(id)).length;
    const sameNameless = task.namelessBefore === undefined || task.namelessBefore === read.nameless;
    if (missing === 0 && added === 0 && sameNameless)
        return settle(task, 'confirmed', read);
    const again = {
        ...task,
        previous: new Set(task.expected.keys()),
        namelessBefore: read.nameless,
        failures: task.failures + 1,
        wider: 0,
    };
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
    // Each was tried again already, or is cured by less: smaller answers need no second page, and come sooner.
    const cutAtOnce = /^(EXCHANGE_PAGINATION|WIRE_RESET|WIRE_TIMEOUT|WIRE_TOO_LARGE)$/.test(failure.code);
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
    return [task_part(task, first), task_part(task, second)];
}
/** The part of a task: what was seen in it must reappear in it, and agree where a second reading was due. */
function task_part(task, window) {
    const inside = (id) => {
        const time = task.expected.get(id);
        return time !== undefined && time >= window.start && time < window.end;
    };
    return {
        ...task,
        window,
        wider: 0,
        expected: new Map([...task.expected].filter(([id]) => inside(id))),
        namelessBefore: undefined,
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
 * One row for each Identity and content. A record without Identity is kept as often as one answer held it: two
 * answers for the same time are no reason to double it.
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
        const often = oftenestInOneAnswer(group);
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
/** Planned windows in a row whose budget went without one proven reading: the service is taken to be broken for now. */
const brokenInARow = 2;
const outagesInARow = 8;
/** One window in so many is read twice when a sample is to be confirmed. */
const sampleOf = 14;
/**
 * Yields the period's records stretch by stretch, in order. When it has ended, `result.entries` tile the period.
 * @throws Failure when nothing could be read because the caller is refused, or when the disk fails.
 */
async function* collect(settings, result) {
    const abandoned = new AbortController();
    const signal = AbortSignal.any([settings.signal, abandoned.signal]);
    const reader = new Reader({ ...settings, signal }, result);
    const finished = reader.run();
    // Awaited below; until then a failure must not count as unhandled.
    finished.catch(() => undefined);
    const first = Math.floor(settings.period.start / stretch) * stretch;
    try {
        for (let at = first; at < settings.period.end; at += stretch) {
            await reader.settledUntil(Math.min(at + stretch, settings.period.end), finished);
            const { kept, duplicates, conflicts } = unique(await settings.spool.take(at));
            result.duplicates += duplicates;
            result.conflicts += conflicts;
            if (kept.length > 0)
                yield kept;
        }
        await finished;
    }
    finally {
        // Whoever took the records may have failed: then nothing more is to be read, or written to the spool.
        abandoned.abort();
        await finished.catch(() => undefined);
    }
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
    broken = 0;
    /** Milliseconds; shorter while long windows fail, since a search costs the service by its size. */
    longest = longestWindow;
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
            ? this.density.reach(start, period.end, aim * source.cap, this.longest)
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
            const step = task_decide(task, read, expected);
            if (task.budget.left <= 0 && isFailed(read))
                return this.abandon(task, read);
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
        const nameless = new Map();
        const keep = async (rows) => {
            for (const row of rows) {
                if (row.record.Identity)
                    seen.set(row.record.Identity, row.time);
                else
                    nameless.set(row.part, (nameless.get(row.part) ?? 0) + 1);
                times.push(row.time);
            }
            const wanted = rows.filter(row => (0,audit_filters/* wantsRecordType */.du)(filters, row.record.RecordType, row.recordTypeNumber));
            await spool.write(wanted, number);
        };
        const { window, depth, wider } = task;
        try {
            const reading = await source.read({ window, depth, wider }, keep, signal);
            return { number, reading, seen, times, nameless: Math.max(0, ...nameless.values()) };
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
            this.broken = 0;
            this.outages = 0;
            this.endured(task);
            if (outcome === 'proven' && task.previous === undefined)
                this.density.learn(task.window, read.times);
            if (outcome === 'capped')
                this.density.learnAtLeast(task.window, read.times.length);
            return;
        }
        this.outages = outage === true ? this.outages + 1 : 0;
        const { budget, window } = task;
        budget.left--;
        if (outage !== true)
            this.longest = Math.max(firstWindow, Math.min(this.longest, (window.end - window.start) / 2));
        if (budget.left <= 0 && !budget.origin.exhausted) {
            budget.origin.exhausted = true;
            this.broken++;
        }
        if (failure && (this.broken >= brokenInARow || this.outages >= outagesInARow)) {
            this.stop(new wire_failure/* Failure */.HR({
                code: 'SERVICE_BROKEN',
                message: `The service gives no sound answer any more; the last: ${failure.message}`,
                remedy: failure.remedy,
                cause: failure,
            }));
        }
    }
    /** A sound answer pays back what a failed one cost, and windows of its length may grow again. */
    endured({ budget, window }) {
        budget.left = Math.min(budget.full, budget.left + 1);
        if (window.end - window.start > 0.9 * this.longest)
            this.longest = Math.min(longestWindow, 1.5 * this.longest);
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
    /** The budget is spent: what was just read is a gap, and what waits beside it, unless it is worth a budget of its own. */
    abandon(task, { number, reading }) {
        const failure = reading.failure ?? this.endOfReading();
        for (const [index, other] of [...this.stack.entries()].reverse()) {
            if (other.budget !== task.budget)
                continue;
            const another = afresh(other);
            if (another) {
                this.stack[index] = another;
                continue;
            }
            this.stack.splice(index, 1);
            this.settle(giveUp(other, failure));
        }
        const known = { ...task, attempts: task.attempts + 1, readings: [...task.readings, number] };
        return giveUp(known, failure, reading.evidence);
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
function isFailed({ reading }) {
    return reading.outcome === 'failed' || reading.outcome === 'suspect';
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
;// CONCATENATED MODULE: ./lib/sources/judge.js
/**
 * When an answer of Search-UnifiedAuditLog proves its window. Since April 2026 no counter does (ResultCount became the
 * number of rows returned), so every known sign of loss must be absent. Pure: one answer in, one judgement out.
 */

/** Row counts at which the service has been seen to stop without a word: its default of 100, 120 (2023), one page. */
const suspiciousCounts = new Set([100, 120, 1000]);
const failureWarning = /task was cancell?ed|failed to process request|timed out|time-?out|try again|maximum results limitation/i;
const moreWarning = /more results (are )?available|increase the value for the ResultSize/i;
function judge_judge(notes) {
    if (notes.rows >= notes.cap)
        return judge_capped('EXCHANGE_CAP', `${notes.rows} rows, as many as one answer holds`);
    if (notes.warnings.some(text => moreWarning.test(text)))
        return judge_capped('EXCHANGE_MORE', 'a warning that there are more results');
    if (notes.moreAvailable)
        return judge_capped('EXCHANGE_MORE', 'rows that say moreRecordsAvailable');
    if (suspiciousCounts.has(notes.rows) && notes.pages === 1 && Number.isFinite(notes.cap)) {
        return judge_capped('EXCHANGE_ROUND_COUNT', `exactly ${notes.rows} rows, a number at which the service is known to stop`);
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
function judge_capped(code, words) {
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

const rows_guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const nobody = '00000000-0000-0000-0000-000000000000';
/** @param tenantId lower-case GUID of the tenant that was asked. */
function parseRow(raw, tenantId, part = 0) {
    const given = rows_isObject(raw) ? raw : {};
    const signals = {
        index: asNumber(given.ResultIndex),
        count: asNumber(given.ResultCount),
        moreAvailable: saysMore(given.AuditSearchRequestMetadata),
    };
    const text = typeof given.AuditData === 'string' ? given.AuditData : '';
    const data = rows_parseObject(text);
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
        part,
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
    if (rows_guid.test(organization) && organization !== nobody && organization !== parts.tenantId) {
        return 'a row of another organisation';
    }
    return undefined;
}
/** The metadata's JSON form is unpublished: an object, or text at `X-SerializationLevel: Partial`; casing uncertain. */
function saysMore(metadata) {
    const value = typeof metadata === 'string' ? rows_parseObject(metadata) : metadata;
    if (!rows_isObject(value))
        return false;
    const more = value.moreRecordsAvailable ?? value.MoreRecordsAvailable;
    return more === true || (typeof more === 'string' && more.toLowerCase() === 'true');
}
function rows_parseObject(text) {
    try {
        const value = JSON.parse(text);
        return rows_isObject(value) ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function rows_isObject(value) {
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




const invoke_pageSize = 1000;
/** @param link where to POST: the cmdlet's endpoint, or the `@odata.nextLink` of the page before. */
async function invokePage(settings, run, link) {
    const session = { token: undefined, renewals: 0, renewal: undefined, refusals: 0 };
    return await (0,send/* send */.t)(settings.world, {
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
                return invoke_unauthorised(answer, session);
            if (answer.status === 403 && !isConcurrencyRefusal(answer, settings))
                return forbidden(answer, session, settings);
            return invoke_readAnswer(answer, settings, link);
        },
        onRetry: (_failure, throttled, delay) => {
            if (throttled)
                settings.throttled(delay);
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
        prefer: `odata.maxpagesize=${invoke_pageSize}`,
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
function invoke_unauthorised(answer, session) {
    const challenge = answer.headers.get('www-authenticate') ?? '';
    const claims = /claims="([^"]+)"/.exec(challenge)?.[1];
    const failure = new wire_failure/* Failure */.HR({
        code: 'EXCHANGE_401',
        message: 'Exchange refuses the token (401) although it was issued for it.',
        remedy: 'The application needs both the app role Exchange.ManageAsApp with admin consent and an Exchange role with View-Only Audit Logs. ' +
            'If both were granted within the last hours, wait: it can take up to four.',
        evidence: invoke_evidenceOf(answer),
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
        evidence: invoke_evidenceOf(answer),
    });
    // Once more, since a role that was just granted reaches the back ends one by one.
    return session.refusals++ > 0 ? { failed: failure } : { retry: failure };
}
const transientStatus = new Set([408, 500, 502, 503, 504]);
const transientNames = /DCOverloadedException|SuitabilityDirectoryException|ServerInMMException|ADServerSettingsChangedException|StorageTransientException/;
const wrongQuestion = /AmbiguousParameterSetException|ParameterTransformationException|ParameterBindingException|ValidateRange/;
const concurrency = /maximum number of concurrent requests/i;
const paginationExpired = /expired or invalid pagination request/i;
function invoke_readAnswer(answer, settings, link) {
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
    if (!rows_isObject(json)) {
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
    const error = rows_isObject(json) && rows_isObject(json.error) ? json.error : undefined;
    if (!error)
        return '';
    const inner = rows_isObject(error.innererror) ? error.innererror : {};
    const internal = rows_isObject(inner.internalexception) ? inner.internalexception : {};
    const detail = Array.isArray(error.details) && rows_isObject(error.details[0]) ? error.details[0].message : undefined;
    const words = [internal.message, detail, error.message].find(text => typeof text === 'string' && text !== '');
    const type = typeof internal.type === 'string' ? internal.type.split('.').at(-1) : undefined;
    return [type, typeof words === 'string' ? words.slice(0, 500) : undefined].filter(Boolean).join(': ');
}
function trouble(code, words, answer) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `${words.replace(/\.$/, '')}.`,
        remedy: 'A later run may pass. If it stays, look at the Microsoft 365 service health and give Microsoft the request id.',
        evidence: invoke_evidenceOf(answer),
    });
}
function invoke_evidenceOf(answer) {
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
        const page = await invokePage(settings, run, link).catch((error) => {
            throw search_named(error, run.requestId);
        });
        notes.pages++;
        warnings.push(...page.warnings);
        errors.push(...page.errors);
        const kept = [];
        for (const raw of page.rows) {
            notes.rows++;
            const { row, fault, index, count, moreAvailable } = parseRow(raw, settings.tenantId, question.part);
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
/** Under this name a failure's evidence tells which run it was. */
const requestIdName = 'client-request-id';
function search_named(error, requestId) {
    if (!(error instanceof wire_failure/* Failure */.HR))
        return error;
    const { code, message, remedy, cause } = error;
    return new wire_failure/* Failure */.HR({ code, message, remedy, cause, evidence: { ...error.evidence, [requestIdName]: requestId } });
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
    if (type !== undefined && !(0,audit_filters/* same */.FB)(type, RecordType) && type !== row.recordTypeNumber)
        return false;
    if (question.Operations !== undefined && !(0,audit_filters/* same */.FB)(question.Operations, Operations))
        return false;
    return filters.operations.length === 0 || filters.operations.some(operation => (0,audit_filters/* same */.FB)(operation, Operations));
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
    const judgements = searches.map(one => judge_judge(one.notes));
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
/**
 * The last resort for a second that holds more than one answer: cut by record type, then operation, then user, and
 * compared with two sessions, because types that nobody met can't be asked for by name.
 */



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
        const verdict = judge_judge(call.notes);
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
    let search;
    try {
        search = await ask(slice, keep);
    }
    catch (error) {
        // A name that rows carry need not be one that can be asked for.
        if (!(error instanceof wire_failure/* Failure */.HR) || error.code !== 'EXCHANGE_QUESTION')
            throw error;
        open.push(error.message);
        return [];
    }
    const verdict = judge_judge(search.notes);
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
        throttled: delay => given.gate.throttled(delay),
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
        read: async (request, keepRows, signal) => {
            let notKept;
            const keep = async (rows) => {
                await keepRows(rows).catch((error) => {
                    notKept = { error };
                    throw error;
                });
            };
            const partOf = numbered();
            const ask = (question, rows) => {
                const asked = { ...question, part: partOf(question.session?.id) };
                return settings.gate.through(() => search(settings, request, asked, rows, signal), signal);
            };
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
                if (notKept)
                    throw notKept.error;
                return failedReading((0,wire_failure/* asFailure */.h_)(error));
            }
        },
        recording: signal => recording(settings, signal),
    };
}
/** A number for each question; all calls of a session are one. */
function numbered() {
    let last = 0;
    const sessions = new Map();
    return session => {
        const known = session === undefined ? undefined : sessions.get(session);
        if (known !== undefined)
            return known;
        last++;
        if (session !== undefined)
            sessions.set(session, last);
        return last;
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
    const requestId = failure.evidence[requestIdName];
    const outcome = refusals.test(failure.code) ? 'refused' : brokenAnswers.test(failure.code) ? 'suspect' : 'failed';
    return {
        outcome,
        failure,
        outage: outcome === 'failed' && outages.test(failure.code),
        slow: false,
        evidence: { rows: 0, cap: resultSize, requestIds: requestId === undefined ? [] : [requestId], warnings: [] },
    };
}
/** `Get-AdminAuditLogConfig` tells at the Exchange endpoint whether the tenant records; elsewhere it always says False. */
async function recording(settings, signal) {
    const run = newRun('Get-AdminAuditLogConfig', {}, settings.newId(), signal);
    try {
        const page = await settings.gate.through(() => invokePage(settings, run, invokeUrl(settings.exchange, settings.tenantId)));
        const config = page.rows[0];
        const flag = rows_isObject(config) ? config.UnifiedAuditLogIngestionEnabled : undefined;
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
    closedUntil = 0;
    constructor(world, ceiling) {
        this.world = world;
        this.ceiling = ceiling;
        this.width = ceiling;
    }
    async through(call, signal) {
        while (this.running >= this.width)
            await new Promise(resolve => this.waiting.push(resolve));
        this.running++;
        try {
            await this.pause(signal);
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
    /** The service refused for load: half as many from now on, at least one, and none new for `delay` milliseconds. */
    throttled(delay) {
        this.clean = 0;
        this.closedUntil = Math.max(this.closedUntil, this.world.now() + delay);
        const narrower = Math.max(1, Math.floor(this.width / 2));
        if (narrower < this.width)
            this.world.debug(`the service asks for less: ${narrower} at once instead of ${this.width}`);
        this.width = narrower;
    }
    async pause(signal) {
        const rest = this.closedUntil - this.world.now();
        if (rest > 0)
            await this.world.sleep(rest, signal);
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
    triesWhenBroken: 2,
    base: 2000,
    longest: 120_000,
    timeout: 180_000,
    maximumBytes: 128 << 20,
    jitter: Math.random,
};
async function readPeriod(settings, context, job) {
    const { host, world } = context;
    const { period, session, folder, protection, watch } = job;
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
    const archive = new Archive(folder.work, period.label, settings.formats, protection.encrypt);
    const figures = new report_figures/* Figures */.i(period);
    const tally = new collect_tally/* Tally */.F(collected.entries);
    const began = world.now();
    await archive.open();
    const stretches = collect({
        source,
        world,
        spool: pseudonymous(new Spool(folder.spool, protection.seal), protection),
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
        for (const row of rows) {
            figures.see(row);
            watch.see(row.record, row.time);
        }
    }
    const files = await archive.close();
    const distrusted = await distrust(collected.entries, {
        records: entry => tally.of(entry).records,
        alwaysEmpty: session.cloud.exchangeAlwaysEmpty,
        recording: () => source.recording(context.cancelled),
        now: began,
    });
    const entries = pseudonymousEntries(distrusted, protection);
    const watched = watch.finish({ gaps: entries.filter(entry => entry.status === 'gap') });
    return { ...collected, entries, began, files, figures, tally, source, watched };
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
    if (content_isPath(words))
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
function content_isPath(words) {
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
        throw hasPssTwin(material) ? notRsa(source, 'rsa-pss') : material_keyMismatch(source, material);
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
function material_keyMismatch(source, { keys, certificates }) {
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
            certificates: bags.filter(({ type }) => type === certBag).map(bag => pfx_certificateOf(forge, bag)),
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
function pfx_certificateOf(forge, bag) {
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
    const { key, certificate, chain } = choosePair(material, wanted, given.source);
    const privateKeyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    maskLines(privateKeyPem, world);
    const known = checkedCertificate(certificate, { chain, wanted, source: given.source, now: world.now() });
    return { privateKeyPem, ...known };
}
/** What the certificate says; throws when its key is too small, its dates are wrong, or it isn't the one wanted. */
function checkedCertificate(certificate, checks) {
    const known = describe(certificate, checks.chain ?? [certificate]);
    checkSize(certificate, checks);
    checkThumbprint(known, checks);
    checkDates(known, checks);
    return known;
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
function describe(certificate, chain) {
    const [thumbprintSha1, thumbprintSha256] = thumbprintsOf(certificate);
    return {
        certificatePem: chain.map(one => one.toString()).join(''),
        thumbprintSha1,
        thumbprintSha256,
        subject: certificate.subject.replaceAll('\n', ', '),
        notBefore: new Date(certificate.validFrom),
        notAfter: new Date(certificate.validTo),
    };
}
function checkSize({ publicKey }, { source, renew }) {
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits >= 2048)
        return;
    throw new wire_failure/* Failure */.HR({
        code: 'CERT_KEY_TOO_SMALL',
        message: `The RSA key in '${source}' has ${bits} bits; Entra's assertions need 2,048 or more.`,
        remedy: renew ?? makeAnew,
    });
}
function checkThumbprint(certificate, { wanted, source }) {
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
function checkDates(certificate, { now, renew }) {
    const { subject, notBefore, notAfter, thumbprintSha1 } = certificate;
    const expired = notAfter.getTime() <= now;
    if (!expired && notBefore.getTime() <= now)
        return;
    throw new wire_failure/* Failure */.HR({
        code: expired ? 'CERT_EXPIRED' : 'CERT_NOT_YET_VALID',
        message: expired
            ? `The certificate ${subject} expired on ${notAfter.toISOString()}.`
            : `The certificate ${subject} is not valid before ${notBefore.toISOString()}; it is ${new Date(now).toISOString()} here.`,
        remedy: expired ? (renew ?? makeAnew) : "Wait until then, or check the machine's clock.",
        evidence: { thumbprint: thumbprintSha1 },
    });
}

// EXTERNAL MODULE: ./lib/signin/cloud.js
var signin_cloud = __webpack_require__(4675);
;// CONCATENATED MODULE: ./lib/signin/endpoints.js
/** M365_AUDIT_ENDPOINTS: stand-ins for the services on this machine, and on no other. */

const endpoints_services = ['login', 'exchange', 'graph', 'vault'];
/**
 * The cloud with the base URLs that the variable's JSON names; the cloud itself when the variable is empty. Throws
 * when one isn't loopback: whoever can set a variable must not be able to have a credential sent elsewhere.
 */
function withEndpoints(cloud, json) {
    if (json === undefined || json.trim() === '')
        return cloud;
    const entries = Object.entries(endpoints_parse(json));
    const mistakes = entries.map(([name, value]) => mistakeOf(name, value)).filter(mistake => mistake !== undefined);
    if (mistakes.length > 0)
        throw endpoints_refused(mistakes);
    return { ...cloud, ...Object.fromEntries(entries.map(([name, url]) => [name, String(url).replace(/\/+$/, '')])) };
}
function endpoints_parse(json) {
    try {
        const value = JSON.parse(json);
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return value;
    }
    catch {
        // The same sentence serves: the text is not repeated, as it may be a secret in the wrong place.
    }
    throw endpoints_refused([{ words: 'it is not a JSON object', elsewhere: false }]);
}
function mistakeOf(name, value) {
    if (!endpoints_services.includes(name))
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
function endpoints_refused(mistakes) {
    const elsewhere = mistakes.some(mistake => mistake.elsewhere);
    return new wire_failure/* Failure */.HR({
        code: elsewhere ? 'ENDPOINTS_NOT_LOOPBACK' : 'ENDPOINTS_MALFORMED',
        message: `M365_AUDIT_ENDPOINTS is refused: ${mistakes.map(({ words }) => words).join('; ')}.`,
        remedy: elsewhere
            ? 'Only addresses of this machine are accepted (127.0.0.0/8, ::1, localhost). For a national cloud set the input cloud.'
            : `Give JSON with any of ${endpoints_services.join(', ')} as http or https base URLs, or unset the variable.`,
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
    const configuration = await (0,send/* send */.t)(world, {
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
    if (tenant_domainOf(instance) === tenant_domainOf(new URL(cloud.authority).hostname))
        return;
    throw new wire_failure/* Failure */.HR({
        code: 'TENANT_OTHER_CLOUD',
        message: `The tenant ${name} is in another cloud (${instance}) than '${cloud.name}'.`,
        remedy: 'Set the input cloud: gcc-high or dod for microsoftonline.us, china for partner.microsoftonline.cn.',
    });
}
function tenant_domainOf(host) {
    return host.split('.').slice(-2).join('.');
}
function unresolved(name) {
    return new wire_failure/* Failure */.HR({
        code: 'TENANT_UNRESOLVED',
        message: `The login service knows '${name}', but its answer holds no tenant GUID.`,
        remedy: "Give the tenant's GUID as tenant-id (Entra → Overview → Tenant ID).",
    });
}

// EXTERNAL MODULE: ./lib/signin/federation.js
var signin_federation = __webpack_require__(36753);
;// CONCATENATED MODULE: ./lib/signin/vault-advice.js
/**
 * A vault's refusals as advice. They are decided by status and codes, and by words only where one code stands for many
 * reasons. https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
 */

/** What each operation takes: the role of Azure RBAC, and the access policy of vaults that have those. */
const RIGHTS = {
    certificate: {
        does: 'read the certificate',
        role: 'Key Vault Certificate User',
        policy: '--certificate-permissions get',
    },
    secret: {
        does: 'fetch the key (the secret of the same name)',
        role: 'Key Vault Secrets User',
        policy: '--secret-permissions get',
    },
    sign: { does: 'sign with the key', role: 'Key Vault Crypto User', policy: '--key-permissions sign' },
};
/** The first that fits is taken. */
const CASES = [
    {
        code: 'VAULT_UNAUTHORIZED',
        fits: ({ refusal }) => refusal.status === 401,
        what: ({ address }) => `The vault ${address.name} does not take the token`,
        remedy: unauthorized,
    },
    {
        code: 'VAULT_FIREWALL',
        fits: ({ refusal, codes, says }) => refusal.status === 403 &&
            /ForbiddenBy(Firewall|Connection)|client address is not authorized|public network access is disabled/i.test(`${codes} ${says}`),
        what: ({ address, says }) => {
            const client = /Client address: ([\d.:a-f]+)/i.exec(says)?.[1];
            return `The firewall of the vault ${address.name} does not let this machine in${client ? ` (${client})` : ''}`;
        },
        remedy: ({ address }) => `GitHub's runners have changing addresses: use a self-hosted runner in the vault's network or a larger runner with static addresses, and admit it: az keyvault network-rule add --name ${address.name} --ip-address ADDRESS. "Trusted Microsoft services" does not include GitHub.`,
    },
    {
        code: 'VAULT_DISABLED',
        fits: ({ refusal, codes, says }) => refusal.status === 403 &&
            /Disabled|Expired|NotYetValid|is not allowed on a(n)? (disabled|expired)|not yet valid/i.test(`${codes} ${says}`),
        what: ({ address, operation }) => `The ${operation === 'sign' ? 'key' : operation} '${address.certificate}' in the vault ${address.name} is disabled or outside its validity`,
        remedy: ({ address }) => `Enable it (az keyvault certificate set-attributes --vault-name ${address.name} --name ${address.certificate} --enabled true), or make a new version and upload its public part to the app.`,
    },
    {
        code: 'VAULT_FORBIDDEN',
        fits: ({ refusal }) => refusal.status === 403,
        what: ({ address, operation, client }) => `The vault ${address.name} does not let ${client ?? 'the caller'} ${RIGHTS[operation].does}`,
        remedy: grant,
    },
    {
        code: 'VAULT_NOT_FOUND',
        fits: ({ refusal }) => refusal.status === 404,
        what: ({ address, operation }) => {
            const version = address.version && operation === 'certificate' ? ` of version ${address.version}` : '';
            return `The vault ${address.name} has no ${operation === 'sign' ? 'key' : operation} '${address.certificate}'${version}`;
        },
        remedy: ({ address }) => `Compare key-vault-certificate with: az keyvault certificate list --vault-name ${address.name} --query "[].id". A deleted one may be recovered: az keyvault certificate recover --vault-name ${address.name} --name ${address.certificate}`,
    },
    {
        code: 'VAULT_THROTTLED',
        fits: ({ refusal }) => refusal.status === 429,
        what: ({ address }) => `The vault ${address.name} asks for fewer requests`,
        remedy: () => 'It usually passes: run again later, and see what else asks this vault so often.',
        again: true,
    },
    {
        code: 'VAULT_UNAVAILABLE',
        fits: ({ refusal }) => refusal.status >= 500 || refusal.status === 408,
        what: ({ address, refusal }) => `The vault ${address.name} answered ${refusal.status}`,
        remedy: () => 'It usually passes: run again later. If it lasts, see https://azure.status.microsoft.',
        again: true,
    },
];
const vault_advice_other = {
    what: ({ address, refusal, says }) => `The vault ${address.name} answered ${refusal.status}${says === '' ? '' : `: "${says.replaceAll('"', "'")}"`}`,
    remedy: ({ address }) => `See that ${address.certificate} is an RSA certificate of the vault: az keyvault certificate show --vault-name ${address.name} --name ${address.certificate}`,
};
function adviseVault(refusal, operation, caller) {
    const { codes, says } = vault_advice_wordsOf(refusal.body);
    const situation = { ...caller, operation, refusal, codes: codes.join(' '), says };
    const known = CASES.find(one => one.fits(situation));
    const failure = new wire_failure/* Failure */.HR({
        code: known?.code ?? 'VAULT_REFUSED',
        message: `${(known ?? vault_advice_other).what(situation)}.`,
        remedy: (known ?? vault_advice_other).remedy(situation),
        evidence: vault_advice_evidenceOf(situation, codes),
    });
    return { failure, again: known?.again ?? false };
}
function vault_advice_wordsOf(body) {
    const codes = [];
    let says = '';
    for (let at = body?.error; vault_advice_isObject(at) && codes.length < 4; at = at.innererror) {
        if (typeof at.code === 'string')
            codes.push(at.code.slice(0, 60));
        if (says === '' && typeof at.message === 'string')
            says = at.message;
    }
    return {
        codes,
        says: says
            .replace(/\s+/g, ' ')
            .replace(/[\w-]{20,}\.[\w-]{20,}(\.[\w-]+)?/g, '…')
            .slice(0, 300)
            .replace(/[\s.]+$/, ''),
    };
}
function vault_advice_isObject(value) {
    return typeof value === 'object' && value !== null;
}
function vault_advice_evidenceOf({ address, client, refusal }, codes) {
    const told = {
        status: String(refusal.status),
        error: codes.join('/'),
        'request id': refusal.headers.get('x-ms-request-id') ?? '',
        vault: address.host,
        client: client ?? '',
    };
    return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''));
}
/** The challenge names the tenant that the vault trusts: `Bearer authorization="https://login…/TENANT", resource="…"`. */
function unauthorized({ given, tenant, refusal, says }) {
    const challenge = refusal.headers.get('www-authenticate') ?? '';
    const trusted = /authorization(?:_uri)?="https:\/\/[^/"]+\/([0-9a-f-]{36})/i.exec(challenge)?.[1];
    const resource = /resource="(https:\/\/[^"]+)"/.exec(challenge)?.[1] ?? 'https://vault.azure.net';
    const words = says === '' ? '' : `It says "${says.replaceAll('"', "'")}". `;
    const trust = trusted === undefined ? '' : `It trusts tokens of the tenant ${trusted}`;
    const ours = tenant ? `; this one is of ${tenant}` : '';
    const advice = given
        ? `Get key-vault-token anew, just before this step: az account get-access-token --resource ${resource} --query accessToken --output tsv. It lives for about an hour; with the workflow's federated identity in its place there is nothing to run out.`
        : 'The vault must belong to the tenant that the app signs in to.';
    return `${words}${trust}${trust === '' ? '' : `${ours}. `}${advice}`;
}
function grant({ address, client, given, operation }) {
    const { role, policy } = RIGHTS[operation];
    const who = client ?? 'CLIENT-ID';
    return (`The vault's owner grants the role: az role assignment create --role "${role}" --assignee ${who} --scope ` +
        `"$(az keyvault show --name ${address.name} --query id --output tsv)"; in a vault with access policies: az keyvault ` +
        `set-policy --name ${address.name} ${given ? '--object-id' : '--spn'} ${who} ${policy}. A new role takes up to ten minutes.`);
}
function noSuchVault(address, cause) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_NO_SUCH_HOST',
        message: `There is no host ${address.host}.`,
        remedy: `Compare key-vault-certificate with: az keyvault list --query "[].properties.vaultUri". A vault behind a private endpoint is known in its own network only: use a runner there.`,
        cause,
    });
}
function vault_advice_unreadable({ status, headers }, address) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_UNREADABLE',
        message: `${address.host} answered ${status} with ${headers.get('content-type') ?? 'an unknown type'}, which is not an answer of a key vault.`,
        remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
        evidence: { status: String(status), vault: address.host },
    });
}

;// CONCATENATED MODULE: ./lib/signin/vault-call.js
/** One request to a key vault: the bearer token, a new one after a 401, patience, and errors in words. */




const apiVersion = '7.4';
const vault_call_policy = {
    tries: 5,
    base: 2_000,
    longest: 30_000,
    timeout: 30_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/** Throws `VAULT_…` with advice. */
async function askVault(world, vault, question) {
    const { access, address, base } = vault;
    const { what, path, body } = question;
    const signal = question.signal ?? vault.signal;
    let renewal;
    let used;
    const bearer = async () => {
        if (access.kind === 'given')
            return access.token;
        used = await (renewal ? access.tokens.renew(renewal) : access.tokens.token());
        return used.secret;
    };
    const read = (answer) => {
        const json = vault_call_parse(answer.bytes);
        if (answer.status === 200) {
            const done = json && question.read(json);
            return done === undefined ? { failed: vault_advice_unreadable(answer, address) } : { done };
        }
        const { failure, again } = adviseVault({ status: answer.status, headers: answer.headers, body: json }, what, caller(vault));
        if (answer.status === 401 && access.kind === 'app' && renewal === undefined) {
            const claims = /claims="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1];
            renewal = { ...(claims === undefined ? {} : { claims }), ...(used && { refused: used }) };
            return { retry: failure };
        }
        return again ? { retry: failure, throttled: answer.status === 429 } : { failed: failure };
    };
    try {
        return await (0,send/* send */.t)(world, {
            request: async () => {
                const headers = { authorization: `Bearer ${await bearer()}`, accept: 'application/json' };
                const url = `${base}/${path}?api-version=${apiVersion}`;
                if (body === undefined)
                    return new Request(url, { headers });
                return new Request(url, {
                    method: 'POST',
                    headers: { ...headers, 'content-type': 'application/json' },
                    body: JSON.stringify(body),
                });
            },
            read,
            policy: vault_call_policy,
            ...(signal && { signal }),
        });
    }
    catch (failure) {
        const unknownHost = failure instanceof wire_failure/* Failure */.HR && /ENOTFOUND|EAI_NONAME/.test(failure.message);
        throw unknownHost ? noSuchVault(address, failure) : failure;
    }
}
/** Who the vault sees. */
function caller({ address, access }) {
    if (access.kind === 'app')
        return { address, client: access.clientId, given: false };
    const claims = readClaims(access.token);
    return { address, client: claims?.oid || claims?.appid || undefined, tenant: claims?.tid, given: true };
}
function vault_call_parse(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/signin/vault.js
/**
 * A certificate of Azure Key Vault as credential: the key is fetched with it where the vault lets us, and else stays
 * inside and signs there. https://learn.microsoft.com/azure/key-vault/certificates/about-certificates
 */





/** Opens the certificate. Throws `VAULT_…`, or `CERT_…` where the certificate itself can't sign in. */
async function openVault(world, source) {
    const { vault } = source;
    const bundle = await askVault(world, vault, { what: 'certificate', path: certificatePath(vault), read: readBundle });
    const certificate = checkBundle(bundle, source, world);
    const secret = bundle.exportable ? await fetchSecret(world, vault, bundle) : { refused: notExportable() };
    if ('value' in secret) {
        const fetched = await readSecret(world, vault, { secret: secret.value, certificate });
        if (fetched)
            return { kind: 'certificate', certificate: { ...fetched, ...download(vault) } };
    }
    const refused = 'refused' in secret ? secret.refused : notExportable();
    world.log(`The key stays in the vault ${vault.address.name} and signs there: ${refused.message}`);
    return { kind: 'vault-key', certificate, sign: signIn(world, vault, { key: bundle.key, refused }) };
}
function certificatePath({ address }) {
    return `certificates/${address.certificate}${address.version ? `/${address.version}` : ''}`;
}
/** Undefined when the answer isn't what the vault's documentation says. */
function readBundle(body) {
    const key = partOf(body.kid, 'keys');
    if (typeof body.cer !== 'string' || key === undefined)
        return undefined;
    try {
        return {
            certificate: new external_node_crypto_.X509Certificate(Buffer.from(body.cer, 'base64')),
            enabled: objectIn(body, 'attributes').enabled !== false,
            exportable: objectIn(objectIn(body, 'policy'), 'key_props').exportable !== false,
            key,
            secret: partOf(body.sid, 'secrets'),
        };
    }
    catch {
        return undefined;
    }
}
function objectIn(body, name) {
    const value = body[name];
    return typeof value === 'object' && value !== null ? { ...value } : {};
}
/** Name and version of an id. Its host is never used: we ask the vault that we were told, and no other. */
function partOf(id, kind) {
    const parts = typeof id === 'string' ? /^https?:\/\/[^/]+\/(\w+)\/([\w-]+)\/(\w+)$/.exec(id) : null;
    const [, found, name, version] = parts ?? [];
    return found === kind && name && version ? { name, version } : undefined;
}
function checkBundle(bundle, { vault, thumbprint }, world) {
    const { certificate, enabled } = bundle;
    const { address } = vault;
    if (!enabled)
        throw disabled(vault);
    const type = certificate.publicKey.asymmetricKeyType;
    const renew = `Make a new version: az keyvault certificate create --vault-name ${address.name} --name ${address.certificate} --policy "$(az keyvault certificate get-default-policy)", upload its public part to the app, and name no version in key-vault-certificate.`;
    if (type !== 'rsa') {
        throw new wire_failure/* Failure */.HR({
            code: 'CERT_NOT_RSA',
            message: `The key of '${address.certificate}' in the vault ${address.name} is of type ${type}; Entra accepts RSA only.`,
            remedy: renew,
        });
    }
    const wanted = thumbprint?.trim() ? normalThumbprint(thumbprint) : undefined;
    const checks = { wanted, source: `key-vault-certificate ${address.certificate}`, now: world.now(), renew };
    return { ...checkedCertificate(certificate, checks), ...download(vault) };
}
function download({ address: { name, certificate, version } }) {
    const which = version ? ` --version ${version}` : '';
    return {
        download: `az keyvault certificate download --vault-name ${name} --name ${certificate}${which} --encoding PEM --file cert.pem`,
    };
}
async function fetchSecret(world, vault, { secret, key }) {
    const { name, version } = secret ?? key;
    const read = (body) => (typeof body.value === 'string' ? body.value : undefined);
    try {
        return { value: await askVault(world, vault, { what: 'secret', path: `secrets/${name}/${version}`, read }) };
    }
    catch (failure) {
        if (failure instanceof wire_failure/* Failure */.HR && mayYetSign.has(failure.code))
            return { refused: failure };
        throw failure;
    }
}
/** Refusals of the secret that say nothing about the key. */
const mayYetSign = new Set(['VAULT_FORBIDDEN', 'VAULT_NOT_FOUND', 'VAULT_DISABLED']);
/** The certificate with its key; undefined where the secret holds no key, as when the policy forbids its export. */
async function readSecret(world, vault, { secret, certificate }) {
    const source = `the secret ${vault.address.certificate} of the vault ${vault.address.name}`;
    try {
        const fetched = await readCertificate({ content: secret, password: '', source }, world);
        if (fetched.thumbprintSha256 !== certificate.thumbprintSha256)
            throw otherVersion(vault, fetched, certificate);
        return fetched;
    }
    catch (failure) {
        if (failure instanceof wire_failure/* Failure */.HR && failure.code === 'CERT_NO_PRIVATE_KEY')
            return undefined;
        throw failure;
    }
}
function signIn(world, vault, { key, refused }) {
    const path = `keys/${key.name}/${key.version}/sign`;
    return async (algorithm, digest, signal) => {
        const read = (body) => {
            if (partOf(body.kid, 'keys')?.version !== key.version || typeof body.value !== 'string')
                return undefined;
            return Buffer.from(body.value, 'base64url');
        };
        const body = { alg: algorithm, value: Buffer.from(digest).toString('base64url') };
        try {
            return await askVault(world, vault, { what: 'sign', path, body, read, ...(signal && { signal }) });
        }
        catch (failure) {
            if (!(failure instanceof wire_failure/* Failure */.HR) || failure.code !== 'VAULT_FORBIDDEN')
                throw failure;
            throw neither(failure, refused);
        }
    };
}
/** Both ways are barred; one suffices, so both are told. */
function neither(sign, secret) {
    return new wire_failure/* Failure */.HR({
        code: sign.code,
        message: `${sign.message} Nor could the key be fetched: ${secret.message}`,
        remedy: secret.code === 'VAULT_FORBIDDEN' ? `One of the two suffices. ${sign.remedy} Or: ${secret.remedy}` : sign.remedy,
        evidence: { ...sign.evidence },
        cause: sign,
    });
}
function notExportable() {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_NOT_EXPORTABLE',
        message: "the certificate's policy does not let the key out.",
        remedy: 'Nothing needs to be done: the vault signs.',
    });
}
function disabled({ address: { name, certificate } }) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_DISABLED',
        message: `The certificate '${certificate}' in the vault ${name} is disabled.`,
        remedy: `Enable it, or name another version: az keyvault certificate set-attributes --vault-name ${name} --name ${certificate} --enabled true`,
    });
}
function otherVersion({ address }, fetched, asked) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_VERSION_MISMATCH',
        message: `Certificate and secret '${address.certificate}' of the vault ${address.name} are not of one version.`,
        remedy: `Make a new version of the certificate, which renews all its parts, and do not write the secret of the same name by other means.`,
        evidence: { certificate: asked.thumbprintSha1, secret: fetched.thumbprintSha1 },
    });
}

;// CONCATENATED MODULE: ./lib/month/credential.js
/** From what the inputs name to what proves the app: a certificate read here or in a vault, or GitHub's word. */







/** A certificate at hand, which needs no service; undefined for other credentials. */
async function credentialAtHand({ credential, thumbprint }, { host, world }) {
    if (credential.from !== 'input' && credential.from !== 'file')
        return undefined;
    const { password } = credential;
    const given = credential.from === 'input'
        ? { content: credential.content, source: 'certificate' }
        : { content: await certificateFile(credential.path, host), source: credential.path };
    const certificate = await readCertificate({ ...given, password, ...(thumbprint ? { thumbprint } : {}) }, world);
    return { kind: 'certificate', certificate };
}
/** A credential that a service has to be asked for. */
async function credentialElsewhere({ credential, clientId, thumbprint }, context, { cloud, tenantId }) {
    const { host, world, cancelled: signal } = context;
    if (credential.from === 'vault') {
        const { address } = credential;
        const access = await vaultAccess(credential, context, { cloud, tenantId, clientId });
        const vault = { address, base: cloud.vault ?? `https://${address.host}`, access, signal };
        return await openVault(world, { vault, ...(thumbprint ? { thumbprint } : {}) });
    }
    const federation = await (0,signin_federation/* openFederation */.C)(world, cloud, host.idToken, signal);
    const { subject, issuer, audience } = federation.presented;
    host.info(`No certificate: GitHub speaks for this job as ${subject} (issuer ${issuer}, audience ${audience}).`);
    return { kind: 'federation', federation };
}
async function vaultAccess({ token }, { host, world, cancelled: signal }, app) {
    if (token)
        return { kind: 'given', token };
    const federation = await (0,signin_federation/* openFederation */.C)(world, app.cloud, host.idToken, signal);
    const credential = { kind: 'federation', federation };
    const tokens = tokenProvider(world, { ...app, credential, resource: 'vault', signal });
    return { kind: 'app', clientId: app.clientId, tokens };
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

;// CONCATENATED MODULE: ./lib/month/session.js
/** From the credentials in the inputs to a signed-in session. */








/** Days before its end from which a certificate's successor is asked for. */
const daysToWarn = 30;
/** Proves that the credentials work: ends with a token in hand. What a person should know goes to `notes`. */
async function session_signIn(given, context, notes) {
    const { host, world } = context;
    const { clientId } = given;
    const cloud = withEndpoints((0,signin_cloud/* cloudNamed */.X)(given.cloud), context.endpoints);
    for (const limit of cloud.limits)
        host.info(limit);
    notes.push(...cloud.limits);
    const atHand = await credentialAtHand(given, context);
    const tenantId = await resolveTenant(world, cloud, given.tenant, { signal: context.cancelled });
    const credential = atHand ?? (await credentialElsewhere(given, context, { cloud, tenantId }));
    const certificate = certificateOf(credential);
    if (certificate)
        tellValidity(certificate, context, notes);
    const tokens = tokenProvider(world, {
        cloud,
        tenantId,
        clientId,
        credential,
        resource: 'exchange',
        signal: context.cancelled,
    });
    await tokens.token();
    host.info(`Signed in to tenant ${tenantId} as application ${clientId}.`);
    return { cloud, tenantId, clientId, credential, tokens };
}
function tellValidity(certificate, { host, world }, notes) {
    const left = daysLeft(certificate, world.now());
    host.info(`Certificate ${certificate.subject}, SHA-1 ${certificate.thumbprintSha1}, ${left} days left.`);
    if (left >= daysToWarn)
        return;
    const note = `The certificate runs out in ${left} days (${(0,audit_record/* instantOf */.B9)(certificate.notAfter.getTime())}). Upload its successor to the app registration now; old and new may stand side by side.`;
    notes.push(note);
    host.warning(note);
}

// EXTERNAL MODULE: ./lib/publish/tell.js
var publish_tell = __webpack_require__(5444);
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
            return (0,publish_tell/* tellSkipped */.Mu)(telling, when.skip);
        const period = when.run;
        telling.period = period;
        const notes = [...when.notes];
        host.info(`Period ${period.text} in ${period.timezone}: ${(0,ledger/* span */.Ln)(period)}.`);
        const disclose = await howPublic(settings, context, notes);
        const protection = await protectionOf(settings);
        const session = await host.group('Sign in', () => session_signIn(settings.signIn, context, notes));
        const { tenantId } = session;
        const watch = await beginWatch(settings, context, { period, tenantId, notes });
        const folder = await collect_folder/* EvidenceFolder */.eA.take((0,external_node_path_.resolve)(host.facts.workspace, settings.directory), {
            tenant: tenantId,
            period: { label: period.label, start: (0,audit_record/* instantOf */.B9)(period.start), end: (0,audit_record/* instantOf */.B9)(period.end) },
            filters: filtersOf(settings.filters, protection),
        }, protection.encrypt);
        try {
            const job = { period, session, folder, protection, watch, notes, disclose };
            const read = await host.group('Read', () => readPeriod(settings, context, job));
            const evidence = await host.group('Write', () => writeEvidence(settings, context, { ...job, read }));
            const kept = await keep(settings, host, {
                folder: folder.path,
                names: evidence.files.map(file => file.name),
                period,
                tenant: tenantId,
                filtered: (0,audit_filters/* limits */.Fy)(settings.filters),
            });
            const published = await delivery_deliver(settings, context, { session, folder, evidence, kept });
            await (0,publish_tell/* tellOutcome */.G7)(telling, { ...evidence, ...kept, published });
        }
        finally {
            await folder.clear();
        }
    }
    catch (error) {
        (0,publish_tell/* tellFailure */.s9)(telling, (0,wire_failure/* asFailure */.h_)(error));
    }
}
/** Refuses what everyone could read, and says how much of people may be shown at most. */
async function howPublic(settings, context, notes) {
    const { host, world } = context;
    if (context.synthetic || host.facts.repository === undefined)
        return settings.disclose;
    const visible = await isPublic(world, host.facts, settings.githubToken);
    const protectedEnough = settings.allowPublic || settings.encryptTo.length > 0 || settings.pseudonymKey !== undefined;
    if (visible.value === true && !protectedEnough) {
        throw new wire_failure/* Failure */.HR({
            code: 'REPOSITORY_PUBLIC',
            message: `The repository ${host.facts.repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
            remedy: 'Run this in a private repository, or encrypt the files (encrypt-to), or replace people by pseudonyms (pseudonym-key). If the exposure is wanted, set allow-public: true.',
        });
    }
    if (visible.value === undefined && settings.upload && !protectedEnough) {
        const note = `Whether this repository is public could not be learned (${visible.because}): make sure that it is not, since its readers can download the artifact.`;
        notes.push(note);
        host.warning(note);
    }
    return (0,report_disclose/* permitted */.rg)(settings.disclose, visible.value);
}


/***/ })

};
