export const id = 549;
export const ids = [549];
export const modules = {

/***/ 45649:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  o: () => (/* binding */ openSource)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/audit/window.js
var audit_window = __webpack_require__(81635);
// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/sources/answer-limits.js
/** How many rows one answer of Search-UnifiedAuditLog holds, and row counts at which the service stops without a word. */
/** Rows that are asked for: `ResultSize` is refused above it, and an answer with as many rows counts as cut. */
const resultSize = 5000;
/** Row counts at which answers have been seen cut: the default of 100, 120 (2023), one page of 1,000. */
const suspiciousCounts = new Set([100, 120, 1000]);

;// CONCATENATED MODULE: ./lib/sources/answer-validation.js
/**
 * When an answer of Search-UnifiedAuditLog proves its window. Since April 2026 no counter does (ResultCount became the
 * number of rows returned), so every known sign of loss must be absent. Pure: one answer in, one judgement out.
 */


const failureWarning = /task was cancell?ed|failed to process request|timed out|time-?out|try again|maximum results limitation/i;
const moreWarning = /more results (are )?available|increase the value for the ResultSize/i;
const gaveUpWarning = /task was cancell?ed|timed out|time-?out/i;
/** Whether the service ended the search for want of time: it has too much to do, whatever it calls it. */
function gaveUp({ warnings, indices }) {
    return warnings.some(text => gaveUpWarning.test(text)) || indices.some(index => index < 0);
}
function validateAnswer(notes) {
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
        return { outcome: 'suspect', failure: searchSuspicion(broken.code, broken.words) };
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
    return { outcome: 'capped', failure: searchSuspicion(code, words) };
}
function searchSuspicion(code, words) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `The answer is not proven to be whole: ${words}.`,
        remedy: 'Run the export again later; if the same window stays a gap, open a case with Microsoft naming the request ids.',
    });
}

// EXTERNAL MODULE: ./lib/audit/json.js
var audit_json = __webpack_require__(5949);
// EXTERNAL MODULE: ./lib/signin/check.js
var check = __webpack_require__(79714);
// EXTERNAL MODULE: ./lib/wire/skew.js
var skew = __webpack_require__(85547);
// EXTERNAL MODULE: ./lib/wire/body.js
var body = __webpack_require__(51901);
// EXTERNAL MODULE: ./lib/wire/send.js
var send = __webpack_require__(38475);
// EXTERNAL MODULE: ./lib/sources/invoke.js
var invoke = __webpack_require__(75612);
;// CONCATENATED MODULE: ./lib/sources/available-cmdlets.js
/**
 * Which cmdlets Exchange offers the caller, as Microsoft's module asks when it connects: the answer tells whether the
 * app has an Exchange role, and runs nothing (CIPP: `EXOModuleFile`).
 */





/** The version of the module whose list is asked for. */
const moduleVersion = '3.9.2';
/** @throws Failure when the app may run nothing, or the answer is no list. */
async function availableCmdlets(settings, signal) {
    const session = (0,invoke/* newSession */.RL)();
    return await (0,send/* send */.t)(settings.world, {
        policy: settings.policy,
        signal,
        request: async () => {
            const token = await session.next(settings.tokens);
            settings.count('EXOModuleFile');
            const url = `${settings.exchange}/adminapi/v1.0/${settings.tenantId}/EXOModuleFile?Version=${moduleVersion}`;
            const headers = {
                authorization: `Bearer ${token.secret}`,
                accept: 'application/json',
                'accept-encoding': 'gzip',
                'x-anchormailbox': (0,invoke/* anchorOf */.dI)(settings),
                commandname: '*',
            };
            return new Request(url, { headers });
        },
        read: answer => {
            if (answer.status === 401)
                return (0,invoke/* tokenRefused */.cA)(answer, session);
            if (answer.status === 403)
                return (0,invoke/* forbidden */.o0)(answer, session, settings);
            const json = (0,body/* bodyJson */.z)(answer, settings.policy.maximumBytes);
            const names = answer.status === 200 ? cmdletsIn(json) : undefined;
            return names ? { done: names } : (0,invoke/* troubleOf */.LH)(answer, 'the list of cmdlets');
        },
    });
}
function cmdletsIn(json) {
    if (!(0,audit_json/* isObject */.Gv)(json) || !Array.isArray(json.value))
        return undefined;
    const lists = json.value.map(file => ((0,audit_json/* isObject */.Gv)(file) ? file.exportedCmdlets : undefined));
    const known = lists.filter(list => typeof list === 'string');
    return known.length > 0 ? known.flatMap(list => list.split(/\s*,\s*/)).filter(name => name !== '') : undefined;
}
const searchCmdlet = 'Search-UnifiedAuditLog';
/** The app may run some cmdlets, and not this one. */
function cmdletMissing(cmdlets, ids, cloud) {
    return new wire_failure/* Failure */.HR({
        code: 'EXCHANGE_CMDLET_MISSING',
        message: `Exchange does not offer ${searchCmdlet} to this application: its roles allow ${cmdlets.length} other cmdlets.`,
        remedy: (0,invoke/* grantRole */.Ru)(ids, cloud),
    });
}

// EXTERNAL MODULE: ./lib/audit/filters.js
var audit_filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
;// CONCATENATED MODULE: ./lib/sources/exchange-rows.js
/** Turns one row of Search-UnifiedAuditLog into a record, and says what is wrong with it. */


const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const nobody = '00000000-0000-0000-0000-000000000000';
/** @param tenantId lower-case GUID of the tenant that was asked. */
function parseRow(raw, tenantId, part = 0) {
    const given = (0,audit_json/* isObject */.Gv)(raw) ? raw : {};
    const signals = {
        index: asNumber(given.ResultIndex),
        count: asNumber(given.ResultCount),
        moreAvailable: saysMore(given.AuditSearchRequestMetadata),
    };
    const text = typeof given.AuditData === 'string' ? given.AuditData : '';
    const data = (0,audit_json/* parsedObject */.jM)(text);
    if (!data)
        return { ...signals, fault: 'a row whose AuditData is not a JSON object' };
    const recordTypeNumber = asText(data.RecordType);
    const outer = (0,record/* instant */.uR)(asText(given.CreationDate));
    const inner = (0,record/* instant */.uR)(asText(data.CreationTime));
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
        time: (0,record/* millisecondsOf */.W$)(creationDate),
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
    const { inner, outer } = parts;
    if (inner && outer && inner !== outer && Math.abs((0,record/* millisecondsOf */.W$)(inner) - (0,record/* millisecondsOf */.W$)(outer)) >= 1000) {
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
    const value = typeof metadata === 'string' ? (0,audit_json/* parsedObject */.jM)(metadata) : metadata;
    if (!(0,audit_json/* isObject */.Gv)(value))
        return false;
    const more = value.moreRecordsAvailable ?? value.MoreRecordsAvailable;
    return more === true || (typeof more === 'string' && more.toLowerCase() === 'true');
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

;// CONCATENATED MODULE: ./lib/sources/search.js
/** One run of Search-UnifiedAuditLog over all its pages: the question, the rows that answer it, and notes for the judge. */







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
    for (let link = (0,invoke/* invokeUrl */.U_)(settings.exchange, settings.tenantId); link !== undefined;) {
        const page = await (0,invoke/* invokePage */.Cf)(settings, run, link).catch((error) => {
            throw named(error, run.requestId);
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
            const outside = row.time < bounds.start - 999 || row.time > bounds.end;
            if (outside)
                notes.outside++;
            if (!answersQuestion(row, question, settings.filters))
                notes.unfiltered++;
            else if (fault === undefined && !outside) {
                if ((0,audit_window/* contains */.gR)(request.window, row.time))
                    note(found, row);
                kept.push(row);
            }
        }
        if (kept.length > 0)
            await keep(kept);
        if (page.next !== undefined && (links.has(page.next) || notes.rows > 10 * resultSize)) {
            throw searchSuspicion('EXCHANGE_LOOP', 'the answer leads back to a page that was read before');
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
function named(error, requestId) {
    if (!(error instanceof wire_failure/* Failure */.HR))
        return error;
    const { code, message, remedy, cause } = error;
    return new wire_failure/* Failure */.HR({ code, message, remedy, cause, evidence: { ...error.evidence, [requestIdName]: requestId } });
}
/** Milliseconds by which the questions of neighbours overlap on either side, so that each is a witness for the other. */
const overlap = 3000;
/** Shorter windows lie where much happens: there, neighbours' seconds would fill the answer. Milliseconds. */
const worthOverlap = 300_000;
/**
 * The question's bounds. Whether either end is inclusive is undocumented: half a second more at the start and the
 * whole second at the end serve both. A single second is asked for without its neighbours, which may be as full.
 */
function boundsOf(request) {
    const { window } = request;
    const wider = (request.wider ?? 0) * 1000;
    const length = window.end - window.start;
    const beside = Math.max(wider, length >= worthOverlap ? overlap : 0);
    const start = window.start - 500 - beside;
    const single = length === audit_window/* shortestWindow */.jI && wider === 0;
    const end = single ? window.end - 1 : window.end + beside;
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
    const judgements = searches.map(one => validateAnswer(one.notes));
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

;// CONCATENATED MODULE: ./lib/sources/exchange-check.js
/** What an export through Exchange needs of it, looked at one by one: the role, the tenant's log, and a search. */







/** In order; each is looked at whatever came of the others. Rejects only when `signal` is aborted. */
async function checkExchange(settings, read, signal) {
    return [
        await looked('exchange-role', signal, () => checkRole(settings, signal)),
        await looked('auditing', signal, () => checkAuditing(settings, signal)),
        await looked('search', signal, async () => {
            const window = probeWindow(settings.world);
            return judged(await read({ window, depth: 'search' }, async () => { }, signal), window);
        }),
    ];
}
async function looked(name, signal, look) {
    try {
        return await look();
    }
    catch (error) {
        signal.throwIfAborted();
        return (0,check/* failed */.g)(name, (0,wire_failure/* asFailure */.h_)(error));
    }
}
async function checkRole(settings, signal) {
    const cmdlets = await availableCmdlets(settings, signal);
    const offered = cmdlets.some(name => name.toLowerCase() === searchCmdlet.toLowerCase());
    if (offered)
        return { name: 'exchange-role', verdict: 'ok', says: `Exchange offers ${searchCmdlet} to this application.` };
    const { claims } = await settings.tokens.token();
    return { name: 'exchange-role', verdict: 'missing', failure: cmdletMissing(cmdlets, (0,invoke/* idsOf */.UX)(claims), settings.cloud) };
}
async function auditConfig(settings, signal) {
    const run = newRun('Get-AdminAuditLogConfig', {}, settings.newId(), signal);
    const page = await (0,invoke/* invokePage */.Cf)(settings, run, (0,invoke/* invokeUrl */.U_)(settings.exchange, settings.tenantId));
    const config = (0,audit_json/* isObject */.Gv)(page.rows[0]) ? page.rows[0] : {};
    const { UnifiedAuditLogIngestionEnabled: flag, UnifiedAuditLogFirstOptInDate: since } = config;
    return {
        recording: typeof flag === 'boolean' ? flag : undefined,
        since: typeof since === 'string' && /^\d{4}-\d\d-\d\d/.test(since) ? since.slice(0, 10) : undefined,
    };
}
async function checkAuditing(settings, signal) {
    const { recording, since } = await auditConfig(settings, signal);
    const name = 'auditing';
    if (recording === undefined)
        return { name, verdict: 'unknown', says: 'Exchange does not say whether the log is on.' };
    if (!recording)
        return { name, verdict: 'missing', failure: auditingOff() };
    const first = since === undefined ? '' : `; it was first turned on on ${since}`;
    return { name, verdict: 'ok', says: `The tenant records${first}.` };
}
function auditingOff() {
    return new wire_failure/* Failure */.HR({
        code: 'AUDITING_OFF',
        message: 'The tenant does not record: UnifiedAuditLogIngestionEnabled is False.',
        remedy: 'An administrator with the role Audit Logs turns the log on: Connect-ExchangeOnline, then ' +
            'Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true. Only what happens from some hours later on is recorded.',
    });
}
/** Old enough to have arrived, in part at least: the question is whether the search answers, not what. */
function probeWindow(world) {
    const start = Math.floor((0,skew/* serviceTime */.DR)(world) / 60_000) * 60_000 - 3 * 3_600_000;
    return { start, end: start + 60_000 };
}
function judged({ outcome, failure, evidence }, { start }) {
    const ids = evidence.requestIds[0] ? { 'client-request-id': evidence.requestIds[0] } : {};
    if (outcome === 'proven' || outcome === 'capped') {
        const minute = new Date(start).toISOString().slice(0, 16);
        const says = `A search of one minute (${minute}Z) answers, with ${evidence.rows} records.`;
        return { name: 'search', verdict: 'ok', says, evidence: ids };
    }
    if (failure === undefined)
        return { name: 'search', verdict: 'unknown', says: 'The search gave no answer.' };
    if (outcome === 'suspect')
        return { name: 'search', verdict: 'unknown', failure };
    return (0,check/* failed */.g)('search', failure);
}

;// CONCATENATED MODULE: ./lib/sources/exhaustive-read.js
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
async function readExhaustively(slices, ask, keep, newId) {
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
        failure: searchSuspicion('EXCHANGE_SECOND_TOO_FULL', `one second holds more than one answer; ${open[0]}`),
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
        const verdict = validateAnswer(call.notes);
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
    return searchSuspicion('EXCHANGE_SESSION', `a session that can't be trusted: ${words}`);
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
    const verdict = validateAnswer(search.notes);
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







/** A probe first; no gap is longer than four days. */
const exchangePlan = {
    aim: 0.78 * resultSize,
    first: 1_800_000,
    longest: 4 * 86_400_000,
    shrunk: 1_800_000,
    shortest: audit_window/* shortestWindow */.jI,
};
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
    const source = {
        name: 'exchange',
        cap: resultSize,
        plan: exchangePlan,
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
                return settings.gate.through(async () => {
                    const answer = await search(settings, request, asked, rows, signal);
                    if (gaveUp(answer.notes))
                        settings.gate.throttled(0);
                    return answer;
                }, signal);
            };
            try {
                if (request.depth === 'exhaustive')
                    return await readExhaustively(slices, ask, keep, settings.newId);
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
        check: signal => checkExchange(settings, source.read, signal),
    };
    return source;
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
async function recording(settings, signal) {
    try {
        return (await settings.gate.through(() => auditConfig(settings, signal))).recording;
    }
    catch (error) {
        signal.throwIfAborted();
        settings.world.debug(`Get-AdminAuditLogConfig: ${(0,wire_failure/* asFailure */.h_)(error).message}`);
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/sources/graph-call.js
/** One call of Microsoft Graph's audit log query: its token, and what each kind of refusal means. */




async function callGraph(settings, call) {
    const session = { token: undefined, renewals: 0, renewal: undefined };
    const policy = { ...settings.policy, ...call.policy };
    return await (0,send/* send */.t)(settings.world, {
        policy,
        ...(call.signal ? { signal: call.signal } : {}),
        request: async () => {
            // Afresh for each page: a month of pages outlives a token.
            const token = session.renewal ? await settings.tokens.renew(session.renewal) : await settings.tokens.token();
            session.renewal = undefined;
            session.token = token;
            settings.count(call.what);
            const headers = {
                authorization: `Bearer ${token.secret}`,
                accept: 'application/json',
                'accept-encoding': 'gzip',
                'client-request-id': settings.newId(),
                ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
            };
            const body = call.body === undefined ? null : JSON.stringify(call.body);
            return new Request(call.url, { method: call.method, headers, body });
        },
        read: answer => {
            const text = (0,body/* bodyText */.G)(answer, policy.maximumBytes) ?? '';
            const json = (0,body/* bodyJson */.z)(answer, policy.maximumBytes);
            const given = { status: answer.status, text, json, headers: answer.headers };
            return door(given, session, settings) ?? call.read(given) ?? otherwise(given);
        },
        onRetry: (_failure, throttled, delay) => {
            if (throttled)
                settings.throttled(delay);
        },
    });
}
/** Refusals of the caller, which mean the same on every call. */
function door(answer, session, settings) {
    if (isAuditingDisabled(answer))
        return { failed: auditingDisabled(answer) };
    const challenge = answer.headers.get('www-authenticate') ?? '';
    const claims = /claims="([^"]+)"/.exec(challenge)?.[1];
    if (answer.status === 401 || (answer.status === 403 && claims !== undefined)) {
        if (session.renewals++ > 0)
            return { failed: unauthorised(answer) };
        session.renewal = { ...(session.token && { refused: session.token }), ...(claims !== undefined && { claims }) };
        // Where no try is left, this is no refusal yet: the next call has a new token.
        return { retry: trouble('GRAPH_TOKEN', `Graph asks for another token (${answer.status})`, answer) };
    }
    if (answer.status === 403)
        return forbidden(answer, settings);
    return undefined;
}
/** In the answer's `Status`, or as JSON in a string inside `error.message`: CIPP has met both. */
function isAuditingDisabled({ status, text, json }) {
    if ((0,audit_json/* isObject */.Gv)(json) && json.Status === 'AuditingDisabledTenant')
        return true;
    return status >= 400 && text.includes('AuditingDisabledTenant');
}
function auditingDisabled(answer) {
    return new wire_failure/* Failure */.HR({
        code: 'GRAPH_AUDITING_DISABLED',
        message: 'The tenant does not record: Graph answers AuditingDisabledTenant.',
        remedy: 'An administrator turns the log on: Connect-ExchangeOnline, then Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true. Only what happens from some hours later on is recorded.',
        evidence: evidenceOf(answer),
    });
}
function unauthorised(answer) {
    return new wire_failure/* Failure */.HR({
        code: 'GRAPH_401',
        message: `Graph refuses the token (${answer.status}) although it was issued for it${said(answer)}.`,
        remedy: 'Conditional Access for workload identities may ask for more than a certificate gives, or a gateway exchanged the token; an administrator finds the sign-in in Entra’s sign-in log under service principals.',
        evidence: evidenceOf(answer),
    });
}
/** PAX and AI-in-One #59: with these words a 403 stays; without any, it has passed when asked again. */
const permanent = /dont have any permissions|Authorization_RequestDenied|InsufficientPrivileges|AccessDenied|InvalidAuthenticationToken/i;
const triesWhenForbidden = 4;
function forbidden(answer, { clientId, tenantId }) {
    if (!permanent.test(answer.text)) {
        return { retry: trouble('GRAPH_403_BARE', 'Graph refuses (403) without a reason', answer), tries: triesWhenForbidden };
    }
    return {
        failed: new wire_failure/* Failure */.HR({
            code: 'GRAPH_403',
            message: `Graph does not let the app ${clientId} search the audit log (403)${said(answer)}.`,
            remedy: `An administrator consents to the application permission AuditLogsQuery.Read.All of Microsoft Graph in tenant ${tenantId} ` +
                '(AuditLog.Read.All is another one and does not help); only tokens issued after the consent carry it.',
            evidence: evidenceOf(answer),
        }),
    };
}
const graph_call_transient = new Set([408, 500, 502, 503, 504]);
function otherwise(answer) {
    const { status } = answer;
    if (status === 429)
        return { retry: trouble('GRAPH_THROTTLED', `Graph asks for fewer queries (429)`, answer), throttled: true };
    if (graph_call_transient.has(status) || isNamelessError(answer))
        return { retry: trouble('GRAPH_UNAVAILABLE', `Graph is not available (${status})`, answer) };
    if (status >= 300 && status < 400)
        return { failed: trouble('GRAPH_REDIRECT', `Graph redirects elsewhere (${status})`, answer) };
    if (status < 300)
        return { retry: trouble('GRAPH_UNREADABLE', 'The answer is not what it should be', answer), tries: 3 };
    return { failed: trouble('GRAPH_ERROR', `Graph answers ${status}${said(answer)}`, answer) };
}
/** `UnknownError` with an empty message is passing (CIPP), except where it says that a version is not served. */
function isNamelessError({ json }) {
    const error = errorOf(json);
    return error?.code === 'UnknownError' && !error.message;
}
function errorOf(json) {
    return (0,audit_json/* isObject */.Gv)(json) && (0,audit_json/* isObject */.Gv)(json.error) ? json.error : undefined;
}
function said({ json }) {
    const error = errorOf(json);
    const words = [error?.code, error?.message].filter(word => typeof word === 'string' && word !== '');
    return words.length > 0 ? `: ${words.join(': ').slice(0, 300)}` : '';
}
function trouble(code, words, answer) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `${words.replace(/\.$/, '')}.`,
        remedy: 'A later run may pass. If it stays, look at the Microsoft 365 service health, or set source: exchange.',
        ...(answer ? { evidence: evidenceOf(answer) } : {}),
    });
}
/** A question that Graph does not take. */
function refusedQuestion(answer) {
    return new wire_failure/* Failure */.HR({
        code: 'GRAPH_QUESTION',
        message: `Graph does not accept the query${said(answer)}.`,
        remedy: 'Check the filters: record-types, operations, users, ip-addresses, object-ids and free-text go to Graph.',
        evidence: evidenceOf(answer),
    });
}
function evidenceOf({ status, headers }) {
    const id = headers.get('request-id');
    return { HTTP: String(status), ...(id ? { 'request-id': id } : {}) };
}

;// CONCATENATED MODULE: ./lib/sources/normalize-graph-record.js
/**
 * `AuditData` as Exchange has it, out of a page of Graph's records: the service's own text less what OData adds, so
 * that numbers and escapes stay as they were sent.
 */
/** A string, a mark, or anything else that is one token of JSON. */
const token = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+)/y;
/**
 * The text of each row's `auditData`; undefined where a row has none.
 * @param page text that is known to be JSON: an object with the list `value`.
 */
function auditDataTexts(page) {
    const tokens = new Tokens(page);
    const texts = [];
    tokens.next();
    members(tokens, name => {
        if (name !== 'value' || tokens.peek() !== '[')
            return copy(tokens);
        tokens.next();
        return normalize_graph_record_elements(tokens, () => {
            texts.push(undefined);
            if (tokens.peek() !== '{')
                return copy(tokens);
            tokens.next();
            return members(tokens, field => {
                const text = copy(tokens, field === 'auditData');
                if (field === 'auditData')
                    texts[texts.length - 1] = text;
                return text;
            });
        });
    });
    return texts;
}
class Tokens {
    #text;
    #at = 0;
    constructor(text) {
        this.#text = text;
    }
    next() {
        token.lastIndex = this.#at;
        const found = token.exec(this.#text);
        this.#at = token.lastIndex;
        return found?.[1] ?? '';
    }
    peek() {
        const at = this.#at;
        const found = this.next();
        this.#at = at;
        return found;
    }
}
/** One value, compact and without annotations. `asRecord`: it is a record, whose time Exchange writes without a zone. */
function copy(tokens, asRecord = false) {
    const first = tokens.next();
    if (first === '[')
        return `[${normalize_graph_record_elements(tokens, () => copy(tokens)).join(',')}]`;
    if (first !== '{')
        return first;
    const kept = [];
    members(tokens, (name, literal) => {
        const value = copy(tokens);
        if (isAnnotation(name))
            return;
        const zoneless = asRecord && name === 'CreationTime' ? value.replace(/Z"$/, '"') : value;
        kept.push(`${literal}:${zoneless}`);
    });
    return `{${kept.join(',')}}`;
}
/** `@odata.type` of the object, or `RecordType@odata.type` of a member. */
function isAnnotation(name) {
    return /(^|[^@])@odata\.\w+$/.test(name);
}
/** Visits what follows `{`, up to its end; `visit` reads the value. */
function members(tokens, visit) {
    if (tokens.peek() === '}') {
        tokens.next();
        return;
    }
    for (let mark = ','; mark === ','; mark = tokens.next()) {
        const literal = tokens.next();
        tokens.next();
        visit(JSON.parse(literal), literal);
    }
}
/** What follows `[`, up to its end; `read` reads one value. */
function normalize_graph_record_elements(tokens, read) {
    const found = [];
    if (tokens.peek() === ']') {
        tokens.next();
        return found;
    }
    for (let mark = ','; mark === ','; mark = tokens.next())
        found.push(read());
    return found;
}

;// CONCATENATED MODULE: ./lib/sources/queries.js
/**
 * Audit log queries as jobs: made, waited for, removed. Facts of the wire: the docs list v1.0, and a live tenant
 * answered it with 404 UnknownError while beta worked (graph2otel, July 2026), so that v1.0 is tried and beta is next.
 */




/** Milliseconds. */
const firstPoll = 30_000;
const pollEvery = 30_000;
const stuckAfter = 4 * 3_600_000;
const tellAfter = 180_000;
/** Polls that all fail for so long are an outage. */
const patience = 1_800_000;
/** How often a query is posted whose answer was lost. */
const posts = 5;
/** Codes after which nobody knows whether the query was made. */
const uncertain = /^(WIRE_|GRAPH_UNAVAILABLE$|GRAPH_UNREADABLE$)/;
/** Codes that waiting does not cure. */
const queries_refusals = /^(GRAPH_401|GRAPH_403|GRAPH_AUDITING_DISABLED|GRAPH_QUESTION)$|^(LOGIN_AADSTS|TOKEN_)/;
class Queries {
    #settings;
    #version = 'v1.0';
    #served = false;
    #removable = true;
    #toldOfQueue = false;
    constructor(settings) {
        this.#settings = settings;
    }
    /** The version that answered; undefined before the first answer. */
    get served() {
        return this.#served ? this.#version : undefined;
    }
    address(id) {
        return `${this.#root}/${encodeURIComponent(id)}`;
    }
    /**
     * POST is not idempotent: after an answer that was lost, the query is looked for by its name before another is made.
     * @param body with a name that no other query has.
     */
    async create(body, signal) {
        const { displayName } = body;
        const { world, policy } = this.#settings;
        const named = (id) => ({ id, displayName, began: (0,skew/* serviceTime */.DR)(world) });
        for (let attempt = 1;; attempt++) {
            try {
                const made = await this.#post(body, signal);
                if (made !== 'not served')
                    return named(made);
                if (this.#version === 'beta')
                    continue;
                this.#version = 'beta';
                world.log('Graph does not serve the audit log query under v1.0 here; beta takes its place.');
            }
            catch (error) {
                if (!(error instanceof wire_failure/* Failure */.HR) || !uncertain.test(error.code) || attempt >= posts)
                    throw error;
                world.debug(`whether the query was made is unknown: ${error.message}`);
                await world.sleep(policy.base * 2 ** attempt * (1 + policy.jitter()), signal);
                const found = await this.#find(displayName, signal);
                if (found !== undefined)
                    return named(found);
            }
        }
    }
    /**
     * A query of an earlier run, if the service still has it, it has not failed, and it asks exactly for `body`; else it
     * is removed, unless it is somebody else's. Rejects only when `signal` is aborted.
     */
    async adopt({ id, began }, body, signal) {
        const found = await this.#look(id, signal);
        const { displayName } = body;
        if (!isNamedAlike(found, displayName))
            return undefined;
        const { as } = stateOf(String(found.status), undefined);
        if (as !== 'failed' && as !== 'cancelled' && asksFor(found, body))
            return { id, displayName, began };
        await this.remove({ id }, signal);
        return undefined;
    }
    /** Removes a query of an earlier run, whatever it asks; what is not named alike is somebody else's. */
    async discard(id, name, signal) {
        if (isNamedAlike(await this.#look(id, signal), name))
            await this.remove({ id }, signal);
    }
    /** How many queries the tenant lists on one page, under the version that answers. */
    async list(signal) {
        const version = this.#version;
        const listed = await callGraph(this.#settings, {
            what: 'GET queries',
            method: 'GET',
            url: this.#root,
            signal,
            read: ({ status, json }) => {
                if (status === 404 && version === 'v1.0' && !this.#served)
                    return { done: 'not served' };
                return status === 200 && (0,audit_json/* isObject */.Gv)(json) && Array.isArray(json.value) ? { done: json.value.length } : undefined;
            },
        });
        if (listed !== 'not served')
            return { version, queries: listed };
        this.#version = 'beta';
        return await this.list(signal);
    }
    /** Waits for the query's end. A poll that fails is not the end; a state that nobody knows is not either. */
    async settle(query, signal) {
        const { world, policy } = this.#settings;
        const age = () => (0,skew/* serviceTime */.DR)(world) - query.began;
        let heard = world.now();
        await world.sleep(Math.max(0, firstPoll - age()), signal);
        for (;;) {
            try {
                const state = await this.#poll(query, signal);
                heard = world.now();
                if (state.as !== 'under way')
                    return state;
                if (state.queued && age() > tellAfter)
                    this.#tellOfQueue();
            }
            catch (error) {
                signal.throwIfAborted();
                if (!(error instanceof wire_failure/* Failure */.HR) || queries_refusals.test(error.code) || world.now() - heard > patience)
                    throw error;
                world.debug(`a poll failed, the query goes on: ${error.message}`);
            }
            if (age() > stuckAfter)
                return { as: 'stuck' };
            await world.sleep(pollEvery * (1 + policy.jitter()), signal);
        }
    }
    /** Frees the query's slot, best effort: DELETE is undocumented (PAX and CIPP use it). Never rejects. */
    async remove({ id }, signal) {
        if (!this.#removable)
            return;
        const call = callGraph(this.#settings, {
            what: 'DELETE query',
            method: 'DELETE',
            url: this.address(id),
            policy: { tries: 1, timeout: 10_000 },
            ...(signal ? { signal } : {}),
            read: ({ status }) => {
                if (status === 405 || status === 501)
                    this.#removable = false;
                return { done: undefined };
            },
        });
        await call.catch((error) => this.#settings.world.debug(`the query ${id} stays: ${String(error)}`));
    }
    get #root() {
        return this.#rootOf(this.#version);
    }
    #rootOf(version) {
        return `${this.#settings.graph}/${version}/security/auditLog/queries`;
    }
    async #post(body, signal) {
        const version = this.#version;
        return await callGraph(this.#settings, {
            what: 'POST query',
            method: 'POST',
            url: this.#root,
            body,
            signal,
            policy: { triesWhenBroken: 1 },
            read: answer => {
                const { status, json } = answer;
                if (status === 404 && version === 'v1.0' && !this.#served)
                    return { done: 'not served' };
                if (status >= 200 && status < 300 && (0,audit_json/* isObject */.Gv)(json) && typeof json.id === 'string' && json.id !== '') {
                    this.#served = true;
                    return { done: json.id };
                }
                if (status === 400 && !isNamelessError(answer))
                    return { failed: refusedQuestion(answer) };
                if (status === 429 || status >= 400 || status < 200)
                    return onlyOnce(answer);
                return { retry: trouble('GRAPH_UNREADABLE', 'The answer to a new query does not name it', answer), tries: 1 };
            },
        });
    }
    /** The Id of the query with exactly this name, if it was made. */
    async #find(displayName, signal) {
        const links = new Set();
        for (let url = this.#root; url !== undefined && !links.has(url);) {
            links.add(url);
            const page = await callGraph(this.#settings, {
                what: 'GET queries',
                method: 'GET',
                url,
                signal,
                read: ({ status, json }) => {
                    if (status !== 200 || !(0,audit_json/* isObject */.Gv)(json) || !Array.isArray(json.value))
                        return undefined;
                    const named = json.value.filter(audit_json/* isObject */.Gv).filter(query => query.displayName === displayName);
                    const ids = named.map(query => query.id).filter(id => typeof id === 'string');
                    return { done: { ids, next: nextLink(json, this.#settings.graph) } };
                },
            });
            if (page.ids[0] !== undefined)
                return page.ids[0];
            url = page.next;
        }
        return undefined;
    }
    /**
     * The query as the service has it, under the version that has it; undefined where none does, or none says so.
     * Before a version has answered, v1.0's 404 may mean that it is not served.
     */
    async #look(id, signal) {
        const versions = this.#served ? [this.#version] : ['v1.0', 'beta'];
        for (const version of versions) {
            const found = await callGraph(this.#settings, {
                what: 'GET query',
                method: 'GET',
                url: `${this.#rootOf(version)}/${encodeURIComponent(id)}`,
                signal,
                read: ({ status, json }) => {
                    if (status === 404)
                        return { done: undefined };
                    return status === 200 && (0,audit_json/* isObject */.Gv)(json) ? { done: json } : undefined;
                },
            }).catch((error) => {
                signal.throwIfAborted();
                this.#settings.world.debug(`the query ${id} of an earlier run can't be looked at: ${String(error)}`);
                return undefined;
            });
            if (found === undefined)
                continue;
            this.#version = version;
            this.#served = true;
            return found;
        }
        return undefined;
    }
    async #poll({ id }, signal) {
        return await callGraph(this.#settings, {
            what: 'GET query',
            method: 'GET',
            url: this.address(id),
            signal,
            // The second is for a renewed token; whatever else fails waits for the next poll.
            policy: { tries: 2 },
            read: answer => {
                const { status, json } = answer;
                if (status === 404)
                    return { done: { as: 'gone' } };
                // AI-in-One #60: a 400 while several queries run passes when fewer do.
                if (status === 400 || status === 429)
                    this.#settings.throttled(pollEvery);
                if (status !== 200)
                    return status < 400 ? undefined : { failed: trouble('GRAPH_POLL', `A poll is answered with ${status}`, answer) };
                if (!(0,audit_json/* isObject */.Gv)(json) || typeof json.status !== 'string')
                    return undefined;
                return { done: stateOf(json.status, json.isRecordCountLimitExceeded) };
            },
        });
    }
    #tellOfQueue() {
        if (this.#toldOfQueue)
            return;
        this.#toldOfQueue = true;
        this.#settings.world.log('A query has waited for minutes without being started: queries of earlier runs and of people in the portal take the same slots.');
    }
}
/** Apart from the last part, which differs from query to query. */
function isNamedAlike(found, name) {
    const shown = found?.displayName;
    return typeof shown === 'string' && shown.slice(0, shown.lastIndexOf('/')) === name.slice(0, name.lastIndexOf('/'));
}
/** Whether the bounds and every filter are the same; of a filter that we never set, that it is empty. */
function asksFor(found, body) {
    const names = [...Object.keys(found), ...Object.keys(body)].filter(name => /filter/i.test(name));
    return names.every(name => comparable(name, found[name]) === comparable(name, body[name]));
}
/** As text: Graph answers names of record types in PascalCase, lists in any order, and what is empty as null. */
function comparable(name, value) {
    if (value === undefined || value === null || value === '')
        return '[]';
    if (/DateTime$/.test(name))
        return String(Date.parse(String(value)));
    if (!Array.isArray(value))
        return JSON.stringify(value);
    const items = value.map(item => (name === 'recordTypeFilters' ? String(item).toLowerCase() : String(item)));
    return JSON.stringify(items.sort());
}
function stateOf(status, limit) {
    switch (status.toLowerCase()) {
        case 'succeeded':
            return { as: 'succeeded', limited: typeof limit === 'boolean' ? limit : undefined };
        case 'failed':
            return { as: 'failed' };
        case 'cancelled':
        case 'canceled':
            return { as: 'cancelled' };
        default:
            return { as: 'under way', queued: /^(notStarted|queued)$/i.test(status) };
    }
}
/** 429 was refused for certain and may be asked again; whatever else failed may have made the query. */
function onlyOnce(answer) {
    if (answer.status === 429)
        return undefined;
    if (answer.status < 500 && answer.status !== 408 && !isNamelessError(answer))
        return undefined;
    return { retry: trouble('GRAPH_UNAVAILABLE', `Graph is not available (${answer.status})`, answer), tries: 1 };
}
/** The link to the next page, verbatim. @throws Failure when it leads to another host: the token goes nowhere else. */
function nextLink(json, graph) {
    const next = json['@odata.nextLink'];
    if (next === undefined || next === null || next === '')
        return undefined;
    if (typeof next === 'string' && URL.canParse(next)) {
        const [link, base] = [new URL(next), new URL(graph)];
        if (link.origin === base.origin && link.pathname.startsWith(base.pathname))
            return next;
    }
    throw new wire_failure/* Failure */.HR({
        code: 'GRAPH_FOREIGN_LINK',
        message: 'The next page is said to be on another host.',
        remedy: 'Something between may change the answers (proxy, gateway); the token was not sent there.',
    });
}

;// CONCATENATED MODULE: ./lib/sources/graph-records.js
/** Reads the records of a query that has succeeded, page by page; a page that is not whole is asked for again. */





/** No maximum is documented; clients use 100 to 10,000. */
const usualTop = 1000;
const defaultPage = 150;
/** A page that stays cut may be whole in smaller ones (msgraph-sdk-powershell #2677, #2689). */
const smallTop = 50;
const triesOfAPage = 3;
/** One for a run: remembers what the service takes. */
class Records {
    #settings;
    #topRefused = false;
    constructor(settings) {
        this.#settings = settings;
    }
    /** The most that a page holds, which is a suspicious number for a whole answer. */
    get pageSize() {
        return this.#topRefused ? defaultPage : usualTop;
    }
    /**
     * Hands all pages to `take`. Where a page stays cut, everything is read once more in small pages, which calls
     * `take` with the next number.
     * @throws Failure when a page can't be had whole.
     */
    async read(query, take, signal) {
        try {
            await this.#pages(query, usualTop, records => take(records, 0), signal);
        }
        catch (error) {
            if (!(error instanceof wire_failure/* Failure */.HR) || error.code !== 'GRAPH_PAGE_CUT' || this.#topRefused)
                throw error;
            this.#settings.world.debug(`${error.message} Once more in pages of ${smallTop}.`);
            await this.#pages(query, smallTop, records => take(records, 1), signal);
        }
    }
    async #pages(query, top, take, signal) {
        const bare = `${query}/records`;
        const links = new Set();
        let url = this.#topRefused ? bare : `${bare}?$top=${top}`;
        while (url !== undefined) {
            const page = await this.#page(url, links.size === 0 && url !== bare, signal);
            if (page === 'no top') {
                this.#topRefused = true;
                url = bare;
                continue;
            }
            await take(page.records);
            links.add(url);
            if (page.next !== undefined && links.has(page.next)) {
                throw trouble('GRAPH_LOOP', 'The answer leads back to a page that was read before');
            }
            url = page.next;
        }
    }
    async #page(url, mayRefuseTop, signal) {
        return await callGraph(this.#settings, {
            what: 'GET records',
            method: 'GET',
            url,
            signal,
            read: answer => {
                if (answer.status === 400 && mayRefuseTop)
                    return { done: 'no top' };
                if (answer.status === 400)
                    return { retry: trouble('GRAPH_PAGE', 'A page is refused (400)', answer), tries: triesOfAPage };
                if (answer.status === 404)
                    return { failed: trouble('GRAPH_QUERY_GONE', 'The query is gone (404)', answer) };
                return answer.status === 200 ? readPage(answer, this.#settings.graph) : undefined;
            },
        });
    }
}
function readPage(answer, graph) {
    const { json, text } = answer;
    // Cut mid-stream with an error glued on: 200, and no JSON.
    if (!(0,audit_json/* isObject */.Gv)(json) || !Array.isArray(json.value)) {
        return { retry: trouble('GRAPH_PAGE_CUT', 'A page of records is not whole JSON', answer), tries: triesOfAPage };
    }
    const count = json['@odata.count'];
    if (typeof count === 'number' && count !== json.value.length) {
        const words = `A page says that it has ${count} records, and has ${json.value.length}`;
        return { retry: trouble('GRAPH_PAGE_COUNT', words, answer), tries: triesOfAPage };
    }
    const texts = auditDataTexts(text);
    const records = json.value.map((given, index) => ({
        given: (0,audit_json/* isObject */.Gv)(given) ? given : {},
        auditData: texts[index],
    }));
    return { done: { records, next: nextLink(json, graph) } };
}

;// CONCATENATED MODULE: ./lib/sources/graph-validation.js
/**
 * When the records of a query prove its window. A query that found too much says `succeeded` all the same: only
 * `isRecordCountLimitExceeded` tells, and older back ends lack it. Pure: one query in, one judgement out.
 */

/** The least that a query holds at most, as published: records beyond it are left out. */
const recordLimit = 1_000_000;
/** @param divisible whether the window can be cut, so that a doubtful number is best halved. */
function validateQuery(notes, divisible) {
    const { records, limited } = notes;
    if (limited === true)
        return graph_validation_capped('GRAPH_LIMIT', 'Graph says that the query found more records than it holds');
    if (records >= recordLimit)
        return graph_validation_capped('GRAPH_LIMIT', `${records} records, as many as a query holds at most`);
    const round = isRound(notes);
    if (round && limited === undefined && divisible)
        return graph_validation_capped('GRAPH_ROUND_COUNT', roundWords(records));
    const broken = graph_validation_ruleBroken(notes);
    if (broken)
        return { outcome: 'suspect', failure: querySuspicion(broken.code, broken.words) };
    if (round)
        return { outcome: 'proven', doubt: roundWords(records) };
    return records === 0 ? { outcome: 'proven', doubt: 'no rows' } : { outcome: 'proven' };
}
function graph_validation_ruleBroken(notes) {
    const fault = [...notes.rowFaults][0];
    if (fault)
        return { code: 'GRAPH_ROW', words: `${fault[0]} (${fault[1]} of ${notes.records})` };
    if (notes.unstable > 0)
        return { code: 'GRAPH_UNSTABLE', words: `readings of the same finished query differ by ${notes.unstable} records` };
    if (notes.outside > 0)
        return { code: 'GRAPH_OUTSIDE', words: `${notes.outside} records outside the time asked for` };
    if (notes.unfiltered > 0)
        return { code: 'GRAPH_UNFILTERED', words: `${notes.unfiltered} records that the filter excludes` };
    return undefined;
}
function isRound({ records, pageSize }) {
    return records > 0 && (records % 1000 === 0 || records === pageSize);
}
function roundWords(records) {
    return `exactly ${records} records, a number at which a service stops`;
}
function graph_validation_capped(code, words) {
    return { outcome: 'capped', failure: querySuspicion(code, words) };
}
function querySuspicion(code, words) {
    return new wire_failure/* Failure */.HR({
        code,
        message: `The query is not proven to be whole: ${words}.`,
        remedy: 'Run the export again later; if the same window stays a gap, set source: exchange, or open a case with Microsoft naming the query.',
    });
}

;// CONCATENATED MODULE: ./lib/sources/graph.js
/**
 * Reads windows through Microsoft Graph's audit log query: one query for a window, waited for, its records read twice
 * and rebuilt as Exchange has them. https://learn.microsoft.com/graph/api/resources/security-auditlogquery
 */









/**
 * Queries under way at most, whatever is asked for: about ten is what a tenant gets in practice (CIPP), and the portal's
 * and other tools' queries count among them.
 */
const queriesAtOnce = 4;
/** Published, known at second hand (September 2026): a tenant may submit at least so many queries in 24 hours. */
const queriesADay = 200;
/** One query a day: half-hour windows would take a week of the published budget. */
function graphPlan(period, days) {
    const day = Math.ceil((period.end - period.start) / Math.max(1, days) / 1000) * 1000;
    return { aim: 0.78 * recordLimit, first: day, longest: day, shrunk: Math.min(day, 6 * 3_600_000), shortest: 60_000 };
}
function graphSource(given) {
    const requests = {};
    const settings = {
        ...given,
        throttled: delay => given.gate.throttled(delay),
        count: what => {
            requests[what] = (requests[what] ?? 0) + 1;
        },
    };
    const run = {
        given,
        queries: new Queries(settings),
        records: new Records(settings),
        typesRefused: false,
        uncrossedTold: false,
    };
    return {
        name: 'graph',
        cap: recordLimit,
        plan: given.plan,
        requests,
        get endpoint() {
            return run.queries.served;
        },
        read: (request, keep, signal) => given.gate.through(() => read(run, request, keep, signal), signal),
        discard: async (left, signal) => {
            for (const { id, ...window } of left)
                await run.queries.discard(id, nameOf(given, window), signal);
        },
        // Graph says so by refusing every query.
        recording: async () => undefined,
        check: signal => graph_check(run, signal),
    };
}
/** A query would stay in the tenant as a job, so that none is made. */
async function graph_check({ queries }, signal) {
    const auditing = {
        name: 'auditing',
        verdict: 'unknown',
        says: 'Graph tells it only by refusing a query, and the doctor makes none. An administrator sees it in Exchange: ' +
            'Get-AdminAuditLogConfig | Format-List UnifiedAuditLogIngestionEnabled, UnifiedAuditLogFirstOptInDate.',
    };
    try {
        const { version, queries: listed } = await queries.list(signal);
        const says = `Graph lists the tenant’s audit log queries (${version}, ${listed} of them); none was made.`;
        return [auditing, { name: 'search', verdict: 'ok', says }];
    }
    catch (error) {
        signal.throwIfAborted();
        const failure = (0,wire_failure/* asFailure */.h_)(error);
        if (failure.code !== 'GRAPH_AUDITING_DISABLED')
            return [auditing, (0,check/* failed */.g)('search', failure)];
        return [
            (0,check/* failed */.g)('auditing', failure),
            { name: 'search', verdict: 'unknown', says: 'Nothing is recorded to be searched.' },
        ];
    }
}
async function read(run, request, keepRows, signal) {
    const made = [];
    let notKept;
    const keep = async (rows) => {
        await keepRows(rows).catch((error) => {
            notKept = { error };
            throw error;
        });
    };
    try {
        return await readQuery(run, { request, keep, made }, signal);
    }
    catch (error) {
        // A query that nobody takes over would hold a slot for hours.
        const last = made.at(-1);
        const handedOn = request.onQuery !== undefined && signal.reason instanceof wire_failure/* Failure */.HR;
        if (last && !handedOn)
            void run.queries.remove(last, signal.aborted ? undefined : signal);
        signal.throwIfAborted();
        if (notKept)
            throw notKept.error;
        return graph_failedReading((0,wire_failure/* asFailure */.h_)(error), made);
    }
}
async function readQuery(run, reader, signal) {
    const { request, keep, made } = reader;
    const { query, ended } = await answered(run, request, made, signal);
    if (ended.as !== 'succeeded') {
        await run.queries.remove(query, signal);
        return graph_failedReading(endedBadly(query, ended.as), made);
    }
    const pages = new Pages(run, request, keep);
    await pages.read(run.queries.address(query.id), signal);
    await run.queries.remove(query, signal);
    return pages.judged(ended.limited, made);
}
/** A query that came to its end; where one vanished, another takes its place. */
async function answered(run, request, made, signal) {
    for (let again = 2;; again--) {
        const query = (again === 2 && (await adopted(run, request, signal))) || (await create(run, request, signal));
        made.push(query);
        await request.onQuery?.(query.id);
        const ended = await run.queries.settle(query, signal);
        if (ended.as !== 'gone' || again === 0)
            return { query, ended };
    }
}
/** What an earlier run left of the same question. */
async function adopted(run, request, signal) {
    let one;
    for (const left of request.left ?? []) {
        if (one)
            await run.queries.discard(left.id, one.displayName, signal);
        else
            one = await run.queries.adopt(left, bodyOf(run, request), signal);
    }
    if (one)
        run.given.world.log(`The query ${one.id} of the run before is taken over.`);
    return one;
}
async function create(run, request, signal) {
    const body = bodyOf(run, request);
    try {
        return await run.queries.create(body, signal);
    }
    catch (error) {
        if ((0,wire_failure/* asFailure */.h_)(error).code !== 'GRAPH_QUESTION' || !('recordTypeFilters' in body))
            throw error;
        run.typesRefused = true;
        run.given.world.log('Graph does not take these record types as a filter; they are picked out here instead.');
        return await run.queries.create(bodyOf(run, request), signal);
    }
}
/**
 * The bounds reach a second further at the start, so that neighbours are witnesses for each other; whether the end is
 * inclusive is undocumented, and serves either way.
 */
function graph_boundsOf({ window, wider = 0 }) {
    return { start: window.start - 1000 - wider * 1000, end: window.end + wider * 1000 };
}
function bodyOf({ given, typesRefused }, request) {
    const { filters } = given;
    const { start, end } = graph_boundsOf(request);
    const named = filters.recordTypes.every(type => !/^\d+$/.test(type)) && !typesRefused;
    const lists = {
        recordTypeFilters: named ? filters.recordTypes.map(camelCase) : [],
        operationFilters: filters.operations,
        userPrincipalNameFilters: filters.users,
        ipAddressFilters: filters.ipAddresses,
        objectIdFilters: filters.objectIds,
    };
    return {
        displayName: nameOf(given, request.window),
        filterStartDateTime: (0,record/* instantOf */.B9)(start),
        filterEndDateTime: (0,record/* instantOf */.B9)(end),
        ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
        ...(filters.freeText === undefined ? {} : { keywordFilter: filters.freeText }),
    };
}
/** Unlike every other in its last part: a query of an earlier run must not be taken for this one. */
function nameOf({ tenantId, label, newId }, { start, end }) {
    return `m365-audit/${tenantId}/${label}/${(0,record/* instantOf */.B9)(start)}/${(0,record/* instantOf */.B9)(end)}/${newId()}`;
}
function camelCase(name) {
    return name.slice(0, 1).toLowerCase() + name.slice(1);
}
/** Records a little outside the question have been seen nowhere yet; more than this means that it was ignored. */
const tolerated = 3_600_000;
/** How often a finished query's records are read until two readings agree. */
const readingsOfAQuery = 4;
/** The records of one query, over as many readings of its pages as it takes. */
class Pages {
    #run;
    #request;
    #keep;
    /** Identity → the part that had it first. */
    #seen = new Map();
    #rowFaults = new Map();
    #nameless = 0;
    #unstable = 0;
    #outside = 0;
    #strays = 0;
    #unfiltered = 0;
    #uncrossed = 0;
    constructor(run, request, keep) {
        this.#run = run;
        this.#request = request;
        this.#keep = keep;
    }
    async read(query, signal) {
        const { records, given } = this.#run;
        const readings = given.twice ? readingsOfAQuery : 1;
        for (let reading = 0; reading < readings; reading++) {
            const before = this.#seen.size;
            let answer = new Answer();
            let last = 0;
            await records.read(query, async (rows, round) => {
                // Small pages begin at the beginning.
                if (round !== last)
                    answer = new Answer();
                last = round;
                await this.#take(rows, answer, 2 * reading + round);
            }, signal);
            const missing = this.#seen.size - answer.ids.size;
            const added = this.#seen.size - before;
            const nameless = Math.abs(answer.nameless - this.#nameless);
            this.#nameless = Math.max(answer.nameless, this.#nameless);
            this.#unstable = missing + (reading === 0 ? 0 : added + nameless);
            if (reading > 0 && this.#unstable === 0)
                return;
        }
    }
    judged(limited, made) {
        const { records } = this.#run;
        const judgement = validateQuery({
            records: this.#seen.size + this.#nameless,
            limited,
            pageSize: records.pageSize,
            unstable: this.#unstable,
            rowFaults: this.#rowFaults,
            outside: this.#outside,
            unfiltered: this.#unfiltered,
        }, this.#request.depth === 'search');
        return {
            ...judgement,
            slow: false,
            evidence: { ...graph_evidenceOf(made), rows: this.#seen.size + this.#nameless, warnings: this.#warnings() },
        };
    }
    #warnings() {
        const warnings = [];
        if (this.#strays > 0)
            warnings.push(`${this.#strays} records a little outside the time asked for, not kept here`);
        if (this.#uncrossed > 0) {
            const words = `${this.#uncrossed} records whose userPrincipalName is not the UserId of their auditData`;
            warnings.push(words);
            if (!this.#run.uncrossedTold) {
                this.#run.uncrossedTold = true;
                this.#run.given.world.log(`Graph sends ${words}: its outer user fields follow another rule than the known one. The columns are made from auditData and not touched by it.`);
            }
        }
        return warnings;
    }
    async #take(records, answer, part) {
        const { tenantId } = this.#run.given;
        const kept = [];
        for (const record of records) {
            if (this.#isKnown(record.given.id, answer, part))
                continue;
            const parsed = parseRecord(record, tenantId, part);
            const { row, fault } = parsed;
            this.#note(record, parsed, answer, part);
            if (row && fault === undefined && this.#wanted(row))
                kept.push(row);
        }
        if (kept.length > 0)
            await this.#keep(kept);
    }
    /** Whether an earlier reading of the query had the record, so that it need not be kept again. */
    #isKnown(id, answer, part) {
        const first = typeof id === 'string' ? this.#seen.get(id) : undefined;
        if (typeof id !== 'string' || first === undefined || first === part)
            return false;
        answer.ids.add(id);
        return true;
    }
    #note({ given }, { row, fault }, answer, part) {
        const id = row?.record.Identity;
        if (id) {
            answer.ids.add(id);
            if (!this.#seen.has(id))
                this.#seen.set(id, part);
        }
        else
            answer.nameless++;
        if (fault !== undefined)
            this.#rowFaults.set(fault, (this.#rowFaults.get(fault) ?? 0) + 1);
        if (row && !isCrossed(given, row))
            this.#uncrossed++;
    }
    #wanted(row) {
        const { operations } = this.#run.given.filters;
        if (operations.length > 0 && !operations.some(operation => (0,audit_filters/* same */.FB)(operation, row.record.Operations))) {
            this.#unfiltered++;
            return false;
        }
        const { start, end } = graph_boundsOf(this.#request);
        // Beyond the window too: a neighbour has to show it as well.
        if (row.time >= start && row.time <= end + 999)
            return true;
        if (row.time < start - tolerated || row.time > end + tolerated)
            this.#outside++;
        else
            this.#strays++;
        return false;
    }
}
/** What one reading of the pages held. */
class Answer {
    ids = new Set();
    nameless = 0;
}
/**
 * The record as the cmdlet would send it. The outer user fields are crossed (`userId` is UserKey, `userPrincipalName`
 * UserId: graph2otel, 500 of 500) and the outer address is empty, so that columns come from `auditData` alone.
 */
function parseRecord({ given, auditData }, tenantId, part) {
    const data = typeof given.auditData === 'object' && given.auditData !== null ? { ...given.auditData } : {};
    const inside = data;
    const row = {
        RecordType: recordTypeOf(given.auditLogRecordType),
        CreationDate: inside.CreationTime === undefined ? given.createdDateTime : '',
        UserIds: inside.UserId,
        Operations: inside.Operation ?? given.operation,
        AuditData: auditData ?? '',
        Identity: given.id,
    };
    return parseRow(row, tenantId, part);
}
/** PascalCase on the wire, camelCase in the docs; '' for what is no name, so that the number stands. */
function recordTypeOf(name) {
    if (typeof name === 'number')
        return String(name);
    if (typeof name !== 'string' || /^unknown/i.test(name))
        return '';
    return name.slice(0, 1).toUpperCase() + name.slice(1);
}
/** True as well where there is nothing to compare. */
function isCrossed({ userPrincipalName }, { record }) {
    return typeof userPrincipalName !== 'string' || userPrincipalName === '' || userPrincipalName === record.UserIds;
}
const graph_outages = /^(GRAPH_THROTTLED|GRAPH_UNAVAILABLE|GRAPH_403_BARE|GRAPH_POLL|GRAPH_TOKEN|WIRE_UNREACHABLE|LOGIN_)/;
const graph_brokenAnswers = /^GRAPH_(LOOP|PAGE)/;
function graph_failedReading(failure, made) {
    const { code } = failure;
    const outcome = queries_refusals.test(code) ? 'refused' : graph_brokenAnswers.test(code) ? 'suspect' : 'failed';
    return {
        outcome,
        failure,
        outage: outcome === 'failed' && graph_outages.test(code),
        slow: false,
        evidence: { ...graph_evidenceOf(made), rows: 0, warnings: [] },
    };
}
function graph_evidenceOf(made) {
    return { cap: recordLimit, requestIds: made.map(query => query.id) };
}
function endedBadly(query, as) {
    switch (as) {
        case 'stuck':
            return trouble('GRAPH_QUERY_STUCK', `The query ${query.id} had not ended after four hours`);
        case 'gone':
            return trouble('GRAPH_QUERY_GONE', `Queries vanish before they end, the last was ${query.id}`);
        default:
            return querySuspicion(`GRAPH_QUERY_${as.toUpperCase()}`, `it ended as ${as} on the service’s side`);
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

;// CONCATENATED MODULE: ./lib/month/open-source.js
/** The source that the session leads to, with the patience its service asks for. */




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
/** Graph answers each request soon; what it takes time for are the queries. Its slots may be full for minutes. */
const graphPolicy = {
    tries: 8,
    triesWhenBroken: 4,
    base: 5000,
    longest: 300_000,
    timeout: 120_000,
    maximumBytes: 128 << 20,
    jitter: Math.random,
};
function openSource(settings, context, { session, period }) {
    const { world } = context;
    const { cloud, tenantId, clientId, tokens } = session;
    const common = { world, tenantId, tokens, filters: settings.filters, newId: external_node_crypto_.randomUUID };
    if (session.source === 'exchange') {
        return exchangeSource({
            ...common,
            exchange: cloud.exchange,
            cloud: cloud.name,
            policy: exchangePolicy,
            connectionId: (0,external_node_crypto_.randomUUID)(),
            gate: new Gate(world, settings.concurrency),
        });
    }
    const atOnce = Math.min(settings.concurrency, queriesAtOnce);
    const plan = graphPlan(period, period.days.length);
    const planned = Math.ceil((period.end - period.start) / plan.longest);
    context.host.info(`Graph: ${planned} queries are planned, one a day, ${atOnce} at once; splits and second readings come on top. ` +
        `A tenant may submit at least ${queriesADay} in 24 hours. Each takes minutes, in large tenants an hour and more.`);
    return graphSource({
        ...common,
        graph: cloud.graph,
        clientId,
        policy: graphPolicy,
        plan,
        label: period.label,
        twice: settings.confirm !== 'none',
        gate: new Gate(world, atOnce),
    });
}


/***/ }),

/***/ 75612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cf: () => (/* binding */ invokePage),
/* harmony export */   LH: () => (/* binding */ troubleOf),
/* harmony export */   RL: () => (/* binding */ newSession),
/* harmony export */   Ru: () => (/* binding */ grantRole),
/* harmony export */   UX: () => (/* binding */ idsOf),
/* harmony export */   U_: () => (/* binding */ invokeUrl),
/* harmony export */   cA: () => (/* binding */ tokenRefused),
/* harmony export */   dI: () => (/* binding */ anchorOf),
/* harmony export */   o0: () => (/* binding */ forbidden)
/* harmony export */ });
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5949);
/* harmony import */ var _signin_remedies_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(34952);
/* harmony import */ var _wire_body_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51901);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
/* harmony import */ var _wire_send_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38475);
/**
 * One page of one cmdlet run over Exchange's `InvokeCommand`, the private HTTP contract of Microsoft's own PowerShell
 * module: its headers, its two families of errors, and its answers that are not JSON.
 */





const pageSize = 1000;
function newSession() {
    return {
        token: undefined,
        renewals: 0,
        renewal: undefined,
        refusals: 0,
        async next(tokens) {
            this.token = this.renewal ? await tokens.renew(this.renewal) : await tokens.token();
            this.renewal = undefined;
            return this.token;
        },
    };
}
/** @param link where to POST: the cmdlet's endpoint, or the `@odata.nextLink` of the page before. */
async function invokePage(settings, run, link) {
    const session = newSession();
    return await (0,_wire_send_js__WEBPACK_IMPORTED_MODULE_2__/* .send */ .t)(settings.world, {
        policy: settings.policy,
        signal: run.signal,
        request: async () => {
            const token = await session.next(settings.tokens);
            settings.count(run.cmdlet);
            return new Request(link, { method: 'POST', headers: headersOf(settings, run, token.secret), body: run.body });
        },
        read: answer => {
            keepCookies(run, answer);
            if (answer.status === 401)
                return tokenRefused(answer, session);
            if (answer.status === 403 && !isConcurrencyRefusal(answer, settings))
                return forbidden(answer, session, settings);
            return readAnswer(answer, settings, link);
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
/** The organisation's system mailbox, the same GUID in every tenant: pages are found again only with the same anchor. */
function anchorOf({ tenantId }) {
    return `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenantId}`;
}
function headersOf(settings, run, token) {
    const headers = new Headers({
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'x-anchormailbox': anchorOf(settings),
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
function tokenRefused(answer, session) {
    const challenge = answer.headers.get('www-authenticate') ?? '';
    const claims = /claims="([^"]+)"/.exec(challenge)?.[1];
    const failure = new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
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
    const words = errorWords((0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyJson */ .z)(answer, settings.policy.maximumBytes));
    const claims = session.token?.claims;
    const failure = new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
        code: 'EXCHANGE_403',
        message: `Exchange does not let this application run the command (403)${words ? `: ${words}` : ''}.`,
        remedy: grantRole(idsOf(claims), settings.cloud),
        evidence: evidenceOf(answer),
    });
    // Once more, since a role that was just granted reaches the back ends one by one.
    return session.refusals++ > 0 ? { failed: failure } : { retry: failure };
}
function idsOf(claims) {
    return claims ? { client: claims.appid, object: claims.oid, tenant: claims.tid } : {};
}
/** The commands that let an app search the log and nothing else; the token tells which app. */
function grantRole({ client = '<client id>', object, tenant }, cloud) {
    return ('An Exchange administrator must give the application a role group that holds View-Only Audit Logs: ' +
        `New-ServicePrincipal -AppId ${client} -ObjectId ${object ?? '<object id of the enterprise application>'}; ` +
        'New-RoleGroup "Audit Export" -Roles "View-Only Audit Logs"; ' +
        `Add-RoleGroupMember "Audit Export" -Member ${object ?? '<object id>'}. It can take up to four hours to take effect. ` +
        (0,_signin_remedies_js__WEBPACK_IMPORTED_MODULE_3__/* .bySetup */ .z$)('', { ...(tenant === undefined ? {} : { tenant }), cloud }));
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
    const json = (0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyJson */ .z)(answer, limit);
    if (status === 200 || status === 204)
        return readPage(answer, json, link);
    const words = errorWords(json) || ((0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyText */ .G)(answer, limit) ?? '').slice(0, 200);
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
    if (!(0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(json)) {
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
    return concurrency.test((0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyText */ .G)(answer, settings.policy.maximumBytes) ?? '');
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
    const error = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(json) && (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(json.error) ? json.error : undefined;
    if (!error)
        return '';
    const inner = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(error.innererror) ? error.innererror : {};
    const internal = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(inner.internalexception) ? inner.internalexception : {};
    const detail = Array.isArray(error.details) && (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(error.details[0]) ? error.details[0].message : undefined;
    const words = [internal.message, detail, error.message].find(text => typeof text === 'string' && text !== '');
    const type = typeof internal.type === 'string' ? internal.type.split('.').at(-1) : undefined;
    return [type, typeof words === 'string' ? words.slice(0, 500) : undefined].filter(Boolean).join(': ');
}
/** An answer that is none to `what`: to be asked for again, or the end. */
function troubleOf(answer, what) {
    const { status } = answer;
    if (status === 429)
        return { retry: trouble('EXCHANGE_THROTTLED', 'Exchange asks for fewer requests (429)', answer), throttled: true };
    if (transientStatus.has(status))
        return { retry: trouble('EXCHANGE_UNAVAILABLE', `Exchange is not available (${status})`, answer) };
    return { failed: trouble('EXCHANGE_ERROR', `Exchange answers ${status}, which is not ${what}`, answer) };
}
function trouble(code, words, answer) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
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


/***/ }),

/***/ 91813:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ whenToRun)
/* harmony export */ });
/* harmony import */ var _audit_period_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91098);
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(91564);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19579);
/* harmony import */ var _wire_skew_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(85547);
/** Which month a run is for, and whether it is to run at all today. */




/**
 * Anchored on when the run was created, so that a rerun means the same month. Without that, now is taken, and said.
 * @throws Failure for a period that is empty or has not begun.
 */
async function whenToRun(settings, host, world) {
    const { anchor, notes } = await anchorOf(settings, host, world);
    let moment = anchor;
    if (settings.runOn === 'last-day') {
        const day = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_0__/* .lastDay */ .NY)(settings.timezone, anchor);
        if (!day.due) {
            return {
                skip: `Nothing was done: run-on is last-day, and this run, created on ${day.today}, is not for a month's last day in ${settings.timezone}. The next such day is ${day.next}.`,
            };
        }
        moment = day.moment;
    }
    const chosen = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_0__/* .choosePeriod */ .B8)(settings.period, settings.timezone, moment);
    if ('mistake' in chosen)
        throw wrongPeriod(chosen.mistake);
    const period = chosen.ok;
    if (period.start >= (0,_wire_skew_js__WEBPACK_IMPORTED_MODULE_3__/* .serviceTime */ .DR)(world))
        throw wrongPeriod(`${period.text} has not begun yet`);
    return { run: period, anchor, notes };
}
async function anchorOf(settings, host, world) {
    const fixed = settings.runOn === 'any-day' && (settings.period.kind === 'month' || settings.period.kind === 'range');
    const now = Math.floor((0,_wire_skew_js__WEBPACK_IMPORTED_MODULE_3__/* .serviceTime */ .DR)(world) / 1000) * 1000;
    if (fixed || host.facts.runId === undefined)
        return { anchor: now, notes: [] };
    const created = await (0,_github_js__WEBPACK_IMPORTED_MODULE_1__/* .runCreated */ .il)(world, host.facts, settings.githubToken);
    if (created.value !== undefined)
        return { anchor: created.value, notes: [] };
    const note = `When this run was created could not be learned (${created.because}); the month was chosen by the present time.`;
    return { anchor: now, notes: [note] };
}
function wrongPeriod(mistake) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR({
        code: 'INPUT_PERIOD',
        message: `The period can't be exported: ${mistake}.`,
        remedy: 'Correct the input period (or timezone).',
    });
}


/***/ })

};
