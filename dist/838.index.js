export const id = 838;
export const ids = [838];
export const modules = {

/***/ 93999:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ Density)
/* harmony export */ });
/* harmony import */ var _window_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(81635);
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
/** What an hour of an earlier month is worth beside one of this. */
const weightOfEarlier = 0.5;
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
    /**
     * Takes over what an earlier month knew of a window, spread evenly, for a part of what seeing it now would be worth:
     * the week's shape lasts, its level changes.
     */
    suppose(window, records) {
        const length = (window.end - window.start) / hour;
        for (const [bin, part] of binsOf(window)) {
            const worth = part * weightOfEarlier;
            const rows = (records / length) * worth;
            add(this.hours, bin, worth);
            add(this.dayHours, likeDay(bin), worth);
            add(this.rows, bin, rows);
            add(this.dayRows, likeDay(bin), rows);
            this.totalCurve += (officeCurve[bin % 24] ?? 1) * worth;
            this.total += rows;
        }
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
                const end = Math.floor((from + into) / _window_js__WEBPACK_IMPORTED_MODULE_0__/* .shortestWindow */ .jI) * _window_js__WEBPACK_IMPORTED_MODULE_0__/* .shortestWindow */ .jI;
                return Math.min(last, Math.max(end, start + _window_js__WEBPACK_IMPORTED_MODULE_0__/* .shortestWindow */ .jI));
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

/***/ 55336:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I9: () => (/* binding */ lastManifest),
/* harmony export */   Pi: () => (/* binding */ fromArtifact),
/* harmony export */   fl: () => (/* binding */ lastKept),
/* harmony export */   tn: () => (/* binding */ manifestIn),
/* harmony export */   ww: () => (/* binding */ densityOf)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _audit_density_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(93999);
/* harmony import */ var _audit_filters_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(93480);
/* harmony import */ var _audit_period_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(91098);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(49414);
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(91564);
/* harmony import */ var _publish_artifact_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(85529);
/* harmony import */ var _report_manifest_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(78469);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(19579);
/** What earlier runs kept as artifacts, read without leaving anything behind. */











/**
 * What `read` makes of the newest artifact of the name, unpacked for as long as that takes; else why there is nothing.
 * Never rejects.
 */
async function fromArtifact({ githubToken: token }, { host, world }, name, read) {
    const { download, facts } = host;
    const { repository } = facts;
    if (download === undefined || repository === undefined || token === undefined)
        return { because: 'there is no GitHub' };
    const found = await (0,_github_js__WEBPACK_IMPORTED_MODULE_4__/* .newestArtifact */ .jb)(world, facts, token, name);
    if (found.value === undefined)
        return { because: found.because ?? '' };
    const folder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'm365-audit-kept-'));
    try {
        await download({ ...found.value, repository, token, folder });
        return { value: await read(folder) };
    }
    catch (error) {
        return { because: (0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_7__/* .asFailure */ .h_)(error).message };
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(folder, { recursive: true, force: true });
    }
}
/** Undefined where there is none that this version reads. */
async function manifestIn(folder) {
    try {
        return _report_manifest_js__WEBPACK_IMPORTED_MODULE_6__/* .Manifest */ ._8.safeParse(JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, 'manifest.json'), 'utf8'))).data;
    }
    catch {
        return undefined;
    }
}
/** Months back in which the last export is looked for. */
const farthestBack = 3;
/**
 * What `read` makes of the artifact beside the export of the last month before the period that has one; else why the
 * month before has none. `read` says undefined of what it can't use.
 */
async function lastKept(settings, context, { period, tenantId }, read) {
    let because = '';
    for (let month = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_3__/* .monthBefore */ .aV)(period), back = 0; back < farthestBack; month = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_3__/* .monthBefore */ .aV)(month), back++) {
        const name = (0,_publish_artifact_js__WEBPACK_IMPORTED_MODULE_5__/* .baselineName */ .Ri)((0,_publish_artifact_js__WEBPACK_IMPORTED_MODULE_5__/* .artifactName */ .Cs)(settings.artifactName, tenantId, month.label));
        const found = await fromArtifact(settings, context, name, read);
        if (found.value !== undefined)
            return { value: found.value };
        because ||= found.because ?? '';
    }
    return { because };
}
/** The manifest of the last month before the period that was exported whole. */
async function lastManifest(settings, context, month) {
    if ((0,_audit_filters_js__WEBPACK_IMPORTED_MODULE_8__/* .limits */ .Fy)(settings.filters))
        return undefined;
    const ofTenant = async (folder) => {
        const manifest = await manifestIn(folder);
        return manifest?.tenant === month.tenantId ? manifest : undefined;
    };
    return (await lastKept(settings, context, month, ofTenant)).value;
}
/** How many records its hours of the week held, as far as they were proven. */
function densityOf({ windows }) {
    const density = new _audit_density_js__WEBPACK_IMPORTED_MODULE_9__/* .Density */ .V();
    for (const { start, end, status, records } of windows) {
        if (status !== 'gap')
            density.suppose({ start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .millisecondsOf */ .W$)(start), end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .millisecondsOf */ .W$)(end) }, records);
    }
    return density;
}


/***/ }),

/***/ 48686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ callerOf),
/* harmony export */   J: () => (/* binding */ signIn)
/* harmony export */ });
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(49414);
/* harmony import */ var _signin_certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(13330);
/* harmony import */ var _signin_cloud_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4675);
/* harmony import */ var _signin_credential_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(85337);
/* harmony import */ var _signin_endpoints_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51560);
/* harmony import */ var _signin_tenant_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(39260);
/* harmony import */ var _credential_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(54623);
/* harmony import */ var _way_in_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(25900);
/** From the credentials in the inputs to a signed-in session. */








/** Days before its end from which a certificate's successor is asked for. */
const daysToWarn = 30;
/** Proves that the credentials work: ends with a token in hand. What a person should know goes to `notes`. */
async function signIn({ signIn: given, source }, context, notes) {
    const caller = await callerOf(given, context, notes);
    const way = await (0,_way_in_js__WEBPACK_IMPORTED_MODULE_5__/* .wayIn */ .ng)(source, caller, context);
    context.host.info(`Signed in to tenant ${caller.tenantId} as application ${caller.clientId}.`);
    return { ...caller, ...way };
}
/** Everything a token is asked with. */
async function callerOf(given, context, notes) {
    const { host, world } = context;
    const { clientId } = given;
    const cloud = (0,_signin_endpoints_js__WEBPACK_IMPORTED_MODULE_2__/* .withEndpoints */ .X)((0,_signin_cloud_js__WEBPACK_IMPORTED_MODULE_1__/* .cloudNamed */ .X)(given.cloud), context.endpoints);
    for (const limit of cloud.limits)
        host.info(limit);
    notes.push(...cloud.limits);
    const atHand = await (0,_credential_js__WEBPACK_IMPORTED_MODULE_4__/* .credentialAtHand */ .kf)(given, context);
    const tenantId = await (0,_signin_tenant_js__WEBPACK_IMPORTED_MODULE_3__/* .resolveTenant */ .l)(world, cloud, given.tenant, { signal: context.cancelled });
    const credential = atHand ?? (await (0,_credential_js__WEBPACK_IMPORTED_MODULE_4__/* .credentialElsewhere */ .E5)(given, context, { cloud, tenantId }));
    const certificate = (0,_signin_credential_js__WEBPACK_IMPORTED_MODULE_6__/* .certificateOf */ .t)(credential);
    if (certificate)
        tellValidity(certificate, context, notes);
    return { cloud, tenantId, clientId, credential };
}
function tellValidity(certificate, { host, world }, notes) {
    const left = (0,_signin_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .daysLeft */ .H_)(certificate, world.now());
    host.info(`Certificate ${certificate.subject}, SHA-1 ${certificate.thumbprintSha1}, ${left} days left.`);
    if (left >= daysToWarn)
        return;
    const note = `The certificate runs out in ${left} days (${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_7__/* .instantOf */ .B9)(certificate.notAfter.getTime())}). Upload its successor to the app registration now; old and new may stand side by side.`;
    notes.push(note);
    host.warning(note);
}


/***/ }),

/***/ 48838:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runPlan: () => (/* binding */ runPlan)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/density.js
var audit_density = __webpack_require__(93999);
// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/audit/period.js
var audit_period = __webpack_require__(91098);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/audit/shard.js
var shard = __webpack_require__(34959);
// EXTERNAL MODULE: ./lib/collect/filters.js
var collect_filters = __webpack_require__(11761);
// EXTERNAL MODULE: ./lib/month/kept.js
var kept = __webpack_require__(55336);
// EXTERNAL MODULE: ./lib/month/session.js
var month_session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/month/source.js + 14 modules
var month_source = __webpack_require__(5359);
// EXTERNAL MODULE: ./lib/publish/tell.js
var tell = __webpack_require__(5444);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
// EXTERNAL MODULE: ./lib/report/words.js
var words = __webpack_require__(58191);
;// CONCATENATED MODULE: ./lib/report/foreseen.js


function foreseenMarkdown(foreseen, { text }) {
    const { from, days, records, windows, requests, time, parts } = foreseen;
    const volume = records === undefined ? 'unknown' : `about ${(0,markdown/* thousands */.oh)(records)}`;
    const minutes = Math.ceil(time / 60_000) * 60_000;
    const advice = parts === 1
        ? 'One job is enough.'
        : `Read it in ${parts} jobs at once: give \`matrix\` to strategy.matrix and \`shard: \${{ matrix.shard }}\` to each, then join them with mode: merge.`;
    const rows = days.map(day => [day.date, records === undefined ? '–' : (0,markdown/* thousands */.oh)(day.records), (0,markdown/* thousands */.oh)(day.windows)]);
    return [
        `# Plan for ${(0,markdown/* inert */.tJ)(text)}`,
        `${(0,words/* counted */.hS)(windows, 'window')}, ${(0,words/* counted */.hS)(requests, 'request')}, ${(0,words/* duration */.p0)(minutes)} in one job. Records: ${volume}, estimated from ${(0,markdown/* inert */.tJ)(from, 300)}.`,
        advice,
        `## Windows per day\n\n${(0,markdown/* table */.tp)(['Day', 'Records', 'Windows'], rows)}`,
    ].join('\n\n');
}

// EXTERNAL MODULE: ./lib/when.js
var lib_when = __webpack_require__(44135);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/wire/skew.js
var skew = __webpack_require__(85547);
;// CONCATENATED MODULE: ./lib/plan.js
/** Foresees an export: how many records, windows, requests and hours, and in how many parts it had best be read. */















/** Never throws: what goes wrong is told, and fails the step. */
async function runPlan(settings, given) {
    const { host } = given;
    const context = { ...given, world: (0,skew/* withSkew */.lP)(given.world) };
    const telling = { host, failOn: [], directory: settings.directory };
    try {
        const when = await (0,lib_when/* whenToRun */.V)(settings, host, context.world);
        if ('skip' in when)
            return (0,tell/* tellSkipped */.Mu)(telling, when.skip);
        const period = when.run;
        telling.period = period;
        host.info(`Period ${period.text} in ${period.timezone}: ${(0,ledger/* span */.Ln)(period)}.`);
        const session = await host.group('Sign in', () => (0,month_session/* signIn */.J)(settings, context, []));
        const source = (0,month_source/* openSource */.o)(settings, context, { session, period });
        const known = await host.group('Estimate', () => estimate(settings, context, { period, source, tenantId: session.tenantId }));
        const foreseen = foresee(settings, { period, source, known });
        await (0,tell/* tellPlan */.fb)(telling, { matrix: matrixOf(foreseen.parts), markdown: foreseenMarkdown(foreseen, period) });
    }
    catch (error) {
        (0,tell/* tellFailure */.s9)(telling, (0,failure/* asFailure */.h_)(error));
    }
}
/** What `strategy.matrix` takes. */
function matrixOf(parts) {
    return JSON.stringify({ shard: Array.from({ length: parts }, (_none, index) => `${index + 1}/${parts}`) });
}
/** A search of a window filled as planned, where none was measured. Milliseconds. */
const perSearch = 20_000;
/** No search takes less. Milliseconds. */
const fastest = 1000;
/** An audit log query takes minutes, in large tenants far more. Milliseconds. */
const perQuery = 20 * 60_000;
async function estimate(settings, context, job) {
    const { host } = context;
    const { period, source, tenantId } = job;
    const usual = source.name === 'graph' ? perQuery : perSearch;
    const earlier = (await manifestHere(settings, context, tenantId)) ?? (await (0,kept/* lastManifest */.I9)(settings, context, job));
    if (earlier) {
        const from = `the export of ${earlier.period.text}, ${earlier.records} records`;
        host.info(`Estimated from ${from}.`);
        return {
            density: (0,kept/* densityOf */.ww)(earlier),
            perRequest: Math.max(fastest, pace(earlier, settings.concurrency) ?? usual),
            from,
        };
    }
    if (source.name === 'graph') {
        return {
            density: new audit_density/* Density */.V(),
            perRequest: perQuery,
            from: 'nothing: there is no earlier export, and a query would take too long to ask',
        };
    }
    return await probe(source, period, context);
}
/** An earlier export of the same tenant with the same filters, in the folder. */
async function manifestHere({ directory, filters }, { host }, tenantId) {
    const manifest = await (0,kept/* manifestIn */.tn)((0,external_node_path_.resolve)(host.facts.workspace, directory));
    return manifest?.tenant === tenantId && (await (0,collect_filters/* areFilters */.M)(manifest.filters, filters)) ? manifest : undefined;
}
/** Milliseconds per request in a run that read everything itself. */
function pace({ run, requests, resumed, merged }, concurrency) {
    const count = Object.values(requests).reduce((sum, one) => sum + one, 0);
    if (resumed || merged || count === 0)
        return undefined;
    return (((0,record/* millisecondsOf */.W$)(run.finished) - (0,record/* millisecondsOf */.W$)(run.started)) * concurrency) / count;
}
/** Times of day that stand for the week's busy and quiet hours, UTC. */
const probeHours = [10, 3, 14, 20, 8, 12, 17, 0];
const probeLength = 600_000;
/** What is left of a probe that holds more than one answer. */
const shortProbe = 30_000;
async function probe(source, period, { host, world, cancelled }) {
    const density = new audit_density/* Density */.V();
    let rows = 0;
    let asked = 0;
    const began = world.now();
    for (const window of probesOf(period)) {
        for (let length = window.end - window.start;; length = shortProbe) {
            const part = { start: window.start, end: window.start + length };
            const times = [];
            const keep = async (kept) => void times.push(...kept.map(row => row.time));
            const { outcome, failure } = await source.read({ window: part, depth: 'search' }, keep, cancelled);
            if (outcome === 'refused' && failure)
                throw failure;
            asked++;
            if (outcome === 'capped' && length > shortProbe)
                continue;
            if (outcome === 'proven' || outcome === 'capped')
                density.learn(part, times);
            rows += times.length;
            break;
        }
    }
    const from = `${asked} searches of ${probeLength / 60_000} minutes or less, ${rows} records`;
    host.info(`Estimated from ${from}.`);
    // A window filled as planned takes longer than a probe.
    return { density, perRequest: Math.max(perSearch, (world.now() - began) / asked), from };
}
function probesOf({ start, end }) {
    const length = Math.min(probeLength, end - start);
    const windows = probeHours.map((hours, index) => {
        const day = new Date(start + ((index + 0.5) / probeHours.length) * (end - start));
        const at = day.setUTCHours(hours, 0, 0, 0);
        const from = Math.max(start, Math.min(end - length, at));
        return { start: from, end: from + length };
    });
    return windows.filter((window, index) => windows.findIndex(other => other.start === window.start) === index);
}
/** Share of windows that turn out too full and are cut. */
const recut = 0.1;
/** One window in fourteen is read twice with `confirm: sample`. */
const readAgain = { none: 0, sample: 1 / 14, all: 1 };
/** Share of its deadline that a job is planned to take. */
const comfortable = 0.6;
function foresee(settings, { period, source, known }) {
    const { density, perRequest, from } = known;
    const { plan } = source;
    const days = new Map(period.days.map(day => [day.date, { records: 0, windows: 0 }]));
    for (let start = period.start; start < period.end;) {
        const end = density.known
            ? density.reach(start, period.end, plan.aim, plan.longest)
            : Math.min(period.end, start + plan.longest);
        const day = days.get((0,audit_period/* dateAt */.iM)(period, start));
        if (day)
            day.windows++;
        start = end;
    }
    for (const [index, { date, start }] of period.days.entries()) {
        const day = days.get(date);
        if (day)
            day.records += Math.round(density.expected({ start, end: period.days[index + 1]?.start ?? period.end }));
    }
    const list = [...days].map(([date, day]) => ({ date, ...day }));
    const windows = list.reduce((sum, day) => sum + day.windows, 0);
    const requests = Math.ceil(windows * (1 + recut + readAgain[settings.confirm]));
    const time = (requests * perRequest) / settings.concurrency;
    const parts = Math.min((0,shard/* shardsAtMost */.gu)(period), Math.max(1, Math.ceil(time / (comfortable * settings.deadline))));
    const records = density.known ? list.reduce((sum, day) => sum + day.records, 0) : undefined;
    return { from, days: list, records, windows, requests, time, parts };
}


/***/ }),

/***/ 85529:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ artifactName),
/* harmony export */   Ri: () => (/* binding */ baselineName),
/* harmony export */   aC: () => (/* binding */ keep)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
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
        files: wanted.map(file => (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, file)),
        retentionDays,
    });
    try {
        return await host.group('Upload', async () => {
            const artifact = await upload({ name, ...request(names) });
            const small = names.filter(file => file === 'baseline.json.gz' || file === 'manifest.json');
            if (evidence.comparable)
                await upload({ name: baselineName(name), ...request(small) });
            return { artifact };
        });
    }
    catch (error) {
        return { uploadFailure: (0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .asFailure */ .h_)(error) };
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


/***/ })

};
