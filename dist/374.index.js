export const id = 374;
export const ids = [374];
export const modules = {

/***/ 33794:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gd: () => (/* binding */ artifactService),
/* harmony export */   bk: () => (/* binding */ downloadArtifact),
/* harmony export */   vs: () => (/* binding */ artifactList)
/* harmony export */ });
/* unused harmony export uploadFailure */
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(29295);
/** Keeps files as one workflow artifact, through `@actions/artifact`, and says in our words why it could not. */


/** zlib's fastest: audit records shrink to about a tenth all the same, in a third of the time. */
const compressionLevel = 1;
/** Pieces of 8 MiB under way at once, where nobody chose; the library takes five, and holds each in memory. */
const piecesAtOnce = '2';
/**
 * The upload, where the environment has an artifact service: a runner gives one to actions, but not to `run:` steps.
 * `speaker` takes what the library says in commands for a runner, where there is no runner to obey them.
 */
function artifactService(environment, speaker) {
    if (!hasService(environment))
        return undefined;
    return async (request) => {
        process.env.ACTIONS_ARTIFACT_UPLOAD_CONCURRENCY ??= piecesAtOnce;
        const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(659), __webpack_require__.e(206)]).then(__webpack_require__.bind(__webpack_require__, 58206));
        const client = new DefaultArtifactClient();
        const send = () => client.uploadArtifact(request.name, request.files, request.root, {
            retentionDays: request.retentionDays,
            compressionLevel,
        });
        try {
            const { id, digest } = await (speaker ? translated(speaker, send) : send());
            return { id: String(id ?? ''), digest: digest ?? '', url: pageOf(environment, id) };
        }
        catch (error) {
            throw uploadFailure(error, request);
        }
    };
}
/** The artifacts that this run keeps already, where the environment has an artifact service. */
function artifactList(environment, speaker) {
    if (!hasService(environment))
        return undefined;
    return async () => {
        const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(659), __webpack_require__.e(206)]).then(__webpack_require__.bind(__webpack_require__, 58206));
        const list = () => new DefaultArtifactClient().listArtifacts();
        try {
            const { artifacts } = await (speaker ? translated(speaker, list) : list());
            return artifacts.map(({ name }) => name);
        }
        catch (error) {
            throw serviceFailure(error, 'list of artifacts', 'The artifact service gives no list');
        }
    };
}
function hasService({ ACTIONS_RUNTIME_TOKEN, ACTIONS_RESULTS_URL }) {
    return Boolean(ACTIONS_RUNTIME_TOKEN && ACTIONS_RESULTS_URL);
}
/** Unpacks an artifact of an earlier run, through GitHub's API and the job's own token (`actions: read`). */
async function downloadArtifact({ id, runId, repository, token, folder }) {
    const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(659), __webpack_require__.e(206)]).then(__webpack_require__.bind(__webpack_require__, 58206));
    const [repositoryOwner = '', repositoryName = ''] = repository.split('/');
    const findBy = { token, workflowRunId: runId, repositoryOwner, repositoryName };
    try {
        await new DefaultArtifactClient().downloadArtifact(id, { path: folder, findBy });
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
            code: 'ARTIFACT_NOT_READ',
            message: `Artifact ${id} of run ${runId} could not be downloaded: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error).split('\n', 1)[0]}.`,
            remedy: 'The workflow needs `permissions: actions: read`; artifacts also expire.',
            cause: error,
        });
    }
}
function pageOf(environment, id) {
    const { serverUrl, repository, runId } = (0,_text_js__WEBPACK_IMPORTED_MODULE_1__/* .runFacts */ .pI)(environment, '');
    if (!serverUrl || !repository || !runId || id === undefined)
        return '';
    return `${serverUrl}/${repository}/actions/runs/${runId}/artifacts/${id}`;
}
/**
 * The library speaks through core, which writes commands to standard output: outside a runner they would be noise at
 * best, and `::add-mask::` would print the very signature it means to hide.
 */
async function translated(speaker, body) {
    const write = process.stdout.write;
    process.stdout.write = ((text, ...rest) => {
        const [, command, data = ''] = /^::([a-z-]+)[^:]*::(.*)\r?\n$/s.exec(String(text)) ?? [];
        if (command === undefined)
            return write.call(process.stdout, text, ...rest);
        const message = data.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
        if (command === 'add-mask')
            speaker.mask(message);
        if (command === 'warning')
            speaker.warning(message);
        return true;
    });
    try {
        return await body();
    }
    finally {
        process.stdout.write = write;
    }
}
const known = [
    {
        code: 'ARTIFACT_GHES',
        says: /not currently supported on GHES/i,
        message: 'GitHub Enterprise Server has no artifact service that this action can use',
        remedy: 'Set `upload: false` and keep the folder with actions/upload-artifact@v3 or a storage of your own.',
    },
    {
        code: 'ARTIFACT_QUOTA',
        says: /quota has been hit|insufficient usage/i,
        message: 'The account’s artifact storage is used up',
        remedy: 'Raise the spending limit or shorten `retention-days`; deleting artifacts does not free it at once.',
    },
    {
        code: 'ARTIFACT_EXISTS',
        says: /\(409\)/,
        message: 'This run already has an artifact of that name',
        remedy: 'Give each use of the action in a run its own `artifact-name`; artifacts are never overwritten.',
    },
    {
        code: 'ARTIFACT_NAME',
        says: /artifact name is not valid/i,
        message: 'The artifact’s name holds a character that GitHub refuses',
        remedy: 'Choose an `artifact-name` without " : < > | * ? \\ / and line breaks.',
    },
    {
        code: 'ARTIFACT_PATH',
        says: /path for one of the files in artifact is not valid/i,
        message: 'A file’s path holds a character that GitHub refuses',
        remedy: 'Choose a `directory` without " : < > | * ? and line breaks.',
    },
    {
        code: 'ARTIFACT_NO_FILES',
        says: /No files were found|does not exist/i,
        message: 'The files to upload are not there',
        remedy: 'Check that no other step empties the folder while this one runs.',
    },
    {
        code: 'ARTIFACT_REFUSED',
        says: /\(40[13]\)|AuthenticationFailed|AuthorizationFailure|JWT token is invalid|missing claims/i,
        message: 'The artifact service refused the job’s own token',
        remedy: 'The token ends with the job; rerun the job. Behind a gateway, check what it does to the Authorization header.',
    },
    {
        code: 'ARTIFACT_UNREACHABLE',
        says: /Unable to make request|Failed to make request after|stalled|ECONN|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN/i,
        message: 'The artifact service did not answer, or only with errors',
        remedy: 'Rerun the job; see githubstatus.com. A self-hosted runner must reach *.actions.githubusercontent.com and *.blob.core.windows.net, by https_proxy where there is one.',
    },
];
function uploadFailure(error, request) {
    return serviceFailure(error, `artifact ${request.name}`, 'The upload failed');
}
function serviceFailure(error, subject, otherwise) {
    const said = (0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error);
    const cause = known.find(one => one.says.test(said));
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: cause?.code ?? 'ARTIFACT_FAILED',
        message: `${cause?.message ?? otherwise}: ${subject}: ${said.split('\n', 1)[0]}.`,
        remedy: cause?.remedy ?? 'Rerun the job; if it stays, the message above is what the service said.',
        cause: error,
    });
}


/***/ }),

/***/ 76374:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   runnerHost: () => (/* binding */ runnerHost)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/* harmony import */ var _artifact_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(33794);
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(29295);
/**
 * The host on a GitHub runner, through `@actions/core`. The package brings an HTTP client along, so it loads when a
 * host is asked for and not before: whoever wants an early sign of life writes it first.
 */



async function runnerHost() {
    const core = await Promise.all(/* import() */[__webpack_require__.e(752), __webpack_require__.e(659)]).then(__webpack_require__.bind(__webpack_require__, 91659));
    const inputs = (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .inputVariables */ .kN)(process.env);
    return {
        kind: 'runner',
        input: name => inputs.get(name) ?? '',
        given: [...inputs.keys()],
        idToken: (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .idTokenRequest */ .Eu)(process.env),
        facts: (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .runFacts */ .pI)(process.env, process.cwd()),
        info: line => core.info(inert(line)),
        debug: line => core.debug(line),
        group: (title, body) => core.group(title, body),
        notice: message => core.notice((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(message)),
        warning: message => core.warning((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(message)),
        error: message => core.error((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(message)),
        mask: secret => {
            for (const piece of (0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .maskable */ .dm)(secret))
                core.setSecret(piece);
        },
        output: (name, value) => {
            try {
                core.setOutput(name, value);
            }
            catch (error) {
                core.setFailed((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(`The output ${name} can't be set, and later steps would not see it: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}.`));
            }
        },
        summary: async (markdown) => {
            if (!process.env.GITHUB_STEP_SUMMARY)
                return core.debug('This runner shows no job summary.');
            try {
                await core.summary.addRaw(markdown, true).write();
            }
            catch (error) {
                core.warning((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(`The job summary can't be written: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}.`));
            }
        },
        fail: message => core.setFailed((0,_text_js__WEBPACK_IMPORTED_MODULE_2__/* .paragraph */ .FY)(message)),
        download: _artifact_js__WEBPACK_IMPORTED_MODULE_1__/* .downloadArtifact */ .bk,
        get artifacts() {
            return (0,_artifact_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactList */ .vs)(process.env);
        },
        get upload() {
            return (0,_artifact_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactService */ .Gd)(process.env);
        },
    };
}
/**
 * A runner obeys commands wherever a line of output begins with `::`, and the older `##[` anywhere in it. Lines hold
 * words of services and records, so both are broken up: only core speaks to the runner.
 */
function inert(text) {
    return text.replace(/(^|[\r\n])(\s*)::/g, '$1$2: :').replaceAll('##[', '## [');
}


/***/ }),

/***/ 29295:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Eu: () => (/* binding */ idTokenRequest),
/* harmony export */   FY: () => (/* binding */ paragraph),
/* harmony export */   dm: () => (/* binding */ maskable),
/* harmony export */   kN: () => (/* binding */ inputVariables),
/* harmony export */   pI: () => (/* binding */ runFacts)
/* harmony export */ });
/** An annotation is one paragraph: what comes from a service may hold line breaks. */
function paragraph(text) {
    return text.replace(/\s+/g, ' ').trim();
}
/**
 * The pieces of a secret that hide it: logs are masked line by line, so a PEM is hidden by its lines. Shorter lines
 * than four characters are left out, or a lone brace would be hidden wherever it stands.
 */
function maskable(secret) {
    const lines = secret.split(/[\r\n]+/).map(line => line.trim());
    return lines.length === 1 ? lines.filter(line => line !== '') : lines.filter(line => line.length >= 4);
}
/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
function runFacts(environment, workspace) {
    const variables = {
        repository: 'GITHUB_REPOSITORY',
        runId: 'GITHUB_RUN_ID',
        runAttempt: 'GITHUB_RUN_ATTEMPT',
        workflow: 'GITHUB_WORKFLOW',
        sha: 'GITHUB_SHA',
        serverUrl: 'GITHUB_SERVER_URL',
        retentionDays: 'GITHUB_RETENTION_DAYS',
        apiUrl: 'GITHUB_API_URL',
        actor: 'GITHUB_ACTOR',
        actionRef: 'GITHUB_ACTION_REF',
    };
    const known = Object.entries(variables).flatMap(([fact, name]) => {
        const value = environment[name];
        return value ? [[fact, value]] : [];
    });
    return { workspace: environment.GITHUB_WORKSPACE || workspace, ...Object.fromEntries(known) };
}
/** Set for jobs with the permission `id-token: write`, and for no others. */
function idTokenRequest(environment) {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: bearer } = environment;
    return url && bearer ? { url, bearer } : undefined;
}
/** The inputs a runner passes by variables, by name in lower case; empty ones were not given. */
function inputVariables(environment) {
    const inputs = new Map();
    for (const [name, value] of Object.entries(environment)) {
        const input = /^INPUT_(.+)$/i.exec(name)?.[1]?.toLowerCase();
        if (input !== undefined && value?.trim())
            inputs.set(input, value.trim());
    }
    return inputs;
}


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
