export const id = 160;
export const ids = [160];
export const modules = {

/***/ 63160:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runMerge: () => (/* binding */ runMerge)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/estimate.js
var audit_estimate = __webpack_require__(93297);
// EXTERNAL MODULE: ./lib/audit/filters.js
var audit_filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/collect/folder.js
var collect_folder = __webpack_require__(68616);
// EXTERNAL MODULE: ./lib/month/delivery.js + 13 modules
var delivery = __webpack_require__(20397);
// EXTERNAL MODULE: ./lib/month/earlier.js
var month_earlier = __webpack_require__(58638);
// EXTERNAL MODULE: ./lib/month/evidence.js + 1 modules
var month_evidence = __webpack_require__(33030);
// EXTERNAL MODULE: ./lib/month/exposure.js
var exposure = __webpack_require__(57509);
// EXTERNAL MODULE: ./lib/collect/carried.js
var carried = __webpack_require__(32144);
// EXTERNAL MODULE: ./lib/collect/datafile.js
var datafile = __webpack_require__(92106);
// EXTERNAL MODULE: ./lib/collect/spool.js
var spool = __webpack_require__(49021);
// EXTERNAL MODULE: ./lib/collect/unique.js
var unique = __webpack_require__(6291);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./lib/audit/period.js
var audit_period = __webpack_require__(91098);
// EXTERNAL MODULE: ./lib/audit/shard.js
var audit_shard = __webpack_require__(34959);
// EXTERNAL MODULE: ./lib/verify.js
var verify = __webpack_require__(6510);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/month/parts.js
/** The parts of a sharded export, found in the sub-folders of one folder: each proven, and told from what is none. */









/**
 * Parts that differ in what was asked can't be joined: the question that most of them answer is taken, among those of
 * the period that was asked for by name.
 * @throws Failure where there is none.
 */
async function findParts(path, request, timezone) {
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
    const windows = period && (0,audit_shard/* shardWindows */.EB)(period, shard.of);
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
/** The ledger of a part; each window says when it was read, which for the whole is no longer one moment. */
function entriesOf({ windows, run }) {
    return windows.map(({ start, end, status, attempts, evidence, began, compared, reason }) => ({
        start: (0,record/* millisecondsOf */.W$)(start),
        end: (0,record/* millisecondsOf */.W$)(end),
        ...{ status, attempts, evidence },
        ...(status === 'gap' ? {} : { began: (0,record/* millisecondsOf */.W$)(began ?? run.started) }),
        ...(compared ? { compared } : {}),
        ...(reason ? { reason } : {}),
    }));
}
async function subfolders(path) {
    const entries = await (0,promises_.readdir)(path, { withFileTypes: true }).catch(() => []);
    return entries
        .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(entry => entry.name)
        .sort();
}
async function partIn(path, folder) {
    const place = (0,external_node_path_.join)(path, folder);
    const { faults, manifest } = await (0,verify.verifyFolder)(place);
    if (manifest === undefined)
        return { folder, reason: `it is no export: ${faults[0] ?? ''}` };
    const { shard } = manifest;
    if (shard === undefined)
        return { folder, reason: `it is an export of ${manifest.period.text}, not a part of one` };
    if (faults.length > 0)
        return { folder, reason: `it is part ${nameOf(shard)}, and not as it was written: ${faults[0]}` };
    if (!manifest.files.some(datafile/* isCmdletCsv */.W6)) {
        return { folder, reason: `it is part ${nameOf(shard)}, and holds no plain CSV, from which parts are joined` };
    }
    const sha256 = (0,external_node_crypto_.createHash)('sha256')
        .update(await (0,promises_.readFile)((0,external_node_path_.join)(place, 'manifest.json')))
        .digest('hex');
    return { folder, path: place, manifest: { ...manifest, shard }, sha256 };
}
function nameOf({ part, of }) {
    return `${part}/${of}`;
}
function named(request, timezone) {
    if (request.kind !== 'month' && request.kind !== 'range')
        return undefined;
    const chosen = (0,audit_period/* choosePeriod */.B8)(request, timezone, 0);
    return 'ok' in chosen ? chosen.ok : undefined;
}
function isOf({ shard }, { start, end }) {
    return shard.period.start === (0,record/* instantOf */.B9)(start) && shard.period.end === (0,record/* instantOf */.B9)(end);
}
/** What has to be the same in all parts, by the words in which a difference is told. */
function question({ shard, ...manifest }) {
    const { tenant, client, cloud, source, filters, pseudonyms, period } = manifest;
    const settle = (0,record/* millisecondsOf */.W$)(period.settled) - (0,record/* millisecondsOf */.W$)(period.end);
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
    const newest = (group) => Math.max(...group.map(part => (0,record/* millisecondsOf */.W$)(part.manifest.run.started)));
    const [first] = [...groups.values()].sort((a, b) => b.length - a.length || newest(b) - newest(a));
    return first?.[0];
}
function strange({ manifest }, example, window) {
    const ours = question(example.manifest);
    const theirs = question(manifest);
    const differing = Object.keys(ours).find(name => ours[name] !== theirs[name]);
    const name = nameOf(manifest.shard);
    if (differing !== undefined) {
        return `it is part ${name} of another export: its ${differing} is ${theirs[differing]}, that of the others ${ours[differing]}`;
    }
    const { start, end } = manifest.period;
    if (window && start === (0,record/* instantOf */.B9)(window.start) && end === (0,record/* instantOf */.B9)(window.end))
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
    const chosen = (0,audit_period/* choosePeriod */.B8)(request, timezone, 0);
    if (!('ok' in chosen))
        return undefined;
    const { ok } = chosen;
    return (0,record/* instantOf */.B9)(ok.start) === period.start && (0,record/* instantOf */.B9)(ok.end) === period.end ? ok : undefined;
}
function noParts(path, found, leftOut) {
    const others = found.map(({ folder, manifest }) => ({ folder, reason: `it is of ${manifest.shard.period.text}` }));
    const all = [...others, ...leftOut].slice(0, 5).map(({ folder, reason }) => `${folder}: ${reason}`);
    return new failure/* Failure */.HR({
        code: 'MERGE_NO_PARTS',
        message: `There is no part of this export in the sub-folders of ${path}${all.length > 0 ? ` (${all.join('; ')})` : ''}.`,
        remedy: 'Download the artifacts of the shards, each into a sub-folder of directory: actions/download-artifact with path and a pattern does so.',
    });
}

;// CONCATENATED MODULE: ./lib/month/joining.js
/** The records of a sharded export's parts as one stream, in the order and the stretches in which one job hands them on. */






/**
 * Parts are cut where stretches are, so that no Identity has to be known beyond one. Where a part is there twice, what
 * both hold comes once.
 * @param counts gets what is found.
 */
async function* joined(places, counts) {
    for (const { window, parts } of places) {
        const carriers = parts.map(carrierOf);
        for (let at = Math.floor(window.start / spool/* stretch */._N) * spool/* stretch */._N; at < window.end; at += spool/* stretch */._N) {
            const rows = [];
            for (const [reading, carrier] of carriers.entries()) {
                const own = await carrier.rows({ start: at, end: at + spool/* stretch */._N }, carrier.entries, []);
                rows.push(...own.map(row => ({ ...row, reading })));
            }
            const { kept, duplicates, conflicts } = (0,unique/* unique */.A)(rows);
            counts.duplicates += duplicates;
            counts.conflicts += conflicts;
            if (kept.length > 0)
                yield kept;
        }
    }
}
function carrierOf({ path, manifest }) {
    const csv = manifest.files.find(datafile/* isCmdletCsv */.W6);
    return new carried/* CarriedExport */.L(entriesOf(manifest), (0,datafile/* csvRecords */.Xc)(() => (0,datafile/* openFile */.Tq)((0,external_node_path_.join)(path, csv?.name ?? ''))));
}

// EXTERNAL MODULE: ./lib/month/passing.js + 4 modules
var month_passing = __webpack_require__(88606);
// EXTERNAL MODULE: ./lib/month/session.js
var session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/month/watching.js + 79 modules
var watching = __webpack_require__(53704);
// EXTERNAL MODULE: ./lib/publish/artifact.js
var artifact = __webpack_require__(85529);
// EXTERNAL MODULE: ./lib/publish/tell.js
var tell = __webpack_require__(5444);
;// CONCATENATED MODULE: ./lib/merge.js
/** Joins the parts of a sharded export into the month: checked, watched, written and delivered as if one job had read it. */


















/** Never throws: what goes wrong is told, and fails the step. */
async function runMerge(settings, context) {
    const { host } = context;
    const telling = { host, failOn: settings.failOn, directory: settings.directory };
    try {
        const path = (0,external_node_path_.resolve)(host.facts.workspace, settings.directory);
        const parts = await host.group('Parts', () => findParts(path, settings.period, settings.timezone));
        telling.period = parts.period;
        host.info(`Period ${parts.period.text} in ${parts.period.timezone}: ${(0,ledger/* span */.Ln)(parts.period)}.`);
        await (0,tell/* tellOutcome */.G7)(telling, await merge(settings, context, { path, parts }));
    }
    catch (error) {
        (0,tell/* tellFailure */.s9)(telling, (0,failure/* asFailure */.h_)(error));
    }
}
async function merge(given, context, { path, parts }) {
    const { host } = context;
    const { period, places, leftOut } = parts;
    const all = places.flatMap(place => place.parts);
    const { tenant, filters, source, pseudonyms } = only(all);
    const settings = { ...given, filters: plain(filters), settle: settleOf(all) };
    const notes = notesOf(all);
    const otherReasons = reasonsOf(parts);
    for (const reason of otherReasons)
        host.warning(reason);
    const disclose = await (0,exposure/* howPublic */.I)(settings, context, { isProtected: pseudonyms !== undefined, notes });
    const caller = given.signIn && (await (0,session/* callerOf */.$)(given.signIn, context, notes));
    const watch = await (0,watching/* beginWatch */.R)(settings, context, { period, tenantId: tenant, notes });
    const owner = {
        tenant,
        period: { label: period.label, start: (0,record/* instantOf */.B9)(period.start), end: (0,record/* instantOf */.B9)(period.end) },
        filters: settings.filters,
    };
    const beside = [...all, ...leftOut].map(one => one.folder);
    const folder = await collect_folder/* EvidenceFolder */.eA.take(path, owner, undefined, beside);
    const protection = {};
    const earlier = await (0,month_earlier/* findEarlier */._)(settings, context, {
        ...{ period, owner, source, notes, path },
        pseudonyms: pseudonyms?.key,
        encrypted: false,
    });
    try {
        const passing = { period, folder, notes, earlier, protection, watch, files: settings.files };
        const read = await host.group('Join', () => joinParts(parts, passing));
        const joint = { merged: mergedOf(all, leftOut), ...(pseudonyms ? { pseudonyms } : {}) };
        const evidence = await host.group('Write', () => (0,month_evidence/* writeEvidence */.n)(settings, context, { ...passing, asker: askerIn(only(all)), joint, read, disclose, otherReasons }));
        const kept = await (0,artifact/* keep */.aC)(settings, host, {
            folder: folder.path,
            names: evidence.files.map(file => file.name),
            ...{ period, tenant },
            comparable: !(0,audit_filters/* limits */.Fy)(settings.filters),
        });
        const published = await (0,delivery/* deliver */.cK)(settings, context, { caller, folder, evidence, kept });
        return { ...evidence, ...kept, published };
    }
    finally {
        await folder.clear();
        await earlier?.remove();
    }
}
/** What reading the period would have given: its records passed on, its ledger, its counts. */
async function joinParts({ places }, passing) {
    const all = places.flatMap(place => place.parts);
    const entries = ledgerOf(places);
    const began = Math.min(...all.map(({ manifest }) => (0,record/* millisecondsOf */.W$)(manifest.run.started)));
    const counts = { duplicates: sum(all, manifest => manifest.duplicates), conflicts: 0 };
    const passed = await (0,month_passing/* passOn */.T)(joined(places, counts), { ...passing, entries, began });
    const watched = passing.watch?.finish({ gaps: entries.filter(entry => entry.status === 'gap') });
    const estimate = (0,audit_estimate/* estimateMissing */.F)(entries.map(entry => ({ ...entry, records: passed.tally.of(entry).records })));
    return { entries, ...counts, ...passed, began, estimate, source: sourceOf(all), watched };
}
/** Any part's manifest, for what is the same in all; there is one at least. */
function only([first]) {
    if (first === undefined)
        throw new TypeError('parts without a part');
    return first.manifest;
}
/** Parts are never encrypted, so that no filter is withheld. */
function plain({ freeText, withheld: _none, ...lists }) {
    return { ...lists, ...(freeText === undefined ? {} : { freeText }) };
}
function settleOf(parts) {
    return Math.max(...parts.map(({ manifest: { period } }) => (0,record/* millisecondsOf */.W$)(period.settled) - (0,record/* millisecondsOf */.W$)(period.end)));
}
function notesOf(parts) {
    return [...new Set(parts.flatMap(({ manifest }) => manifest.notes))];
}
function sum(parts, of) {
    return parts.reduce((total, { manifest }) => total + of(manifest), 0);
}
/** The windows of all parts; where one is missing, a gap. */
function ledgerOf(places) {
    return places.flatMap(({ window, parts: [first] }, index) => {
        if (first)
            return entriesOf(first.manifest);
        const message = `Part ${nameOf({ part: index + 1, of: places.length })} of the export is missing among the folders that were merged. Run its job again, then the merge.`;
        const evidence = { rows: 0, cap: 0, requestIds: [], warnings: [] };
        return [{ ...window, status: 'gap', attempts: 0, evidence, reason: { code: 'PART_MISSING', message } }];
    });
}
/** What keeps the whole from being complete, besides its gaps. */
function reasonsOf({ places, leftOut }) {
    return [
        ...leftOut.map(({ folder, reason }) => `The folder ${folder} was left out, for ${reason.replace(/\.$/, '')}.`),
        ...places.flatMap(({ parts }, index) => {
            if (parts.length < 2)
                return [];
            const name = nameOf({ part: index + 1, of: places.length });
            const folders = parts.map(part => part.folder).join(' and ');
            return [
                `Part ${name} is there ${parts.length} times (${folders}): the records of all were kept, those they share once.`,
            ];
        }),
    ];
}
function sourceOf(parts) {
    const requests = {};
    for (const { manifest } of parts) {
        for (const [name, count] of Object.entries(manifest.requests))
            requests[name] = (requests[name] ?? 0) + count;
    }
    const { source: name } = only(parts);
    const endpoints = new Set(parts.map(({ manifest }) => manifest.endpoint));
    const [endpoint] = endpoints;
    return { name, requests, ...(endpoints.size === 1 ? { endpoint } : {}) };
}
function askerIn({ tenant, client, cloud, certificate, federation }) {
    return { tenant, client, cloud, ...(certificate ? { certificate } : {}), ...(federation ? { federation } : {}) };
}
function mergedOf(parts, leftOut) {
    return {
        parts: parts.map(({ folder, sha256, manifest: { shard, status, run } }) => ({
            ...{ part: shard.part, folder, manifest: sha256, status },
            ...(run.url ? { run: run.url } : {}),
        })),
        leftOut: [...leftOut],
    };
}


/***/ })

};
