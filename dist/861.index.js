export const id = 861;
export const ids = [861];
export const modules = {

/***/ 38861:
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
// EXTERNAL MODULE: ./lib/evidence/evidence-folder.js + 1 modules
var evidence_folder = __webpack_require__(14684);
// EXTERNAL MODULE: ./lib/month/cleanup.js
var cleanup = __webpack_require__(60590);
// EXTERNAL MODULE: ./lib/month/delivery.js + 14 modules
var delivery = __webpack_require__(27401);
// EXTERNAL MODULE: ./lib/month/detection-setup.js + 89 modules
var detection_setup = __webpack_require__(77194);
// EXTERNAL MODULE: ./lib/files/read-record-file.js
var read_record_file = __webpack_require__(31616);
// EXTERNAL MODULE: ./lib/files/spooled-row.js
var spooled_row = __webpack_require__(33892);
// EXTERNAL MODULE: ./lib/spool/partition.js
var partition = __webpack_require__(76001);
// EXTERNAL MODULE: ./lib/spool/resume-source.js
var resume_source = __webpack_require__(36484);
// EXTERNAL MODULE: ./lib/spool/unique-rows.js
var unique_rows = __webpack_require__(31424);
// EXTERNAL MODULE: ./lib/month/shard-folders.js
var shard_folders = __webpack_require__(8822);
;// CONCATENATED MODULE: ./lib/month/merge-shards.js
/** The records of a sharded export's parts as one stream, in the order and the stretches in which one job hands them on. */







/**
 * Parts are cut where stretches are, so that no Identity has to be known beyond one. Where a part is there twice, what
 * both hold comes once.
 * @param counts gets what is found.
 */
async function* mergedRows(places, counts) {
    for (const { window, parts } of places) {
        const carriers = parts.map(carrierOf);
        for (let at = (0,partition/* partitionStart */.v)(window.start); at < window.end; at += partition/* partitionLength */.b) {
            const rows = [];
            for (const [reading, carrier] of carriers.entries()) {
                const own = await carrier.rows({ start: at, end: at + partition/* partitionLength */.b }, carrier.entries, []);
                rows.push(...own.map(row => new spooled_row/* SpooledRow */.L({ ...row, reading })));
            }
            const { kept, duplicates, conflicts } = (0,unique_rows/* uniqueRows */.D)(rows);
            counts.duplicates += duplicates;
            counts.conflicts += conflicts;
            if (kept.length > 0)
                yield kept;
        }
    }
}
function carrierOf({ path, manifest }) {
    const csv = manifest.files.find(read_record_file/* isCmdletCsv */.W6);
    return new resume_source/* ExportResumeSource */.J((0,shard_folders/* entriesOf */.Mc)(manifest), (0,read_record_file/* csvRecords */.Xc)(() => (0,read_record_file/* openRecordFile */.Q4)((0,external_node_path_.join)(path, csv?.name ?? ''))));
}

// EXTERNAL MODULE: ./lib/month/previous-export.js
var previous_export = __webpack_require__(73388);
// EXTERNAL MODULE: ./lib/month/repository-visibility.js
var repository_visibility = __webpack_require__(39457);
// EXTERNAL MODULE: ./lib/month/session.js
var session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/month/write-evidence.js + 1 modules
var write_evidence = __webpack_require__(10500);
// EXTERNAL MODULE: ./lib/month/write-records.js + 7 modules
var write_records = __webpack_require__(32362);
// EXTERNAL MODULE: ./lib/publish/report-run.js
var report_run = __webpack_require__(88321);
// EXTERNAL MODULE: ./lib/publish/upload.js
var upload = __webpack_require__(49150);
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
        const parts = await host.group('Parts', () => (0,shard_folders/* findShardFolders */.rw)(path, settings.period, settings.timezone));
        telling.period = parts.period;
        host.info(`Period ${parts.period.text} in ${parts.period.timezone}: ${(0,ledger/* rangeText */.lq)(parts.period)}.`);
        await (0,report_run/* reportOutcome */.Rq)(telling, await merge(settings, context, { path, parts }));
    }
    catch (error) {
        (0,report_run/* reportFailure */.xV)(telling, (0,failure/* asFailure */.h_)(error));
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
    const disclose = await (0,repository_visibility/* checkVisibility */.j)(settings, context, { isProtected: pseudonyms !== undefined, notes });
    const caller = given.signIn && (await (0,session/* callerOf */.$U)(given.signIn, context, notes));
    const watch = await (0,detection_setup/* setUpDetection */.pg)(settings, context, { period, tenantId: tenant, notes });
    const owner = {
        tenant,
        period: { label: period.label, start: (0,record/* instantOf */.B9)(period.start), end: (0,record/* instantOf */.B9)(period.end) },
        filters: settings.filters,
    };
    const beside = [...all, ...leftOut].map(one => one.folder);
    const folder = await evidence_folder/* EvidenceFolder */.eA.take(path, owner, undefined, beside);
    const protection = {};
    const earlier = await (0,previous_export/* findPreviousExport */.J)(settings, context, {
        ...{ period, owner, source, notes, path },
        pseudonyms: pseudonyms?.key,
        encrypted: false,
    });
    try {
        const asker = askerIn(only(all));
        const passing = { period, folder, asker, notes, earlier, protection, watch, files: settings.files };
        const read = await host.group('Join', () => joinParts(parts, passing));
        const joint = { merged: mergedOf(all, leftOut), ...(pseudonyms ? { pseudonyms } : {}) };
        const evidence = await host.group('Write', () => (0,write_evidence/* writeEvidence */.n)(settings, context, { ...passing, joint, read, disclose, otherReasons }));
        const kept = await (0,upload/* uploadEvidence */.di)(settings, host, {
            folder: folder.path,
            names: evidence.files.map(file => file.name),
            ...{ period, tenant },
            comparable: !(0,audit_filters/* limits */.Fy)(settings.filters),
        });
        const published = await (0,delivery/* deliverReport */.Qx)(settings, context, { caller, folder, evidence, kept });
        return { ...evidence, ...kept, published };
    }
    finally {
        await (0,cleanup/* cleanUp */.n)(host, folder, earlier);
    }
}
/** What reading the period would have given: its records passed on, its ledger, its counts. */
async function joinParts({ places }, passing) {
    const all = places.flatMap(place => place.parts);
    const entries = ledgerOf(places);
    const began = Math.min(...all.map(({ manifest }) => (0,record/* millisecondsOf */.W$)(manifest.run.started)));
    const counts = { duplicates: sum(all, manifest => manifest.duplicates), conflicts: 0 };
    const passed = await (0,write_records/* writeRecords */.W)(mergedRows(places, counts), { ...passing, entries, began });
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
            return (0,shard_folders/* entriesOf */.Mc)(first.manifest);
        const message = `Part ${(0,shard_folders/* shardFolderName */.oj)({ part: index + 1, of: places.length })} of the export is missing among the folders that were merged. Run its job again, then the merge.`;
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
            const name = (0,shard_folders/* shardFolderName */.oj)({ part: index + 1, of: places.length });
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
