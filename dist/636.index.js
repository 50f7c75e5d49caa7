export const id = 636;
export const ids = [636];
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(92857);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(91677);
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


/***/ })

};
