export const id = 636;
export const ids = [636];
export const modules = {

/***/ 14636:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runDemo: () => (/* binding */ runDemo)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(36694);
/** The whole export against the built-in tenant on this machine, faults included: real sign-in, real HTTP, real files. */



/** How much faster than the clock the demo waits when a service asks it to. */
const hurry = 20;
/** In a terminal, where nobody chose a folder. */
const demoFolder = 'm365-audit-demo';
async function runDemo(settings, context, recordsPerMonth = 42_000) {
    const { createSimulator } = await Promise.all(/* import() */[__webpack_require__.e(453), __webpack_require__.e(517)]).then(__webpack_require__.bind(__webpack_require__, 64517));
    const { host, world } = context;
    const simulator = await createSimulator({ seed: 7, recordsPerMonth, faults: 'demo', now: world.now });
    const service = await simulator.listen();
    try {
        host.info(`The built-in tenant listens on ${service.origin}. It holds nobody's data, and it is unkind on purpose.`);
        if (host.upload === undefined)
            borrowArtifactService(service.environment);
        const directory = host.input('directory') === '' ? demoFolder : settings.directory;
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(host.facts.workspace, directory);
        await removeEarlierDemo(path, simulator.tenantId);
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_2__.runMonth)({
            ...settings,
            directory,
            signIn: {
                tenant: simulator.domain,
                clientId: simulator.clientId,
                certificate: { from: 'input', content: simulator.pfx.toString('base64') },
                password: simulator.pfxPassword,
                cloud: 'worldwide',
            },
        }, {
            ...context,
            world: { ...world, sleep: (milliseconds, signal) => world.sleep(milliseconds / hurry, signal) },
            endpoints: JSON.stringify(service.endpoints),
            synthetic: true,
        });
        tellEnd(host, directory, simulator.counters.faultsPlayed);
    }
    finally {
        await service.close();
    }
}
/** A terminal has no artifact service; the simulated one takes its place, through the same library. */
function borrowArtifactService(environment) {
    for (const name of ['ACTIONS_RESULTS_URL', 'ACTIONS_RUNTIME_TOKEN']) {
        const value = environment[name];
        if (value !== undefined)
            process.env[name] = value;
    }
}
/** An earlier demo may have been of another month; only what is surely a demo's is removed. */
async function removeEarlierDemo(path, tenantId) {
    const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, 'manifest.json'), 'utf8').catch(() => '{}');
    if (text.includes(`"tenant": "${tenantId}"`))
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
}
function tellEnd(host, directory, played) {
    const faults = Object.entries(played)
        .filter(([, times]) => times > 0)
        .map(([name, times]) => `${name} ×${times}`);
    host.info(`Faults that the tenant played: ${faults.join(', ') || 'none'}.`);
    host.info(`The folder is ${directory}; start with ${directory}/summary.md.`);
    host.info(`Prove it: node dist/index.js verify --directory ${directory}`);
}


/***/ })

};
