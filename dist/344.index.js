export const id = 344;
export const ids = [344];
export const modules = {

/***/ 29344:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runDoctor: () => (/* binding */ runDoctor)
});

// UNUSED EXPORTS: doctor

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/month/credential.js + 3 modules
var month_credential = __webpack_require__(54623);
// EXTERNAL MODULE: ./lib/month/select-source.js + 1 modules
var select_source = __webpack_require__(54498);
// EXTERNAL MODULE: ./lib/signin/certificate.js + 6 modules
var signin_certificate = __webpack_require__(79909);
// EXTERNAL MODULE: ./lib/signin/cloud.js
var signin_cloud = __webpack_require__(4675);
// EXTERNAL MODULE: ./lib/signin/credential.js
var signin_credential = __webpack_require__(85337);
// EXTERNAL MODULE: ./lib/signin/endpoints.js
var endpoints = __webpack_require__(51560);
// EXTERNAL MODULE: ./lib/signin/tenant.js
var tenant = __webpack_require__(39260);
// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
;// CONCATENATED MODULE: ./lib/doctor/app.js
/** The doctor's looks at what proves the app: its certificate, GitHub's word or a vault, the tenant, and a sign-in. */








/** The app as it would sign in; undefined where something of it does not stand. */
async function checkApp(visit, board) {
    const { signIn } = visit.settings;
    const atHand = await checkCertificate(visit, board);
    const place = await checkTenant(visit, board);
    const credential = atHand ?? (place && (await checkElsewhere(visit, board, place)));
    const known = credential && (0,signin_credential/* certificateOf */.t)(credential);
    if (known)
        sayCertificate(visit, board, known);
    const proven = ['certificate', 'password', 'key', 'validity', 'id-token', 'vault'].every(name => board.stands(name));
    if (!proven || place === undefined || credential === undefined || signIn.clientId === '')
        return undefined;
    return { ...place, clientId: signIn.clientId, credential };
}
const file = ['certificate', 'password', 'key', 'validity'];
/** All that is wrong with it, without asking anybody. */
async function checkCertificate({ settings, context }, board) {
    const { host, world } = context;
    try {
        const given = await (0,month_credential/* certificateAtHand */.GW)(settings.signIn, host);
        if (given === undefined)
            return undefined;
        const { certificate, faults } = await (0,signin_certificate/* examineCertificate */.jg)(given, world);
        for (const fault of faults)
            board.fail(fault, 'key');
        return { kind: 'certificate', certificate };
    }
    catch (error) {
        const at = board.fail(error, 'certificate');
        const reached = Math.max(0, file.indexOf(at));
        for (const before of file.slice(0, reached))
            board.ok(before, 'Nothing is wrong with it.');
        return undefined;
    }
}
function sayCertificate({ context }, board, certificate) {
    const { subject, thumbprintSha1, thumbprintSha256, notAfter } = certificate;
    board.ok('certificate', `It holds ${subject}.`);
    board.ok('password', 'It opens the key, or none is needed.');
    board.ok('key', 'The key is RSA and belongs to the certificate.', {
        'SHA-1': thumbprintSha1,
        'SHA-256': thumbprintSha256,
    });
    const left = (0,signin_certificate/* daysLeft */.H_)(certificate, context.world.now());
    const soon = left < 30 ? ' Make its successor now; old and new may stand side by side in the app registration.' : '';
    board.ok('validity', `It is valid until ${notAfter.toISOString()}, ${left} days.${soon}`);
}
async function checkTenant({ settings, context }, board) {
    const { signIn } = settings;
    if (signIn.tenant === '')
        return undefined;
    try {
        const cloud = (0,endpoints/* withEndpoints */.X)((0,signin_cloud/* cloudNamed */.X)(signIn.cloud), context.endpoints);
        const tenantId = await (0,tenant/* resolveTenant */.l)(context.world, cloud, signIn.tenant, { signal: context.cancelled });
        const limits = cloud.limits.length > 0 ? ` ${cloud.limits.join(' ')}` : '';
        const name = signIn.tenant === tenantId ? `Tenant ${tenantId}` : `${signIn.tenant} is tenant ${tenantId}`;
        board.ok('tenant', `${name}, in the cloud ${cloud.name}.${limits}`);
        return { cloud, tenantId };
    }
    catch (error) {
        context.cancelled.throwIfAborted();
        board.fail(error, 'tenant');
        return undefined;
    }
}
/** A credential that GitHub or a vault has to give. */
async function checkElsewhere({ settings, context }, board, place) {
    const { signIn } = settings;
    const vault = signIn.credential.from === 'vault';
    const usable = vault || board.stands('inputs') || context.host.idToken !== undefined;
    if (!usable || (vault && signIn.clientId === ''))
        return undefined;
    try {
        const credential = await (0,month_credential/* credentialElsewhere */.E5)(signIn, context, place);
        if (credential.kind === 'federation')
            board.ok('id-token', ...presented(credential));
        else
            board.ok('id-token', 'GitHub speaks for this job.');
        board.ok('vault', `The vault gives the certificate${credential.kind === 'vault-key' ? ', and keeps the key' : ''}.`);
        return credential;
    }
    catch (error) {
        context.cancelled.throwIfAborted();
        const at = board.fail(error, vault ? 'vault' : 'id-token');
        if (at !== 'id-token')
            board.ok('id-token', 'GitHub speaks for this job.');
        if (at === 'key' || at === 'validity')
            board.ok('vault', 'The vault gives the certificate.');
        return undefined;
    }
}
function presented({ federation }) {
    const { subject, issuer, audience } = federation.presented;
    return [`GitHub speaks for this job as ${subject}.`, { issuer, subject, audience }];
}
/** The way that the export would take, by the permissions in the tokens; undefined where none is open. */
async function checkPermissions({ settings, context }, board, app) {
    const { source } = settings;
    const ways = [];
    if (source !== 'graph')
        ways.push({ name: 'exchange-permission', attempt: await attempt((0,select_source/* exchangeAccess */.qX)(app, context), context) });
    const [exchange] = ways;
    const stuck = exchange && 'failure' in exchange.attempt && !(0,select_source/* mayReadThroughGraph */.lc)(exchange.attempt.failure, app);
    if (source === 'graph' || (source === 'auto' && app.cloud.graphAuditLogQuery && !stuck))
        ways.push({ name: 'graph-permission', attempt: await attempt((0,select_source/* graphAccess */.L3)(app, context), context) });
    const issued = ways.some(({ attempt }) => 'way' in attempt || roleMissing.test(attempt.failure.code));
    if (issued)
        board.ok('token', `Entra issues tokens to application ${app.clientId}.`);
    const open = ways.find(({ attempt }) => 'way' in attempt);
    for (const { name, attempt } of ways) {
        if ('way' in attempt)
            await sayWay(board, name, attempt.way);
        else if (!issued)
            board.fail(attempt.failure, 'token');
        else if (open)
            board.ok(name, `Not needed: source: auto reads the other way. ${attempt.failure.message}`);
        else
            board.fail(attempt.failure, name);
        if (!issued)
            break;
    }
    return open && 'way' in open.attempt ? open.attempt.way : undefined;
}
const roleMissing = /^(EXCHANGE|GRAPH)_ROLE_MISSING$/;
async function attempt(way, { cancelled }) {
    try {
        return { way: await way };
    }
    catch (error) {
        cancelled.throwIfAborted();
        if (error instanceof wire_failure/* Failure */.HR)
            return { failure: error };
        throw error;
    }
}
async function sayWay(board, name, { tokens, partial, source }) {
    const { claims } = await tokens.token();
    if (claims === undefined) {
        board.unknown(name, 'The token is opaque: its permissions show only when it is used.');
        return;
    }
    const permission = source === 'exchange' ? 'Exchange.ManageAsApp' : 'a permission for the audit log query';
    board.ok(name, partial ?? `The token carries ${permission}.`, { roles: claims.roles.join(' '), object: claims.oid });
}

;// CONCATENATED MODULE: ./lib/checks/check-kinds.js
const keeper = 'whoever keeps the repository’s secrets';
const editor = 'whoever edits the workflow';
const machine = 'whoever runs the machine';
/** In order. */
const checkKinds = {
    inputs: { title: 'Inputs', who: editor, needs: [], stops: true },
    folder: { title: 'Export folder', who: machine, needs: ['inputs'], stops: true },
    accepted: { title: 'Accepted findings', who: 'whoever keeps that file', needs: [], stops: true },
    baseline: { title: 'Baseline file', who: editor, needs: [], stops: true },
    certificate: { title: 'Certificate file', who: keeper, needs: ['inputs'], stops: true },
    password: { title: 'Certificate password', who: keeper, needs: ['certificate'], stops: true },
    'id-token': { title: 'GitHub’s OIDC token', who: editor, needs: ['inputs'], stops: true },
    vault: { title: 'Key vault', who: 'the vault’s owner', needs: ['id-token', 'tenant', 'inputs'], stops: true },
    key: { title: 'Key and thumbprint', who: keeper, needs: ['password', 'vault'], stops: true },
    validity: { title: 'Certificate validity', who: keeper, needs: ['key'], stops: true },
    tenant: { title: 'Tenant and cloud', who: editor, needs: ['inputs'], stops: true },
    token: {
        title: 'Sign-in to Entra',
        who: 'an Application Administrator of the tenant',
        needs: ['certificate', 'password', 'key', 'validity', 'id-token', 'tenant', 'vault', 'inputs'],
        stops: true,
    },
    'exchange-permission': {
        title: 'Exchange.ManageAsApp',
        who: 'a Privileged Role Administrator or Global Administrator',
        needs: ['token'],
        stops: true,
    },
    'graph-permission': {
        title: 'AuditLogsQuery.Read.All',
        who: 'a Privileged Role Administrator or Global Administrator',
        needs: ['token'],
        stops: true,
    },
    'exchange-role': {
        title: 'Exchange role',
        who: 'an Exchange Administrator',
        needs: ['token', 'exchange-permission'],
        stops: true,
    },
    auditing: {
        title: 'Auditing',
        who: 'an administrator with the Exchange role Audit Logs',
        needs: ['token', 'exchange-permission', 'graph-permission', 'exchange-role'],
        stops: true,
    },
    search: {
        title: 'Audit search',
        who: 'an Exchange Administrator',
        needs: ['token', 'exchange-permission', 'graph-permission', 'exchange-role'],
        stops: true,
    },
    visibility: { title: 'Repository visibility', who: 'the repository’s owner', needs: [], stops: true },
    actions: { title: 'Permission actions: read', who: editor, needs: [], stops: false },
    issues: { title: 'Permission issues: write', who: editor, needs: [], stops: false },
    retention: { title: 'Artifact retention', who: 'an administrator of the repository', needs: [], stops: false },
    mail: { title: 'Mail', who: 'an Exchange Administrator', needs: ['token'], stops: true },
    artifacts: { title: 'Artifact service', who: editor, needs: [], stops: true },
};
const checkNames = Object.keys(checkKinds);

// EXTERNAL MODULE: ./lib/checks/check-of-code.js
var check_of_code = __webpack_require__(33441);
// EXTERNAL MODULE: ./lib/signin/check.js
var check = __webpack_require__(79714);
;// CONCATENATED MODULE: ./lib/doctor/check-results.js
/** Where the doctor's looks are noted; what none of them reached says why at the end. */




class CheckResults {
    #planned;
    #found = new Map();
    /** @param leftOut what this export has no use for. */
    constructor(leftOut) {
        this.#planned = new Set(checkNames.filter(name => !leftOut.includes(name)));
    }
    leaveOut(name) {
        this.#planned.delete(name);
    }
    /** One that failed for what another check has found missing says nothing of its own. */
    add(check) {
        if ('failure' in check && this.#isMissing((0,check_of_code/* checkOf */.EG)(check.failure.code), check.name))
            return;
        this.#found.set(check.name, [...(this.#found.get(check.name) ?? []), check]);
    }
    /** Unless something else was found there before. */
    ok(name, says, evidence = {}) {
        if (!this.#found.has(name))
            this.add({ name, verdict: 'ok', says, evidence });
    }
    unknown(name, says) {
        if (!this.#found.has(name))
            this.add({ name, verdict: 'unknown', says });
    }
    /** Noted where the failure's code belongs; `at` is where it was met, for failures that may be met anywhere. */
    fail(error, at) {
        const failure = (0,wire_failure/* asFailure */.h_)(error);
        const owner = (0,check_of_code/* checkOf */.EG)(failure.code);
        const name = checkNames.find(one => one === owner && this.#planned.has(one)) ?? at;
        this.add((0,check/* failed */.g)(name, failure));
        return name;
    }
    /** Whether it was looked at, or left out, and nothing is wrong. */
    stands(name) {
        if (!this.#planned.has(name))
            return true;
        const found = this.#found.get(name) ?? [];
        return found.length > 0 && found.every(check => check.verdict === 'ok');
    }
    #isMissing(owner, name) {
        const found = checkNames.find(one => one === owner && one !== name);
        return found !== undefined && (this.#found.get(found) ?? []).some(check => check.verdict === 'missing');
    }
    rows() {
        return checkNames
            .filter(name => this.#planned.has(name))
            .flatMap(name => (this.#found.get(name) ?? [this.#unreached(name)]).map(rowOf));
    }
    #unreached(name) {
        const first = checkKinds[name].needs.find(need => !this.stands(need));
        const says = first === undefined ? 'Not looked at.' : `It takes ${checkKinds[first].title} first.`;
        return { name, verdict: 'unknown', says };
    }
}
function rowOf(check) {
    const { name, verdict } = check;
    const { title, stops } = checkKinds[name];
    const row = { check: name, title, verdict: verdicts[verdict], stops: false, evidence: {} };
    if ('says' in check) {
        const evidence = 'evidence' in check ? { ...check.evidence } : {};
        return { ...row, says: check.says, evidence };
    }
    return { ...row, ...told(check.failure, name), stops: stops && !(0,check_of_code/* goesOn */.Eo)(check.failure.code) };
}
const verdicts = { ok: 'OK', missing: 'MISSING', unknown: "CAN'T TELL" };
function told(failure, name) {
    const { message, code, evidence, remedy } = failure;
    return { says: message, code, evidence: { ...evidence }, who: (0,check_of_code/* whoCanFix */.Ol)(code) ?? checkKinds[name].who, remedy };
}

// EXTERNAL MODULE: ./lib/files/disk.js
var disk = __webpack_require__(78270);
// EXTERNAL MODULE: ./lib/evidence/evidence-folder.js + 1 modules
var evidence_folder = __webpack_require__(14684);
;// CONCATENATED MODULE: ./lib/evidence/folder-preflight.js
/** Whether an export could be put into a folder: what taking it would refuse, without changing anything. */




/**
 * @param owner undefined where the question is not known: then nothing is said of what lies there.
 * @returns bytes that are free.
 * @throws Failure when the folder belongs to something else, or can't be written.
 */
async function checkFolderUsable(path, owner) {
    try {
        const place = await nearest(path);
        if (place === path && owner)
            await (0,evidence_folder/* checkFolderOwner */.oo)(path, (0,evidence_folder/* foreignFiles */.EG)(await (0,promises_.readdir)(path)), owner);
        await (0,promises_.access)(place, promises_.constants.W_OK);
        const { bavail, bsize } = await (0,promises_.statfs)(place);
        return { free: bavail * bsize };
    }
    catch (error) {
        throw (0,evidence_folder/* notAFolder */.b7)(error, path) ?? (0,disk/* diskFailure */.C)(error, path);
    }
}
/** The folder itself, or the one in which it would be made. */
async function nearest(path) {
    try {
        await (0,promises_.readdir)(path);
        return path;
    }
    catch (error) {
        const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
        if (!missing || (0,external_node_path_.dirname)(path) === path)
            throw error;
        return await nearest((0,external_node_path_.dirname)(path));
    }
}

// EXTERNAL MODULE: ./lib/month/detection-setup.js + 89 modules
var detection_setup = __webpack_require__(77194);
// EXTERNAL MODULE: ./lib/month/export.js + 9 modules
var month_export = __webpack_require__(83306);
// EXTERNAL MODULE: ./lib/month/protection.js + 7 modules
var protection = __webpack_require__(24494);
;// CONCATENATED MODULE: ./lib/doctor/files.js
/** The doctor's looks at the disk: the folder where the export would go, what the team has accepted, the baseline. */






/** Bytes of disk that a record takes while it is read and written. */
const bytesOfARecord = 4_000;
/** With less, a month of a small tenant may not fit. */
const leastRecords = 250_000;
/** @param asked what the export would be of, as far as it is known. */
async function checkFolder({ settings, context }, board, { period, tenantId }) {
    // A folder that was not understood has no place.
    if (settings.directory === '')
        return;
    const path = (0,external_node_path_.resolve)(context.host.facts.workspace, settings.directory);
    try {
        // A part goes into a folder of its own below this one.
        const known = period && tenantId && settings.shard === undefined ? { period, session: { tenantId } } : undefined;
        const owner = known && (0,month_export/* folderOwnerOf */.f)(settings, { ...known, protection: await (0,protection/* protectionOf */.fA)(settings) });
        const { free } = await checkFolderUsable(path, owner);
        const records = Math.floor(free / bytesOfARecord / 10_000) * 10_000;
        if (records < leastRecords)
            throw littleSpace(path, free);
        const rest = owner ? '' : ' What lies there was not compared with this export: its tenant or period is not known.';
        board.ok('folder', `${path} can be written, with room for some ${records.toLocaleString('en')} records.${rest}`, {
            free: `${(free / 1e9).toFixed(1)} GB`,
        });
    }
    catch (error) {
        board.fail(error, 'folder');
    }
}
async function checkNamedFiles({ settings, context }, board) {
    const { host } = context;
    try {
        const lists = await (0,detection_setup/* teamLists */.NC)(settings, host);
        if (lists === undefined)
            board.leaveOut('accepted');
        else
            board.ok('accepted', `${settings.accepted.path} is understood, with ${wordsOf(lists)}.`);
    }
    catch (error) {
        board.fail(error, 'accepted');
    }
    const { baseline } = settings;
    if (baseline.from !== 'file')
        return board.leaveOut('baseline');
    try {
        await (0,detection_setup/* namedBaseline */.rR)(baseline.path, host);
        board.ok('baseline', `${baseline.path} is a baseline.`);
    }
    catch (error) {
        board.fail(error, 'baseline');
    }
}
function wordsOf({ accepted, watched }) {
    return `${accepted.length} accepted findings${watched.length > 0 ? ` and ${watched.length} watched addresses` : ''}`;
}
function littleSpace(path, free) {
    return new wire_failure/* Failure */.HR({
        code: 'FOLDER_LITTLE_SPACE',
        message: `Where ${path} lies, ${Math.floor(free / 1e6)} MB are free: room for fewer than ${leastRecords.toLocaleString('en')} records.`,
        remedy: 'Free space on the machine, choose a directory on another disk, or export a shorter period.',
    });
}

// EXTERNAL MODULE: ./lib/github.js
var github = __webpack_require__(91564);
// EXTERNAL MODULE: ./lib/month/repository-visibility.js
var repository_visibility = __webpack_require__(39457);
;// CONCATENATED MODULE: ./lib/doctor/github-environment.js
/** The doctor's looks at the place that the export runs in: the repository, the token's permissions, the artifact service. */



/** What this place has no use for. */
function skippedChecks({ settings, context }) {
    const { host } = context;
    const anywhere = host.facts.repository !== undefined;
    const without = [
        ['visibility', !anywhere],
        ['actions', !anywhere],
        ['issues', settings.issue.mode === 'never'],
        ['retention', !settings.upload || host.kind === 'terminal'],
        ['mail', settings.mail === undefined],
        ['artifacts', !settings.upload || (host.kind === 'terminal' && host.artifacts === undefined)],
    ];
    return without.filter(([, left]) => left).map(([name]) => name);
}
async function checkEnvironment(visit, board) {
    if (visit.context.host.facts.repository !== undefined) {
        await checkVisibility(visit, board);
        await checkActions(visit, board);
    }
    if (visit.settings.upload) {
        checkRetention(visit, board);
        await checkArtifacts(visit, board);
    }
}
async function checkVisibility({ settings, context }, board) {
    const { host, world } = context;
    const visible = await (0,github/* isPublic */.Ul)(world, host.facts, settings.githubToken);
    if (visible.value === undefined) {
        board.unknown('visibility', `${said(visible)}. Make sure that the repository is not public: gh repo view ${host.facts.repository} --json visibility`);
    }
    else if (!visible.value)
        board.ok('visibility', `${host.facts.repository} is not public.`);
    else if (settings.allowPublic || settings.encryptTo.length > 0 || settings.pseudonymKey !== undefined)
        board.ok('visibility', `${host.facts.repository} is public, which the inputs allow for.`);
    else
        board.fail((0,repository_visibility/* repositoryIsPublic */.K)(host.facts), 'visibility');
}
/** For the run's creation time, earlier exports, the baseline and backfill. */
async function checkActions({ settings, context }, board) {
    const { host, world } = context;
    const learned = await (0,github/* readsActions */.hg)(world, host.facts, settings.githubToken);
    if (learned.value)
        board.ok('actions', 'The token reads runs and artifacts.');
    else if (learned.refusal === undefined)
        board.unknown('actions', `${said(learned)}.`);
    else
        board.fail(noActions(host.facts.repository, learned), 'actions');
}
function said({ because = '' }) {
    return `It could not be learned: ${because}`;
}
function noActions(repository, { because, refusal }) {
    return new wire_failure/* Failure */.HR({
        code: 'RUNS_PERMISSION',
        message: `The token does not read the runs and artifacts of ${repository}: ${because}. When the run was created, earlier exports and the baseline stay unknown.`,
        remedy: 'At the top of the workflow, or in its job: `permissions: {contents: read, actions: read}`, with all else that it needs: naming one takes away those that are not named. Leave github-token out, which takes the job’s own.',
        evidence: refusal?.evidence ?? {},
    });
}
/** A runner says how long the repository keeps artifacts at most; what is asked for beyond is cut. */
function checkRetention({ settings, context }, board) {
    const { retentionDays: text, repository, serverUrl = 'https://github.com' } = context.host.facts;
    const most = Number(text);
    const asked = settings.retentionDays;
    if (!(most > 0))
        board.unknown('retention', 'The runner does not say how long artifacts are kept.');
    else if (asked <= most)
        board.ok('retention', `Artifacts are kept for ${asked === 0 ? most : asked} days.`);
    else
        board.fail(cutShort(asked, most, `${serverUrl}/${repository}`), 'retention');
}
function cutShort(asked, most, page) {
    return new wire_failure/* Failure */.HR({
        code: 'RETENTION_CUT',
        message: `retention-days asks for ${asked} days, and the repository keeps artifacts for ${most} at most: they would be gone after ${most}.`,
        remedy: `Raise it under Settings → Actions → General → Artifact and log retention (${page}/settings/actions; 90 days at most in public repositories, 400 in private ones), or set retention-days to ${most} and copy the artifact to a storage of your own.`,
    });
}
/** What the run has kept is listed: the service answers, and nothing is left behind. */
async function checkArtifacts({ context }, board) {
    const { host } = context;
    if (host.artifacts === undefined) {
        if (host.kind === 'runner')
            board.fail(noService(), 'artifacts');
        return;
    }
    try {
        if (isEnterpriseServer(host))
            throw enterpriseServer();
        const names = await host.artifacts();
        board.ok('artifacts', `The artifact service answers; this run has ${names.length} artifacts. No upload was tried.`);
    }
    catch (error) {
        board.fail(error, 'artifacts');
    }
}
function isEnterpriseServer({ facts }) {
    const host = facts.serverUrl && URL.canParse(facts.serverUrl) ? new URL(facts.serverUrl).hostname : 'github.com';
    return host !== 'github.com' && !host.endsWith('.ghe.com') && !host.endsWith('.localhost');
}
function enterpriseServer() {
    return new wire_failure/* Failure */.HR({
        code: 'ARTIFACT_GHES',
        message: 'GitHub Enterprise Server has no artifact service that this action can use.',
        remedy: 'Set `upload: false` and keep the folder with actions/upload-artifact@v3 or a storage of your own.',
    });
}
function noService() {
    return new wire_failure/* Failure */.HR({
        code: 'ARTIFACT_NO_SERVICE',
        message: 'The runner gives this step no artifact service: the export would stay on the runner and be lost with it.',
        remedy: 'Start it as an action (`uses:`), not from a `run:` step; or set `upload: false` and keep the folder by a step of your own.',
    });
}

// EXTERNAL MODULE: ./lib/month/delivery.js + 14 modules
var delivery = __webpack_require__(27401);
// EXTERNAL MODULE: ./lib/month/open-source.js + 15 modules
var open_source = __webpack_require__(45649);
// EXTERNAL MODULE: ./lib/month/session.js
var month_session = __webpack_require__(48686);
// EXTERNAL MODULE: ./lib/report/diagnosis.js
var report_diagnosis = __webpack_require__(32175);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
// EXTERNAL MODULE: ./lib/publish/report-run.js
var report_run = __webpack_require__(88321);
;// CONCATENATED MODULE: ./lib/publish/report-doctor.js



/** The step fails where an export would. */
async function reportDiagnosis(host, directory, diagnosis) {
    (0,report_run/* setOutputs */.n0)({ host, failOn: [], directory }, diagnosis.status);
    host.output('directory', directory);
    await host.summary((0,markdown/* withinSize */.LE)((0,report_diagnosis/* diagnosisMarkdown */.PS)(diagnosis), report_run/* summaryLimit */.mf));
    for (const row of diagnosis.checks) {
        if (row.stops)
            host.error((0,report_diagnosis/* rowLine */.xQ)(row));
        else if (row.verdict === 'MISSING')
            host.warning((0,report_diagnosis/* rowLine */.xQ)(row));
        else
            host.info((0,report_diagnosis/* rowLine */.xQ)(row));
    }
    const words = (0,report_diagnosis/* diagnosisInWords */.ev)(diagnosis);
    if (diagnosis.checks.some(row => row.stops))
        host.fail(`An export would fail. ${words}`);
    else
        host.info(words);
}

// EXTERNAL MODULE: ./lib/version.js
var version = __webpack_require__(13411);
// EXTERNAL MODULE: ./lib/when-to-run.js
var when_to_run = __webpack_require__(91813);
// EXTERNAL MODULE: ./lib/wire/skew.js
var skew = __webpack_require__(85547);
;// CONCATENATED MODULE: ./lib/doctor.js
/** The story of a visit: everything that an export of these settings needs is looked at, and nothing is changed. */


















/** Looks, writes doctor.json, and tells. Never throws. */
async function runDoctor(settings, context) {
    const { host } = context;
    const directory = settings.directory || 'm365-audit';
    try {
        const diagnosis = await host.group('Doctor', () => doctor(settings, context));
        await keep(diagnosis, (0,external_node_path_.resolve)(host.facts.workspace, directory), host);
        await reportDiagnosis(host, directory, diagnosis);
    }
    catch (error) {
        (0,report_run/* reportFailure */.xV)({ host, failOn: [], directory }, (0,wire_failure/* asFailure */.h_)(error));
    }
}
/** A folder that takes no file is one of the things to be told. */
async function keep(diagnosis, folder, host) {
    try {
        await (0,promises_.mkdir)(folder, { recursive: true });
        await (0,promises_.writeFile)((0,external_node_path_.join)(folder, report_diagnosis/* diagnosisFile */._M), (0,report_diagnosis/* diagnosisText */.f7)(diagnosis));
    }
    catch (error) {
        host.warning(`${report_diagnosis/* diagnosisFile */._M} could not be written: ${(0,wire_failure/* causes */.ps)(error)}`);
    }
}
/** All that was found, in order. Throws only when the run is cancelled. */
async function doctor(settings, given) {
    const context = { ...given, world: (0,skew/* withSkew */.lP)(given.world) };
    const visit = { settings, context };
    const board = new CheckResults([...unneeded(settings), ...skippedChecks(visit)]);
    const period = await checkInputs(visit, board);
    await checkNamedFiles(visit, board);
    const app = await checkApp(visit, board);
    const way = app && (await checkPermissions(visit, board, app));
    if (app && way)
        await checkSource(visit, board, { ...app, ...way });
    await checkFolder(visit, board, { period, tenantId: app?.tenantId });
    await checkEnvironment(visit, board);
    await checkDeliveries(visit, board, app);
    const finished = new Date(context.world.now()).toISOString();
    return (0,report_diagnosis/* diagnosisOf */.jo)(board.rows(), { finished, tool: { name: version/* toolName */.U, version: version/* version */.r } });
}
/** What these settings have no use for. */
function unneeded({ signIn, source }) {
    const { credential } = signIn;
    const atHand = credential.from === 'input' || credential.from === 'file';
    const without = [];
    if (!atHand)
        without.push('certificate', 'password');
    if (credential.from === 'federation')
        without.push('key', 'validity');
    if (credential.from !== 'vault')
        without.push('vault');
    if (atHand || (credential.from === 'vault' && credential.token))
        without.push('id-token');
    if (source === 'graph')
        without.push('exchange-permission', 'exchange-role');
    if (source === 'exchange' || !(0,signin_cloud/* cloudNamed */.X)(signIn.cloud).graphAuditLogQuery)
        without.push('graph-permission');
    return without;
}
/** What the export would be of, where that is clear. */
async function checkInputs({ settings, context }, board) {
    let when;
    for (const mistake of settings.mistakes)
        board.fail(mistake, 'inputs');
    try {
        await (0,protection/* protectionOf */.fA)(settings);
        // Stand-ins take the place of what is mistaken.
        if (settings.mistakes.length === 0)
            when = await (0,when_to_run/* whenToRun */.V)(settings, context.host, context.world);
    }
    catch (error) {
        board.fail(error, 'inputs');
    }
    board.ok('inputs', 'All that is given is understood.');
    return when && 'run' in when ? when.run : undefined;
}
async function checkSource({ settings, context }, board, session) {
    const { world, host, cancelled } = context;
    if (session.source === 'graph')
        board.leaveOut('exchange-role');
    const now = world.now();
    const period = { label: 'doctor', text: '', timezone: 'UTC', start: now - 60_000, end: now, days: [] };
    const quiet = { world, host: { info: (line) => host.debug(line) } };
    const source = (0,open_source/* openSource */.o)(settings, quiet, { session, period });
    const silent = (0,month_session/* findsNothing */.yA)(session);
    for (const check of await source.check(cancelled)) {
        if (silent && check.name === 'search' && check.verdict === 'ok')
            board.fail(alwaysEmpty(), 'search');
        else
            board.add(check);
    }
}
/** It answers, which elsewhere would be enough. */
function alwaysEmpty() {
    return new wire_failure/* Failure */.HR({
        code: 'CLOUD_ALWAYS_EMPTY',
        message: 'The search finds nothing in this cloud, whatever happened.',
        remedy: 'No source here proves a month: an export ends incomplete, with fail-on: never for whoever wants it all the same.',
    });
}
async function checkDeliveries({ settings, context }, board, caller) {
    const issue = (0,delivery/* issueOf */.v1)(settings, context);
    const mail = (0,delivery/* mailOf */.bc)(settings, context, caller, issue);
    for (const publisher of [issue, mail])
        if (publisher)
            board.add(await publisher.check());
}


/***/ })

};
