export const id = 636;
export const ids = [636,978];
export const modules = {

/***/ 14636:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runDemo: () => (/* binding */ runDemo)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(31421);
/* harmony import */ var node_events__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(78474);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(76760);
/* harmony import */ var node_readline__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(80481);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(27597);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(15978);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(19579);
/**
 * The whole export against the built-in tenant on this machine, faults included: real sign-in, real HTTP, real files.
 * The tenant is a process of its own, as a service is.
 */








/** How much faster than the clock the demo waits when a service asks it to. */
const hurry = 100;
/** In a terminal, where nobody chose a folder. */
const demoFolder = 'm365-audit-demo';
/** The line that the command `simulator` prints once it serves. */
const Served = zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({
    origin: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(),
    tenant: zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(),
    environment: zod__WEBPACK_IMPORTED_MODULE_7__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP()),
});
async function runDemo(settings, context, tenant) {
    const { host, world } = context;
    const { process: simulator, served } = await startTenant(tenant);
    try {
        host.info(`The built-in tenant listens on ${served.origin}. It holds nobody's data, and it is unkind on purpose.`);
        if (host.upload === undefined)
            borrowArtifactService(served);
        const directory = host.input('directory') === '' ? demoFolder : settings.directory;
        await removeEarlierDemo((0,node_path__WEBPACK_IMPORTED_MODULE_3__.resolve)(host.facts.workspace, directory), served.tenant);
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_5__.runMonth)({ ...settings, directory, signIn: signInOf(served) }, {
            ...context,
            world: { ...world, sleep: (milliseconds, signal) => world.sleep(milliseconds / hurry, signal) },
            endpoints: served.environment.M365_AUDIT_ENDPOINTS,
            synthetic: true,
        });
        await tellEnd(context, served, directory);
    }
    finally {
        simulator.kill();
    }
}
async function startTenant(tenant) {
    const words = [
        'simulator',
        '--seed',
        '7',
        '--faults',
        'demo',
        '--incidents',
        'demo',
        '--month-records',
        String(tenant.recordsPerMonth),
    ];
    const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(process.execPath, [tenant.script, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await Promise.race([
        (0,node_events__WEBPACK_IMPORTED_MODULE_1__.once)((0,node_readline__WEBPACK_IMPORTED_MODULE_4__.createInterface)({ input: child.stdout }), 'line'),
        (0,node_events__WEBPACK_IMPORTED_MODULE_1__.once)(child, 'exit').then(() => ['']),
    ]);
    const served = line === '' ? undefined : Served.parse(JSON.parse(line));
    if (served)
        return { process: child, served };
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_6__/* .Failure */ .HR({
        code: 'DEMO_TENANT',
        message: 'The built-in tenant did not start.',
        remedy: 'It is a process of its own that listens on 127.0.0.1; look above for what it said.',
    });
}
function signInOf({ environment }) {
    return {
        tenant: environment['INPUT_TENANT-ID'] ?? '',
        clientId: environment['INPUT_CLIENT-ID'] ?? '',
        credential: {
            from: 'input',
            content: environment.INPUT_CERTIFICATE ?? '',
            password: environment['INPUT_CERTIFICATE-PASSWORD'] ?? '',
        },
        cloud: 'worldwide',
    };
}
/** A terminal has no artifact service; the simulated one takes its place, through the same library. */
function borrowArtifactService({ environment }) {
    for (const name of ['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN']) {
        const value = environment[name];
        if (value !== undefined)
            process.env[name] = value;
    }
}
/** An earlier demo may have been of another month; only what is surely a demo's is removed. */
async function removeEarlierDemo(path, tenantId) {
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(path, 'manifest.json'), 'utf8').catch(() => '{}');
    if (text.includes(`"tenant": "${tenantId}"`))
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm)(path, { recursive: true, force: true });
}
async function tellEnd({ host, world }, served, directory) {
    const counters = await (await world.fetch(new Request(`${served.origin}/counters`))).json();
    const { faultsPlayed } = zod__WEBPACK_IMPORTED_MODULE_7__/* .object */ .Ikc({ faultsPlayed: zod__WEBPACK_IMPORTED_MODULE_7__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_7__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_7__/* .number */ .aig()) }).parse(counters);
    const played = Object.entries(faultsPlayed).filter(([, times]) => times > 0);
    host.info(`Faults that the tenant played: ${played.map(([name, times]) => `${name} ×${times}`).join(', ') || 'none'}.`);
    host.info(`The folder is ${directory}; open ${directory}/report.html.`);
    host.info(`Prove it: node dist/index.js verify --directory ${directory}`);
}


/***/ }),

/***/ 15978:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runMonth: () => (/* binding */ runMonth)
});

// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/audit/shard.js
var audit_shard = __webpack_require__(34959);
// EXTERNAL MODULE: ./lib/checks/check-of-code.js
var check_of_code = __webpack_require__(33441);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/filters.js
var filters = __webpack_require__(93480);
// EXTERNAL MODULE: ./lib/audit/period.js
var period = __webpack_require__(91098);
// EXTERNAL MODULE: ./lib/evidence/evidence-folder.js + 1 modules
var evidence_folder = __webpack_require__(14684);
// EXTERNAL MODULE: ./lib/publish/upload.js
var upload = __webpack_require__(49150);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/month/export.js + 9 modules
var month_export = __webpack_require__(83306);
// EXTERNAL MODULE: ./lib/month/previous-artifacts.js
var previous_artifacts = __webpack_require__(13539);
;// CONCATENATED MODULE: ./lib/month/backfill.js
/**
 * Earlier months without a complete export, made up for by the same run, the oldest first. The run's own month comes
 * before them: if time runs out, it is a month of long ago that waits for the next run.
 */








/** Audit (Standard) keeps records for 180 days: https://learn.microsoft.com/purview/audit-solutions-overview */
const retention = 180 * 86_400_000;
/** Less is not worth beginning a month with. Milliseconds. */
const worthBeginning = 60_000;
/**
 * Months that are complete already are left out without a word; those whose records may have expired with one.
 * Never rejects.
 * @param until when the run's deadline is, in milliseconds.
 */
async function backfill(settings, context, run) {
    const { host, world, cancelled } = context;
    const months = [];
    for (const period of monthsBefore(run.main, settings.backfill)) {
        const own = settingsFor(settings, period);
        const month = { period, directory: own.directory };
        if (period.start < world.now() - retention) {
            months.push({ ...month, leftOut: 'not exported: its first records are over 180 days old, and may have expired' });
            continue;
        }
        if (await isComplete(own, context, (0,month_export/* folderOwnerOf */.f)(own, { ...run, period }))) {
            host.info(`${period.text} has a complete export.`);
            continue;
        }
        const deadline = run.until - world.now();
        if (cancelled.aborted || deadline < worthBeginning) {
            months.push({ ...month, leftOut: 'not begun: the run’s time was over; the next run makes up for it' });
            continue;
        }
        host.info(`\nMaking up for ${period.text}, which has no complete export.`);
        try {
            months.push({ ...month, outcome: await (0,month_export/* exportPeriod */.K)({ ...own, deadline }, context, { ...run, period, notes: [] }) });
        }
        catch (error) {
            months.push({ ...month, failed: (0,failure/* explain */.WE)((0,failure/* asFailure */.h_)(error)) });
        }
    }
    return months;
}
function monthsBefore(main, count) {
    const periods = [];
    let month = (0,period/* monthBefore */.aV)(main);
    for (let back = 0; back < count; back++, month = (0,period/* monthBefore */.aV)(month)) {
        const chosen = (0,period/* choosePeriod */.B8)({ kind: 'month', month: month.label }, month.timezone, 0);
        if ('ok' in chosen)
            periods.unshift(chosen.ok);
    }
    return periods;
}
/** Each month has a folder and an artifact of its own. */
function settingsFor(settings, { label }) {
    const { artifactName } = settings;
    return {
        ...settings,
        directory: `${settings.directory}-${label}`,
        artifactName: artifactName.includes('<period>') ? artifactName : `${artifactName}-<period>`,
    };
}
/** What can't be found out counts as missing: a month exported twice is better than one that never was. */
async function isComplete(settings, context, owner) {
    const inPlace = await (0,previous_artifacts/* manifestIn */.tn)((0,external_node_path_.resolve)(context.host.facts.workspace, settings.directory));
    const manifest = inPlace ?? (await keptManifest(settings, context, owner));
    return manifest?.status === 'complete' && (await (0,evidence_folder/* isSameExport */.vv)(manifest, owner));
}
/** Of a whole month, the small artifact beside the export is enough; a filtered one has none. */
async function keptManifest(settings, context, owner) {
    const full = (0,upload/* artifactName */.Cs)(settings.artifactName, owner.tenant, owner.period.label);
    const name = (0,filters/* limits */.Fy)(settings.filters) ? full : (0,upload/* baselineName */.Ri)(full);
    const { value, because } = await (0,previous_artifacts/* fromPreviousArtifact */.YI)(settings, context, name, previous_artifacts/* manifestIn */.tn);
    if (because !== undefined)
        context.host.debug(`${owner.period.label}: ${because}`);
    return value;
}

// EXTERNAL MODULE: ./lib/month/protection.js + 7 modules
var month_protection = __webpack_require__(24494);
// EXTERNAL MODULE: ./lib/month/repository-visibility.js
var repository_visibility = __webpack_require__(39457);
// EXTERNAL MODULE: ./lib/month/session.js
var month_session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/publish/report-run.js
var report_run = __webpack_require__(88321);
// EXTERNAL MODULE: ./lib/when-to-run.js
var when_to_run = __webpack_require__(91813);
// EXTERNAL MODULE: ./lib/wire/skew.js
var skew = __webpack_require__(85547);
;// CONCATENATED MODULE: ./lib/run.js
/** The story of one run: sign in, export the month, make up for earlier ones, and tell. */












/** Runs the export and tells of it. Never throws: what goes wrong is told, and fails the step. */
async function runMonth(asked, given) {
    const settings = asked.shard ? apart(asked, asked.shard) : asked;
    const { host } = given;
    const world = (0,skew/* withSkew */.lP)(given.world);
    const context = { ...given, world };
    const telling = { host, failOn: settings.failOn, directory: settings.directory };
    const began = world.now();
    try {
        const when = await (0,when_to_run/* whenToRun */.V)(settings, host, world);
        if ('skip' in when)
            return (0,report_run/* reportSkipped */.v9)(telling, when.skip);
        const period = when.run;
        if (settings.shard)
            refuseTooMany(period, settings.shard);
        telling.period = period;
        const notes = [...when.notes];
        host.info(`Period ${period.text} in ${period.timezone}: ${(0,ledger/* rangeText */.lq)(period)}.`);
        const isProtected = settings.encryptTo.length > 0 || settings.pseudonymKey !== undefined;
        const disclose = await (0,repository_visibility/* checkVisibility */.j)(settings, context, { isProtected, notes });
        const protection = await (0,month_protection/* protectionOf */.fA)(settings);
        const session = await host.group('Sign in', () => (0,month_session/* signIn */.Jv)(settings, context, notes));
        const run = { session, protection, disclose };
        const outcome = await (0,month_export/* exportPeriod */.K)(settings, context, { ...run, period, notes });
        const until = began + settings.deadline;
        const earlierMonths = await backfill(settings, context, { ...run, main: period, until });
        await (0,report_run/* reportOutcome */.Rq)(telling, outcome, earlierMonths);
    }
    catch (error) {
        (0,report_run/* reportFailure */.xV)(telling, (0,check_of_code/* pointingToDoctor */.F0)((0,failure/* asFailure */.h_)(error), host));
    }
}
/** A part has a folder and an artifact of its own, where the merge finds them. */
function apart(settings, shard) {
    const { artifactName, directory } = settings;
    const name = (0,audit_shard/* shardName */.Az)(shard);
    return {
        ...settings,
        directory: `${directory}/${name}`,
        artifactName: artifactName.includes('<period>') ? artifactName : `${artifactName}-${name}`,
    };
}
/** Before anything is read: whoever cuts a short period too often would have parts without time. */
function refuseTooMany(period, { part, of }) {
    const most = (0,audit_shard/* shardsAtMost */.gu)(period);
    if (of <= most)
        return;
    throw new failure/* Failure */.HR({
        code: 'SHARD_TOO_MANY',
        message: `The part ${part}/${of} can't be cut: ${period.text} has ${most} parts at most, of an hour each.`,
        remedy: `Ask for fewer parts in the input shard, for instance 1/${most}; mode: plan recommends how many.`,
    });
}


/***/ })

};
