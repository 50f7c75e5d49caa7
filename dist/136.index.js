export const id = 136;
export const ids = [136];
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

/***/ 21659:
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

/***/ 78270:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ diskFailure),
/* harmony export */   T: () => (/* binding */ remove)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
/** What the disk refuses, in words a person can act on. */


/** Our own failures pass through. */
function diskFailure(error, path) {
    if (error instanceof _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR)
        return error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOSPC' || code === 'EDQUOT') {
        return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'FOLDER_DISK_FULL',
            message: `The disk is full while writing below ${path}.`,
            remedy: 'Free space on the runner, take a larger one, or export a shorter period; a month needs about twice its size in records.',
            cause: error,
        });
    }
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
        return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'FOLDER_NOT_WRITABLE',
            message: `The folder ${path} can't be written (${code}).`,
            remedy: 'Choose another folder with the input directory, or give the runner’s user the right to write there.',
            cause: error,
        });
    }
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
        code: 'FOLDER_IO',
        message: `The disk failed below ${path}: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causes */ .ps)(error)}.`,
        remedy: 'Look at the runner’s disk; run the export again.',
        cause: error,
    });
}
/** Removes a folder and all that is in it. @throws Failure when something stays. */
async function remove(path) {
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(path, { recursive: true, force: true });
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'FOLDER_STAYS',
            message: `The folder ${path} is not needed any more and could not be removed: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causes */ .ps)(error)}.`,
            remedy: 'Remove it by hand: it may hold records.',
            cause: error,
        });
    }
}


/***/ }),

/***/ 91564:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ul: () => (/* binding */ isPublic),
/* harmony export */   hg: () => (/* binding */ readsActions),
/* harmony export */   il: () => (/* binding */ runCreated),
/* harmony export */   jb: () => (/* binding */ newestArtifact)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(27597);
/* harmony import */ var _wire_body_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51901);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
/* harmony import */ var _wire_send_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38475);
/** What GitHub's API knows of this run and repository; whatever can't be learned is undefined, with the reason. */




const policy = {
    tries: 3,
    base: 1000,
    longest: 10_000,
    timeout: 15_000,
    maximumBytes: 4 << 20,
    jitter: Math.random,
};
/** When the run was created, in milliseconds: the same over all its attempts. Needs `actions: read` in private repositories. */
async function runCreated(world, facts, token) {
    if (facts.repository === undefined || facts.runId === undefined)
        return { because: 'this is not a GitHub run' };
    const run = await get(world, facts, `/repos/${facts.repository}/actions/runs/${facts.runId}`, token);
    if (run.value === undefined)
        return { because: `${run.because}; the workflow needs permissions: actions: read` };
    const created = typeof run.value.created_at === 'string' ? Date.parse(run.value.created_at) : Number.NaN;
    return Number.isNaN(created) ? { because: 'the answer names no time' } : { value: created };
}
/** Whether everyone can read the repository, and so its artifacts. */
async function isPublic(world, facts, token) {
    if (facts.repository === undefined)
        return { because: 'this is not a GitHub run' };
    const repository = await get(world, facts, `/repos/${facts.repository}`, token);
    const { value, ...why } = repository;
    if (value === undefined)
        return why;
    const { private: isPrivate, visibility } = value;
    if (typeof visibility === 'string')
        return { value: visibility === 'public' };
    return typeof isPrivate === 'boolean' ? { value: !isPrivate } : { because: 'the answer names no visibility' };
}
/** Whether the token reads runs and artifacts, which takes `actions: read`. */
async function readsActions(world, facts, token) {
    const list = await get(world, facts, `/repos/${facts.repository}/actions/artifacts?per_page=1`, token);
    const { value, ...why } = list;
    return value === undefined ? why : { value: true };
}
/** The newest artifact of this name that has not expired. Needs `actions: read`. */
async function newestArtifact(world, facts, token, name) {
    if (facts.repository === undefined)
        return { because: 'this is not a GitHub run' };
    const query = new URLSearchParams({ name, per_page: '50' });
    const list = await get(world, facts, `/repos/${facts.repository}/actions/artifacts?${query}`, token);
    if (list.value === undefined)
        return { because: `${list.because}; the workflow needs permissions: actions: read` };
    const found = Artifacts.safeParse(list.value);
    if (!found.success)
        return { because: 'the answer is not a list of artifacts' };
    const usable = found.data.artifacts.filter(artifact => artifact.name === name && !artifact.expired);
    const [newest] = usable.sort((a, b) => (a.created_at < b.created_at ? 1 : -1));
    if (newest === undefined)
        return { because: `there is no artifact ${name}` };
    return { value: { id: newest.id, runId: newest.workflow_run.id, created: newest.created_at } };
}
const Artifacts = zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
    artifacts: zod__WEBPACK_IMPORTED_MODULE_3__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({
        id: zod__WEBPACK_IMPORTED_MODULE_3__/* .number */ .aig(),
        name: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
        expired: zod__WEBPACK_IMPORTED_MODULE_3__/* .boolean */ .zMY(),
        created_at: zod__WEBPACK_IMPORTED_MODULE_3__/* .string */ .YjP(),
        workflow_run: zod__WEBPACK_IMPORTED_MODULE_3__/* .object */ .Ikc({ id: zod__WEBPACK_IMPORTED_MODULE_3__/* .number */ .aig() }),
    })),
});
async function get(world, facts, path, token) {
    const headers = {
        accept: 'application/vnd.github+json',
        'user-agent': 'm365-audit-export',
        'x-github-api-version': '2022-11-28',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    try {
        return await (0,_wire_send_js__WEBPACK_IMPORTED_MODULE_2__/* .send */ .t)(world, {
            policy,
            request: () => new Request(`${facts.apiUrl ?? 'https://api.github.com'}${path}`, { headers }),
            read: answer => {
                const json = (0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyJson */ .z)(answer, policy.maximumBytes);
                if (answer.status === 200 && typeof json === 'object' && json !== null)
                    return { done: { value: { ...json } } };
                if (answer.status >= 500 || answer.status === 429)
                    return { retry: unanswered(answer.status) };
                const id = answer.headers.get('x-github-request-id');
                const evidence = { status: String(answer.status), ...(id ? { 'request-id': id } : {}) };
                return { done: { because: `GitHub’s API answers ${answer.status}`, refusal: { status: answer.status, evidence } } };
            },
        });
    }
    catch (error) {
        return { because: (0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causes */ .ps)(error) };
    }
}
function unanswered(status) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
        code: 'GITHUB_UNAVAILABLE',
        message: `GitHub’s API answers ${status}`,
        remedy: 'Run again later; see githubstatus.com.',
    });
}


/***/ }),

/***/ 54623:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GW: () => (/* binding */ certificateAtHand),
  kf: () => (/* binding */ credentialAtHand),
  E5: () => (/* binding */ credentialElsewhere)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/signin/certificate.js + 6 modules
var signin_certificate = __webpack_require__(79909);
// EXTERNAL MODULE: ./lib/signin/federation.js
var signin_federation = __webpack_require__(36753);
// EXTERNAL MODULE: ./lib/signin/token.js + 2 modules
var signin_token = __webpack_require__(16263);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/signin/thumbprint.js
var signin_thumbprint = __webpack_require__(13623);
// EXTERNAL MODULE: ./lib/wire/send.js
var send = __webpack_require__(38475);
// EXTERNAL MODULE: ./lib/signin/claims.js
var signin_claims = __webpack_require__(83049);
;// CONCATENATED MODULE: ./lib/signin/vault-advice.js
/**
 * A vault's refusals as advice. They are decided by status and codes, and by words only where one code stands for many
 * reasons. https://learn.microsoft.com/azure/key-vault/general/rest-error-codes
 */

/** What each operation takes: the role of Azure RBAC, and the access policy of vaults that have those. */
const RIGHTS = {
    certificate: {
        does: 'read the certificate',
        role: 'Key Vault Certificate User',
        policy: '--certificate-permissions get',
    },
    secret: {
        does: 'fetch the key (the secret of the same name)',
        role: 'Key Vault Secrets User',
        policy: '--secret-permissions get',
    },
    sign: { does: 'sign with the key', role: 'Key Vault Crypto User', policy: '--key-permissions sign' },
};
/** The first that fits is taken. */
const CASES = [
    {
        code: 'VAULT_UNAUTHORIZED',
        fits: ({ refusal }) => refusal.status === 401,
        what: ({ address }) => `The vault ${address.name} does not take the token`,
        remedy: unauthorized,
    },
    {
        code: 'VAULT_FIREWALL',
        fits: ({ refusal, codes, says }) => refusal.status === 403 &&
            /ForbiddenBy(Firewall|Connection)|client address is not authorized|public network access is disabled/i.test(`${codes} ${says}`),
        what: ({ address, says }) => {
            const client = /Client address: ([\d.:a-f]+)/i.exec(says)?.[1];
            return `The firewall of the vault ${address.name} does not let this machine in${client ? ` (${client})` : ''}`;
        },
        remedy: ({ address }) => `GitHub's runners have changing addresses: use a self-hosted runner in the vault's network or a larger runner with static addresses, and admit it: az keyvault network-rule add --name ${address.name} --ip-address ADDRESS. "Trusted Microsoft services" does not include GitHub.`,
    },
    {
        code: 'VAULT_DISABLED',
        fits: ({ refusal, codes, says }) => refusal.status === 403 &&
            /Disabled|Expired|NotYetValid|is not allowed on a(n)? (disabled|expired)|not yet valid/i.test(`${codes} ${says}`),
        what: ({ address, operation }) => `The ${operation === 'sign' ? 'key' : operation} '${address.certificate}' in the vault ${address.name} is disabled or outside its validity`,
        remedy: ({ address }) => `Enable it (az keyvault certificate set-attributes --vault-name ${address.name} --name ${address.certificate} --enabled true), or make a new version and upload its public part to the app.`,
    },
    {
        code: 'VAULT_FORBIDDEN',
        fits: ({ refusal }) => refusal.status === 403,
        what: ({ address, operation, client }) => `The vault ${address.name} does not let ${client ?? 'the caller'} ${RIGHTS[operation].does}`,
        remedy: grant,
    },
    {
        code: 'VAULT_NOT_FOUND',
        fits: ({ refusal }) => refusal.status === 404,
        what: ({ address, operation }) => {
            const version = address.version && operation === 'certificate' ? ` of version ${address.version}` : '';
            return `The vault ${address.name} has no ${operation === 'sign' ? 'key' : operation} '${address.certificate}'${version}`;
        },
        remedy: ({ address }) => `Compare key-vault-certificate with: az keyvault certificate list --vault-name ${address.name} --query "[].id". A deleted one may be recovered: az keyvault certificate recover --vault-name ${address.name} --name ${address.certificate}`,
    },
    {
        code: 'VAULT_THROTTLED',
        fits: ({ refusal }) => refusal.status === 429,
        what: ({ address }) => `The vault ${address.name} asks for fewer requests`,
        remedy: () => 'It usually passes: run again later, and see what else asks this vault so often.',
        again: true,
    },
    {
        code: 'VAULT_UNAVAILABLE',
        fits: ({ refusal }) => refusal.status >= 500 || refusal.status === 408,
        what: ({ address, refusal }) => `The vault ${address.name} answered ${refusal.status}`,
        remedy: () => 'It usually passes: run again later. If it lasts, see https://azure.status.microsoft.',
        again: true,
    },
];
const other = {
    what: ({ address, refusal, says }) => `The vault ${address.name} answered ${refusal.status}${says === '' ? '' : `: "${says.replaceAll('"', "'")}"`}`,
    remedy: ({ address }) => `See that ${address.certificate} is an RSA certificate of the vault: az keyvault certificate show --vault-name ${address.name} --name ${address.certificate}`,
};
function adviseVault(refusal, operation, caller) {
    const { codes, says } = wordsOf(refusal.body);
    const situation = { ...caller, operation, refusal, codes: codes.join(' '), says };
    const known = CASES.find(one => one.fits(situation));
    const failure = new wire_failure/* Failure */.HR({
        code: known?.code ?? 'VAULT_REFUSED',
        message: `${(known ?? other).what(situation)}.`,
        remedy: (known ?? other).remedy(situation),
        evidence: evidenceOf(situation, codes),
    });
    return { failure, again: known?.again ?? false };
}
function wordsOf(body) {
    const codes = [];
    let says = '';
    for (let at = body?.error; isObject(at) && codes.length < 4; at = at.innererror) {
        if (typeof at.code === 'string')
            codes.push(at.code.slice(0, 60));
        if (says === '' && typeof at.message === 'string')
            says = at.message;
    }
    return {
        codes,
        says: says
            .replace(/\s+/g, ' ')
            .replace(/[\w-]{20,}\.[\w-]{20,}(\.[\w-]+)?/g, '…')
            .slice(0, 300)
            .replace(/[\s.]+$/, ''),
    };
}
function isObject(value) {
    return typeof value === 'object' && value !== null;
}
function evidenceOf({ address, client, refusal }, codes) {
    const told = {
        status: String(refusal.status),
        error: codes.join('/'),
        'request id': refusal.headers.get('x-ms-request-id') ?? '',
        vault: address.host,
        client: client ?? '',
    };
    return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== ''));
}
/** The challenge names the tenant that the vault trusts: `Bearer authorization="https://login…/TENANT", resource="…"`. */
function unauthorized({ given, tenant, refusal, says }) {
    const challenge = refusal.headers.get('www-authenticate') ?? '';
    const trusted = /authorization(?:_uri)?="https:\/\/[^/"]+\/([0-9a-f-]{36})/i.exec(challenge)?.[1];
    const resource = /resource="(https:\/\/[^"]+)"/.exec(challenge)?.[1] ?? 'https://vault.azure.net';
    const words = says === '' ? '' : `It says "${says.replaceAll('"', "'")}". `;
    const trust = trusted === undefined ? '' : `It trusts tokens of the tenant ${trusted}`;
    const ours = tenant ? `; this one is of ${tenant}` : '';
    const advice = given
        ? `Get key-vault-token anew, just before this step: az account get-access-token --resource ${resource} --query accessToken --output tsv. It lives for about an hour; with the workflow's federated identity in its place there is nothing to run out.`
        : 'The vault must belong to the tenant that the app signs in to.';
    return `${words}${trust}${trust === '' ? '' : `${ours}. `}${advice}`;
}
function grant({ address, client, given, operation }) {
    const { role, policy } = RIGHTS[operation];
    const who = client ?? 'CLIENT-ID';
    return (`The vault's owner grants the role: az role assignment create --role "${role}" --assignee ${who} --scope ` +
        `"$(az keyvault show --name ${address.name} --query id --output tsv)"; in a vault with access policies: az keyvault ` +
        `set-policy --name ${address.name} ${given ? '--object-id' : '--spn'} ${who} ${policy}. A new role takes up to ten minutes.`);
}
function noSuchVault(address, cause) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_NO_SUCH_HOST',
        message: `There is no host ${address.host}.`,
        remedy: `Compare key-vault-certificate with: az keyvault list --query "[].properties.vaultUri". A vault behind a private endpoint is known in its own network only: use a runner there.`,
        cause,
    });
}
function unreadable({ status, headers }, address) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_UNREADABLE',
        message: `${address.host} answered ${status} with ${headers.get('content-type') ?? 'an unknown type'}, which is not an answer of a key vault.`,
        remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
        evidence: { status: String(status), vault: address.host },
    });
}

;// CONCATENATED MODULE: ./lib/signin/vault-call.js
/** One request to a key vault: the bearer token, a new one after a 401, patience, and errors in words. */




const apiVersion = '7.4';
const policy = {
    tries: 5,
    base: 2_000,
    longest: 30_000,
    timeout: 30_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/** Throws `VAULT_…` with advice. */
async function askVault(world, vault, question) {
    const { access, address, base } = vault;
    const { what, path, body } = question;
    const signal = question.signal ?? vault.signal;
    let renewal;
    let used;
    const bearer = async () => {
        if (access.kind === 'given')
            return access.token;
        used = await (renewal ? access.tokens.renew(renewal) : access.tokens.token());
        return used.secret;
    };
    const read = (answer) => {
        const json = parse(answer.bytes);
        if (answer.status === 200) {
            const done = json && question.read(json);
            return done === undefined ? { failed: unreadable(answer, address) } : { done };
        }
        const { failure, again } = adviseVault({ status: answer.status, headers: answer.headers, body: json }, what, caller(vault));
        if (answer.status === 401 && access.kind === 'app' && renewal === undefined) {
            const claims = /claims="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1];
            renewal = { ...(claims === undefined ? {} : { claims }), ...(used && { refused: used }) };
            return { retry: failure };
        }
        return again ? { retry: failure, throttled: answer.status === 429 } : { failed: failure };
    };
    try {
        return await (0,send/* send */.t)(world, {
            request: async () => {
                const headers = { authorization: `Bearer ${await bearer()}`, accept: 'application/json' };
                const url = `${base}/${path}?api-version=${apiVersion}`;
                if (body === undefined)
                    return new Request(url, { headers });
                return new Request(url, {
                    method: 'POST',
                    headers: { ...headers, 'content-type': 'application/json' },
                    body: JSON.stringify(body),
                });
            },
            read,
            policy,
            ...(signal && { signal }),
        });
    }
    catch (failure) {
        const unknownHost = failure instanceof wire_failure/* Failure */.HR && /ENOTFOUND|EAI_NONAME/.test(failure.message);
        throw unknownHost ? noSuchVault(address, failure) : failure;
    }
}
/** Who the vault sees. */
function caller({ address, access }) {
    if (access.kind === 'app')
        return { address, client: access.clientId, given: false };
    const claims = (0,signin_claims/* readClaims */.Ip)(access.token);
    return { address, client: claims?.oid || claims?.appid || undefined, tenant: claims?.tid, given: true };
}
function parse(bytes) {
    try {
        const value = JSON.parse(new TextDecoder().decode(bytes));
        return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/signin/vault.js
/**
 * A certificate of Azure Key Vault as credential: the key is fetched with it where the vault lets us, and else stays
 * inside and signs there. https://learn.microsoft.com/azure/key-vault/certificates/about-certificates
 */





/** Opens the certificate. Throws `VAULT_…`, or `CERT_…` where the certificate itself can't sign in. */
async function openVault(world, source) {
    const { vault } = source;
    const bundle = await askVault(world, vault, { what: 'certificate', path: certificatePath(vault), read: readBundle });
    const certificate = checkBundle(bundle, source, world);
    const secret = bundle.exportable ? await fetchSecret(world, vault, bundle) : { refused: notExportable() };
    if ('value' in secret) {
        const fetched = await readSecret(world, vault, { secret: secret.value, certificate });
        if (fetched)
            return { kind: 'certificate', certificate: { ...fetched, ...download(vault) } };
    }
    const refused = 'refused' in secret ? secret.refused : notExportable();
    world.log(`The key stays in the vault ${vault.address.name} and signs there: ${refused.message}`);
    return { kind: 'vault-key', certificate, sign: signIn(world, vault, { key: bundle.key, refused }) };
}
function certificatePath({ address }) {
    return `certificates/${address.certificate}${address.version ? `/${address.version}` : ''}`;
}
/** Undefined when the answer isn't what the vault's documentation says. */
function readBundle(body) {
    const key = partOf(body.kid, 'keys');
    if (typeof body.cer !== 'string' || key === undefined)
        return undefined;
    try {
        return {
            certificate: new external_node_crypto_.X509Certificate(Buffer.from(body.cer, 'base64')),
            enabled: objectIn(body, 'attributes').enabled !== false,
            exportable: objectIn(objectIn(body, 'policy'), 'key_props').exportable !== false,
            key,
            secret: partOf(body.sid, 'secrets'),
        };
    }
    catch {
        return undefined;
    }
}
function objectIn(body, name) {
    const value = body[name];
    return typeof value === 'object' && value !== null ? { ...value } : {};
}
/** Name and version of an id. Its host is never used: we ask the vault that we were told, and no other. */
function partOf(id, kind) {
    const parts = typeof id === 'string' ? /^https?:\/\/[^/]+\/(\w+)\/([\w-]+)\/(\w+)$/.exec(id) : null;
    const [, found, name, version] = parts ?? [];
    return found === kind && name && version ? { name, version } : undefined;
}
function checkBundle(bundle, { vault, thumbprint }, world) {
    const { certificate, enabled } = bundle;
    const { address } = vault;
    if (!enabled)
        throw disabled(vault);
    const type = certificate.publicKey.asymmetricKeyType;
    const renew = `Make a new version: az keyvault certificate create --vault-name ${address.name} --name ${address.certificate} --policy "$(az keyvault certificate get-default-policy)", upload its public part to the app, and name no version in key-vault-certificate.`;
    if (type !== 'rsa') {
        throw new wire_failure/* Failure */.HR({
            code: 'CERT_NOT_RSA',
            message: `The key of '${address.certificate}' in the vault ${address.name} is of type ${type}; Entra accepts RSA only.`,
            remedy: renew,
        });
    }
    const wanted = thumbprint?.trim() ? (0,signin_thumbprint/* normalThumbprint */.d)(thumbprint) : undefined;
    const checks = { wanted, source: `key-vault-certificate ${address.certificate}`, now: world.now(), renew };
    return { ...(0,signin_certificate/* checkedCertificate */.xk)(certificate, checks), ...download(vault) };
}
function download({ address: { name, certificate, version } }) {
    const which = version ? ` --version ${version}` : '';
    return {
        download: `az keyvault certificate download --vault-name ${name} --name ${certificate}${which} --encoding PEM --file cert.pem`,
    };
}
async function fetchSecret(world, vault, { secret, key }) {
    const { name, version } = secret ?? key;
    const read = (body) => (typeof body.value === 'string' ? body.value : undefined);
    try {
        return { value: await askVault(world, vault, { what: 'secret', path: `secrets/${name}/${version}`, read }) };
    }
    catch (failure) {
        if (failure instanceof wire_failure/* Failure */.HR && mayYetSign.has(failure.code))
            return { refused: failure };
        throw failure;
    }
}
/** Refusals of the secret that say nothing about the key. */
const mayYetSign = new Set(['VAULT_FORBIDDEN', 'VAULT_NOT_FOUND', 'VAULT_DISABLED']);
/** The certificate with its key; undefined where the secret holds no key, as when the policy forbids its export. */
async function readSecret(world, vault, { secret, certificate }) {
    const source = `the secret ${vault.address.certificate} of the vault ${vault.address.name}`;
    try {
        const fetched = await (0,signin_certificate/* readCertificate */.w$)({ content: secret, password: '', source }, world);
        if (fetched.thumbprintSha256 !== certificate.thumbprintSha256)
            throw otherVersion(vault, fetched, certificate);
        return fetched;
    }
    catch (failure) {
        if (failure instanceof wire_failure/* Failure */.HR && failure.code === 'CERT_NO_PRIVATE_KEY')
            return undefined;
        throw failure;
    }
}
function signIn(world, vault, { key, refused }) {
    const path = `keys/${key.name}/${key.version}/sign`;
    return async (algorithm, digest, signal) => {
        const read = (body) => {
            if (partOf(body.kid, 'keys')?.version !== key.version || typeof body.value !== 'string')
                return undefined;
            return Buffer.from(body.value, 'base64url');
        };
        const body = { alg: algorithm, value: Buffer.from(digest).toString('base64url') };
        try {
            return await askVault(world, vault, { what: 'sign', path, body, read, ...(signal && { signal }) });
        }
        catch (failure) {
            if (!(failure instanceof wire_failure/* Failure */.HR) || failure.code !== 'VAULT_FORBIDDEN')
                throw failure;
            throw neither(failure, refused);
        }
    };
}
/** Both ways are barred; one suffices, so both are told. */
function neither(sign, secret) {
    return new wire_failure/* Failure */.HR({
        code: sign.code,
        message: `${sign.message} Nor could the key be fetched: ${secret.message}`,
        remedy: secret.code === 'VAULT_FORBIDDEN' ? `One of the two suffices. ${sign.remedy} Or: ${secret.remedy}` : sign.remedy,
        evidence: { ...sign.evidence },
        cause: sign,
    });
}
function notExportable() {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_NOT_EXPORTABLE',
        message: "the certificate's policy does not let the key out.",
        remedy: 'Nothing needs to be done: the vault signs.',
    });
}
function disabled({ address: { name, certificate } }) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_DISABLED',
        message: `The certificate '${certificate}' in the vault ${name} is disabled.`,
        remedy: `Enable it, or name another version: az keyvault certificate set-attributes --vault-name ${name} --name ${certificate} --enabled true`,
    });
}
function otherVersion({ address }, fetched, asked) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_VERSION_MISMATCH',
        message: `Certificate and secret '${address.certificate}' of the vault ${address.name} are not of one version.`,
        remedy: `Make a new version of the certificate, which renews all its parts, and do not write the secret of the same name by other means.`,
        evidence: { certificate: asked.thumbprintSha1, secret: fetched.thumbprintSha1 },
    });
}

;// CONCATENATED MODULE: ./lib/month/credential.js
/** From what the inputs name to what proves the app: a certificate read here or in a vault, or GitHub's word. */







/** A certificate at hand, which needs no service; undefined for other credentials. */
async function credentialAtHand(signIn, { host, world }) {
    const given = await certificateAtHand(signIn, host);
    return given && { kind: 'certificate', certificate: await (0,signin_certificate/* readCertificate */.w$)(given, world) };
}
/** What was given as certificate, unopened. */
async function certificateAtHand({ credential, thumbprint }, host) {
    if (credential.from !== 'input' && credential.from !== 'file')
        return undefined;
    const { password } = credential;
    const given = credential.from === 'input'
        ? { content: credential.content, source: 'certificate' }
        : { content: await certificateFile(credential.path, host), source: credential.path };
    return { ...given, password, ...(thumbprint ? { thumbprint } : {}) };
}
/** A credential that a service has to be asked for. */
async function credentialElsewhere({ credential, clientId, thumbprint }, context, { cloud, tenantId }) {
    const { host, world, cancelled: signal } = context;
    if (credential.from === 'vault') {
        const { address } = credential;
        const access = await vaultAccess(credential, context, { cloud, tenantId, clientId });
        const vault = { address, base: cloud.vault ?? `https://${address.host}`, access, signal };
        return await openVault(world, { vault, ...(thumbprint ? { thumbprint } : {}) });
    }
    const federation = await (0,signin_federation/* openFederation */.C)(world, cloud, host.idToken, signal);
    const { subject, issuer, audience } = federation.presented;
    host.info(`No certificate: GitHub speaks for this job as ${subject} (issuer ${issuer}, audience ${audience}).`);
    return { kind: 'federation', federation };
}
async function vaultAccess({ token }, { host, world, cancelled: signal }, app) {
    if (token)
        return { kind: 'given', token };
    const federation = await (0,signin_federation/* openFederation */.C)(world, app.cloud, host.idToken, signal);
    const credential = { kind: 'federation', federation };
    const tokens = (0,signin_token/* tokenProvider */.l)(world, { ...app, credential, resource: 'vault', signal });
    return { kind: 'app', clientId: app.clientId, tokens };
}
async function certificateFile(path, host) {
    try {
        return await (0,promises_.readFile)((0,external_node_path_.resolve)(host.facts.workspace, path));
    }
    catch (error) {
        throw new wire_failure/* Failure */.HR({
            code: 'CERT_FILE_UNREADABLE',
            message: `The certificate file ${path} can't be read: ${(0,wire_failure/* causes */.ps)(error)}.`,
            remedy: 'Check certificate-file: the path is relative to the workspace, and an earlier step must have made the file.',
            cause: error,
        });
    }
}


/***/ }),

/***/ 13539:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I9: () => (/* binding */ lastManifest),
/* harmony export */   YI: () => (/* binding */ fromPreviousArtifact),
/* harmony export */   tn: () => (/* binding */ manifestIn),
/* harmony export */   vG: () => (/* binding */ lastMonthArtifact),
/* harmony export */   ww: () => (/* binding */ densityOf)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _audit_density_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(93999);
/* harmony import */ var _audit_filters_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(93480);
/* harmony import */ var _audit_period_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(91098);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(49414);
/* harmony import */ var _files_disk_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(78270);
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(91564);
/* harmony import */ var _publish_upload_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(49150);
/* harmony import */ var _report_manifest_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(78469);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(19579);
/** What earlier runs kept as artifacts, read without leaving anything behind. */












/**
 * What `read` makes of the newest artifact of the name, if it is wanted, unpacked for as long as that takes; else why
 * there is nothing. Never rejects.
 */
async function fromPreviousArtifact({ githubToken: token }, { host, world }, name, read, wanted = async () => true) {
    const { download, facts } = host;
    const { repository } = facts;
    if (download === undefined || repository === undefined || token === undefined)
        return { because: 'there is no GitHub' };
    const found = await (0,_github_js__WEBPACK_IMPORTED_MODULE_5__/* .newestArtifact */ .jb)(world, facts, token, name);
    if (found.value === undefined)
        return { because: found.because ?? '' };
    if (!(await wanted(found.value)))
        return { because: `artifact ${found.value.id} is of no use` };
    const artifact = { ...found.value, repository, token };
    try {
        const folder = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'm365-audit-kept-'));
        try {
            await download({ ...artifact, folder });
            return { value: await read(folder) };
        }
        finally {
            await (0,_files_disk_js__WEBPACK_IMPORTED_MODULE_4__/* .remove */ .T)(folder).catch(error => host.error((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .explain */ .WE)((0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .asFailure */ .h_)(error))));
        }
    }
    catch (error) {
        return { because: (0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_8__/* .asFailure */ .h_)(error).message };
    }
}
/** Undefined where there is none that this version reads. */
async function manifestIn(folder) {
    try {
        return _report_manifest_js__WEBPACK_IMPORTED_MODULE_7__/* .Manifest */ ._8.safeParse(JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(folder, 'manifest.json'), 'utf8'))).data;
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
async function lastMonthArtifact(settings, context, { period, tenantId }, read) {
    let because = '';
    for (let month = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_3__/* .monthBefore */ .aV)(period), back = 0; back < farthestBack; month = (0,_audit_period_js__WEBPACK_IMPORTED_MODULE_3__/* .monthBefore */ .aV)(month), back++) {
        const name = (0,_publish_upload_js__WEBPACK_IMPORTED_MODULE_6__/* .baselineName */ .Ri)((0,_publish_upload_js__WEBPACK_IMPORTED_MODULE_6__/* .artifactName */ .Cs)(settings.artifactName, tenantId, month.label));
        const found = await fromPreviousArtifact(settings, context, name, read);
        if (found.value !== undefined)
            return { value: found.value };
        because ||= found.because ?? '';
    }
    return { because };
}
/** The manifest of the last month before the period that was exported whole. */
async function lastManifest(settings, context, month) {
    if ((0,_audit_filters_js__WEBPACK_IMPORTED_MODULE_9__/* .limits */ .Fy)(settings.filters))
        return undefined;
    const ofTenant = async (folder) => {
        const manifest = await manifestIn(folder);
        return manifest?.tenant === month.tenantId ? manifest : undefined;
    };
    return (await lastMonthArtifact(settings, context, month, ofTenant)).value;
}
/** How many records its hours of the week held, as far as they were proven. */
function densityOf({ windows }) {
    const density = new _audit_density_js__WEBPACK_IMPORTED_MODULE_10__/* .Density */ .V();
    for (const { start, end, status, records } of windows) {
        if (status !== 'gap')
            density.suppose({ start: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(start), end: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_11__/* .millisecondsOf */ .W$)(end) }, records);
    }
    return density;
}


/***/ }),

/***/ 54498:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  qX: () => (/* binding */ exchangeAccess),
  L3: () => (/* binding */ graphAccess),
  lc: () => (/* binding */ mayReadThroughGraph),
  SU: () => (/* binding */ selectSource)
});

// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/signin/permissions.js
var permissions = __webpack_require__(33490);
// EXTERNAL MODULE: ./lib/signin/remedies.js
var remedies = __webpack_require__(34952);
;// CONCATENATED MODULE: ./lib/signin/query-roles.js
/** Which permissions for Graph's audit log query a token carries, and what each of them leaves out. */



const everything = permissions/* permissions */.P.graph.value;
/** https://learn.microsoft.com/graph/permissions-reference#auditlogsquery-permissions */
const perService = /^AuditLogsQuery-(Entra|Exchange|SharePoint|OneDrive|CRM|Endpoint)\.Read\.All$/;
/**
 * Undefined when all services' records are open to the app; else a sentence on what is not returned.
 * @throws Failure when none is.
 */
function queryLimits(claims, app) {
    if (claims.roles.includes(everything))
        return undefined;
    const services = claims.roles.map(role => perService.exec(role)?.[1]).filter(name => name !== undefined);
    if (services.length === 0)
        throw roleMissing(claims, app);
    return (`Only records of ${services.join(', ')} are returned: in place of ${everything} the app has permissions for single ` +
        'services, and Graph leaves out all others without a word.');
}
function roleMissing(claims, { cloud, tenantId, clientId }) {
    const mistaken = claims.roles.includes('AuditLog.Read.All')
        ? ' AuditLog.Read.All is for Entra’s own logs and does not help.'
        : '';
    return new failure/* Failure */.HR({
        code: 'GRAPH_ROLE_MISSING',
        message: `The app ${clientId} lacks the application permission ${everything} in tenant ${tenantId}; its token has ${claims.roles.length > 0 ? `only: ${claims.roles.join(', ')}` : 'no permissions at all'}.${mistaken}`,
        remedy: 'A Privileged Role Administrator or Global Administrator grants it: Entra → App registrations → the app → ' +
            `API permissions → Add a permission → Microsoft Graph → Application permissions → ${everything}, then "Grant ` +
            'admin consent". If the permission is listed there already, only the consent is missing: ' +
            `${cloud.authority}/${tenantId}/adminconsent?client_id=${clientId} ` +
            `(page of the app: ${cloud.portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/${clientId}). ` +
            `Only tokens issued after the consent carry it, so allow some minutes. ${(0,remedies/* bySetup */.z$)('--source graph', { tenant: tenantId, cloud: cloud.name })}`,
        evidence: { tenant: tenantId, client: clientId, object: claims.oid, roles: claims.roles.join(' ') || 'none' },
    });
}

// EXTERNAL MODULE: ./lib/signin/token.js + 2 modules
var token = __webpack_require__(16263);
;// CONCATENATED MODULE: ./lib/month/select-source.js
/** Which of Microsoft's two interfaces the export reads through: what the input says, or what the app may use. */



/** Ends with a token in hand that has the permission; `auto` is Exchange wherever the app may use it. */
async function selectSource(source, app, context) {
    if (source === 'exchange')
        return await exchangeAccess(app, context);
    if (source === 'graph')
        return told(await graphAccess(app, context), context);
    try {
        return await exchangeAccess(app, context);
    }
    catch (refusal) {
        if (!(refusal instanceof failure/* Failure */.HR) || !mayReadThroughGraph(refusal, app))
            throw refusal;
        const way = await graphAccess(app, context).catch((error) => {
            throw neither(refusal, error);
        });
        context.host.info(`source: auto is Graph’s audit log query here, for Exchange is closed: ${refusal.message}`);
        return told(way, context);
    }
}
/** After this refusal of Exchange `auto` asks Graph. */
function mayReadThroughGraph({ code }, { cloud }) {
    return notForThisApp.test(code) && cloud.graphAuditLogQuery;
}
/** The app lacks the permission, or the tenant lacks the service: others of Entra's refusals hold for Graph as well. */
const notForThisApp = /^(EXCHANGE_ROLE_MISSING|LOGIN_AADSTS(500011|500014|65001))$/;
/** @throws Failure when there is no token, or it lacks Exchange.ManageAsApp. */
async function exchangeAccess(app, { world, cancelled: signal }) {
    const tokens = (0,token/* tokenProvider */.l)(world, { ...app, resource: 'exchange', signal });
    const { claims } = await tokens.token();
    return { source: 'exchange', tokens, ...principalOf(claims) };
}
/** @throws Failure when there is no token, or it lacks every AuditLogsQuery permission. */
async function graphAccess(app, { world, cancelled: signal }) {
    const tokens = (0,token/* tokenProvider */.l)(world, { ...app, resource: 'graph', signal });
    const { claims } = await tokens.token();
    const partial = claims && queryLimits(claims, app);
    return { source: 'graph', tokens, ...principalOf(claims), ...(partial === undefined ? {} : { partial }) };
}
function principalOf(claims) {
    return claims?.oid ? { principal: claims.oid } : {};
}
function told(way, { host }) {
    if (way.partial !== undefined)
        host.warning(way.partial);
    return way;
}
function neither(exchange, error) {
    if (!(error instanceof failure/* Failure */.HR) || error.code !== 'GRAPH_ROLE_MISSING')
        return error;
    const { code, message, remedy, evidence } = exchange;
    return new failure/* Failure */.HR({
        code,
        message,
        remedy: `${remedy} Or let it read through Graph, which needs no role in Exchange: ${(0,failure/* explain */.WE)(error)}`,
        evidence,
        cause: error,
    });
}


/***/ }),

/***/ 48686:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $U: () => (/* binding */ callerOf),
/* harmony export */   Jv: () => (/* binding */ signIn),
/* harmony export */   yA: () => (/* binding */ findsNothing)
/* harmony export */ });
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(49414);
/* harmony import */ var _signin_certificate_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(79909);
/* harmony import */ var _signin_cloud_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4675);
/* harmony import */ var _signin_credential_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(85337);
/* harmony import */ var _signin_endpoints_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51560);
/* harmony import */ var _signin_tenant_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(39260);
/* harmony import */ var _credential_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(54623);
/* harmony import */ var _select_source_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(54498);
/* harmony import */ var _warn_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(75848);
/** From the credentials in the inputs to a signed-in session. */









/** The search that the session reads through finds nothing, whatever happened. */
function findsNothing({ source, cloud }) {
    return source === 'exchange' && cloud.exchangeAlwaysEmpty;
}
/** Days before its end from which a certificate's successor is asked for. */
const daysToWarn = 30;
/** Proves that the credentials work: ends with a token in hand. What a person should know goes to `notes`. */
async function signIn({ signIn: given, source }, context, notes) {
    const caller = await callerOf(given, context, notes);
    const way = await (0,_select_source_js__WEBPACK_IMPORTED_MODULE_5__/* .selectSource */ .SU)(source, caller, context);
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
function tellValidity(certificate, context, notes) {
    const { host, world } = context;
    const left = (0,_signin_certificate_js__WEBPACK_IMPORTED_MODULE_0__/* .daysLeft */ .H_)(certificate, world.now());
    host.info(`Certificate ${certificate.subject}, SHA-1 ${certificate.thumbprintSha1}, ${left} days left.`);
    if (left >= daysToWarn)
        return;
    const note = `The certificate runs out in ${left} days (${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_7__/* .instantOf */ .B9)(certificate.notAfter.getTime())}). Upload its successor to the app registration now; old and new may stand side by side.`;
    (0,_warn_js__WEBPACK_IMPORTED_MODULE_8__/* .warn */ .R)(context, notes, note);
}


/***/ }),

/***/ 75848:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ warn)
/* harmony export */ });
function warn({ host }, notes, note) {
    notes.push(note);
    host.warning(note);
}


/***/ }),

/***/ 49150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ artifactName),
/* harmony export */   Ri: () => (/* binding */ baselineName),
/* harmony export */   Vi: () => (/* binding */ stateName),
/* harmony export */   di: () => (/* binding */ uploadEvidence)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
/** Keeps the evidence folder as a workflow artifact, and beside it, for runs that need not fetch the whole, baseline and state. */


/** @param template the input `artifact-name`, with `<tenant>` and `<period>`. */
function artifactName(template, tenant, label) {
    return template.replaceAll('<tenant>', tenant).replaceAll('<period>', label);
}
/** The small artifact that holds an export's manifest and baseline. */
function baselineName(name) {
    return `${name}-baseline`;
}
/** The artifact from which the next run goes on where an encrypted export was interrupted. */
function stateName(name) {
    return `${name}-state`;
}
async function uploadEvidence(settings, host, evidence) {
    const { upload } = host;
    if (!settings.upload || upload === undefined)
        return {};
    const { folder, names, state = [] } = evidence;
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
            if (state.length > 0)
                await upload({ name: stateName(name), ...request(state) });
            return { artifact };
        });
    }
    catch (error) {
        return { uploadFailure: (0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .asFailure */ .h_)(error) };
    }
}


/***/ }),

/***/ 27563:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ incidentsOf),
/* harmony export */   M: () => (/* binding */ recordsOf)
/* harmony export */ });
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(49414);
/* harmony import */ var _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26204);
/** What the watch found, as `findings.json` has it: the part that people read, gathered into stories. */


/** The stories of the month, gravest first; accepted findings apart. */
function incidentsOf(watch) {
    const unaccepted = watch.findings.filter(one => !one.accepted);
    const byId = new Map(unaccepted.map(one => [one.id, one]));
    const joined = (watch.incidents ?? []).flatMap(incident => {
        const findings = incident.findings.flatMap(id => byId.get(id) ?? []);
        return findings.length > 0 ? [{ incident, findings }] : [];
    });
    const told = new Set(joined.flatMap(({ findings }) => findings));
    const open = [
        ...joined.map(({ incident, findings }) => toldStory(incident, findings)),
        ...grouped(unaccepted.filter(one => !told.has(one))).map(ownStory),
    ];
    open.sort((a, b) => rank(a.severity) - rank(b.severity) || a.first - b.first);
    return { open, accepted: watch.findings.filter(one => one.accepted).sort(byGravity) };
}
function toldStory(incident, findings) {
    const step = ({ time, text }) => ({ time: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(time), text, id: '' });
    return {
        ...incident,
        first: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(incident.first),
        last: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(incident.last),
        findings: [...findings].sort(byTime),
        steps: incident.timeline.length > 0 ? incident.timeline.map(step) : recordsOf(findings),
        hints: incident.hints.map(step),
    };
}
/** Where the watch joined nothing, findings that name the same incident are one story, and the gravest names it. */
function ownStory(findings) {
    const [lead] = [...findings].sort(byGravity);
    return {
        title: lead.title,
        severity: lead.severity,
        confidence: lead.confidence,
        why: findings.length === 1 ? lead.why : '',
        count: findings.reduce((sum, one) => sum + one.count, 0),
        first: Math.min(...findings.map(one => (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(one.first))),
        last: Math.max(...findings.map(one => (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(one.last))),
        findings: [...findings].sort(byTime),
        steps: recordsOf(findings),
        hints: [],
    };
}
function grouped(findings) {
    const groups = new Map();
    for (const finding of findings) {
        const key = finding.incident ? `incident ${finding.incident}` : `finding ${finding.id}`;
        const group = groups.get(key);
        if (group)
            group.push(finding);
        else
            groups.set(key, [finding]);
    }
    return [...groups.values()];
}
/** The records that stand for findings, each once, in the order they happened. */
function recordsOf(findings) {
    const seen = new Set();
    return findings
        .flatMap(({ telling, evidence }) => (telling && telling.length > 0 ? telling : evidence))
        .map(({ id, time, operation }) => ({ time: (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(time), text: operation, id }))
        .sort((a, b) => a.time - b.time)
        .filter(({ id }) => {
        const known = id !== '' && seen.has(id);
        seen.add(id);
        return !known;
    });
}
function byTime(a, b) {
    return (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(a.first) - (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_0__/* .millisecondsOf */ .W$)(b.first);
}
function byGravity(a, b) {
    return rank(a.severity) - rank(b.severity) || byTime(a, b);
}
function rank(severity) {
    const at = _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .g.indexOf(severity);
    return at < 0 ? _audit_severity_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .g.length : at;
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
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(27597);
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
    began: moment
        .optional()
        .describe('when its reading began, where an earlier run read it or made the query; of a gap, where the run left the query under way that the evidence names'),
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
    principal: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().describe("the client's service principal: its object id, or that one's pseudonym"),
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
        own: count.optional().describe('of the added, searches of the log by the client: what exports leave behind'),
        vanished: count.optional().describe('records that it alone has, gaps left aside'),
        changed: count.optional().describe('Identities whose content is another one'),
    })
        .optional()
        .describe('an export of the same tenant, period and filters that was at hand when this one was made'),
    resumed: zod__WEBPACK_IMPORTED_MODULE_0__/* .strictObject */ .rej({
        windows: count.describe('windows that were taken over from earlier runs, and not read again'),
        interrupted: count.describe('those of them that come from the journals of runs which were killed, or stopped while encrypting'),
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
    own: count.optional().describe('of the records, searches of the log by the client: what exports leave behind'),
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


/***/ }),

/***/ 33700:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CL: () => (/* binding */ unseenWords),
/* harmony export */   KR: () => (/* binding */ sinceWords),
/* harmony export */   L2: () => (/* binding */ verdictWords),
/* harmony export */   Np: () => (/* binding */ bySeverity),
/* harmony export */   aX: () => (/* binding */ pluralise),
/* harmony export */   ae: () => (/* binding */ estimateWords),
/* harmony export */   nR: () => (/* binding */ detectionWords),
/* harmony export */   p0: () => (/* binding */ duration)
/* harmony export */ });
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(49414);
/* harmony import */ var _audit_severity_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(26204);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(27563);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(63021);
/* harmony import */ var _zone_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(34358);
/** The month in sentences: the same ones on the page and in the summary. */





/** `1 window`, `1,204 windows` */
function pluralise(count, one, many = `${one}s`) {
    return `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(count)} ${count === 1 ? one : many}`;
}
/** `3 h 20 min`; the two largest units. */
function duration(milliseconds) {
    const units = [
        [86_400_000, 'd'],
        [3_600_000, 'h'],
        [60_000, 'min'],
        [1000, 's'],
    ];
    const parts = [];
    let rest = milliseconds;
    for (const [size, name] of units) {
        const whole = Math.floor(rest / size);
        rest -= whole * size;
        if (whole > 0)
            parts.push(`${whole} ${name}`);
        if (parts.length === 2 || (parts.length === 1 && whole === 0))
            break;
    }
    return parts.join(' ') || '0 s';
}
/** What is claimed of the export, why, and what follows; a sentence or two each. */
function verdictWords(facts) {
    const month = (0,_zone_js__WEBPACK_IMPORTED_MODULE_0__/* .periodName */ .dN)(facts.period.text);
    if (facts.status === 'incomplete')
        return incompleteWords(facts, month);
    const twice = facts.windows.filter(window => window.status === 'confirmed').length;
    const readTwice = twice > 0 ? ` ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(twice)} of them were read a second time, and the readings agreed.` : '';
    const read = `${month} was read in ${pluralise(facts.windows.length, 'window')}. Every window answered, no answer was cut short, and every check passed.${readTwice}`;
    return facts.status === 'complete' ? [`${read} Late records have had their time.`] : [read, ...facts.reasons];
}
function incompleteWords(facts, month) {
    const { gaps } = facts;
    if (gaps.length === 0)
        return [`Some of ${month} is not proven.`, ...facts.reasons];
    const length = gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0);
    const share = (100 * length) / (facts.period.end - facts.period.start);
    const stretches = gaps.length === 1 ? 'One stretch' : `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(gaps.length)} stretches`;
    const percent = share < 0.1 ? 'less than 0.1 %' : `${share.toFixed(1)} %`;
    return [
        `${stretches} of ${month}, ${duration(length)} in all (${percent}), ${gaps.length === 1 ? 'is' : 'are'} not proven. What was read is kept; what happened in ${gaps.length === 1 ? 'that time' : 'those times'} may be missing from everything below.`,
    ];
}
/** What may be missing outside the gaps, and how far that can be trusted. */
function estimateWords({ estimate }) {
    const { windows, differed, second, missing } = estimate;
    if (windows === 0)
        return ['Nothing was read twice for comparison, so nobody can say how much one reading misses.'];
    const agreed = differed === 0 ? 'the two readings never differed' : `in ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(differed)} the readings differed`;
    const basis = `${pluralise(windows, 'window')} with ${pluralise(second, 'record')} ${windows === 1 ? 'was' : 'were'} read twice, cut differently; ${agreed}.`;
    const limit = 'A record that no reading shows is beyond this estimate.';
    if (missing === undefined)
        return [`${basis} That is too little to say how much one reading misses.`];
    const { likely, least, most } = missing;
    const range = least === most ? '' : ` (95 % range: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(least)} to ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(most)})`;
    return [`${basis} By that, about ${pluralise(likely, 'record')} may be missing outside the gaps${range}. ${limit}`];
}
/** What the watch says in one sentence. */
function detectionWords(watch) {
    if (!watch)
        return 'Nobody watched this month for anomalies: nothing here says that it was quiet.';
    const { open, accepted } = (0,_finding_js__WEBPACK_IMPORTED_MODULE_2__/* .incidentsOf */ .D)(watch);
    const known = accepted.length > 0 ? ` The team had already accepted ${pluralise(accepted.length, 'other finding')}.` : '';
    if (open.length === 0) {
        return `The watch found nothing to report. That is what its rules saw, not a promise that nothing happened.${known}`;
    }
    return `The watch found ${pluralise(open.length, 'story', 'stories')} worth reading: ${bySeverity(open)}.${known}`;
}
/** `1 high, 2 low` */
function bySeverity(stories) {
    const count = (severity) => stories.filter(story => story.severity === severity).length;
    return _audit_severity_js__WEBPACK_IMPORTED_MODULE_3__/* .severities */ .g
        .filter(severity => count(severity) > 0)
        .map(severity => `${count(severity)} ${severity}`)
        .join(', ');
}
function watchLimits({ learning, unseen = [] }) {
    const shown = unseen.slice(0, mostUnseen).map(({ title, missing }) => `${title}: ${missing}.`.replace(/\.\.$/, '.'));
    return [
        ...(learning ? ['What is new in the first week: the watch had no earlier month to compare with.'] : []),
        ...shown,
        ...(unseen.length > mostUnseen
            ? [`And what ${unseen.length - mostUnseen} more rules look for: they had no data.`]
            : []),
    ];
}
const mostUnseen = 12;
/** What no number here can show, from the most particular to what is always so. */
function unseenWords(facts) {
    const clock = new _zone_js__WEBPACK_IMPORTED_MODULE_0__/* .ZoneClock */ .ru(facts.period.timezone);
    const { overflowed } = facts.figures;
    return [
        ...(facts.gaps.length > 0 ? ['What happened in the gaps. Silence there is not quiet.'] : []),
        ...(facts.status === 'provisional'
            ? ['Records that arrive late: services may deliver them for days after the event.']
            : []),
        ...(facts.filters ?? []).map(filter => `What the export was not asked for. It was limited to ${filter}.`),
        ...(facts.watch ? watchLimits(facts.watch) : ['Anomalies: no watch ran.']),
        ...(overflowed.length > 0
            ? [
                `Exact counts of all names: there were more ${overflowed.join(', ')} than are counted apart. The largest are right; small ones may be missing or too high.`,
            ]
            : []),
        ...(facts.figures.first !== undefined && facts.figures.first - facts.period.start > 86_400_000
            ? [
                `Anything before ${clock.moment(facts.figures.first)}: the first record is from then. Was auditing on, and does the retention reach back?`,
            ]
            : []),
        'What Microsoft 365 did not record: auditing that was off, events a licence does not include, actions no service logs.',
        'Whether an address belongs to the person named, or somebody else used it.',
    ];
}
/** What changed since an earlier export of the same period, in sentences; the ones that need somebody come first. */
function sinceWords({ finished, status, manifest, difference }) {
    if (!difference)
        return [];
    const { added, own, vanished, changed, recovered, unread, vanishedIds } = difference;
    const before = `the ${status} export of ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_4__/* .instantOf */ .B9)(finished)} (manifest ${manifest.slice(0, 12)}…)`;
    const late = added - recovered;
    return [
        ...(vanished > 0
            ? [
                `${pluralise(vanished, 'record')} of ${before} did not come again, though the time was read: the log shows different records to different readings. Keep the earlier export. Ids: ${vanishedIds.join(', ') || 'none'}${vanished > vanishedIds.length ? ' and more' : ''}.`,
            ]
            : []),
        `Beside ${before}, ${pluralise(added, 'record')} came in addition, ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(vanished)} vanished and ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(changed)} changed.`,
        ...(late > 0
            ? [`${pluralise(late, 'record was', 'records were')} late: not there yet when that export was read.`]
            : []),
        ...(own > 0
            ? [
                `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_1__/* .thousands */ .oh)(own)} of the ${pluralise(added, 'added record')} ${own === 1 ? 'is a search' : 'are searches'} of the log by this application: each export leaves some behind.`,
            ]
            : []),
        ...(recovered > 0 ? [`${pluralise(recovered, 'record')} lay in gaps of that export.`] : []),
        ...(unread > 0
            ? [`${pluralise(unread, 'record')} of that export ${unread === 1 ? 'lies' : 'lie'} in gaps of this one.`]
            : []),
    ];
}


/***/ }),

/***/ 34358:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ot: () => (/* binding */ dayName),
/* harmony export */   dN: () => (/* binding */ periodName),
/* harmony export */   ru: () => (/* binding */ ZoneClock),
/* harmony export */   u: () => (/* binding */ hourName),
/* harmony export */   uD: () => (/* binding */ weekdayName)
/* harmony export */ });
/* harmony import */ var temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48599);
/** Clock and calendar of the period's zone, for people: when in the week a moment lies, and how it is written. */

const quarter = 900_000;
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const months = 'January February March April May June July August September October November December'.split(' ');
/** What can't be read as a time is said to be none: a page is not lost for it. */
const unknown = '(unknown)';
class ZoneClock {
    timezone;
    lastQuarter = Number.NaN;
    lastHour = 0;
    constructor(timezone) {
        this.timezone = timezone;
    }
    /** 0 is Monday's first hour, 167 Sunday's last. Zones differ from UTC by whole quarters of an hour. */
    hourOfWeek(moment) {
        const at = Math.floor(moment / quarter);
        if (at !== this.lastQuarter) {
            const { dayOfWeek, hour } = this.at(moment);
            this.lastQuarter = at;
            this.lastHour = (dayOfWeek - 1) * 24 + hour;
        }
        return this.lastHour;
    }
    /** `Tue 6 Oct, 14:03` */
    moment(moment) {
        return `${this.day(moment)}, ${this.timeOfDay(moment).slice(0, 5)}`;
    }
    /** `14:03:07` */
    timeOfDay(moment) {
        if (!Number.isFinite(moment))
            return unknown;
        const { hour, minute, second } = this.at(moment);
        return [hour, minute, second].map(two).join(':');
    }
    /** `Tue 6 Oct` */
    day(moment) {
        if (!Number.isFinite(moment))
            return unknown;
        const { dayOfWeek, day, month } = this.at(moment);
        return `${weekdays[dayOfWeek - 1]} ${day} ${monthName(month).slice(0, 3)}`;
    }
    /**
     * A stretch's two ends, the day named once where it is the same; one where both read alike.
     * @param exact with seconds.
     */
    ends(from, to, exact = false) {
        const clockTime = (moment) => this.timeOfDay(moment).slice(0, exact ? 8 : 5);
        const [start, end] = [from, to].map(moment => `${this.day(moment)}, ${clockTime(moment)}`);
        if (start === end)
            return [start];
        return [start, this.day(from) === this.day(to) ? clockTime(to) : end];
    }
    at(moment) {
        return temporal_polyfill__WEBPACK_IMPORTED_MODULE_0__/* .Temporal */ .fE.Instant.fromEpochMilliseconds(Math.floor(moment)).toZonedDateTimeISO(this.timezone);
    }
}
/** 0 → Mon, 00:00 */
function hourName(hourOfWeek) {
    return `${weekdays[Math.floor(hourOfWeek / 24)]}, ${two(hourOfWeek % 24)}:00`;
}
function weekdayName(weekday) {
    return weekdays[weekday] ?? '';
}
/** `2026-10` → `October 2026`; anything else stays. */
function periodName(text) {
    const month = /^(\d{4})-(\d\d)$/.exec(text);
    return month ? `${monthName(Number(month[2]))} ${month[1]}` : text;
}
/** `2026-10-06` → `6 Oct` */
function dayName(date) {
    const [, month = '', day = ''] = date.split('-');
    return `${Number(day)} ${monthName(Number(month)).slice(0, 3)}`;
}
function monthName(month) {
    return months[month - 1] ?? '';
}
function two(value) {
    return String(value).padStart(2, '0');
}


/***/ }),

/***/ 79909:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  xk: () => (/* binding */ checkedCertificate),
  H_: () => (/* binding */ daysLeft),
  jg: () => (/* binding */ examineCertificate),
  w$: () => (/* binding */ readCertificate)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/signin/remedies.js
var remedies = __webpack_require__(34952);
;// CONCATENATED MODULE: ./lib/signin/certificate-open-errors.js
/** Why a file stays closed, for PFX and PEM alike: password missing or wrong, encryption beyond us, cut off, damaged. */


/** The file is encrypted and no password was given. */
function passwordMissing(source, cause) {
    return new failure/* Failure */.HR({
        code: 'CERT_PASSWORD_MISSING',
        message: `'${source}' is protected by a password, and certificate-password is empty.`,
        remedy: 'Set certificate-password, as a secret: gh secret set M365_CERTIFICATE_PASSWORD',
        cause,
    });
}
/** The password doesn't open the file. */
function passwordWrong(source, cause) {
    return new failure/* Failure */.HR({
        code: 'CERT_WRONG_PASSWORD',
        message: `certificate-password does not open '${source}'.`,
        remedy: 'Try it at home: openssl pkcs12 -in cert.pfx -noout (for PEM: openssl pkey -in key.pem -noout). If it opens there, ' +
            'store both again: gh secret set M365_CERTIFICATE_PASSWORD, and base64 < cert.pfx | gh secret set M365_CERTIFICATE',
        cause,
    });
}
/** `what` is the reason, up to its verb: neither this program nor the machine's openssl can do it. */
function unsupported(source, what, cause) {
    return new failure/* Failure */.HR({
        code: 'CERT_UNSUPPORTED',
        message: `'${source}' can't be opened here: ${what} not supported.`,
        remedy: 'Write it anew with common algorithms: openssl pkcs12 -legacy -in cert.pfx -nodes -out both.pem, then openssl ' +
            'pkcs12 -export -in both.pem -out new.pfx (a PEM key: openssl pkey -provider legacy -provider default -in key.pem -out new.pem).',
        cause,
    });
}
/** Some of the certificate is missing; `how` says by what that is known. */
function truncated(source, how) {
    return new failure/* Failure */.HR({
        code: 'CERT_TRUNCATED',
        message: `'${source}' is cut off: ${how}.`,
        remedy: `${remedies/* storeAnew */.nL} A secret holds 48 KB at most: leave out the chain if the file is larger.`,
    });
}
/** A part that should hold a key or certificate can't be read as one. */
function damaged(source, part, cause) {
    return new failure/* Failure */.HR({
        code: 'CERT_DAMAGED',
        message: `The part '${part}' of '${source}' can't be read: it is damaged or incomplete.`,
        remedy: remedies/* exportAnew */.s9,
        cause,
    });
}

;// CONCATENATED MODULE: ./lib/signin/content.js
/** What a person gave as certificate, unwrapped to PEM text or DER bytes: base64, data URLs, quotes, marks and all. */



/** The PEM text or DER bytes inside `given`; throws when it holds neither whole. `source` names it in messages. */
function unwrapContent(given, source) {
    return unwrap(given, source, 3);
}
function unwrap(given, source, layers) {
    if (typeof given !== 'string' && isDer(given))
        return { kind: 'der', der: wholeDer(given, source) };
    const words = typeof given === 'string' ? given : decodeText(given);
    const text = plainText(words);
    if (text === '')
        throw empty(source);
    if (text.includes('-----BEGIN '))
        return { kind: 'pem', text };
    if (isPath(words))
        throw path(source);
    const bytes = decodeBase64(text, source);
    if (layers === 0 || !(isDer(bytes) || looksLikeText(bytes)))
        throw unknown(source);
    return unwrap(bytes, source, layers - 1);
}
/** All we read (PFX, certificate, key) begins with the tag of an ASN.1 SEQUENCE. */
function isDer(bytes) {
    return bytes[0] === 0x30;
}
/** Text of a file: PowerShell's `>` writes UTF-16 with a byte order mark; everything else is UTF-8. */
function decodeText(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe)
        return new TextDecoder('utf-16le').decode(bytes);
    if (bytes[0] === 0xfe && bytes[1] === 0xff)
        return new TextDecoder('utf-16be').decode(bytes);
    return new TextDecoder().decode(bytes);
}
function looksLikeText(bytes) {
    const start = decodeText(bytes.subarray(0, 64));
    return /^[\s\uFEFF]*(-----BEGIN |["'A-Za-z0-9+/_-]{16})/.test(start);
}
function plainText(text) {
    return text
        .replace(/\\r\\n|\\n/g, '\n')
        .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
        .trim()
        .replace(/^(["'`])([\s\S]*)\1$/, '$2')
        .replace(/^data:[^,]{0,100},/i, '')
        .trim();
}
function decodeBase64(text, source) {
    const digits = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/');
    const stray = /[^A-Za-z0-9+/=]|=(?=[^=])/.exec(digits);
    if (stray)
        throw notBase64(source, stray[0]);
    const bare = digits.replace(/=+$/, '');
    if (bare.length % 4 === 1)
        throw truncated(source, `${digits.length} base64 digits can't be whole bytes`);
    return Buffer.from(bare, 'base64');
}
/** The outermost element alone: what follows it (a line end, padding) is dropped, what is missing is an error. */
function wholeDer(bytes, source) {
    const length = derLength(bytes);
    if (length === undefined)
        return bytes;
    if (length > bytes.length)
        throw truncated(source, `it announces ${length} bytes and has ${bytes.length}`);
    return bytes.subarray(0, length);
}
/** The length of the outermost DER element with its header; undefined where it is indefinite (X.690 §8.1.3.6). */
function derLength(bytes) {
    const first = bytes[1];
    if (first === undefined)
        return 2;
    if (first < 0x80)
        return 2 + first;
    if (first === 0x80)
        return undefined;
    const digits = bytes.subarray(2, 2 + (first & 0x7f));
    return 2 + digits.length + digits.reduce((sum, digit) => sum * 256 + digit, 0);
}
function empty(source) {
    return new failure/* Failure */.HR({
        code: 'CERT_EMPTY',
        message: `'${source}' is empty.`,
        remedy: 'Check the name of the secret. Workflows started from a fork, by Dependabot or in another environment get no secrets.',
    });
}
function isPath(words) {
    return /^.{1,260}\.(pfx|p12|pem|cer|crt|key)$/i.test(words.trim());
}
function path(source) {
    return new failure/* Failure */.HR({
        code: 'CERT_NOT_BASE64',
        message: `'${source}' holds a path, not a certificate.`,
        remedy: "Give a file's path in the input certificate-file.",
    });
}
function notBase64(source, stray) {
    return new failure/* Failure */.HR({
        code: 'CERT_NOT_BASE64',
        message: `'${source}' is neither PEM nor base64: it contains U+${hex(stray)}.`,
        remedy: remedies/* storeAnew */.nL,
    });
}
function hex(character) {
    return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
function unknown(source) {
    return new failure/* Failure */.HR({
        code: 'CERT_UNKNOWN_FORMAT',
        message: `'${source}' decodes, but holds neither a PFX nor PEM.`,
        remedy: remedies/* exportAnew */.s9,
    });
}

// EXTERNAL MODULE: ./lib/signin/thumbprint.js
var thumbprint = __webpack_require__(13623);
;// CONCATENATED MODULE: ./lib/signin/material.js
/** What a certificate file holds once opened, and the choice of the one pair of key and certificate to sign with. */




/**
 * The RSA key and the certificate that belongs to it, wherever they lie in the file. Of several pairs the one with
 * the wanted thumbprint, else the one that is valid the longest.
 */
function choosePair(material, wanted, source) {
    const { keys, certificates } = material;
    if (keys.length === 0)
        throw noPrivateKey(source, certificates.length);
    if (certificates.length === 0)
        throw noCertificate(source);
    const pairs = certificates.flatMap(certificate => keys.filter(key => certificate.checkPrivateKey(key)).map(key => ({ key, certificate })));
    if (pairs.length === 0)
        throw hasPssTwin(material) ? notRsa(source, 'rsa-pss') : keyMismatch(source, material);
    const usable = pairs.filter(pair => pair.key.asymmetricKeyType === 'rsa');
    if (usable.length === 0)
        throw notRsa(source, pairs[0]?.key.asymmetricKeyType ?? 'unknown');
    const longest = usable.reduce((best, pair) => (ends(pair.certificate) > ends(best.certificate) ? pair : best));
    const asked = usable.find(pair => wanted !== undefined && (0,thumbprint/* thumbprintsOf */.K)(pair.certificate).includes(wanted));
    const { key, certificate } = asked ?? longest;
    return { key, certificate, chain: chainOf(certificate, certificates) };
}
function ends(certificate) {
    return Date.parse(certificate.validTo);
}
function chainOf(leaf, certificates) {
    const chain = [leaf];
    for (let at = leaf; at;) {
        const child = at;
        at = certificates.find(one => !chain.some(known => known.raw.equals(one.raw)) && child.checkIssued(one));
        if (at)
            chain.push(at);
    }
    return chain;
}
/** node-forge reads an RSA-PSS key as a plain RSA one, which then fits no certificate. */
function hasPssTwin({ keys, certificates }) {
    return certificates.some(({ publicKey }) => publicKey.asymmetricKeyType === 'rsa-pss' &&
        keys.some(key => key.asymmetricKeyType === 'rsa' &&
            publicKey
                .export({ type: 'spki', format: 'der' })
                .includes((0,external_node_crypto_.createPublicKey)(key).export({ type: 'pkcs1', format: 'der' }))));
}
/** There is no private key; `certificates` says how many certificates came without one. */
function noPrivateKey(source, certificates) {
    return new failure/* Failure */.HR({
        code: 'CERT_NO_PRIVATE_KEY',
        message: `'${source}' holds ${certificates === 1 ? 'a certificate' : `${certificates} certificates`}, but no private key.`,
        remedy: remedies/* exportAnew */.s9,
    });
}
/** There is a private key and nothing else. */
function noCertificate(source) {
    return new failure/* Failure */.HR({
        code: 'CERT_NO_CERTIFICATE',
        message: `'${source}' holds a private key, but no certificate.`,
        remedy: remedies/* exportAnew */.s9,
    });
}
function keyMismatch(source, { keys, certificates }) {
    const subjects = certificates.map(one => one.subject.replaceAll('\n', ', ')).join('; ');
    return new failure/* Failure */.HR({
        code: 'CERT_KEY_MISMATCH',
        message: `None of the ${keys.length === 1 ? 'certificates' : `certificates and ${keys.length} keys`} in '${source}' belong together (${subjects}).`,
        remedy: `Take the key that the certificate was made with. ${remedies/* exportAnew */.s9}`,
    });
}
function notRsa(source, type) {
    return new failure/* Failure */.HR({
        code: 'CERT_NOT_RSA',
        message: `The private key in '${source}' is of type ${type}; Entra accepts RSA only.`,
        remedy: remedies/* makeAnew */.wH,
    });
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./lib/signin/openssl.js
/** The machine's openssl, asked to open a PFX that node-forge can't. Nothing touches the disk or a command line. */


/** OpenSSL 3 opens RC2 and RC4 with `-legacy` only; LibreSSL and OpenSSL 1.1 don't know the word. */
const machineOpenssl = async (pfx, password) => {
    const plain = await run(['pkcs12', '-nodes'], pfx, password);
    if (!plain || 'pem' in plain)
        return plain;
    const legacy = await run(['pkcs12', '-nodes', '-legacy'], pfx, password);
    return legacy && 'pem' in legacy ? legacy : plain;
};
const PASSWORD = 'M365_AUDIT_PFX_PASSWORD';
function run(words, pfx, password) {
    return new Promise(resolve => {
        const child = (0,external_node_child_process_.spawn)('openssl', [...words, '-passin', `env:${PASSWORD}`], {
            env: { ...process.env, [PASSWORD]: password },
            // Windows looks for programs in the working directory first, which may hold what a stranger checked in.
            cwd: (0,external_node_path_.dirname)(process.execPath),
            timeout: 30_000,
            windowsHide: true,
        });
        const out = [];
        const err = [];
        child.stdout.on('data', part => out.push(part));
        child.stderr.on('data', part => err.push(part));
        child.stdin.on('error', () => { });
        child.on('error', () => resolve(undefined));
        child.on('close', status => {
            const pem = Buffer.concat(out).toString();
            resolve(status === 0 && pem !== '' ? { pem } : { refusal: Buffer.concat(err).toString().trim().slice(0, 500) });
        });
        child.stdin.end(pfx);
    });
}

;// CONCATENATED MODULE: ./lib/signin/pem.js
/** PEM text, read into keys and certificates: any order, any key format that OpenSSL reads, line ends lost or not. */






/** The keys and certificates of all blocks; an encrypted key is opened with `password`. */
function readPem(text, password, source) {
    const blocks = parseBlocks(text, source);
    const keys = blocks.filter(({ label }) => label.endsWith('PRIVATE KEY')).map(block => readKey(block, password, source));
    const certificates = blocks
        .filter(({ label }) => /^(X509 )?CERTIFICATE$/.test(label))
        .map(block => readCertificateBlock(block, source));
    const labels = blocks.map(({ label }) => label);
    if (keys.length === 0 && labels.some(label => /^(PKCS7|CMS)$/.test(label)))
        throw noPrivateKey(source, 1);
    if (keys.length === 0 && certificates.length === 0)
        throw nothingUsable(source, labels);
    return { keys, certificates };
}
/** Blocks survive being pasted into one line: the parts are found by their marks, not by line ends. */
function parseBlocks(text, source) {
    const blocks = [];
    let seen = 0;
    for (const match of text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----/g)) {
        const label = match[1] ?? '';
        const start = match.index + match[0].length;
        const end = text.indexOf(`-----END ${label}-----`, start);
        if (end < 0)
            throw truncated(source, `'-----BEGIN ${label}-----' has no '-----END ${label}-----'`);
        if (match.index < seen)
            throw truncated(source, `'-----BEGIN ${label}-----' stands inside another block`);
        seen = end;
        blocks.push(blockOf(label, text.slice(start, end), source));
    }
    return blocks;
}
function blockOf(label, inside, source) {
    const header = /^\s*Proc-Type:\s*4,ENCRYPTED\s+DEK-Info:\s*([A-Z0-9-]+,[0-9A-F]+)/i.exec(inside);
    const body = inside.slice(header?.[0].length ?? 0).replace(/\s+/g, '');
    const bytes = Buffer.from(body, 'base64');
    const length = header || bytes[0] !== 0x30 ? undefined : derLength(bytes);
    if (length !== undefined && length > bytes.length) {
        throw truncated(source, `the block '${label}' announces ${length} bytes and has ${bytes.length}`);
    }
    const lines = body.match(/.{1,64}/g) ?? [];
    const headers = header ? ['Proc-Type: 4,ENCRYPTED', `DEK-Info: ${header[1]}`, ''] : [];
    return {
        label,
        pem: [`-----BEGIN ${label}-----`, ...headers, ...lines, `-----END ${label}-----`, ''].join('\n'),
        encrypted: header !== null || label === 'ENCRYPTED PRIVATE KEY',
    };
}
function readKey({ label, pem, encrypted }, password, source) {
    if (label === 'OPENSSH PRIVATE KEY')
        throw openSsh(source);
    try {
        return (0,external_node_crypto_.createPrivateKey)({ key: pem, ...(encrypted && { passphrase: password }) });
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : '';
        if (/UNSUPPORTED/.test(code) && encrypted)
            throw unsupported(source, 'the encryption of its key is', error);
        if (!encrypted)
            throw damaged(source, label, error);
        throw password === '' ? passwordMissing(source, error) : passwordWrong(source, error);
    }
}
function readCertificateBlock({ label, pem }, source) {
    try {
        return new external_node_crypto_.X509Certificate(pem);
    }
    catch (error) {
        throw damaged(source, label, error);
    }
}
function openSsh(source) {
    return new failure/* Failure */.HR({
        code: 'CERT_UNSUPPORTED',
        message: `'${source}' holds a key in OpenSSH's own format.`,
        remedy: "Rewrite the key as PEM: ssh-keygen -p -m PEM -N '' -f key",
    });
}
function nothingUsable(source, labels) {
    return new failure/* Failure */.HR({
        code: 'CERT_UNKNOWN_FORMAT',
        message: `'${source}' is PEM, but holds neither a certificate nor a private key, only: ${labels.join(', ')}.`,
        remedy: remedies/* exportAnew */.s9,
    });
}

;// CONCATENATED MODULE: ./lib/signin/pfx.js
/** A PFX (PKCS #12, RFC 7292) opened by node-forge, or by the machine's openssl where node-forge can't. */



/** All keys and certificates of a PFX. */
async function openPfx(der, { password, source, openssl }) {
    const { default: forge } = await __webpack_require__.e(/* import() */ 542).then(__webpack_require__.t.bind(__webpack_require__, 8542, 19));
    // A file without a password has an empty one or none at all, which RFC 7292 §B.1 turns into different keys.
    const errors = [];
    for (const one of password === '' ? ['', undefined] : [password]) {
        const opened = openWithForge(forge, der, one);
        if (!('error' in opened))
            return opened;
        errors.push(opened.error);
    }
    const error = errors.find(one => !isMacError(one)) ?? errors[0];
    const isAscii = /^[\x20-\x7e]+$/.test(password);
    const answer = isMacError(error) && isAscii ? undefined : await openssl(der, password);
    if (answer && 'pem' in answer)
        return readPem(answer.pem, '', source);
    throw whyClosed(errors, { password, source, refusal: answer?.refusal });
}
function openWithForge(forge, der, password) {
    try {
        const parsed = forge.asn1.fromDer(Buffer.from(der).toString('binary'), false);
        const pfx = forge.pkcs12.pkcs12FromAsn1(parsed, false, password);
        const bags = pfx.safeContents.flatMap(safe => safe.safeBags);
        const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
        return {
            keys: bags.filter(({ type }) => type === keyBag || type === pkcs8ShroudedKeyBag).map(bag => keyOf(forge, bag)),
            certificates: bags.filter(({ type }) => type === certBag).map(bag => certificateOf(forge, bag)),
        };
    }
    catch (error) {
        return { error: error instanceof Error ? error : new Error(String(error)) };
    }
}
/** node-forge understands RSA keys alone; of others it keeps the PKCS #8 as it was. */
function keyOf(forge, bag) {
    if (bag.key)
        return (0,external_node_crypto_.createPrivateKey)(forge.pki.privateKeyToPem(bag.key));
    return (0,external_node_crypto_.createPrivateKey)({ key: derOf(forge, bag.asn1), format: 'der', type: 'pkcs8' });
}
function certificateOf(forge, bag) {
    return new external_node_crypto_.X509Certificate(derOf(forge, bag.cert ? originalCertificate(forge, bag.cert) : bag.asn1));
}
/**
 * The certificate as it was signed. `certificateToAsn1` writes the outer algorithm with parameters of its own, which
 * changes the thumbprint of one that an EC issuer signed; RFC 5280 §4.1.1.2 says it equals the one inside.
 */
function originalCertificate(forge, certificate) {
    const rebuilt = forge.pki.certificateToAsn1(certificate);
    const [tbs, , signature] = pfx_elements(rebuilt);
    const inside = pfx_elements(tbs);
    const isVersion = inside[0]?.tagClass === forge.asn1.Class.CONTEXT_SPECIFIC;
    const algorithm = inside[isVersion ? 2 : 1];
    return tbs && algorithm && signature ? { ...rebuilt, value: [tbs, algorithm, signature] } : rebuilt;
}
function pfx_elements(node) {
    return Array.isArray(node?.value) ? node.value : [];
}
function derOf(forge, node) {
    return Buffer.from(forge.asn1.toDer(node).getBytes(), 'binary');
}
function isMacError(error) {
    return error?.message.includes('MAC could not be verified') ?? false;
}
function whyClosed(errors, { password, source, refusal }) {
    const error = errors.find(one => !isMacError(one)) ?? errors[0];
    const wrong = password === '' ? passwordMissing(source, error) : passwordWrong(source, error);
    if (refusal !== undefined && /mac verif|invalid password|bad decrypt/i.test(refusal))
        return wrong;
    if (isMacError(error))
        return wrong;
    const algorithm = algorithmOf(error);
    if (algorithm !== undefined)
        return unsupported(source, `${algorithm} is`, error);
    // node-forge takes one text for the MAC (as UTF-16) and for PBES2 (as bytes): the one can fit and the other not.
    if (errors.some(isMacError))
        return unsupported(source, 'an absent password with PBES2 encryption is', error);
    if (/[^\x20-\x7e]/.test(password)) {
        return unsupported(source, 'a password beyond ASCII with PBES2 encryption and no openssl on the machine is', error);
    }
    return /Unable to decrypt|Failed to decrypt/.test(error?.message ?? '') ? wrong : damaged(source, 'PFX', error);
}
function algorithmOf(error) {
    if (error === undefined)
        return undefined;
    const oid = 'oid' in error && typeof error.oid === 'string' ? error.oid : /\d+(\.\d+){4,}/.exec(error.message)?.[0];
    return oid === undefined ? undefined : `${ALGORITHMS[oid] ?? 'its algorithm'} (OID ${oid})`;
}
/** Names of what node-forge 1.4 is known to refuse. */
const ALGORITHMS = {
    '1.2.840.113549.1.5.14': 'PBMAC1',
    '1.2.840.113549.1.12.1.1': 'RC4-128',
    '1.2.840.113549.1.12.1.2': 'RC4-40',
    '1.2.840.113549.1.12.1.5': 'RC2-128',
    '1.2.392.200011.61.1.1.1.2': 'Camellia-128',
    '1.2.392.200011.61.1.1.1.4': 'Camellia-256',
    '1.2.410.200046.1.1.2': 'ARIA-128',
    '1.2.410.200046.1.1.12': 'ARIA-256',
    '2.16.840.1.101.3.4.2.4': 'SHA-224',
    '2.16.840.1.101.3.4.2.8': 'SHA3-256',
};

;// CONCATENATED MODULE: ./lib/signin/certificate.js
/** The certificate that the app signs in with: read from whatever a person gave, checked, or refused with a reason. */









/** Reads, chooses and checks the certificate. Secrets are masked before anything else is done with them. */
async function readCertificate(given, world, openssl = machineOpenssl) {
    const { certificate, faults } = await examineCertificate(given, world, openssl);
    if (faults[0])
        throw faults[0];
    return certificate;
}
/** The certificate with everything that keeps it from signing in; throws where there is none to be had. */
async function examineCertificate(given, world, openssl = machineOpenssl) {
    maskGiven(given, world);
    const wanted = given.thumbprint?.trim() ? (0,thumbprint/* normalThumbprint */.d)(given.thumbprint) : undefined;
    const material = await certificate_open(given, openssl);
    const { key, certificate, chain } = choosePair(material, wanted, given.source);
    const privateKeyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    maskLines(privateKeyPem, world);
    const known = describe(certificate, chain);
    const faults = faultsOf(certificate, known, { wanted, source: given.source, now: world.now() });
    return { certificate: { privateKeyPem, ...known }, faults };
}
/** What the certificate says; throws when its key is too small, its dates are wrong, or it isn't the one wanted. */
function checkedCertificate(certificate, checks) {
    const known = describe(certificate, [certificate]);
    const [fault] = faultsOf(certificate, known, checks);
    if (fault)
        throw fault;
    return known;
}
function faultsOf(certificate, known, checks) {
    const faults = [sizeFault(certificate, checks), thumbprintFault(known, checks), dateFault(known, checks)];
    return faults.filter(fault => fault !== undefined);
}
/** Whole days until the certificate runs out; negative once it has. */
function daysLeft(certificate, now) {
    return Math.floor((certificate.notAfter.getTime() - now) / 86_400_000);
}
function maskGiven({ content, password }, world) {
    if (password !== '')
        world.mask(password);
    if (typeof content === 'string')
        maskLines(content, world);
    else if (!isDer(content))
        maskLines(decodeText(content), world);
}
/** Whole and by line: a log that wraps or quotes a key shows single lines of it. */
function maskLines(text, world) {
    const lines = text.split(/\r\n|\n|\r|\\n/).map(line => line.trim());
    const telling = lines.filter(line => line.length >= 16 && !line.startsWith('-----'));
    for (const secret of new Set([text.trim(), ...telling]))
        if (secret !== '')
            world.mask(secret);
}
async function certificate_open({ content, password, source }, openssl) {
    const unwrapped = unwrapContent(content, source);
    if (unwrapped.kind === 'pem')
        return readPem(unwrapped.text, password, source);
    if (isPfx(unwrapped.der))
        return await openPfx(unwrapped.der, { password, source, openssl });
    throw notPfx(unwrapped.der, source);
}
/** PFX ::= SEQUENCE { version INTEGER (3), authSafe ContentInfo, … }: the version follows the outer header. */
function isPfx(der) {
    const length = der[1] ?? 0;
    const header = length > 0x80 ? 2 + (length & 0x7f) : 2;
    return Buffer.from(der.subarray(header, header + 4)).toString('hex') === '02010330';
}
function notPfx(der, source) {
    const bytes = Buffer.from(der);
    if (reads(() => new external_node_crypto_.X509Certificate(bytes)))
        return noPrivateKey(source, 1);
    const isKey = ['pkcs8', 'pkcs1', 'sec1'].some(type => reads(() => (0,external_node_crypto_.createPrivateKey)({ key: bytes, format: 'der', type })));
    if (isKey)
        return noCertificate(source);
    const signedData = Buffer.from('06092a864886f70d010702', 'hex');
    if (bytes.subarray(0, 24).includes(signedData))
        return noPrivateKey(source, 1);
    return new failure/* Failure */.HR({
        code: 'CERT_UNKNOWN_FORMAT',
        message: `'${source}' is binary, but neither a PFX nor a certificate or key.`,
        remedy: remedies/* exportAnew */.s9,
    });
}
function reads(attempt) {
    try {
        attempt();
        return true;
    }
    catch {
        return false;
    }
}
function describe(certificate, chain) {
    const [thumbprintSha1, thumbprintSha256] = (0,thumbprint/* thumbprintsOf */.K)(certificate);
    return {
        certificatePem: chain.map(one => one.toString()).join(''),
        thumbprintSha1,
        thumbprintSha256,
        subject: certificate.subject.replaceAll('\n', ', '),
        notBefore: new Date(certificate.validFrom),
        notAfter: new Date(certificate.validTo),
    };
}
function sizeFault({ publicKey }, { source, renew }) {
    const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits >= 2048)
        return undefined;
    return new failure/* Failure */.HR({
        code: 'CERT_KEY_TOO_SMALL',
        message: `The RSA key in '${source}' has ${bits} bits; Entra's assertions need 2,048 or more.`,
        remedy: renew ?? remedies/* makeAnew */.wH,
    });
}
function thumbprintFault(certificate, { wanted, source }) {
    const { thumbprintSha1, thumbprintSha256, subject } = certificate;
    if (wanted === undefined || wanted === thumbprintSha1 || wanted === thumbprintSha256)
        return undefined;
    return new failure/* Failure */.HR({
        code: 'CERT_THUMBPRINT',
        message: `'${source}' holds another certificate than certificate-thumbprint asks for (${wanted}).`,
        remedy: 'If the certificate was renewed, change certificate-thumbprint; otherwise find out who changed the secret.',
        evidence: { subject, 'SHA-1': thumbprintSha1, 'SHA-256': thumbprintSha256 },
    });
}
function dateFault(certificate, { now, renew }) {
    const { subject, notBefore, notAfter, thumbprintSha1 } = certificate;
    const expired = notAfter.getTime() <= now;
    if (!expired && notBefore.getTime() <= now)
        return undefined;
    return new failure/* Failure */.HR({
        code: expired ? 'CERT_EXPIRED' : 'CERT_NOT_YET_VALID',
        message: expired
            ? `The certificate ${subject} expired on ${notAfter.toISOString()}.`
            : `The certificate ${subject} is not valid before ${notBefore.toISOString()}; it is ${new Date(now).toISOString()} here.`,
        remedy: expired
            ? (renew ?? `${remedies/* makeAnew */.wH}. ${(0,remedies/* bySetup */.z$)('--renew')}`)
            : "Wait until then, or check the machine's clock.",
        evidence: { thumbprint: thumbprintSha1 },
    });
}


/***/ }),

/***/ 79714:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ failed)
/* harmony export */ });
/** After these nobody knows whether something is missing: the service did not get to it, or something stood between. */
const untold = new RegExp(`^(${[
    'WIRE_.+',
    'UNEXPECTED',
    'LOGIN_(UNREADABLE|NO_TOKEN|UNEXPECTED|REFUSED)',
    'LOGIN_AADSTS(90033|90055|90024|50196)',
    '(OIDC|VAULT|EXCHANGE|GRAPH|ISSUE|MAIL)_UNREADABLE',
    '(VAULT|EXCHANGE|GRAPH|MAIL|GITHUB)_(UNAVAILABLE|THROTTLED)',
    'EXCHANGE_(TRANSIENT|REDIRECT|ERROR|SEARCH_FAILED|INTERNAL_TIMEOUT)',
    'GRAPH_(TOKEN|403_BARE|REDIRECT|ERROR)',
    'ISSUE_(RATE_LIMIT|UNAVAILABLE|REFUSED)',
    'MAIL_REFUSED',
    'SMTP_PUT_OFF',
    'ARTIFACT_(UNREACHABLE|FAILED)',
].join('|')})$`);
/** A look that ended in a failure: something is missing, or it can't be told. */
function failed(name, failure) {
    const status = Number(failure.evidence.status);
    const busy = failure.code === 'OIDC_REFUSED' && (status === 429 || status >= 500);
    return { name, verdict: busy || untold.test(failure.code) ? 'unknown' : 'missing', failure };
}


/***/ }),

/***/ 85337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ certificateOf)
/* harmony export */ });
/** The certificate that signs in, where one does. */
function certificateOf(credential) {
    return credential.kind === 'federation' ? undefined : credential.certificate;
}


/***/ }),

/***/ 13623:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ thumbprintsOf),
/* harmony export */   d: () => (/* binding */ normalThumbprint)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);

/** SHA-1 and SHA-256 thumbprint, bare upper-case hex: MSAL silently cuts one that has colons. */
function thumbprintsOf(certificate) {
    return [certificate.fingerprint.replaceAll(':', ''), certificate.fingerprint256.replaceAll(':', '')];
}
/**
 * The thumbprint as `thumbprintsOf` writes it. Colons, spaces, case and invisible marks don't count: Windows' own
 * certificate dialog puts a U+200E before the first digit when it is copied.
 */
function normalThumbprint(text) {
    const digits = text.replace(/[\s:.,'"\p{Cf}-]/gu, '').toUpperCase();
    if (/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(digits))
        return digits;
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'CERT_THUMBPRINT_MALFORMED',
        message: `certificate-thumbprint is not 40 (SHA-1) or 64 (SHA-256) hexadecimal digits: it has ${digits.length} characters.`,
        remedy: 'Read it from the certificate: openssl x509 -in cert.pem -noout -fingerprint -sha256',
    });
}


/***/ }),

/***/ 16263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  l: () => (/* binding */ tokenProvider)
});

// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/signin/claims.js
var signin_claims = __webpack_require__(83049);
// EXTERNAL MODULE: ./lib/signin/login.js + 1 modules
var login = __webpack_require__(70032);
// EXTERNAL MODULE: ./lib/wire/send.js
var send = __webpack_require__(38475);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/signin/assertion.js
/** The client assertion of a key that signs elsewhere; where the key is at hand, MSAL writes its own. */


const lifetimeSeconds = 600;
/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials; a signature that doesn't fit throws. */
async function signedAssertion(request) {
    const { certificate, sign, clientId, audience, thumbprint, now, signal } = request;
    const algorithm = thumbprint === 'sha256' ? 'PS256' : 'RS256';
    const seconds = Math.floor(now / 1000);
    const header = { alg: algorithm, typ: 'JWT', ...named(certificate, thumbprint) };
    const claims = {
        aud: audience,
        iss: clientId,
        sub: clientId,
        jti: (0,external_node_crypto_.randomUUID)(),
        nbf: seconds,
        iat: seconds,
        exp: seconds + lifetimeSeconds,
    };
    const signed = `${part(header)}.${part(claims)}`;
    const signature = await sign(algorithm, (0,external_node_crypto_.createHash)('sha256').update(signed).digest(), signal);
    if (!fits(signed, signature, { certificate, algorithm }))
        throw otherKey(certificate);
    return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}
function named(certificate, thumbprint) {
    const of = (hex) => Buffer.from(hex, 'hex').toString('base64url');
    return thumbprint === 'sha256'
        ? { 'x5t#S256': of(certificate.thumbprintSha256) }
        : { x5t: of(certificate.thumbprintSha1) };
}
function part(value) {
    return Buffer.from(JSON.stringify(value)).toString('base64url');
}
function fits(signed, signature, { certificate, algorithm }) {
    const { publicKey: key } = new external_node_crypto_.X509Certificate(certificate.certificatePem);
    const pss = { padding: external_node_crypto_.constants.RSA_PKCS1_PSS_PADDING, saltLength: external_node_crypto_.constants.RSA_PSS_SALTLEN_DIGEST };
    return (0,external_node_crypto_.verify)('sha256', Buffer.from(signed), { key, ...(algorithm === 'PS256' && pss) }, signature);
}
function otherKey({ subject, thumbprintSha1 }) {
    return new wire_failure/* Failure */.HR({
        code: 'VAULT_KEY_MISMATCH',
        message: `The vault signed with another key than that of the certificate ${subject}.`,
        remedy: "Certificate and key of one version belong together; make a new version of the certificate in the vault, upload its public part to the app, and leave the vault's key of the same name alone.",
        evidence: { thumbprint: thumbprintSha1 },
    });
}

// EXTERNAL MODULE: ./lib/signin/credential.js
var signin_credential = __webpack_require__(85337);
// EXTERNAL MODULE: ./lib/signin/subject.js
var subject = __webpack_require__(83222);
;// CONCATENATED MODULE: ./lib/signin/msal.js
/** One token request: MSAL writes it; our sender carries it, so that causes and retries are ours. */






/**
 * Asks for one token. Every attempt has an assertion of its own: the answer to the one before may have been lost after
 * the service had used it up, and GitHub's tokens live for minutes.
 */
function requestToken(world, request) {
    const { cloud, tenantId: tenant, clientId, credential } = request;
    const certificate = (0,signin_credential/* certificateOf */.t)(credential);
    const context = { cloud, tenant, clientId, since: world.now(), ...(certificate && { certificate }) };
    let presented;
    let told = false;
    return (0,send/* send */.t)(world, {
        request: async () => {
            const proof = await prove(request, world);
            presented = proof.presented;
            return await draft(request, proof.auth, world);
        },
        read: answer => readToken(answer, { ...context, now: world.now(), ...(presented && { presented }) }, world),
        onRetry: failure => {
            if (presented === undefined || told || !failure.code.startsWith('LOGIN_AADSTS70'))
                return;
            told = true;
            const patience = 'Asking again for up to two minutes, in case the credential is new.';
            world.log(`${failure.message} ${(0,subject/* sayPresented */.oG)(presented)}. ${patience}`);
        },
        policy: request.policy,
        ...(request.signal && { signal: request.signal }),
    });
}
/** What shows that we are the app, in MSAL's words; `presented` is what GitHub's token said. */
async function prove(request, world) {
    const { credential, clientId, thumbprint, signal } = request;
    switch (credential.kind) {
        case 'certificate':
            return { auth: { clientCertificate: inHand(credential, thumbprint) } };
        case 'federation': {
            const { secret, presented } = await credential.federation.idToken(signal);
            return { auth: { clientAssertion: secret }, presented };
        }
        case 'vault-key': {
            const audience = metadata(request).token_endpoint;
            const now = world.now();
            return {
                auth: { clientAssertion: await signedAssertion({ ...credential, clientId, audience, thumbprint, now, signal }) },
            };
        }
    }
}
function inHand({ certificate }, thumbprint) {
    const { privateKeyPem: privateKey, thumbprintSha256, thumbprintSha1 } = certificate;
    return thumbprint === 'sha256' ? { privateKey, thumbprintSha256 } : { privateKey, thumbprint: thumbprintSha1 };
}
/** What MSAL is told instead of an answer: it ends with an error of its own, which nobody reads. */
const notSent = { status: 400, headers: {}, body: { error: 'not_sent' } };
/**
 * The request as MSAL would send it. MSAL sees no answer, since it hides network causes behind `fetch failed` and
 * remembers throttling: it would then answer from memory for up to an hour.
 */
async function draft(request, auth, world) {
    const { ConfidentialClientApplication } = await __webpack_require__.e(/* import() */ 669).then(__webpack_require__.bind(__webpack_require__, 52669));
    let drafted;
    const networkClient = {
        sendPostRequestAsync: async (url, { headers, body } = {}) => {
            maskAssertion(body, world);
            drafted = new Request(url, { method: 'POST', ...(headers && { headers }), ...(body && { body }) });
            return notSent;
        },
        // With the authority's metadata given, there is nothing to look up.
        sendGetRequestAsync: async () => notSent,
    };
    try {
        const application = new ConfidentialClientApplication({
            auth: {
                clientId: request.clientId,
                authority: `${request.cloud.authority}/${request.tenantId}`,
                knownAuthorities: [new URL(request.cloud.authority).host],
                authorityMetadata: JSON.stringify(metadata(request)),
                ...auth,
            },
            system: { networkClient },
        });
        await application.acquireTokenByClientCredential({
            scopes: [request.cloud.scopes[request.resource]],
            ...(request.claims !== undefined && { claims: request.claims }),
        });
    }
    catch (error) {
        if (!drafted)
            throw unexpected(error);
    }
    return drafted ?? Promise.reject(unexpected(new Error('no request was made')));
}
function maskAssertion(body, world) {
    const assertion = new URLSearchParams(body).get('client_assertion');
    if (assertion)
        world.mask(assertion);
}
/**
 * Saves the discovery request, and lets the token endpoint be a plain-http stand-in, which `authority` may not be. The
 * others are never called, but MSAL takes the first path segment of `authorization_endpoint` for the tenant's name
 * and would put the tenant in place of a stand-in's path.
 */
function metadata({ cloud, tenantId }) {
    const authority = `${cloud.authority}/${tenantId}`;
    return {
        token_endpoint: `${cloud.login}/${tenantId}/oauth2/v2.0/token`,
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
        issuer: `${authority}/v2.0`,
    };
}
function readToken(answer, context, world) {
    const reading = (0,login/* readLogin */.m)(answer, context);
    if (!('done' in reading))
        return reading;
    const { access_token: secret, expires_in: seconds } = reading.done;
    if (typeof secret !== 'string' || secret === '')
        return { failed: tokenless() };
    world.mask(secret);
    return { done: { secret, expiresAt: context.now + (Number(seconds) || 0) * 1000 } };
}
function tokenless() {
    return new wire_failure/* Failure */.HR({
        code: 'LOGIN_NO_TOKEN',
        message: 'The login service answered without a token.',
        remedy: 'Something between may have answered in its place (proxy, firewall); check HTTPS_PROXY and NO_PROXY.',
    });
}
function unexpected(error) {
    return new wire_failure/* Failure */.HR({
        code: 'LOGIN_UNEXPECTED',
        message: `The sign-in library failed: ${error instanceof Error ? error.message : String(error)}.`,
        remedy: 'This is a fault of the program. Please report it with the version and this message.',
        cause: error,
    });
}

;// CONCATENATED MODULE: ./lib/signin/token.js
/** A fresh token per resource: asked for once however many want it, checked, renewed before it runs out. */




const MARGIN = 5 * 60_000;
/** Nothing is asked of the login service before the first `token()`. */
function tokenProvider(world, signIn) {
    let current;
    let pending;
    let thumbprint = 'sha256';
    const notes = new Set();
    const request = async (claims) => {
        const asked = { ...signIn, policy: signIn.policy ?? login/* loginPolicy */._, ...(claims !== undefined && { claims }) };
        try {
            return await requestToken(world, { ...asked, thumbprint });
        }
        catch (failure) {
            if (!isUnknownKey(failure) || thumbprint === 'sha1' || signIn.credential.kind === 'federation')
                throw failure;
            const once = { ...asked.policy, tries: 1 };
            const issued = await requestToken(world, { ...asked, policy: once, thumbprint: 'sha1' }).catch(() => {
                throw failure;
            });
            thumbprint = 'sha1';
            note('The login service knows the certificate by its SHA-1 thumbprint only.');
            return issued;
        }
    };
    const note = (words) => {
        if (words === undefined || notes.has(words))
            return;
        notes.add(words);
        world.log(words);
    };
    const acquire = async (challenge) => {
        const issued = await request(challenge);
        const claims = (0,signin_claims/* readClaims */.Ip)(issued.secret);
        if (claims === undefined) {
            note('The token is opaque: its permissions show only when it is used.');
            return issued;
        }
        (0,signin_claims/* checkClaims */.Kz)(claims, signIn);
        if (signIn.resource === 'exchange')
            note((0,signin_claims/* noteOnRoles */.Pp)(claims));
        return { ...issued, claims };
    };
    const share = (claims) => {
        if (pending && pending.claims === claims)
            return pending.token;
        const started = {
            claims,
            token: acquire(claims)
                .then(token => {
                if (pending === started)
                    current = token;
                return token;
            })
                .finally(() => {
                if (pending === started)
                    pending = undefined;
            }),
        };
        pending = started;
        return started.token;
    };
    return {
        token: async () => {
            if (current && current.expiresAt - world.now() >= MARGIN)
                return current;
            return await (pending?.token ?? share(undefined));
        },
        renew: async ({ claims, refused } = {}) => {
            if (claims === undefined && refused && current && current !== refused)
                return current;
            current = undefined;
            return await share(claims === undefined ? undefined : claimsJson(claims));
        },
    };
}
/** One report has `x5t#S256` refused where `x5t` worked: https://github.com/MicrosoftDocs/entra-docs/pull/1301. */
function isUnknownKey(failure) {
    return failure instanceof wire_failure/* Failure */.HR && failure.code === 'LOGIN_AADSTS700027';
}
/** Challenges carry the claims in base64 (`WWW-Authenticate: Bearer … claims="eyJ…"`); MSAL wants the JSON. */
function claimsJson(claims) {
    return claims.trimStart().startsWith('{') ? claims : Buffer.from(claims, 'base64').toString();
}


/***/ }),

/***/ 85547:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DR: () => (/* binding */ serviceTime),
/* harmony export */   lP: () => (/* binding */ withSkew)
/* harmony export */ });
/* unused harmony export skewOf */
/** Milliseconds. Less is not worth a word: `Date` has whole seconds, and answers take their time. */
const tolerated = 60_000;
/** An answer that took longer says nothing about the moment it was asked for. Milliseconds. */
const quick = 20_000;
const fewest = 3;
const most = 15;
/** The same world, which listens to every answer's `Date`. */
function withSkew(world) {
    const samples = [];
    return {
        ...world,
        fetch: async (request) => {
            const sent = world.now();
            const answer = await world.fetch(request);
            const heard = world.now();
            const date = Date.parse(answer.headers.get('date') ?? '');
            if (!Number.isNaN(date) && heard - sent <= quick) {
                samples.push(date + 500 - (sent + heard) / 2);
                if (samples.length > most)
                    samples.shift();
            }
            return answer;
        },
        skew: () => skewOf(samples),
    };
}
/** The median, so that one gateway with a clock of its own decides nothing; 0 while it is small, or hardly known. */
function skewOf(samples) {
    if (samples.length < fewest)
        return 0;
    const sorted = [...samples].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
    return Math.abs(median) > tolerated ? Math.round(median / 1000) * 1000 : 0;
}
/** The time by the services' clock, as far as it is known. */
function serviceTime(world) {
    return world.now() + (world.skew?.() ?? 0);
}


/***/ })

};
