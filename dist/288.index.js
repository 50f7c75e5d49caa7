export const id = 288;
export const ids = [288];
export const modules = {

/***/ 14288:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   transport: () => (/* binding */ transport)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57075);
/* harmony import */ var undici__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46752);


/**
 * The real `World.fetch`: undici's `request`, because `fetch` decodes bodies by their header, and Exchange labels
 * plain bytes as gzip and the reverse. Honours HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which Node's `fetch` does not.
 */
function transport(environment) {
    const dispatcher = dispatcherFor(environment);
    return async (request) => {
        const answer = await (0,undici__WEBPACK_IMPORTED_MODULE_1__.request)(request.url, {
            dispatcher,
            method: request.method,
            headers: Object.fromEntries(request.headers),
            body: request.body ? Buffer.from(await request.arrayBuffer()) : null,
            signal: request.signal,
        });
        const headers = new Headers();
        for (const [name, value] of Object.entries(answer.headers)) {
            for (const one of [value].flat())
                if (one !== undefined)
                    headers.append(name, one);
        }
        const empty = answer.statusCode === 204 || answer.statusCode === 304;
        if (empty)
            await answer.body.dump();
        return new Response(empty ? null : node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.toWeb(answer.body), {
            status: answer.statusCode,
            headers,
        });
    };
}
function dispatcherFor(environment) {
    const limits = { connect: { timeout: 30_000 }, headersTimeout: 0, bodyTimeout: 0 };
    const of = (name) => environment[name.toLowerCase()] || environment[name];
    const httpProxy = of('HTTP_PROXY');
    const httpsProxy = of('HTTPS_PROXY') ?? httpProxy;
    if (httpsProxy === undefined)
        return new undici__WEBPACK_IMPORTED_MODULE_1__.Agent(limits);
    // A proxy elsewhere can't reach what listens on this machine: the demo, and gateways beside the runner.
    const noProxy = [of('NO_PROXY'), 'localhost', '127.0.0.1', '::1'].filter(Boolean).join(',');
    return new undici__WEBPACK_IMPORTED_MODULE_1__.EnvHttpProxyAgent({ ...limits, noProxy, httpsProxy, ...(httpProxy === undefined ? {} : { httpProxy }) });
}


/***/ })

};
