export const id = 395;
export const ids = [395];
export const modules = {

/***/ 49395:
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
// EXTERNAL MODULE: ./lib/collect/folder.js + 1 modules
var collect_folder = __webpack_require__(66489);
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
// EXTERNAL MODULE: ./lib/collect/spooled.js
var spooled = __webpack_require__(42608);
// EXTERNAL MODULE: ./lib/collect/unique.js
var unique = __webpack_require__(6291);
// EXTERNAL MODULE: ./lib/month/parts.js
var month_parts = __webpack_require__(96052);
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
        for (let at = Math.floor(window.start / spool/* stretch */._) * spool/* stretch */._; at < window.end; at += spool/* stretch */._) {
            const rows = [];
            for (const [reading, carrier] of carriers.entries()) {
                const own = await carrier.rows({ start: at, end: at + spool/* stretch */._ }, carrier.entries, []);
                rows.push(...own.map(row => new spooled/* SpooledRow */.L({ ...row, reading })));
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
    return new carried/* CarriedExport */.L((0,month_parts/* entriesOf */.Mc)(manifest), (0,datafile/* csvRecords */.Xc)(() => (0,datafile/* openFile */.Tq)((0,external_node_path_.join)(path, csv?.name ?? ''))));
}

// EXTERNAL MODULE: ./lib/month/passing.js + 7 modules
var month_passing = __webpack_require__(29551);
// EXTERNAL MODULE: ./lib/month/session.js
var session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/month/tidy.js
var tidy = __webpack_require__(70320);
// EXTERNAL MODULE: ./lib/month/watching.js + 81 modules
var watching = __webpack_require__(53139);
// EXTERNAL MODULE: ./lib/publish/artifact.js
var artifact = __webpack_require__(85529);
// EXTERNAL MODULE: ./lib/publish/tell.js
var tell = __webpack_require__(5444);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/merge.js
/** Joins the parts of a sharded export into the month: checked, watched, written and delivered as if one job had read it. */



















/** Never throws: what goes wrong is told, and fails the step. */
async function runMerge(settings, context) {
    const { host } = context;
    const telling = { host, failOn: settings.failOn, directory: settings.directory };
    try {
        const path = (0,external_node_path_.resolve)(host.facts.workspace, settings.directory);
        const parts = await host.group('Parts', () => (0,month_parts/* findParts */.ae)(path, settings.period, settings.timezone));
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
    const caller = given.signIn && (await (0,session/* callerOf */.$U)(given.signIn, context, notes));
    const watch = await (0,watching/* beginWatch */.RY)(settings, context, { period, tenantId: tenant, notes });
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
        const asker = askerIn(only(all));
        const passing = { period, folder, asker, notes, earlier, protection, watch, files: settings.files };
        const read = await host.group('Join', () => joinParts(parts, passing));
        const joint = { merged: mergedOf(all, leftOut), ...(pseudonyms ? { pseudonyms } : {}) };
        const evidence = await host.group('Write', () => (0,month_evidence/* writeEvidence */.n)(settings, context, { ...passing, joint, read, disclose, otherReasons }));
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
        await (0,tidy/* tidy */.D)(host, folder, earlier);
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
            return (0,month_parts/* entriesOf */.Mc)(first.manifest);
        const message = `Part ${(0,month_parts/* nameOf */.Vb)({ part: index + 1, of: places.length })} of the export is missing among the folders that were merged. Run its job again, then the merge.`;
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
            const name = (0,month_parts/* nameOf */.Vb)({ part: index + 1, of: places.length });
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
function askerIn({ tenant, client, principal, cloud, certificate, federation }) {
    const proof = { ...(certificate ? { certificate } : {}), ...(federation ? { federation } : {}) };
    return { tenant, client, ...(principal ? { principal } : {}), cloud, ...proof };
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
