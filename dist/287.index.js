export const id = 287;
export const ids = [287];
export const modules = {

/***/ 5949:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ isObject),
/* harmony export */   U4: () => (/* binding */ parsedJson),
/* harmony export */   jM: () => (/* binding */ parsedObject)
/* harmony export */ });
/** JSON that somebody else wrote: nothing here throws, and a shape is looked at before it is believed. */
/** Undefined for what is no JSON. */
function parsedJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** Undefined for what is no JSON, or no object. */
function parsedObject(text) {
    const value = parsedJson(text);
    return isObject(value) ? value : undefined;
}
/** Arrays are none. */
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 83049:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ip: () => (/* binding */ readClaims),
/* harmony export */   Kz: () => (/* binding */ checkClaims),
/* harmony export */   Pp: () => (/* binding */ noteOnRoles)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/* harmony import */ var _permissions_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(33490);
/* harmony import */ var _remedies_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(34952);
/** What an access token says about itself, read before its first use, so that a missing right is explained and not met. */



/** The claims of a token, unverified, as they are meant for its audience; undefined when it isn't a JWT. */
function readClaims(token) {
    const parts = token.split('.');
    if (parts.length !== 3)
        return undefined;
    try {
        const payload = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString());
        if (typeof payload !== 'object' || payload === null)
            return undefined;
        const claims = { ...payload };
        return {
            aud: text(claims.aud),
            tid: text(claims.tid),
            appid: text(claims.appid ?? claims.azp),
            oid: text(claims.oid),
            roles: list(claims.roles),
            wids: list(claims.wids),
        };
    }
    catch {
        return undefined;
    }
}
function text(value) {
    return typeof value === 'string' ? value : '';
}
function list(value) {
    return Array.isArray(value) ? value.filter(one => typeof one === 'string') : [];
}
/** Throws when the token is for another service or tenant, or lacks the permission without which every call fails. */
function checkClaims(claims, asked) {
    if (!isAudience(claims.aud, asked))
        throw wrongAudience(claims, asked);
    if (claims.tid.toLowerCase() !== asked.tenantId.toLowerCase())
        throw wrongTenant(claims, asked);
    if (asked.resource === 'exchange' && !claims.roles.includes(_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .permissions */ .P.exchange.value))
        throw roleMissing(claims, asked);
}
/** Services' own application ids, which stand in `aud` of some tokens in place of the address. */
const APPLICATION_IDS = {
    exchange: '00000002-0000-0ff1-ce00-000000000000',
    graph: '00000003-0000-0000-c000-000000000000',
    vault: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
};
function isAudience(aud, { cloud, resource }) {
    if (aud === APPLICATION_IDS[resource])
        return true;
    return URL.canParse(aud) && new URL(aud).hostname === new URL(cloud.scopes[resource]).hostname;
}
/**
 * A hint, never a refusal: with rights from an Exchange role group the token names no directory role at all, and
 * authorisation happens inside Exchange.
 */
function noteOnRoles(claims) {
    if (claims.wids.some(id => Object.values(_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .auditDirectoryRoles */ .m).includes(id)))
        return undefined;
    const weak = claims.wids.map(id => WEAKER_ROLES[id]).filter(name => name !== undefined);
    return (`The token carries ${weak.length > 0 ? `only the Entra role ${weak.join(', ')}` : 'no Entra role'} known to allow ` +
        'the audit search. That is right where an Exchange role group with View-Only Audit Logs holds the app.');
}
/** https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference */
const WEAKER_ROLES = {
    'f2ef992c-3afb-46b9-b7cf-a126ee74c451': 'Global Reader',
    '5d6b6bb7-de71-4623-b4af-96380a352509': 'Security Reader',
};
function wrongAudience(claims, { cloud, resource }) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'TOKEN_WRONG_AUDIENCE',
        message: `The token is for '${claims.aud}', not for ${cloud.scopes[resource].replace('/.default', '')}.`,
        remedy: 'A gateway between here and the login service may have exchanged it. Check proxies and M365_AUDIT_ENDPOINTS.',
    });
}
function wrongTenant(claims, { tenantId, clientId }) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'TOKEN_WRONG_TENANT',
        message: `The token is for tenant ${claims.tid || '(none)'}, not for ${tenantId}.`,
        remedy: `Check tenant-id and that app ${clientId} is registered, or consented to, in that tenant.`,
    });
}
function roleMissing(claims, { cloud, tenantId, clientId }) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'EXCHANGE_ROLE_MISSING',
        message: `The app ${clientId} lacks the application permission Exchange.ManageAsApp in tenant ${tenantId}; its token has ${claims.roles.length > 0 ? `only: ${claims.roles.join(', ')}` : 'no permissions at all'}.`,
        remedy: 'A Privileged Role Administrator or Global Administrator grants it: Entra → App registrations → the app → ' +
            'API permissions → Add a permission → APIs my organization uses → Office 365 Exchange Online → Application ' +
            'permissions → Exchange.ManageAsApp, then "Grant admin consent". If the permission is listed there already, only ' +
            `the consent is missing: ${cloud.authority}/${tenantId}/adminconsent?client_id=${clientId} ` +
            `(page of the app: ${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}). ` +
            `Only tokens issued after the consent carry it, so allow some minutes. ${(0,_remedies_js__WEBPACK_IMPORTED_MODULE_2__/* .bySetup */ .z$)('', { tenant: tenantId, cloud: cloud.name })}`,
        evidence: { tenant: tenantId, client: clientId, object: claims.oid, roles: claims.roles.join(' ') || 'none' },
    });
}


/***/ }),

/***/ 51560:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ withEndpoints)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/** M365_AUDIT_ENDPOINTS: stand-ins for the services on this machine, and on no other. */

const services = ['login', 'exchange', 'graph', 'vault'];
/**
 * The cloud with the base URLs that the variable's JSON names; the cloud itself when the variable is empty. Throws
 * when one isn't loopback: whoever can set a variable must not be able to have a credential sent elsewhere.
 */
function withEndpoints(cloud, json) {
    if (json === undefined || json.trim() === '')
        return cloud;
    const entries = Object.entries(parse(json));
    const mistakes = entries.map(([name, value]) => mistakeOf(name, value)).filter(mistake => mistake !== undefined);
    if (mistakes.length > 0)
        throw refused(mistakes);
    return { ...cloud, ...Object.fromEntries(entries.map(([name, url]) => [name, String(url).replace(/\/+$/, '')])) };
}
function parse(json) {
    try {
        const value = JSON.parse(json);
        if (typeof value === 'object' && value !== null && !Array.isArray(value))
            return value;
    }
    catch {
        // The same sentence serves: the text is not repeated, as it may be a secret in the wrong place.
    }
    throw refused([{ words: 'it is not a JSON object', elsewhere: false }]);
}
function mistakeOf(name, value) {
    if (!services.includes(name))
        return { words: `'${name}' is not a service`, elsewhere: false };
    if (typeof value !== 'string' || !URL.canParse(value))
        return { words: `'${name}' is not a URL`, elsewhere: false };
    const url = new URL(value);
    if (!/^https?:$/.test(url.protocol))
        return { words: `'${name}' is not http or https`, elsewhere: false };
    if (!isLoopback(url.hostname))
        return { words: `'${name}' is at ${url.hostname}`, elsewhere: true };
    if (url.username || url.password || url.search || url.hash) {
        return { words: `'${name}' has more than host, port and path`, elsewhere: false };
    }
    return undefined;
}
/** `URL` has already written every spelling of an IPv4 address as four decimal numbers. */
function isLoopback(hostname) {
    return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
function refused(mistakes) {
    const elsewhere = mistakes.some(mistake => mistake.elsewhere);
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: elsewhere ? 'ENDPOINTS_NOT_LOOPBACK' : 'ENDPOINTS_MALFORMED',
        message: `M365_AUDIT_ENDPOINTS is refused: ${mistakes.map(({ words }) => words).join('; ')}.`,
        remedy: elsewhere
            ? 'Only addresses of this machine are accepted (127.0.0.0/8, ::1, localhost). For a national cloud set the input cloud.'
            : `Give JSON with any of ${services.join(', ')} as http or https base URLs, or unset the variable.`,
    });
}


/***/ }),

/***/ 70032:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  _: () => (/* binding */ loginPolicy),
  m: () => (/* binding */ readLogin)
});

// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/signin/remedies.js
var remedies = __webpack_require__(34952);
// EXTERNAL MODULE: ./lib/signin/subject.js
var subject = __webpack_require__(83222);
;// CONCATENATED MODULE: ./lib/signin/advice.js
/** Entra's refusals (AADSTS codes) as advice: what happened, and what a person does about it. */



/**
 * The failure for a refusal. It is decided by `error_codes`, as Microsoft changes the texts:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
function advise(refusal, context) {
    const codes = codesOf(refusal.body);
    const code = codes.find(one => one in ADVICE) ?? codes[0];
    const advice = (code === undefined ? undefined : ADVICE[code]) ?? unknownRefusal(refusal.body);
    const failure = new wire_failure/* Failure */.HR({
        code: code === undefined ? 'LOGIN_REFUSED' : `LOGIN_AADSTS${code}`,
        message: `Sign-in refused: ${advice.what}${code === undefined ? '' : ` (AADSTS${code})`}.`,
        remedy: typeof advice.remedy === 'string' ? advice.remedy : advice.remedy(context, refusal),
        evidence: evidenceOf(refusal, context),
    });
    return { failure, again: typeof advice.again === 'function' ? advice.again(context) : advice.again };
}
function codesOf(body) {
    const codes = Array.isArray(body.error_codes) ? body.error_codes : [];
    const named = codes.map(Number).filter(code => Number.isInteger(code));
    if (named.length > 0)
        return named;
    const prefix = /^AADSTS(\d+)/.exec(String(body.error_description ?? ''));
    return prefix ? [Number(prefix[1])] : [];
}
function evidenceOf({ body, status }, { tenant, clientId }) {
    const told = {
        status: String(status),
        error: body.error,
        'correlation id': body.correlation_id,
        'trace id': body.trace_id,
        timestamp: body.timestamp,
        tenant,
        client: clientId,
    };
    const words = Object.entries(told).filter(([, value]) => typeof value === 'string' && value !== '');
    return Object.fromEntries(words.map(([name, value]) => [name, String(value).slice(0, 100)]));
}
function unknownRefusal(body) {
    const said = firstSentences(body.error_description);
    return {
        what: said === '' ? `the service says '${String(body.error).slice(0, 100)}'` : `the service says "${said}"`,
        remedy: 'There is no advice for this code here. See https://login.microsoftonline.com/error and the sign-in logs of the ' +
            'app (Entra → Enterprise applications → the app → Sign-in logs → Service principal sign-ins).',
    };
}
/** Without the ids, which stand in the evidence, and without anything that looks like a token. */
function firstSentences(description) {
    const text = typeof description === 'string' ? description : '';
    const line = text.split(/\r?\n|Trace ID:/)[0] ?? '';
    return line
        .replace(/[\w-]{20,}\.[\w-]{20,}(\.[\w-]+)?/g, '…')
        .replace(/"/g, "'")
        .trim()
        .slice(0, 300);
}
const oursToMend = 'This is a fault of the program. Please report it with the version and this message.';
const passing = 'It usually passes: run again later. If it lasts, see https://status.cloud.microsoft.';
const ADVICE = {
    // The app and the tenant
    700016: {
        what: 'the app is not known in this tenant',
        remedy: ({ tenant, clientId }) => `Compare client-id (${clientId}) with the Application (client) ID of the app registration, not its object id, and ` +
            `tenant-id (${tenant}) with the tenant where it is registered or consented to.`,
    },
    90002: { what: 'there is no such tenant in this cloud', remedy: wrongTenantOrCloud },
    900023: { what: 'tenant-id is neither a GUID nor a domain', remedy: wrongTenantOrCloud },
    90038: { what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud },
    900382: { what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud },
    900432: { what: 'the tenant lives in another cloud', remedy: wrongTenantOrCloud },
    7000112: {
        what: 'the app is disabled',
        remedy: 'An administrator enables it: Entra → Enterprise applications → the app → Properties → Enabled for sign-in.',
    },
    7000229: {
        what: 'the app has no service principal in this tenant',
        remedy: ({ cloud, tenant, clientId }) => `An administrator consents to it once: ${cloud.authority}/${tenant}/adminconsent?client_id=${clientId} ` +
            (0,remedies/* bySetup */.z$)('', { tenant, cloud: cloud.name }),
    },
    700025: {
        what: 'the app registration is a public client and takes no credential',
        remedy: 'In its Authentication page set "Allow public client flows" to No, or register another app.',
    },
    // The certificate and the assertion
    700027: { what: 'the certificate is not registered with the app', remedy: uploadCertificate, again: 'briefly' },
    50012: { what: "the assertion's signature is not valid", remedy: keyMismatch },
    50013: { what: "the assertion's signature is not valid", remedy: keyMismatch },
    1000502: {
        what: 'the certificate is outside its validity',
        remedy: ({ certificate }) => `It ends on ${certificate?.notAfter.toISOString() ?? 'an unknown day'}. Make a new one, upload its public part to the app and store it in the secret.`,
    },
    // GitHub's token may have grown old on the way; the next attempt has a fresh one.
    700024: {
        what: 'the assertion is outside its time range',
        remedy: clockDifference,
        again: ({ presented }) => (presented ? 'briefly' : undefined),
    },
    700023: { what: 'the assertion names another audience', remedy: assertionElsewhere },
    700021: { what: 'the assertion was made for another app', remedy: assertionElsewhere },
    50048: { what: "the assertion's subject is not its issuer", remedy: assertionElsewhere },
    5002723: { what: "the assertion's header names no certificate", remedy: oursToMend },
    50027: { what: 'the assertion is malformed', remedy: oursToMend },
    5002738: { what: 'the token is signed with an algorithm that Entra does not take', remedy: oursToMend },
    700030: {
        what: "the certificate's subject is not authorised",
        remedy: 'The app trusts certificates by subject and issuer; correct its trusted issuer, or upload this certificate itself.',
    },
    7000215: { what: 'the client secret is wrong', remedy: 'Client secrets are not used here: give a certificate.' },
    7000222: { what: 'the client secret has expired', remedy: 'Client secrets are not used here: give a certificate.' },
    7000218: {
        what: 'no credential arrived',
        remedy: 'The certificate inputs were empty: workflows started from a fork get no secrets.',
    },
    // GitHub's token as credential
    70021: { what: 'no federated credential of the app matches', remedy: compareFederation, again: 'spreading' },
    700213: {
        what: 'no federated credential of the app matches the subject',
        remedy: compareFederation,
        again: 'spreading',
    },
    7002138: {
        what: "no federated credential of the app matches the subject's letter case",
        remedy: compareFederation,
        again: 'spreading',
    },
    700212: { what: "the token's audience is not one that the app's credential takes", remedy: compareFederation },
    70025: { what: 'the app has no federated credential', remedy: compareFederation },
    700211: { what: "the token's issuer is not one that the app trusts", remedy: compareFederation },
    700223: { what: "the token's issuer is not one that the app trusts", remedy: compareFederation },
    // Policy, services and permissions
    53003: {
        what: 'a Conditional Access policy for workload identities blocks this machine',
        remedy: 'A Conditional Access Administrator excludes the app from the policy (which one it is stands in Entra → Enterprise ' +
            'applications → the app → Sign-in logs → Service principal sign-ins); or run on a runner with an address that ' +
            'the policy allows (self-hosted, or a larger runner with static addresses).',
    },
    500011: {
        what: 'the tenant does not have the service asked for',
        remedy: 'Exchange Online (or the service named by the scope) must be licensed and set up in this tenant.',
    },
    500014: {
        what: 'the service asked for is disabled in the tenant',
        remedy: 'An administrator enables its service principal: Entra → Enterprise applications → Microsoft applications.',
    },
    65001: {
        what: 'nobody consented to the permission',
        remedy: ({ cloud, tenant, clientId }) => `An administrator consents: ${cloud.authority}/${tenant}/adminconsent?client_id=${clientId} ` +
            (0,remedies/* bySetup */.z$)('', { tenant, cloud: cloud.name }),
    },
    70011: { what: 'the scope is not valid', remedy: oursToMend },
    1002012: { what: 'the scope is not valid', remedy: oursToMend },
    50034: { what: 'there is no such user', remedy: oursToMend },
    // What passes
    90033: { what: 'the service is unavailable for the moment', remedy: passing, again: 'again' },
    90055: { what: 'the service asks for fewer requests', remedy: passing, again: 'again' },
    90024: { what: "the service's budget for requests is used up", remedy: passing, again: 'again' },
    50196: { what: 'the service takes repeated requests for a loop', remedy: passing, again: 'again' },
};
function wrongTenantOrCloud({ tenant, cloud }) {
    return (`Check tenant-id (${tenant}), best given as the GUID of Entra → Overview. The cloud asked is ${cloud.name}; ` +
        'a tenant of the US government is in gcc-high or dod, one operated by 21Vianet in china: set the input cloud.');
}
function uploadCertificate({ certificate, clientId, tenant, cloud }) {
    const prints = certificate
        ? `SHA-1 ${certificate.thumbprintSha1}, SHA-256 ${certificate.thumbprintSha256} (${certificate.subject})`
        : 'unknown';
    const fetched = certificate?.download ? `${certificate.download} && ` : '';
    return (`Ours has the thumbprints ${prints}. Compare with Entra → App registrations → the app → Certificates & secrets, and ` +
        `upload its public part there or with: ${fetched}az ad app credential reset --id ${clientId} --cert @cert.pem --append. ` +
        'After an upload it takes a minute or two. ' +
        (0,remedies/* bySetup */.z$)('--folder DIRECTORY-OF-ITS-KEY', { tenant, cloud: cloud.name }));
}
function keyMismatch(context) {
    return `The key may not be the one of the certificate that was uploaded. ${uploadCertificate(context)}`;
}
function assertionElsewhere({ tenant, clientId, cloud }) {
    return `It was made for app ${clientId}, tenant ${tenant}, cloud ${cloud.name}; check that these three belong together.`;
}
/** Entra's `Date` header against our clock; an assertion is valid from now for ten minutes. */
function clockDifference({ now }, { date }) {
    const theirs = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(theirs))
        return "Compare this machine's clock with the true time.";
    const seconds = Math.round((now - theirs) / 1000);
    if (Math.abs(seconds) < 30) {
        return "This machine's clock agrees with the service's to half a minute, so the assertion or token was old when it arrived; run again.";
    }
    return `This machine's clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the service's (${date}): set it (timedatectl, w32tm /resync).`;
}
function compareFederation(context) {
    const { tenant, cloud, presented } = context;
    const words = `--federated ${presented ? `--subject ${presented.subject}` : '--repository OWNER/NAME --environment NAME'}`;
    return `${comparison(context)} ${(0,remedies/* bySetup */.z$)(words, { tenant, cloud: cloud.name })}`;
}
function comparison({ clientId, presented }) {
    if (presented)
        return (0,subject/* explainFederation */.rd)(presented, clientId);
    return (`Compare issuer, subject and audience with: az ad app federated-credential list --id ${clientId}. The subject is ` +
        'compared letter by letter: a job with an environment has another one, and repositories made, renamed or moved since July 2026 ' +
        'have ids in it. A new credential takes some minutes.');
}

;// CONCATENATED MODULE: ./lib/signin/login.js
/** What an answer of the login service means: a value, a reason to try again, or the end with advice. */


/** Patience with the login service: about a minute when it says nothing, and five when it asks for longer waits. */
const loginPolicy = {
    tries: 6,
    base: 2_000,
    longest: 60_000,
    timeout: 30_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/** The JSON of a good answer. Of others: throttling, server faults and passing codes ask for another try. */
function readLogin(answer, context) {
    const body = parseObject(answer.bytes);
    if (answer.status === 200)
        return body ? { done: body } : { retry: unreadable(answer, context) };
    const throttled = answer.status === 429;
    if (body && 'error' in body) {
        const { failure, again } = advise({ body, status: answer.status, date: answer.headers.get('date') }, context);
        if (again === 'briefly')
            return { retry: failure, tries: 3 };
        if (again === 'spreading')
            return mayStillSpread(context) ? { retry: failure } : { failed: failure };
        return again || throttled || answer.status >= 500 ? { retry: failure, throttled } : { failed: failure };
    }
    const failure = unreadable(answer, context);
    return throttled || answer.status >= 500 ? { retry: failure, throttled } : { failed: failure };
}
/** A new federated credential is known everywhere within two minutes, as a rule. */
const spreading = 120_000;
function mayStillSpread({ since, now }) {
    return since !== undefined && now - since < spreading;
}
function parseObject(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}
function unreadable(answer, { cloud }) {
    const type = answer.headers.get('content-type') ?? 'unknown';
    return new wire_failure/* Failure */.HR({
        code: 'LOGIN_UNREADABLE',
        message: `${new URL(cloud.login).host} answered ${answer.status} with ${type}, which is not an answer of the login service.`,
        remedy: 'Something between may have answered in its place (proxy, firewall, captive portal); check HTTPS_PROXY and NO_PROXY.',
        evidence: { status: String(answer.status) },
    });
}


/***/ }),

/***/ 33490:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ permissions),
/* harmony export */   m: () => (/* binding */ auditDirectoryRoles)
/* harmony export */ });
/** The application permissions that the export may need: one table for the set-up, its documentation and the errors. */
const exchangeOnline = { resource: '00000002-0000-0ff1-ce00-000000000000', resourceName: 'Office 365 Exchange Online' };
const microsoftGraph = { resource: '00000003-0000-0000-c000-000000000000', resourceName: 'Microsoft Graph' };
const permissions = {
    exchange: { ...exchangeOnline, value: 'Exchange.ManageAsApp', why: 'to run Search-UnifiedAuditLog (source: exchange)' },
    graph: { ...microsoftGraph, value: 'AuditLogsQuery.Read.All', why: 'to query the audit log (source: graph)' },
    mail: { ...microsoftGraph, value: 'Mail.Send', why: 'to mail the report (mail-to)' },
};
/** Directory roles that hold the audit search, by the names that Entra shows. */
const auditDirectoryRoles = {
    'Compliance Administrator': '17315797-102d-40b4-93e0-432062caca18',
    'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
    'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
};


/***/ }),

/***/ 34952:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   nL: () => (/* binding */ storeAnew),
/* harmony export */   s9: () => (/* binding */ exportAnew),
/* harmony export */   wH: () => (/* binding */ makeAnew),
/* harmony export */   z$: () => (/* binding */ bySetup)
/* harmony export */ });
/** Sentences with commands that more than one failure advises. */
const storeAnew = 'Store the whole file again: base64 < cert.pfx | gh secret set M365_CERTIFICATE';
const exportAnew = 'Export certificate and private key together: openssl pkcs12 -export -inkey key.pem -in cert.pem -out cert.pfx ' +
    '(Windows: Export-PfxCertificate), then: base64 < cert.pfx | gh secret set M365_CERTIFICATE';
const makeAnew = 'Make one: openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=m365-audit-export -keyout key.pem ' +
    '-out cert.pem, upload cert.pem to the app registration (Certificates & secrets), and store both: ' +
    'cat cert.pem key.pem | gh secret set M365_CERTIFICATE';
/**
 * For an application that setup made: it leaves those of other hands alone.
 * @param words options that do it, beside the tenant's.
 */
function bySetup(words, { tenant = '<tenant>', cloud } = {}) {
    const elsewhere = cloud === undefined || cloud === 'worldwide' ? '' : ` --cloud ${cloud}`;
    const options = [`--tenant-id ${tenant}${elsewhere}`, ...(words ? [words] : [])].join(' ');
    return `Where setup made the application, one command does it, beside the other options of before: node dist/index.js setup ${options}`;
}


/***/ }),

/***/ 83222:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   j6: () => (/* binding */ otherForm),
/* harmony export */   oG: () => (/* binding */ sayPresented),
/* harmony export */   rV: () => (/* binding */ githubIssuer),
/* harmony export */   rd: () => (/* binding */ explainFederation)
/* harmony export */ });
/* unused harmony export fittingCredential */
const githubIssuer = 'https://token.actions.githubusercontent.com';
/** The credential that matches the token, or one of another `subject`. */
function fittingCredential({ issuer, subject, audience }, other = subject) {
    const name = `github-${other.replace(/^repo:/, '')}`.replace(/[^A-Za-z0-9]+/g, '-').replace(/-+$/, '');
    return { name: name.slice(0, 120), issuer, subject: other, audiences: [audience] };
}
/**
 * The same job's subject in the other form, where the token tells enough: with ids (`repo:OWNER@ID/NAME@ID:…`), as
 * repositories made, renamed or moved since 15 July 2026 have it, or without, as the older ones do.
 */
function otherForm({ subject, repository, repositoryId, ownerId }) {
    const parts = /^repo:([^/:@]+)(@\d+)?\/([^/:@]+)(@\d+)?:(.+)$/.exec(subject);
    if (!parts)
        return undefined;
    const [, owner, withOwnerId, name, , context] = parts;
    if (withOwnerId !== undefined)
        return `repo:${owner}/${name}:${context}`;
    if (!repository || !repositoryId || !ownerId)
        return undefined;
    return `repo:${owner}@${ownerId}/${name}@${repositoryId}:${context}`;
}
function sayPresented({ issuer, subject, audience }) {
    return `GitHub presented issuer ${issuer}, subject ${subject}, audience ${audience}`;
}
/** What was presented, why it may have been refused, and the commands that mend it. Nothing in it is secret. */
function explainFederation(presented, clientId) {
    const { subject } = presented;
    const app = clientId ?? 'CLIENT-ID';
    const other = otherForm(presented);
    const otherName = hasIds(subject) ? 'without ids' : 'with ids';
    return [
        `${sayPresented(presented)}; Entra compares each letter by letter.`,
        ...likelyMismatches(presented),
        `See what the app has: az ad app federated-credential list --id ${app}`,
        `. Create what fits: az ad app federated-credential create --id ${app} --parameters ${quoted(fittingCredential(presented))}`,
        other === undefined
            ? ''
            : `. The form ${otherName}, which this repository does not present, would be ${quoted(fittingCredential(presented, other))}`,
        '. It takes a minute or two until a new credential is known.',
    ]
        .join(' ')
        .replaceAll(' . ', '. ');
}
function likelyMismatches(presented) {
    const { issuer, subject, environment, event, repository } = presented;
    const reasons = [
        [
            issuer !== githubIssuer,
            `The issuer is not ${githubIssuer}: a GitHub Enterprise Server, or an enterprise with an issuer of its own, needs a credential with that issuer.`,
        ],
        [
            environment !== undefined,
            `The job names the environment ${environment}: its subject then ends in environment:${environment} and no longer in the branch.`,
        ],
        [
            environment === undefined && subject.includes(':ref:'),
            'The job names no environment: a credential for an environment, or for another branch or tag, does not fit.',
        ],
        [
            subject.endsWith(':pull_request') || event === 'pull_request',
            'A run for a pull request has the subject …:pull_request, whatever its branch.',
        ],
        [
            hasIds(subject),
            'The subject holds the ids of owner and repository, as it does for repositories made, renamed or moved since 15 July 2026: a credential without them does not fit.',
        ],
        [
            subject.startsWith('repo:') && !hasIds(subject),
            'The subject holds no ids: a credential that the Entra portal made with ids (@) does not fit this repository.',
        ],
        [/[A-Z]/.test(repository ?? subject), 'Capital letters count.'],
        [!subject.startsWith('repo:'), "The subject follows a template of the repository's own or of its organisation."],
    ];
    return reasons.filter(([applies]) => applies).map(([, words]) => words);
}
function hasIds(subject) {
    return /^repo:[^/:]+@\d+\//.test(subject);
}
/** For a shell: a branch's name may hold a quote. */
function quoted(credential) {
    return `'${JSON.stringify(credential).replaceAll("'", "'\\''")}'`;
}


/***/ }),

/***/ 39260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ resolveTenant)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/* harmony import */ var _wire_send_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(38475);
/* harmony import */ var _login_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(70032);
/** The tenant's GUID, which Exchange's address and the token's `tid` need, from whatever name of it was given. */



const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;
/** A GUID as it is, in lower case; for a domain the GUID that the login service knows it by. Throws `TENANT_…`. */
async function resolveTenant(world, cloud, tenant, patience = {}) {
    const name = tenant.trim().toLowerCase();
    if (new RegExp(`^${GUID.source}$`).test(name))
        return name;
    checkDomain(name);
    const configuration = await (0,_wire_send_js__WEBPACK_IMPORTED_MODULE_1__/* .send */ .t)(world, {
        request: () => new Request(`${cloud.login}/${name}/v2.0/.well-known/openid-configuration`),
        read: answer => (0,_login_js__WEBPACK_IMPORTED_MODULE_2__/* .readLogin */ .m)(answer, { cloud, tenant: name, now: world.now() }),
        policy: patience.policy ?? _login_js__WEBPACK_IMPORTED_MODULE_2__/* .loginPolicy */ ._,
        ...(patience.signal && { signal: patience.signal }),
    });
    checkInstance(configuration, cloud, name);
    const guid = GUID.exec(`${configuration.issuer} ${configuration.token_endpoint}`)?.[0];
    if (guid === undefined)
        throw unresolved(name);
    return guid.toLowerCase();
}
function checkDomain(name) {
    if (/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/.test(name))
        return;
    const shared = ['common', 'organizations', 'consumers'].includes(name);
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'TENANT_MALFORMED',
        message: shared
            ? `tenant-id '${name}' stands for many tenants; an app signs in to one.`
            : `tenant-id '${name}' is neither a GUID nor a domain.`,
        remedy: "Give the tenant's GUID (Entra → Overview → Tenant ID) or its domain, as contoso.onmicrosoft.com.",
    });
}
/** The public login service also knows tenants of other clouds, and names their host here. */
function checkInstance(configuration, cloud, name) {
    const instance = configuration.cloud_instance_name;
    if (typeof instance !== 'string' || instance === '')
        return;
    if (domainOf(instance) === domainOf(new URL(cloud.authority).hostname))
        return;
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'TENANT_OTHER_CLOUD',
        message: `The tenant ${name} is in another cloud (${instance}) than '${cloud.name}'.`,
        remedy: 'Set the input cloud: gcc-high or dod for microsoftonline.us, china for partner.microsoftonline.cn.',
    });
}
function domainOf(host) {
    return host.split('.').slice(-2).join('.');
}
function unresolved(name) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'TENANT_UNRESOLVED',
        message: `The login service knows '${name}', but its answer holds no tenant GUID.`,
        remedy: "Give the tenant's GUID as tenant-id (Entra → Overview → Tenant ID).",
    });
}


/***/ }),

/***/ 51901:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ bodyText),
/* harmony export */   z: () => (/* binding */ bodyJson)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38522);

/**
 * A body's text, decoded by what its bytes are and not by what `Content-Encoding` says: Exchange labels plain bytes
 * as gzip and the reverse (seen by CIPP; MicrosoftDocs/office-docs-powershell #11429).
 * @returns undefined for what is not text: a gzip stream that is cut, a run of NUL bytes (Exchange's 403), or bytes
 * that are not UTF-8, which a lenient reading would change unnoticed.
 */
function bodyText(answer, maximumBytes) {
    const bytes = isGzip(answer.bytes) ? gunzip(answer.bytes, maximumBytes) : answer.bytes;
    if (bytes === undefined || isNulRun(bytes))
        return undefined;
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
    catch {
        return undefined;
    }
}
/** The body as JSON, or undefined when it is not JSON (HTML, plain text, cut short). */
function bodyJson(answer, maximumBytes) {
    const text = bodyText(answer, maximumBytes);
    if (text === undefined)
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function isGzip(bytes) {
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
function isNulRun(bytes) {
    return bytes.length > 0 && bytes.subarray(0, 64).every(byte => byte === 0);
}
function gunzip(bytes, maximumBytes) {
    try {
        return (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.gunzipSync)(bytes, { maxOutputLength: maximumBytes });
    }
    catch {
        return undefined;
    }
}


/***/ })

};
