export const id = 744;
export const ids = [744];
export const modules = {

/***/ 26744:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseSetup: () => (/* binding */ parseSetup),
/* harmony export */   setupUsage: () => (/* binding */ setupUsage)
/* harmony export */ });
/* harmony import */ var _signin_cloud_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4675);
/* harmony import */ var _signin_permissions_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(33490);


const switches = ['dry-run', 'remove', 'renew', 'finish', 'request', 'federated', 'mail'];
const values = [
    'tenant-id',
    'cloud',
    'name',
    'source',
    'directory-role',
    'repository',
    'environment',
    'branch',
    'subject',
    'years',
    'folder',
    'answer',
    'password-file',
];
const setupUsage = `Usage: node dist/index.js setup --tenant-id TENANT [--repository OWNER/NAME] [options]

Registers the export's application, gives it a certificate and the least rights, and stores the repository's secrets.
Every step is looked up first, shown, then done; run it again as often as you like.

  --dry-run              print everything, change nothing; without a token nothing is looked up either
  --remove               take away what setup made
  --renew                add a new certificate beside the old one; --renew --finish then takes the old one away
  --request              make a key and a request for a certificate authority, and stop
  --answer FILE          join the authority's answer with that key, and go on
  --environment NAME     the job's environment at GitHub: secrets and variables are stored there
  --federated            GitHub's OIDC token instead of a certificate; with --environment NAME, --branch NAME (main)
                         or --subject TEXT
  --source WHICH         exchange (default), graph or both
  --mail                 also Mail.Send
  --directory-role NAME  instead of an Exchange role group: ${Object.keys(_signin_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .auditDirectoryRoles */ .m).join(', ')}
  --name NAME            of the application (m365-audit-export)
  --years N              the certificate is valid, 1 to 3 (1)
  --folder DIRECTORY     for key, certificate and password (m365-audit-setup)
  --password-file FILE   the PFX's password; a generated one where it is not given
  --cloud CLOUD          ${_signin_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .cloudNames */ .c.join(', ')}

The administrator's tokens come from M365_ADMIN_GRAPH_TOKEN and M365_ADMIN_EXCHANGE_TOKEN, or from the Azure CLI (az);
GitHub's from GH_TOKEN or GITHUB_TOKEN, without which the gh commands are printed.
`;
/** Words as a terminal's host hands them over. */
function parseSetup(host) {
    const mistakes = [];
    const wrong = (message, remedy) => mistakes.push({ code: 'INPUT_SETUP', message, remedy });
    const options = host.given;
    for (const name of options) {
        if (![...switches, ...values].some(known => known === name))
            wrong(`There is no option --${name} of setup.`, 'See node dist/index.js setup --help.');
    }
    for (const word of host.strays ?? [])
        wrong(`“${word}” belongs to no option.`, 'Options begin with --.');
    const text = (name) => (options.includes(name) ? host.input(name) : '');
    const on = (name) => {
        const value = options.includes(name) ? host.input(name) : 'false';
        if (value !== 'true' && value !== 'false')
            wrong(`--${name} is a switch and takes no “${value}”.`, `Write --${name}.`);
        return value === 'true';
    };
    const act = actOf(on, wrong);
    const cloud = _signin_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .cloudNames */ .c.find(one => one === (text('cloud') || 'worldwide'));
    if (cloud === undefined)
        wrong(`There is no cloud “${text('cloud')}”.`, `One of: ${_signin_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .cloudNames */ .c.join(', ')}.`);
    const tenant = text('tenant-id');
    if (tenant === '' && act !== 'request')
        wrong('--tenant-id is missing.', 'Give the tenant’s GUID or domain: --tenant-id contoso.onmicrosoft.com.');
    const name = text('name') || 'm365-audit-export';
    if (name.length > 40 || /['"\n\\]/.test(name))
        wrong(`--name “${name}” can’t serve.`, 'At most 40 characters, without quotes and backslashes.');
    const source = text('source') || 'exchange';
    if (!['exchange', 'graph', 'both'].includes(source))
        wrong(`--source “${source}” is not known.`, 'One of: exchange, graph, both.');
    const role = text('directory-role');
    if (role !== '' && !(role in _signin_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .auditDirectoryRoles */ .m))
        wrong(`--directory-role “${role}” can’t search the audit log.`, `One of: ${Object.keys(_signin_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .auditDirectoryRoles */ .m).join(', ')}.`);
    if (cloud && source !== 'exchange' && !(0,_signin_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .cloudNamed */ .X)(cloud).graphAuditLogQuery)
        wrong(`--source “${source}” can’t serve in the cloud ${cloud}.`, (0,_signin_cloud_js__WEBPACK_IMPORTED_MODULE_0__/* .cloudNamed */ .X)(cloud).limits.join(' '));
    if (role !== '' && source === 'graph')
        wrong('--directory-role is given, and Graph needs none.', 'Leave it out, or add --source both.');
    const years = Number(text('years') || '1');
    if (![1, 2, 3].includes(years))
        wrong(`--years “${text('years')}” can’t serve.`, 'One of 1, 2, 3.');
    const repository = text('repository') || undefined;
    if (repository !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(repository))
        wrong(`--repository “${repository}” is not owner/name.`, 'As in --repository contoso/audit.');
    const federated = on('federated');
    const subject = subjectOf({ federated, repository, text, wrong });
    if (federated && (act === 'renew' || act === 'finish'))
        wrong('--renew and --federated don’t go together.', 'Federated credentials don’t run out: there is nothing to renew.');
    if (federated && (text('answer') !== '' || act === 'request'))
        wrong('--federated needs no certificate.', 'Leave --request and --answer out.');
    const settings = {
        act,
        dryRun: on('dry-run'),
        tenant,
        cloud: cloud ?? 'worldwide',
        name,
        permissions: [
            ...(source === 'graph' ? [] : [_signin_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .permissions */ .P.exchange]),
            ...(source === 'exchange' ? [] : [_signin_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .permissions */ .P.graph]),
            ...(on('mail') ? [_signin_permissions_js__WEBPACK_IMPORTED_MODULE_1__/* .permissions */ .P.mail] : []),
        ],
        directoryRole: role || undefined,
        exchange: source !== 'graph',
        subject,
        years,
        folder: text('folder') || 'm365-audit-setup',
        answer: text('answer') || undefined,
        passwordFile: text('password-file') || undefined,
        repository,
        environment: text('environment') || undefined,
    };
    return mistakes.length > 0 ? { mistakes } : { settings };
}
function actOf(on, wrong) {
    const asked = ['remove', 'renew', 'request'].filter(on);
    if (asked.length > 1)
        wrong(`${asked.map(one => `--${one}`).join(' and ')} don’t go together.`, 'Run one after the other.');
    const finish = on('finish');
    if (finish && !asked.includes('renew'))
        wrong('--finish alone means nothing.', 'Write --renew --finish.');
    return finish ? 'finish' : (asked[0] ?? 'make');
}
/** https://docs.github.com/actions/reference/security/oidc#example-subject-claims */
function subjectOf(parts) {
    const { federated, repository, text, wrong } = parts;
    const given = ['environment', 'branch', 'subject'].filter(name => text(name) !== '');
    if (!federated) {
        const stray = given.find(name => name !== 'environment');
        if (stray)
            wrong(`--${stray} is for --federated.`, 'Add --federated, or leave it out.');
        return undefined;
    }
    if (given.length > 1)
        wrong(`${given.map(name => `--${name}`).join(' and ')} don’t go together.`, 'GitHub’s subject names one of them.');
    if (text('subject') !== '')
        return text('subject');
    if (repository === undefined) {
        wrong('--federated needs --repository.', 'As in --repository contoso/audit.');
        return undefined;
    }
    const environment = text('environment');
    return environment !== ''
        ? `repo:${repository}:environment:${environment}`
        : `repo:${repository}:ref:refs/heads/${text('branch') || 'main'}`;
}


/***/ }),

/***/ 4675:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ cloudNamed),
/* harmony export */   c: () => (/* binding */ cloudNames)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/** Microsoft's clouds as data: where each one's services are, what a token for them is asked by, what each lacks. */

const cloudNames = ['worldwide', 'gcc', 'gcc-high', 'dod', 'china'];
/** The cloud of the input `cloud`; throws with the names there are. */
function cloudNamed(name) {
    const known = cloudNames.find(one => one === name.trim().toLowerCase());
    if (known)
        return CLOUDS[known];
    throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'CLOUD_UNKNOWN',
        message: `There is no cloud '${name}'.`,
        remedy: `Set cloud to one of: ${cloudNames.join(', ')}.`,
    });
}
const worldwide = {
    name: 'worldwide',
    authority: 'https://login.microsoftonline.com',
    login: 'https://login.microsoftonline.com',
    exchange: 'https://outlook.office365.com',
    graph: 'https://graph.microsoft.com',
    vaultSuffix: '.vault.azure.net',
    federationAudience: 'api://AzureADTokenExchange',
    portal: 'https://entra.microsoft.com',
    azure: 'AzureCloud',
    exchangeEnvironment: 'O365Default',
    scopes: {
        exchange: 'https://outlook.office365.com/.default',
        graph: 'https://graph.microsoft.com/.default',
        vault: 'https://vault.azure.net/.default',
    },
    limits: [],
    graphAuditLogQuery: true,
    exchangeAlwaysEmpty: false,
};
/** https://learn.microsoft.com/graph/api/resources/security-auditlogquery: not in US Government L4, L5 and China. */
const noAuditLogQuery = 'Graph has no audit log query in this cloud; the source can only be exchange.';
const governmentVault = {
    vaultSuffix: '.vault.usgovcloudapi.net',
    vaultScope: 'https://vault.usgovcloudapi.net/.default',
};
const gccHigh = {
    name: 'gcc-high',
    authority: 'https://login.microsoftonline.us',
    login: 'https://login.microsoftonline.us',
    exchange: 'https://outlook.office365.us',
    graph: 'https://graph.microsoft.us',
    vaultSuffix: governmentVault.vaultSuffix,
    federationAudience: 'api://AzureADTokenExchangeUSGov',
    portal: 'https://entra.microsoft.us',
    azure: 'AzureUSGovernment',
    exchangeEnvironment: 'O365USGovGCCHigh',
    scopes: {
        exchange: 'https://outlook.office365.us/.default',
        graph: 'https://graph.microsoft.us/.default',
        vault: governmentVault.vaultScope,
    },
    limits: [noAuditLogQuery],
    graphAuditLogQuery: false,
    exchangeAlwaysEmpty: false,
};
const CLOUDS = {
    worldwide,
    gcc: { ...worldwide, name: 'gcc' },
    'gcc-high': gccHigh,
    dod: {
        ...gccHigh,
        name: 'dod',
        exchange: 'https://outlook-dod.office365.us',
        graph: 'https://dod-graph.microsoft.us',
        exchangeEnvironment: 'O365USGovDoD',
        scopes: {
            exchange: 'https://outlook-dod.office365.us/.default',
            graph: 'https://dod-graph.microsoft.us/.default',
            vault: governmentVault.vaultScope,
        },
    },
    china: {
        name: 'china',
        authority: 'https://login.partner.microsoftonline.cn',
        login: 'https://login.partner.microsoftonline.cn',
        exchange: 'https://outlook.office365.cn',
        graph: 'https://microsoftgraph.chinacloudapi.cn',
        vaultSuffix: '.vault.azure.cn',
        federationAudience: 'api://AzureADTokenExchangeChina',
        portal: 'https://entra.microsoftonline.cn',
        azure: 'AzureChinaCloud',
        exchangeEnvironment: 'O365China',
        scopes: {
            exchange: 'https://outlook.office365.cn/.default',
            graph: 'https://microsoftgraph.chinacloudapi.cn/.default',
            vault: 'https://vault.azure.cn/.default',
        },
        limits: [
            noAuditLogQuery,
            'Search-UnifiedAuditLog exists in this cloud and finds nothing, whatever happened: an export can never be complete.',
        ],
        graphAuditLogQuery: false,
        exchangeAlwaysEmpty: true,
    },
};


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

/***/ 19579:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HR: () => (/* binding */ Failure),
/* harmony export */   WE: () => (/* binding */ explain),
/* harmony export */   h_: () => (/* binding */ asFailure),
/* harmony export */   ps: () => (/* binding */ causes)
/* harmony export */ });
/**
 * The one error of the house: what failed, a stable code, and what a person can do about it. Rooms wrap the cause
 * and add what they know; nobody parses messages.
 */
class Failure extends Error {
    name = 'Failure';
    /** Stable, upper case, prefixed by the room that knows: `CERT_WRONG_PASSWORD`, `LOGIN_AADSTS700027`. */
    code;
    /** One or two sentences for the person who can mend it: who, where, and the command where there is one. */
    remedy;
    /** What the other side said of itself: HTTP status, AADSTS code, request and correlation ids. Never a secret. */
    evidence;
    constructor(parts) {
        super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
        this.code = parts.code;
        this.remedy = parts.remedy;
        this.evidence = parts.evidence ?? {};
    }
}
/** The failure as a person reads it: what, code and evidence, then what to do. One paragraph, no stack. */
function explain(failure) {
    const evidence = Object.entries(failure.evidence).map(([name, value]) => `${name} ${value}`);
    return `${failure.message} [${[failure.code, ...evidence].join('; ')}] ${failure.remedy}`;
}
/** Anything thrown, as a `Failure`: what is not one already is a fault of ours, and says so. */
function asFailure(thrown) {
    if (thrown instanceof Failure)
        return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new Failure({
        code: 'UNEXPECTED',
        message: `Unexpected fault: ${message}`,
        remedy: 'This is a fault of the program. Please report it with the version and this message.',
        cause: thrown,
    });
}
/** The chain of causes in words, innermost last: `fetch failed: connect ECONNREFUSED 127.0.0.1:9`. */
function causes(error) {
    const words = [];
    for (let at = error; at instanceof Error && words.length < 5; at = at.cause) {
        const code = 'code' in at && typeof at.code === 'string' && !at.message.includes(at.code) ? ` (${at.code})` : '';
        if (at.message)
            words.push(at.message + code);
        if (at instanceof AggregateError && at.errors[0] instanceof Error)
            words.push(at.errors[0].message);
    }
    return words.join(': ');
}


/***/ })

};
