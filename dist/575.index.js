export const id = 575;
export const ids = [575];
export const modules = {

/***/ 76505:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FS: () => (/* binding */ ageSuffix),
/* harmony export */   XQ: () => (/* binding */ ageFormat),
/* harmony export */   Yy: () => (/* binding */ decryptWith),
/* harmony export */   b2: () => (/* binding */ encryptTo)
/* harmony export */ });
/* unused harmony export AgeWriter */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
/**
 * Encryption in the age format (https://age-encryption.org/v1), so that any age program opens the files without this
 * one. The library is loaded when a run encrypts or looks inside, and not before.
 */


/** What an encrypted file's name ends with. */
const ageSuffix = '.age';
/** The first line of every age file. */
const ageFormat = 'age-encryption.org/v1';
/** @throws Failure when the library refuses a recipient, before anything is read. */
async function encryptTo(recipients) {
    const { Encrypter } = await __webpack_require__.e(/* import() */ 539).then(__webpack_require__.bind(__webpack_require__, 81539));
    const begin = async () => {
        const encrypter = new Encrypter();
        for (const recipient of recipients)
            encrypter.addRecipient(recipient);
        let fileKey = new Uint8Array();
        // Asked like every recipient to wrap the file's key, this one learns it and adds nothing to the header.
        const listener = {
            wrapFileKey: (key) => {
                fileKey = Uint8Array.from(key);
                return [];
            },
        };
        encrypter.addRecipient(listener);
        const empty = await encrypter.encrypt('');
        return new AgeWriter(empty.subarray(0, -tagBytes), fileKey);
    };
    try {
        await begin();
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'ENCRYPT_RECIPIENT',
            message: `A recipient of encrypt-to is not usable: ${(0,_wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .causes */ .ps)(error)}. Nothing was read.`,
            remedy: 'Make a key pair with `age-keygen`, and give its public key.',
            cause: error,
        });
    }
    return begin;
}
const chunkBytes = 65_536;
const tagBytes = 16;
/** Big-endian in eleven bytes, then a byte that marks the last chunk. */
const counterAt = 7;
const lastMark = 11;
/**
 * The payload of an age file: STREAM (https://age-encryption.org/v1, “Payload”) over the ChaCha20-Poly1305 of
 * node:crypto, because the library's own, in JavaScript, would cost an export more than half of its rate.
 */
class AgeWriter {
    /** The library's header and the payload's nonce: the file's first bytes. */
    header;
    key;
    nonce = Buffer.alloc(12);
    chunks = 0;
    waiting = [];
    size = 0;
    /** @param header ends with the nonce of 16 bytes. */
    constructor(header, fileKey) {
        this.header = header;
        this.key = new Uint8Array((0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hkdfSync)('sha256', fileKey, header.subarray(-16), 'payload', 32));
    }
    /** What can be written by now: a full chunk waits until it is known not to be the last. */
    update(plain) {
        this.waiting.push(plain);
        this.size += plain.length;
        if (this.size <= chunkBytes)
            return new Uint8Array();
        const all = Buffer.concat(this.waiting);
        const parts = [];
        let at = 0;
        for (; all.length - at > chunkBytes; at += chunkBytes)
            parts.push(...this.chunk(all.subarray(at, at + chunkBytes)));
        this.waiting = [all.subarray(at)];
        this.size = all.length - at;
        return Buffer.concat(parts);
    }
    final() {
        this.nonce[lastMark] = 1;
        return Buffer.concat(this.chunk(Buffer.concat(this.waiting)));
    }
    chunk(plain) {
        // Four bytes count to 256 TiB.
        this.nonce.writeUInt32BE(this.chunks++, counterAt);
        const cipher = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createCipheriv)('chacha20-poly1305', this.key, this.nonce, { authTagLength: tagBytes });
        return [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
    }
}
/** @throws Failure when an identity is none. */
async function decryptWith(identities) {
    const { Decrypter } = await __webpack_require__.e(/* import() */ 539).then(__webpack_require__.bind(__webpack_require__, 81539));
    const decrypter = new Decrypter();
    try {
        for (const identity of identities)
            decrypter.addIdentity(identity);
    }
    catch (error) {
        throw new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
            code: 'VERIFY_IDENTITY',
            message: 'The identity is not one that age-keygen makes.',
            remedy: 'Give the file with the line AGE-SECRET-KEY-… by --identity.',
            cause: error,
        });
    }
    return async (stream) => await decrypter.decrypt(stream);
}


/***/ }),

/***/ 48249:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   EG: () => (/* binding */ checkOf),
/* harmony export */   Eo: () => (/* binding */ goesOn),
/* harmony export */   F0: () => (/* binding */ pointingToDoctor),
/* harmony export */   SU: () => (/* binding */ whoMends)
/* harmony export */ });
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);

const editor = 'whoever edits the workflow';
const machine = 'whoever runs the machine';
const network = 'whoever runs the runner’s network';
const nobody = 'nobody, as a rule: it passes';
const consenting = 'a Privileged Role Administrator or Global Administrator';
/** Rules in order; the first that fits a code decides. */
const rules = [
    ['INPUT_.+|ENCRYPT_RECIPIENT|CERT_THUMBPRINT_MALFORMED', 'inputs'],
    ['CERT_FILE_UNREADABLE', 'certificate', editor],
    ['CERT_(EMPTY|NOT_BASE64|UNKNOWN_FORMAT|TRUNCATED|DAMAGED|UNSUPPORTED)', 'certificate'],
    ['CERT_(PASSWORD_MISSING|WRONG_PASSWORD)', 'password'],
    ['CERT_(NO_PRIVATE_KEY|NO_CERTIFICATE|KEY_MISMATCH|NOT_RSA|KEY_TOO_SMALL|THUMBPRINT)', 'key'],
    ['CERT_NOT_YET_VALID', 'validity', machine],
    ['CERT_EXPIRED', 'validity'],
    ['OIDC_(REFUSED|UNAVAILABLE)', 'id-token'],
    ['OIDC_UNREADABLE', 'id-token', network],
    ['VAULT_(THROTTLED|UNAVAILABLE)', 'vault', nobody],
    ['VAULT_(NO_SUCH_HOST|NOT_FOUND)', 'vault', editor],
    ['VAULT_.+', 'vault'],
    ['TENANT_.+|CLOUD_UNKNOWN', 'tenant'],
    ['LOGIN_AADSTS(90002|900023|90038|900382|900432)', 'tenant'],
    ['ENDPOINTS_.+', 'tenant', machine],
    ['LOGIN_AADSTS700016', 'token', `${editor}, or an Application Administrator`],
    ['LOGIN_AADSTS700024', 'token', machine],
    ['LOGIN_AADSTS7000229|LOGIN_AADSTS65001', 'token', consenting],
    ['LOGIN_AADSTS53003', 'token', 'a Conditional Access Administrator'],
    ['LOGIN_AADSTS(90033|90055|90024|50196)', 'token', nobody],
    ['LOGIN_AADSTS70002(15|18|22)', 'token', editor],
    ['LOGIN_(UNREADABLE|NO_TOKEN)', 'anywhere', network],
    ['LOGIN_.+|TOKEN_.+', 'token'],
    ['EXCHANGE_ROLE_MISSING', 'exchange-permission'],
    ['GRAPH_ROLE_MISSING|PERMISSION_IN_PART', 'graph-permission'],
    ['EXCHANGE_(401|403|CMDLET_MISSING)', 'exchange-role'],
    ['AUDITING_OFF|GRAPH_AUDITING_DISABLED', 'auditing'],
    ['(EXCHANGE|GRAPH)_QUESTION', 'search', editor],
    ['(EXCHANGE|GRAPH)_(THROTTLED|UNAVAILABLE)|EXCHANGE_TRANSIENT', 'search', nobody],
    ['(EXCHANGE|GRAPH)_(UNREADABLE|REDIRECT)', 'search', network],
    ['EXCHANGE_ERROR|GRAPH_(ERROR|401|403|403_BARE|TOKEN)', 'search'],
    ['REPOSITORY_PUBLIC', 'visibility'],
    ['ISSUE_(RATE_LIMIT|UNAVAILABLE)', 'issues', nobody],
    ['ISSUE_DISABLED', 'issues', 'the repository’s owner'],
    ['ISSUE_.+', 'issues'],
    ['RUNS_PERMISSION|ARTIFACT_NOT_READ', 'actions'],
    ['GITHUB_UNAVAILABLE', 'anywhere', nobody],
    ['RETENTION_CUT', 'retention'],
    // What depends on the mail itself shows when there is one.
    ['MAIL_TOO_LARGE|SMTP_(RECIPIENT_REFUSED|SENDER_REFUSED|SEND_AS_DENIED)', 'exporting', editor],
    ['MAIL_RECIPIENTS', 'exporting', editor],
    ['MAIL_NOT_ALLOWED', 'mail', `${consenting}, or an Exchange Administrator for the one mailbox`],
    ['MAIL_(THROTTLED|UNAVAILABLE)|SMTP_PUT_OFF', 'mail', nobody],
    ['SMTP_AUTH|SMTP_NO_TLS', 'mail', `${editor} or keeps smtp-url`],
    ['SMTP_(UNREACHABLE|CERTIFICATE)', 'mail', 'the mail server’s administrator, or whoever runs the runner’s network'],
    ['MAIL_.+|SMTP_.+', 'mail'],
    ['ARTIFACT_(EXISTS|NAME|PATH|NO_FILES|QUOTA)', 'exporting', editor],
    ['ARTIFACT_UNREACHABLE', 'artifacts', network],
    ['ARTIFACT_.+', 'artifacts'],
    ['WIRE_(UNREACHABLE|TIMEOUT|RESET)', 'anywhere', network],
    ['UNEXPECTED', 'anywhere', 'the authors of the program'],
    [
        'EXCHANGE_(CAP|COUNT|ERROR_IN_ANSWER|FOREIGN_LINK|INDEX|INTERNAL_TIMEOUT|LOOP|MORE|OUTSIDE|PAGINATION|ROUND_COUNT|ROW|SEARCH_FAILED|SECOND_TOO_FULL|SESSION|UNFILTERED)',
        'exporting',
    ],
    [
        'GRAPH_(FOREIGN_LINK|LIMIT|LOOP|OUTSIDE|PAGE|PAGE_COUNT|PAGE_CUT|POLL|QUERY_(STUCK|GONE|FAILED|CANCELLED)|ROUND_COUNT|ROW|UNFILTERED|UNSTABLE)',
        'exporting',
    ],
    ['WIRE_TOO_LARGE', 'exporting'],
];
const compiled = rules.map(([codes, found, who]) => ({ fits: new RegExp(`^(${codes})$`), found, who }));
/** Undefined for codes that neither sign-in nor sources nor publishing raise. */
function checkOf(code) {
    return compiled.find(({ fits }) => fits.test(code))?.found;
}
function whoMends(code) {
    return compiled.find(({ fits }) => fits.test(code))?.who;
}
/** Whether an export goes on after it, though others of the same check end it. */
function goesOn(code) {
    return code === 'ARTIFACT_NO_SERVICE';
}
/** The failure with the word that the doctor would have found it, where it would have. */
function pointingToDoctor(failure) {
    const found = checkOf(failure.code);
    if (found === undefined || found === 'exporting')
        return failure;
    const check = found === 'anywhere' ? '' : ` (check ${found})`;
    const { code, message, remedy, evidence, cause } = failure;
    const advice = `Before the next export: mode: doctor looks at this${check} and all else.`;
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({ code, message, remedy: `${remedy} ${advice}`, evidence, cause });
}


/***/ }),

/***/ 20397:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  cK: () => (/* binding */ delivery_deliver),
  v1: () => (/* binding */ issueOf),
  bc: () => (/* binding */ mailOf)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/audit/record.js
var record = __webpack_require__(49414);
// EXTERNAL MODULE: ./lib/doctor/codes.js
var codes = __webpack_require__(48249);
// EXTERNAL MODULE: ./lib/wire/body.js
var body = __webpack_require__(51901);
// EXTERNAL MODULE: ./lib/wire/failure.js
var failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/wire/send.js
var send = __webpack_require__(38475);
;// CONCATENATED MODULE: ./lib/publish/graph-mail-errors.js

function explainGraphMail(refusal) {
    const { code, message } = errorOf(refusal.body);
    const advice = adviceFor(refusal, code, message);
    return new failure/* Failure */.HR({
        code: advice.code,
        message: advice.says(refusal),
        remedy: advice.remedy(refusal),
        evidence: {
            status: String(refusal.status),
            ...(code ? { error: code } : {}),
            ...(message ? { said: message } : {}),
            ...(refusal.requestId ? { 'request-id': refusal.requestId } : {}),
        },
    });
}
function errorOf(body) {
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
    if (typeof error !== 'object' || error === null)
        return { code: '', message: '' };
    const fields = { ...error };
    const text = (value) => (typeof value === 'string' ? value.replace(/\s+/g, ' ').slice(0, 200) : '');
    return { code: text(fields.code).slice(0, 80), message: text(fields.message) };
}
function adviceFor(refusal, code, message) {
    const { status } = refusal;
    if (status === 401)
        return unauthorised;
    if (status === 413 || /^(ErrorMessageSizeExceeded|RequestEntityTooLarge)$/i.test(code))
        return tooLarge;
    if (status === 429)
        return throttled;
    if (status >= 500)
        return unavailable;
    if (/^ErrorSendAsDenied$/i.test(code))
        return sendAs;
    if (/NotEnabledForRESTAPI|^ErrorMailboxNotEnabled|^ErrorNonExistentMailbox/i.test(code))
        return noMailbox;
    if (/^(ErrorInvalidUser|Request_ResourceNotFound|ResourceNotFound)$/i.test(code) || status === 404)
        return noSender;
    if (/^ErrorInvalidRecipients$/i.test(code))
        return recipients;
    if (/\[RAOP\]|AppOnly AccessPolicy/i.test(message))
        return accessPolicy;
    if (status === 403)
        return refusal.roles?.includes('Mail.Send') ? outOfScope : notGranted;
    return other;
}
const testScope = ({ clientId, from }) => `Test-ServicePrincipalAuthorization -Identity ${clientId} -Resource ${from}`;
/** https://learn.microsoft.com/exchange/permissions-exo/application-rbac */
const scopedGrant = ({ clientId, from }) => 'to allow this one mailbox only, an Exchange administrator runs ' +
    `New-ServicePrincipal -AppId ${clientId} -ObjectId <object id of the enterprise application>; ` +
    `New-ManagementScope -Name m365-audit-mail -RecipientRestrictionFilter "PrimarySmtpAddress -eq '${from.replaceAll("'", "''")}'"; ` +
    `New-ManagementRoleAssignment -App ${clientId} -Role "Application Mail.Send" -CustomResourceScope m365-audit-mail; ` +
    'changes take 30 minutes to 2 hours';
const notGranted = {
    code: 'MAIL_NOT_ALLOWED',
    says: ({ clientId, from, roles }) => `The app ${clientId} may not send mail as ${from}${roles === undefined ? '' : ', and its token lacks Mail.Send'}.`,
    remedy: refusal => 'Either a Privileged Role Administrator consents to the application permission Mail.Send of Microsoft Graph, which is for every mailbox: ' +
        `${refusal.cloud.authority}/${refusal.tenantId}/adminconsent?client_id=${refusal.clientId} after it is added to the app’s API permissions; ` +
        `or, ${scopedGrant(refusal)}. Check with ${testScope(refusal)}.`,
};
const outOfScope = {
    code: 'MAIL_OUT_OF_SCOPE',
    says: ({ clientId, from }) => `The app ${clientId} has Mail.Send, but may not send as ${from}: the mailbox lies outside of what an access policy or a management scope allows.`,
    remedy: refusal => `An Exchange administrator looks with ${testScope(refusal)} and Test-ApplicationAccessPolicy -AppId ${refusal.clientId} -Identity ${refusal.from}, and adds the mailbox to the policy’s group or to the scope; or set mail-from to a mailbox inside it.`,
};
const accessPolicy = {
    code: 'MAIL_ACCESS_POLICY',
    says: ({ clientId, from }) => `An Application Access Policy keeps the app ${clientId} from the mailbox ${from}.`,
    remedy: ({ clientId, from }) => `An Exchange administrator looks with Test-ApplicationAccessPolicy -AppId ${clientId} -Identity ${from} and Get-ApplicationAccessPolicy, and adds the mailbox to the policy’s group: Add-DistributionGroupMember -Identity <group> -Member ${from}; or set mail-from to a mailbox inside it. Changes take up to 2 hours.`,
};
const noSender = {
    code: 'MAIL_SENDER_UNKNOWN',
    says: ({ from, tenantId }) => `There is no mailbox ${from} in tenant ${tenantId}.`,
    remedy: ({ from }) => `Correct mail-from: the user principal name or object id of the sending mailbox. An Exchange administrator finds it with Get-EXOMailbox -Identity ${from}.`,
};
const noMailbox = {
    code: 'MAIL_NO_MAILBOX',
    says: ({ from }) => `${from} exists, but has no mailbox in Exchange Online that can send.`,
    remedy: ({ from }) => `It has no Exchange Online licence, lies on premises, or is inactive. An administrator assigns a licence, or makes a shared mailbox, which needs none: New-Mailbox -Shared -Name m365-audit -PrimarySmtpAddress ${from.includes('@') ? `m365-audit${from.slice(from.lastIndexOf('@'))}` : '<address>'}; and set mail-from to it.`,
};
const sendAs = {
    code: 'MAIL_SEND_AS_DENIED',
    says: ({ from }) => `${from} is not the address that its mailbox sends as.`,
    remedy: ({ from }) => `Set mail-from to the mailbox’s primary address; an Exchange administrator finds it with Get-EXOMailbox -Identity ${from} | Select-Object PrimarySmtpAddress.`,
};
const recipients = {
    code: 'MAIL_RECIPIENTS',
    says: ({ to }) => `Microsoft 365 takes some of the recipients for none: ${to.join(', ')}.`,
    remedy: () => 'Correct mail-to.',
};
const tooLarge = {
    code: 'MAIL_TOO_LARGE',
    says: ({ from }) => `The mail is larger than ${from} may send.`,
    remedy: ({ from }) => `Set mail-attach: false, or let an Exchange administrator raise the limit: Set-Mailbox -Identity ${from} -MaxSendSize 35MB.`,
};
const throttled = {
    code: 'MAIL_THROTTLED',
    says: ({ from }) => `Microsoft 365 takes no more mail from ${from} for now.`,
    remedy: () => 'Something else sends much from the same mailbox (four requests at once, 10,000 in ten minutes). Run again later, or take a mailbox of its own.',
};
const unavailable = {
    code: 'MAIL_UNAVAILABLE',
    says: ({ status }) => `Microsoft Graph could not take the mail (${status}).`,
    remedy: () => 'Run again later; an administrator sees the service’s health at https://admin.microsoft.com/servicehealth.',
};
const unauthorised = {
    code: 'MAIL_UNAUTHORISED',
    says: ({ cloud }) => `Microsoft Graph refuses the token (401), though it was issued for ${cloud.scopes.graph}.`,
    remedy: () => 'Conditional Access for workload identities may ask for more than a certificate gives, or a gateway exchanged the token; an administrator finds the sign-in in Entra’s sign-in log under service principals.',
};
const other = {
    code: 'MAIL_REFUSED',
    says: ({ status }) => `Microsoft Graph does not take the mail (${status}).`,
    remedy: () => 'If the reason does not say it, please report it with the version and this message.',
};

// EXTERNAL MODULE: ./lib/audit/ledger.js
var ledger = __webpack_require__(83818);
// EXTERNAL MODULE: ./lib/report/finding-sections.js
var finding_sections = __webpack_require__(67652);
// EXTERNAL MODULE: ./lib/report/markdown.js
var markdown = __webpack_require__(63021);
// EXTERNAL MODULE: ./lib/report/publication.js
var report_publication = __webpack_require__(16384);
;// CONCATENATED MODULE: ./lib/report/mail-body.js
/** What the mail says, as plain text and as HTML: the verdict, the findings, the gaps, and where the evidence is. */




const mostFindings = 30;
const mostGaps = 10;
const mostReasons = 5;
/** No word of a record stands in it. */
function mailSubject(publication) {
    return plain(`Microsoft 365 audit log ${publication.period.text}: ${publication.status}, ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))}`);
}
/** One line, nothing invisible, and nothing that a mail program makes a link of by itself. */
function plain(text, longest = 200) {
    const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    return short
        .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
        .replace(/:\/\//g, ':\u200b//')
        .replace(/\b(www|ftp)\./gi, '$1\u200b.')
        .trim();
}
function told(publication, enclosures) {
    const { records, period, status, tenant, reasons, gaps, artifactUrl, runUrl } = publication;
    const open = (0,report_publication/* openFindings */.lb)(publication);
    const accepted = publication.findings.length - open.length;
    return {
        headline: `${status}: ${(0,markdown/* thousands */.oh)(records)} records of ${plain(period.text)} (days in ${plain(period.timezone)}), ${(0,report_publication/* findingsInWords */.n$)(open)}${accepted > 0 ? `, ${accepted} accepted` : ''}, tenant ${plain(tenant)}.`,
        reasons: [
            ...reasons.slice(0, mostReasons).map(reason => plain(reason, 400)),
            ...(reasons.length > mostReasons ? [`and ${reasons.length - mostReasons} more reasons in manifest.json`] : []),
        ],
        findings: open.slice(0, mostFindings).map(findingRow),
        moreFindings: open.length > mostFindings ? `and ${open.length - mostFindings} more in findings.json` : '',
        gaps: gaps.slice(0, mostGaps).map(gap => ({ when: (0,ledger/* span */.Ln)(gap), why: plain(gap.reason?.message ?? '', 300) })),
        moreGaps: gaps.length > mostGaps ? `and ${gaps.length - mostGaps} more in manifest.json` : '',
        links: [
            ...((0,report_publication/* isLink */.PJ)(artifactUrl) ? [{ name: 'The evidence (artifact)', url: artifactUrl }] : []),
            ...((0,report_publication/* isLink */.PJ)(runUrl) ? [{ name: 'The run', url: runUrl }] : []),
        ],
        enclosures: [
            ...(enclosures.attached.length > 0
                ? [`Attached: ${enclosures.attached.map(name => plain(name)).join(', ')}.`]
                : []),
            ...enclosures.left.map(({ file, why }) => notEnclosed(file, why)),
        ],
        files: publication.files
            .slice(0, 30)
            .map(({ name, bytes, sha256 }) => ({ name: plain(name), bytes: (0,markdown/* thousands */.oh)(bytes), sha256: plain(sha256) })),
    };
}
function findingRow(finding) {
    return {
        severity: finding.severity,
        title: plain(finding.title, 160),
        who: plain((0,finding_sections/* namesOf */.e)(finding.actors, finding.actorCount, 'actor'), 200),
        when: plain(`${finding.first} to ${finding.last}`, 80),
        records: (0,markdown/* thousands */.oh)(finding.count),
        why: plain(finding.why, 500),
    };
}
function notEnclosed({ name, bytes, sha256 }, why) {
    return `Not attached: ${plain(name)} (${(0,markdown/* thousands */.oh)(bytes)} bytes, SHA-256 ${plain(sha256)}): ${plain(why)}. Take it from the artifact.`;
}
function mailText(publication, enclosures) {
    const mail = told(publication, enclosures);
    const lines = [
        mail.headline,
        ...mail.reasons.map(reason => `- ${reason}`),
        ...mail.links.map(({ name, url }) => `${name}: ${url}`),
        ...mail.enclosures,
        ...(mail.findings.length > 0 ? ['', 'FINDINGS'] : []),
        ...mail.findings.map(({ severity, title, who, when, records, why }) => `- [${severity}] ${title}${who ? ` (${who})` : ''}, ${when}, ${records} records.${why ? ` ${why}` : ''}`),
        ...(mail.moreFindings ? [mail.moreFindings] : []),
        ...(mail.gaps.length > 0 ? ['', 'NOT PROVEN (UTC)'] : []),
        ...mail.gaps.map(({ when, why }) => `- ${when}: ${why}`),
        ...(mail.moreGaps ? [mail.moreGaps] : []),
        '',
        'FILES OF THE EVIDENCE',
        ...mail.files.map(({ name, bytes, sha256 }) => `- ${name}, ${bytes} bytes, SHA-256 ${sha256}`),
    ];
    return `${lines.join('\n')}\n`;
}
function mailHtml(publication, enclosures) {
    const mail = told(publication, enclosures);
    const head = (cells) => html `<tr>${cells.map(cell => html `<th align="left" style="${cellStyle}">${cell}</th>`)}</tr>`;
    const row = (cells) => html `<tr>${cells.map(cell => html `<td valign="top" style="${cellStyle}"><bdi>${cell}</bdi></td>`)}</tr>`;
    const table = (title, names, rows, more = '') => rows.length === 0
        ? []
        : html `<h2 style="font-size:16px">${title}</h2><table style="border-collapse:collapse">${head(names)}${rows.map(row)}</table>${more ? html `<p>${more}</p>` : []}`;
    const page = html `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${mailSubject(publication)}</title></head>
<body style="font-family:Segoe UI,Helvetica,Arial,sans-serif;font-size:14px">
<p><strong>${mail.headline}</strong></p>
${mail.reasons.length > 0 ? html `<ul>${mail.reasons.map(reason => html `<li>${reason}</li>`)}</ul>` : []}
${mail.links.map(({ name, url }) => html `<p><a href="${url}">${name}</a></p>`)}
${mail.enclosures.map(sentence => html `<p>${sentence}</p>`)}
${table('Findings', ['Severity', 'What', 'Who', 'When (UTC)', 'Records', 'Why'], mail.findings.map(({ severity, title, who, when, records, why }) => [severity, title, who, when, records, why]), mail.moreFindings)}
${table('Not proven', ['When (UTC)', 'Why'], mail.gaps.map(({ when, why }) => [when, why]), mail.moreGaps)}
${table('Files of the evidence', ['Name', 'Bytes', 'SHA-256'], mail.files.map(({ name, bytes, sha256 }) => [name, bytes, sha256]))}
</body></html>
`;
    return page.markup;
}
const cellStyle = 'border:1px solid #999;padding:4px 8px';
/** Text that is put in is escaped; only what this function made is not. */
function html(parts, ...values) {
    const markup = values.map(value => typeof value === 'string'
        ? escaped(value)
        : [value]
            .flat()
            .map(one => one.markup)
            .join(''));
    return { markup: parts.map((part, index) => part + (markup[index] ?? '')).join('') };
}
function escaped(text) {
    return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

// EXTERNAL MODULE: ./lib/signin/check.js
var check = __webpack_require__(79714);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./lib/publish/enclose.js
/** What goes along with a mail: the report, and the CSV compressed, as far as there is room. */





/** @param room bytes for all attachments together. */
async function enclose(files, room) {
    const parcel = { attachments: [], left: [] };
    const report = files.find(file => /^report\.html(\.age)?$/.test(file.name)) ??
        files.find(file => /^summary\.md(\.age)?$/.test(file.name));
    const csv = files.find(file => /^audit-.*\.csv(\.age)?$/.test(file.name) && !/\.flat\.csv/.test(file.name));
    for (const file of [report, csv]) {
        if (file === undefined)
            continue;
        const used = parcel.attachments.reduce((sum, one) => sum + one.content.length, 0);
        await add(parcel, file, room - used);
    }
    return parcel;
}
async function add(parcel, file, room) {
    const compress = file.name.endsWith('.csv');
    try {
        const content = compress ? await gzipped(file.path, room) : await whole(file.path, room);
        if (content === undefined)
            parcel.left.push({ file, why: compress ? 'too large for a mail, even compressed' : 'too large for a mail' });
        else
            parcel.attachments.push({ name: compress ? `${file.name}.gz` : file.name, type: typeOf(file.name), content, file });
    }
    catch (error) {
        parcel.left.push({ file, why: `it could not be read: ${(0,failure/* causes */.ps)(error)}` });
    }
}
function typeOf(name) {
    if (name.endsWith('.html'))
        return 'text/html';
    if (name.endsWith('.md'))
        return 'text/markdown';
    return name.endsWith('.csv') ? 'application/gzip' : 'application/octet-stream';
}
async function whole(path, room) {
    return (await (0,promises_.stat)(path)).size > room ? undefined : await (0,promises_.readFile)(path);
}
/** Undefined as soon as there is more than there is room for: a month can be larger than memory. */
async function gzipped(path, room) {
    const parts = [];
    const full = new AbortController();
    let size = 0;
    try {
        await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)(path), (0,external_node_zlib_.createGzip)({ level: 9 }), async (source) => {
            for await (const part of source) {
                size += part.length;
                if (size > room)
                    full.abort();
                else
                    parts.push(part);
            }
        }, { signal: full.signal });
        return size > room ? undefined : Buffer.concat(parts);
    }
    catch (error) {
        if (full.signal.aborted)
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/publish/fingerprint.js
/** Whether two runs have the same to say: digests of verdict and findings, which hold nothing of their content. */


function fingerprint(publication) {
    const { tenant, period, status } = publication;
    return digest(JSON.stringify([tenant, period.label, status, sorted((0,report_publication/* openFindings */.lb)(publication).map(findingDigest))]));
}
/** Of a mail: other recipients have not been told yet. */
function mailFingerprint(publication, recipients) {
    const people = sorted(recipients.map(address => address.toLowerCase()));
    return digest(JSON.stringify([fingerprint(publication), people]));
}
function findingDigest({ id, severity }) {
    return digest(JSON.stringify([id, severity])).slice(0, 10);
}
function sorted(texts) {
    return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
function digest(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex').slice(0, 32);
}

;// CONCATENATED MODULE: ./lib/publish/mail.js
/** The mail about a month, whichever way it is sent: whether it is due, what it says, and what goes along. */






function mailPublisher(postman, settings, memory) {
    return {
        name: postman.name,
        check: async () => {
            try {
                return { name: 'mail', verdict: 'ok', says: await postman.probe() };
            }
            catch (error) {
                return (0,check/* failed */.g)('mail', (0,failure/* asFailure */.h_)(error));
            }
        },
        publish: async (publication) => {
            if (settings.when === 'findings' && !(0,report_publication/* needsSomebody */.GZ)(publication))
                return { did: 'No mail: there is nothing to do.', notes: [] };
            const fingerprint = mailFingerprint(publication, settings.to);
            const mailed = memory?.mailed();
            if (mailed === fingerprint)
                return { did: 'No mail: the same verdict and findings were mailed before, as the issue remembers.', notes: [] };
            const delivery = await deliver(postman, publication, settings, fingerprint);
            if (mailed === undefined)
                return { ...delivery, did: `${delivery.did} ${forgetful}` };
            return { ...delivery, notes: [...delivery.notes, ...(await remembered(memory, fingerprint))] };
        },
    };
}
const forgetful = 'A rerun will mail again: without an issue nothing remembers what was mailed.';
async function deliver(postman, publication, settings, fingerprint) {
    const parcel = settings.attach ? await enclose(publication.files, postman.room) : { attachments: [], left: [] };
    try {
        return await postman.send(letter(publication, settings, fingerprint, parcel));
    }
    catch (error) {
        if (!(error instanceof failure/* Failure */.HR && error.code === 'MAIL_TOO_LARGE') || parcel.attachments.length === 0)
            throw error;
        const left = parcel.attachments.map(({ file }) => ({ file, why: 'the mail server takes no mail of that size' }));
        return await postman.send(letter(publication, settings, fingerprint, { attachments: [], left: [...left, ...parcel.left] }));
    }
}
function letter(publication, settings, fingerprint, parcel) {
    const enclosures = { attached: parcel.attachments.map(({ name }) => name), left: parcel.left };
    return {
        to: settings.to,
        subject: mailSubject(publication),
        text: mailText(publication, enclosures),
        html: mailHtml(publication, enclosures),
        attachments: parcel.attachments,
        fingerprint,
    };
}
async function remembered(memory, fingerprint) {
    try {
        await memory?.remember(fingerprint);
        return [];
    }
    catch (error) {
        return [
            `The mail was sent, but a rerun will send it again: the issue did not take note. ${(0,failure/* explain */.WE)((0,failure/* asFailure */.h_)(error))}`,
        ];
    }
}

;// CONCATENATED MODULE: ./lib/publish/graph-mail.js





/** https://learn.microsoft.com/graph/throttling-limits: four at once per mailbox, and we send one. */
const graphPolicy = {
    tries: 5,
    base: 2000,
    longest: 120_000,
    timeout: 60_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/**
 * A request may have 4 MB (https://learn.microsoft.com/graph/api/user-sendmail); base64 makes four bytes of three,
 * and the words take up to 200 kB.
 */
const room = 2_800_000;
function graphMailPublisher(settings) {
    const name = `mail from ${settings.from}`;
    const postman = { name, room, send: (letter) => sendMail(settings, letter), probe: () => probe(settings) };
    return mailPublisher(postman, settings, settings.memory);
}
/**
 * A message without recipients is refused with ErrorInvalidRecipients, and only after Exchange has found the mailbox and let
 * the app in (msgraph-sdk-dotnet #1891 has the words).
 */
async function probe(settings) {
    const nobody = { to: [], subject: '', text: '', html: '', attachments: [], fingerprint: '' };
    try {
        await sendMail({ ...settings, to: [] }, nobody);
    }
    catch (error) {
        if (!(error instanceof failure/* Failure */.HR) || error.code !== 'MAIL_RECIPIENTS')
            throw error;
        return `Graph lets the app send as ${settings.from}: a message to nobody was refused for that alone, and nothing was sent.`;
    }
    return `Graph lets the app send as ${settings.from}: it took a message to nobody, which goes nowhere.`;
}
/** A token without `Mail.Send` is tried all the same: Exchange's RBAC for Applications leaves no trace in it. */
async function sendMail(settings, letter) {
    const { world, cloud, from, tokens, policy = graphPolicy } = settings;
    const url = `${cloud.graph}/v1.0/users/${encodeURIComponent(from)}/sendMail`;
    const body = JSON.stringify(messageOf(letter));
    const session = { renewals: 0 };
    await (0,send/* send */.t)(world, {
        policy,
        ...(settings.signal ? { signal: settings.signal } : {}),
        request: async () => {
            session.token = session.renewal ? await tokens.renew(session.renewal) : await tokens.token();
            delete session.renewal;
            const headers = { authorization: `Bearer ${session.token.secret}`, 'content-type': 'application/json' };
            return new Request(url, { method: 'POST', headers, body });
        },
        read: answer => readAnswer(answer, session, settings, policy),
    });
    return {
        did: `Microsoft 365 took the mail for ${letter.to.join(', ')}; if it can’t be delivered, the bounce goes to ${from}.`,
        notes: [],
    };
}
/** No `from` and no `sender`: the mailbox is in the address, and any other is refused with ErrorSendAsDenied. */
function messageOf(letter) {
    return {
        message: {
            subject: letter.subject,
            body: { contentType: 'HTML', content: letter.html },
            toRecipients: letter.to.map(address => ({ emailAddress: { address } })),
            ...(letter.attachments.length > 0
                ? {
                    attachments: letter.attachments.map(({ name, type, content }) => ({
                        '@odata.type': '#microsoft.graph.fileAttachment',
                        name,
                        contentType: type,
                        contentBytes: content.toString('base64'),
                    })),
                }
                : {}),
        },
        saveToSentItems: false,
    };
}
function readAnswer(answer, session, settings, policy) {
    const { status, headers } = answer;
    // 202 is the documented answer.
    if (status === 202 || status === 200)
        return { done: undefined };
    const failure = explainGraphMail({
        status,
        body: (0,body/* bodyJson */.z)(answer, policy.maximumBytes),
        requestId: headers.get('request-id') ?? '',
        roles: session.token?.claims?.roles,
        from: settings.from,
        to: settings.to,
        cloud: settings.cloud,
        tenantId: settings.tenantId,
        clientId: settings.clientId,
    });
    if (status === 401 && session.renewals++ === 0) {
        const claims = /claims="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1];
        session.renewal = {
            ...(claims === undefined ? {} : { claims }),
            ...(session.token ? { refused: session.token } : {}),
        };
        return { retry: failure };
    }
    const throttled = status === 429;
    return throttled || status >= 500 ? { retry: failure, throttled } : { failed: failure };
}

;// CONCATENATED MODULE: ./lib/report/issue-body.js
/** What the issue says: a title and a body that notify nobody, and a hidden marker by which the next run knows it. */



const issue_body_opener = '<!-- m365-audit-export ';
/** One line. A `>` would end the comment early. */
function markerText(marker) {
    return `${issue_body_opener}${JSON.stringify(marker).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e')} -->`;
}
/** The marker of an issue's body, of whichever tenant and period; undefined when there is none, or a damaged one. */
function readMarker(body) {
    const start = body.indexOf(issue_body_opener);
    const end = body.indexOf(' -->', start);
    if (start < 0 || end < 0)
        return undefined;
    try {
        const json = JSON.parse(body.slice(start + issue_body_opener.length, end));
        if (typeof json !== 'object' || json === null)
            return undefined;
        const fields = { ...json };
        const text = (name) => (typeof fields[name] === 'string' ? fields[name] : '');
        const findings = Array.isArray(fields.findings) ? fields.findings.filter(one => typeof one === 'string') : [];
        return {
            tenant: text('tenant'),
            period: text('period'),
            status: text('status'),
            told: text('told'),
            mailed: text('mailed'),
            findings,
        };
    }
    catch {
        return undefined;
    }
}
/** The body with another marker, and otherwise as it is. */
function withMarker(body, marker) {
    return `${markerText(marker)}\n${body.slice(body.indexOf('\n') + 1)}`;
}
/** No word of a record stands in it. */
function issueTitle(publication) {
    const { period, tenant, status } = publication;
    const tenantShort = tenant.replace(/[^\w.-]/g, '').slice(0, 8);
    return `Microsoft 365 audit log ${period.label}: ${status}, ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))} (tenant ${tenantShort}…)`;
}
/** Characters. GitHub takes 65,536 at most; bytes are counted, which are never fewer. */
const longestBody = 60_000;
const issue_body_mostReasons = 5;
function issueBody(publication, marker) {
    const comment = markerText(marker);
    const sections = [lead(publication), ...(0,finding_sections/* findingSections */.Y)(publication.findings), ...publication.sections].map(quiet);
    const links = linksOf(publication);
    const text = (0,markdown/* withinSize */.LE)(sections, longestBody - comment.length - links.length - 4);
    return `${comment}\n${links}${text}`;
}
function lead(publication) {
    const { status, records, period, tenant, reasons } = publication;
    const shown = reasons.slice(0, issue_body_mostReasons).map(reason => `- ${(0,markdown/* inert */.tJ)(reason, 400)}`);
    const more = reasons.length > issue_body_mostReasons ? [`- and ${reasons.length - issue_body_mostReasons} more reasons in manifest.json`] : [];
    return [
        `**${status}**: ${(0,markdown/* thousands */.oh)(records)} records of ${(0,markdown/* inert */.tJ)(period.text)} (${period.start} to ${period.end}, days in ${(0,markdown/* inert */.tJ)(period.timezone)}), ${(0,report_publication/* findingsInWords */.n$)((0,report_publication/* openFindings */.lb)(publication))}, tenant ${(0,markdown/* inert */.tJ)(tenant)}.`,
        ...(reasons.length > 0 ? [[...shown, ...more].join('\n')] : []),
        '_This text is written anew by every run over the same month; comments stay. Closed when there is nothing to do, and opened again when that changes._',
    ].join('\n\n');
}
function linksOf({ artifactUrl, runUrl }) {
    const links = [
        ...((0,report_publication/* isLink */.PJ)(artifactUrl) ? [`[The evidence (artifact)](${artifactUrl})`] : []),
        ...((0,report_publication/* isLink */.PJ)(runUrl) ? [`[the run](${runUrl})`] : []),
    ];
    return links.length > 0 ? `${links.join(' · ')}\n\n` : '';
}
/** A short word for those who follow the issue, when verdict or findings changed. */
function changeComment(publication, before, isNew) {
    const open = (0,report_publication/* openFindings */.lb)(publication);
    const fresh = open.filter(isNew);
    const gone = before.findings.length - (open.length - fresh.length);
    const listed = fresh.slice(0, 10).map(finding => `- ${finding.severity}: ${(0,markdown/* inert */.tJ)(finding.title, 160)}`);
    const lines = [
        `Now **${publication.status}** with ${(0,report_publication/* findingsInWords */.n$)(open)}; before: ${(0,markdown/* inert */.tJ)(before.status)} with ${before.findings.length}.`,
        ...(fresh.length > 0
            ? [`New:\n\n${listed.join('\n')}${fresh.length > 10 ? `\n- and ${fresh.length - 10} more` : ''}`]
            : []),
        ...(gone > 0
            ? [`${gone} of the earlier ones ${gone === 1 ? 'is' : 'are'} no longer there, accepted, or of another severity.`]
            : []),
    ];
    return quiet(lines.join('\n\n'));
}
/**
 * GitHub looks for mentions and references after Markdown is done with, so that an entity hides none from it
 * (https://github.com/github/cmark-gfm/issues/181), and in mailed replies even code does not
 * (https://github.com/dependabot/dependabot-core/pull/3157). A space of no width breaks them. `://` and `www.` become
 * links by themselves likewise.
 */
function quiet(markdown) {
    return markdown
        .replace(/@|&#64;/g, '&#64;&#8203;')
        .replace(/&#35;|(?<![&#])#(?=\d)/g, '&#35;&#8203;')
        .replace(/\bGH(-|&#45;)(?=\d)/gi, 'GH-&#8203;')
        .replace(/&#58;(?=&#47;&#47;)/g, '&#58;&#8203;')
        .replace(/\b(www|ftp)(\.|&#46;)/gi, '$1&#8203;.');
}

// EXTERNAL MODULE: ./lib/wire/retry.js
var retry = __webpack_require__(75371);
;// CONCATENATED MODULE: ./lib/publish/github-issues.js



/** A page holds up to 50 bodies of 64 Ki characters, escaped. */
const issuesPolicy = {
    tries: 4,
    base: 1000,
    longest: 60_000,
    timeout: 30_000,
    maximumBytes: 64 << 20,
    jitter: Math.random,
};
const pageSize = 50;
/** Throws `Failure` where there is no repository or no token. */
function gitHubIssues({ world, facts, token, policy = issuesPolicy, signal }) {
    const { repository } = facts;
    if (repository === undefined)
        throw noRepository();
    if (!token)
        throw noToken();
    const base = `${facts.apiUrl ?? 'https://api.github.com'}/repos/${repository}/issues`;
    const headers = {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'm365-audit-export',
        'x-github-api-version': '2022-11-28',
    };
    const call = async (method, path, content, read = (answer) => github_issues_readAnswer(answer, repository, policy.maximumBytes)) => {
        // What is sent twice is made twice; whoever creates must look again before the next try.
        const tries = method === 'POST' ? 1 : policy.tries;
        const body = content === undefined ? {} : { body: JSON.stringify(content) };
        return await (0,send/* send */.t)(world, {
            policy: { ...policy, tries },
            ...(signal ? { signal } : {}),
            request: () => new Request(`${base}${path}`, { method, headers, ...body }),
            read,
        });
    };
    const one = async (method, path, content) => {
        const issue = readIssue(await call(method, path, content));
        if (issue === undefined)
            throw unreadable(repository);
        return issue;
    };
    return {
        async *changedSince(instant) {
            for (let page = 1;; page++) {
                const query = `state=all&since=${encodeURIComponent(instant)}&sort=created&direction=asc&per_page=${pageSize}&page=${page}`;
                const rows = await call('GET', `?${query}`);
                if (!Array.isArray(rows))
                    throw unreadable(repository);
                for (const row of rows) {
                    const issue = isOurs(row) ? readIssue(row) : undefined;
                    if (issue)
                        yield issue;
                }
                if (rows.length < pageSize)
                    return;
            }
        },
        probe: async () => {
            // An issue has to have a title; GitHub looks at that last, after the token and whether issues are on.
            const content = { body: 'Whether the token may write issues.' };
            await call('POST', '', content, answer => answer.status === 422 ? { done: undefined } : github_issues_readAnswer(answer, repository, policy.maximumBytes));
        },
        create: content => one('POST', '', content),
        update: (number, change) => one('PATCH', `/${number}`, change),
        comment: async (number, body) => {
            await call('POST', `/${number}/comments`, { body });
        },
        label: async (number, labels) => {
            await call('POST', `/${number}/labels`, { labels });
        },
        assign: (number, assignees) => one('POST', `/${number}/assignees`, { assignees }),
    };
}
/**
 * Anyone may open an issue in a public repository and copy the marker into it; what a stranger wrote, and can change,
 * must not become the place where findings are told. The job's own token writes as a bot.
 */
function isOurs(row) {
    if (typeof row !== 'object' || row === null)
        return false;
    const fields = { ...row };
    if ('pull_request' in fields)
        return false;
    if (['OWNER', 'MEMBER', 'COLLABORATOR'].includes(String(fields.author_association)))
        return true;
    const { user } = fields;
    return typeof user === 'object' && user !== null && 'type' in user && user.type === 'Bot';
}
function readIssue(row) {
    if (typeof row !== 'object' || row === null)
        return undefined;
    const fields = { ...row };
    if (typeof fields.number !== 'number')
        return undefined;
    const assignees = Array.isArray(fields.assignees) ? fields.assignees : [];
    return {
        number: fields.number,
        url: typeof fields.html_url === 'string' ? fields.html_url : '',
        open: fields.state !== 'closed',
        body: typeof fields.body === 'string' ? fields.body : '',
        assignees: assignees.flatMap((one) => typeof one === 'object' && one !== null && 'login' in one ? [String(one.login)] : []),
    };
}
function github_issues_readAnswer(answer, repository, maximumBytes) {
    const { status, headers } = answer;
    if (status >= 200 && status < 300)
        return { done: (0,body/* bodyJson */.z)(answer, maximumBytes) };
    const words = wordsOf((0,body/* bodyJson */.z)(answer, maximumBytes));
    const limited = status === 429 ||
        (status === 403 &&
            (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || /rate limit/i.test(words)));
    const evidence = {
        status: String(status),
        ...(headers.get('x-github-request-id') ? { 'request-id': headers.get('x-github-request-id') ?? '' } : {}),
    };
    if (limited)
        return { retry: refused('ISSUE_RATE_LIMIT', repository, words, evidence), throttled: true };
    if (status >= 500)
        return { retry: refused('ISSUE_UNAVAILABLE', repository, words, evidence) };
    const code = github_issues_codes[status] ?? 'ISSUE_REFUSED';
    return { failed: refused(code, repository, words, evidence) };
}
function wordsOf(json) {
    const message = typeof json === 'object' && json !== null && 'message' in json ? json.message : '';
    return typeof message === 'string' ? message.slice(0, 200) : '';
}
/** GitHub says 404 to those who may not know that something exists. */
const github_issues_codes = {
    401: 'ISSUE_TOKEN',
    403: 'ISSUE_PERMISSION',
    404: 'ISSUE_PERMISSION',
    410: 'ISSUE_DISABLED',
};
/** Naming one permission takes away all that are not named: https://docs.github.com/actions/reference/workflow-syntax#permissions. */
const permissionLines = 'permissions: {contents: read, actions: read, issues: write}';
const remedies = {
    ISSUE_PERMISSION: () => `The workflow’s (or the job’s) token lacks the right. Whoever edits the workflow writes at its top: \`${permissionLines}\` (with id-token: write where that is used). ` +
        'If the lines are there, an organisation or repository owner has limited the token: Settings → Actions → General → Workflow permissions. Runs of forks and of Dependabot never get it.',
    ISSUE_TOKEN: () => `The token is wrong or has run out. Leave github-token out, which takes the job’s own, with \`${permissionLines}\`; or renew the one that is given.`,
    ISSUE_DISABLED: repository => `Issues are switched off here. An owner switches them on: gh repo edit ${repository} --enable-issues; or set issue: never.`,
    ISSUE_RATE_LIMIT: () => 'GitHub asks for fewer requests. Run again in an hour.',
    ISSUE_UNAVAILABLE: () => 'Run again later; see githubstatus.com.',
    ISSUE_REFUSED: () => 'If the reason does not say it, please report it with the version and this message.',
};
function refused(code, repository, words, evidence) {
    return new failure/* Failure */.HR({
        code,
        message: `GitHub does not take the issue in ${repository}${words ? `: ${words}` : ''}.`,
        remedy: remedies[code](repository),
        evidence,
    });
}
function unreadable(repository) {
    return new failure/* Failure */.HR({
        code: 'ISSUE_UNREADABLE',
        message: `What answers for GitHub’s issues of ${repository} is not GitHub’s API.`,
        remedy: 'Check GITHUB_API_URL, and what stands between (proxy, firewall).',
    });
}
function noRepository() {
    return new failure/* Failure */.HR({
        code: 'ISSUE_NO_REPOSITORY',
        message: 'There is no repository to open an issue in.',
        remedy: 'On a runner GitHub names it; elsewhere set GITHUB_REPOSITORY to OWNER/NAME, or issue: never.',
    });
}
function noToken() {
    return new failure/* Failure */.HR({
        code: 'ISSUE_NO_TOKEN',
        message: 'There is no token to open an issue with.',
        remedy: `Leave github-token out of the workflow, which then takes the job’s own, and give that the right: \`${permissionLines}\`.`,
    });
}

;// CONCATENATED MODULE: ./lib/publish/issue.js
/** The one living issue of a tenant and period: opened, rewritten, closed when clean, reopened when not. */







/** Nothing is asked of GitHub before `publish`. */
function issuePublisher(access) {
    let kept;
    return {
        name: 'issue',
        check: () => issue_check(access),
        publish: async (publication) => {
            const issues = gitHubIssues(access);
            const { issue, did, notes } = await issue_deliver(issues, publication, access);
            const marker = issue && readMarker(issue.body);
            kept = issue && marker && { issues, issue, marker };
            return { did, notes, ...(issue?.url ? { url: issue.url } : {}) };
        },
        memory: {
            mailed: () => kept?.marker.mailed,
            remember: async (digest) => {
                if (kept === undefined)
                    return;
                kept.marker = { ...kept.marker, mailed: digest };
                kept.issue = await kept.issues.update(kept.issue.number, { body: withMarker(kept.issue.body, kept.marker) });
            },
        },
    };
}
async function issue_check(access) {
    try {
        await gitHubIssues(access).probe();
        const says = 'GitHub would take an issue: one without a title was refused for that alone, and none was opened.';
        return { name: 'issues', verdict: 'ok', says };
    }
    catch (error) {
        return (0,check/* failed */.g)('issues', (0,failure/* asFailure */.h_)(error));
    }
}
async function issue_deliver(issues, publication, access) {
    const wanted = access.settings.mode === 'always' || (0,report_publication/* needsSomebody */.GZ)(publication);
    const found = wanted
        ? await findOrCreate(issues, publication, access)
        : await find(issues, publication).then(existing => existing && { ...existing, created: false });
    if (found === undefined)
        return { did: 'No issue: there is nothing to do, and none is open for this month.', notes: [] };
    return found.created
        ? await finishNew(issues, publication, found.issue, access.settings)
        : await renew(issues, publication, found);
}
/** By the marker, which nobody sees: titles get edited, labels removed, and GitHub's search lags behind. */
async function find(issues, { tenant, period }) {
    // An issue about a month is not older than the month.
    for await (const issue of issues.changedSince(period.start)) {
        const marker = readMarker(issue.body);
        if (marker?.tenant === tenant && marker.period === period.label)
            return { issue, marker };
    }
    return undefined;
}
const creation = { tries: 3, base: 2000, longest: 60_000, timeout: 0, maximumBytes: 0, jitter: Math.random };
/** After a creation of which no answer came, the issue may be there: it is looked for again before the next try. */
async function findOrCreate(issues, publication, { world, signal }) {
    const marker = markerOf(publication, '');
    for (let attempt = 1;; attempt++) {
        const existing = await find(issues, publication);
        if (existing)
            return attempt > 1 && existing.marker.told === marker.told
                ? { ...existing, created: true }
                : { ...existing, created: false };
        try {
            const issue = await issues.create({ title: issueTitle(publication), body: issueBody(publication, marker) });
            return { issue, marker, created: true };
        }
        catch (error) {
            if (attempt >= creation.tries || !mayPass(error))
                throw error;
            await world.sleep((0,retry/* retryDelay */.a)(creation, attempt, null, world.now()), signal);
        }
    }
}
function mayPass(error) {
    return (error instanceof failure/* Failure */.HR &&
        ['ISSUE_UNAVAILABLE', 'ISSUE_RATE_LIMIT', 'WIRE_TIMEOUT', 'WIRE_UNREACHABLE'].includes(error.code));
}
/** More would fill the body; the fingerprint counts them all. */
const mostDigests = 500;
function markerOf(publication, mailed) {
    return {
        tenant: publication.tenant,
        period: publication.period.label,
        status: publication.status,
        findings: (0,report_publication/* openFindings */.lb)(publication).slice(0, mostDigests).map(findingDigest),
        told: fingerprint(publication),
        mailed,
    };
}
/** Labels and assignees come after, each by itself: one that GitHub does not know must not cost the issue. */
async function finishNew(issues, publication, opened, settings) {
    const notes = [];
    const attempt = async (what, work) => {
        try {
            await work();
        }
        catch (error) {
            notes.push(`The issue is there, but ${what}: ${(0,failure/* explain */.WE)((0,failure/* asFailure */.h_)(error))}`);
        }
    };
    if (settings.labels.length > 0)
        await attempt(`has not got its labels (${settings.labels.join(', ')})`, () => issues.label(opened.number, settings.labels));
    if (settings.assignees.length > 0)
        await attempt(`nobody is assigned (${settings.assignees.join(', ')})`, async () => {
            const { assignees } = await issues.assign(opened.number, settings.assignees);
            const known = assignees.map(login => login.toLowerCase());
            const missing = settings.assignees.filter(login => !known.includes(login.toLowerCase()));
            if (missing.length > 0)
                notes.push(`GitHub has not assigned ${missing.join(', ')} to the issue: correct issue-assignees, or give them access to the repository.`);
        });
    if ((0,report_publication/* needsSomebody */.GZ)(publication))
        return { issue: opened, did: `Issue ${opened.url} was opened.`, notes };
    const closed = await issues.update(opened.number, { state: 'closed' });
    return { issue: closed, did: `Issue ${opened.url} was opened, and closed because there is nothing to do.`, notes };
}
/**
 * State and followers are touched only when verdict or findings changed: who closed it after a look, or opened it
 * again, is not overruled by a rerun.
 */
async function renew(issues, publication, { issue, marker }) {
    const now = markerOf(publication, marker.mailed);
    const changed = now.told !== marker.told;
    const open = changed ? (0,report_publication/* needsSomebody */.GZ)(publication) : issue.open;
    const updated = await issues.update(issue.number, {
        title: issueTitle(publication),
        body: issueBody(publication, now),
        ...(open === issue.open ? {} : { state: open ? 'open' : 'closed' }),
    });
    const notes = [];
    if (changed) {
        const known = new Set(marker.findings);
        const kept = new Set(now.findings);
        const isNew = (digest) => kept.has(digest) && !known.has(digest);
        const words = changeComment(publication, marker, finding => isNew(findingDigest(finding)));
        await issues.comment(issue.number, words).catch((error) => {
            notes.push(`The issue is up to date, but its followers were not told: ${(0,failure/* explain */.WE)((0,failure/* asFailure */.h_)(error))}`);
        });
    }
    const verb = open === issue.open ? 'rewritten' : open ? 'reopened' : 'closed, because there is nothing to do';
    const why = changed ? '' : ' Verdict and findings are those it had.';
    return { issue: updated, did: `Issue ${issue.url} was ${verb}.${why}`, notes };
}

;// CONCATENATED MODULE: ./lib/publish/publish.js

/** In the order given, never rejecting. */
async function publishAll(publishers, publication) {
    const published = [];
    for (const publisher of publishers) {
        try {
            published.push({ name: publisher.name, ...(await publisher.publish(publication)) });
        }
        catch (error) {
            published.push({ name: publisher.name, did: '', notes: [], failure: (0,failure/* asFailure */.h_)(error) });
        }
    }
    return published;
}

;// CONCATENATED MODULE: ./lib/publish/smtp-errors.js
/** What refusals of a mail server mean, who can mend them, and how. */

/** @param secrets to be cut out of the server's words. */
function explainSmtp(trouble, mail, secrets) {
    const advice = smtp_errors_adviceFor(trouble, mail);
    const hide = (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    const response = hide(trouble.response)
        .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
        .slice(0, 200);
    return new failure/* Failure */.HR({
        ...{ code: advice.code, message: hide(advice.says), remedy: advice.remedy },
        evidence: {
            server: `${mail.server.host}:${mail.server.port}`,
            ...(trouble.code ? { error: trouble.code } : {}),
            ...(response ? { said: response } : {}),
        },
    });
}
function recipientsRefused(rejected, { server, from }) {
    return new failure/* Failure */.HR({
        code: 'SMTP_RECIPIENT_REFUSED',
        message: `${server.host} refuses ${rejected.join(', ')} as recipient${rejected.length === 1 ? '' : 's'}; the others got the mail.`,
        remedy: `Correct mail-to, or let the server’s administrator allow ${from} to send there (relaying).`,
    });
}
function smtp_errors_adviceFor(trouble, mail) {
    const { response, status, code } = trouble;
    const { host } = mail.server;
    // Microsoft's codes come first: they say more than the command they answer.
    if (/\b5\.7\.30\b/.test(response))
        return basicAuthenticationOff(host);
    if (/\b5\.7\.139\b|SmtpClientAuthentication is disabled/i.test(response))
        return smtpAuthOff(mail);
    if (status === 552 || /\b5\.3\.4\b|\b5\.2\.3\b/.test(response) || isTooLargeForServer(trouble))
        return smtp_errors_tooLarge(host);
    if (/\b5\.7\.60\b|SendAsDenied/i.test(response))
        return smtp_errors_sendAs(mail);
    if (code === 'EAUTH')
        return wrongLogin(mail);
    if (isCertificate(trouble))
        return certificate(host);
    if (code === 'ETLS' || wantsTls(trouble))
        return noTls(mail);
    if (status >= 400 && status < 500)
        return putOff(host);
    if (code === 'EENVELOPE')
        return envelope(trouble, mail);
    if (['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS'].includes(code))
        return unreachable(trouble, mail);
    return {
        code: 'SMTP_REFUSED',
        says: `${host} does not take the mail.`,
        remedy: 'The server’s administrator finds the reason in its log; its words are above.',
    };
}
/** The server has said at the start how much it takes; nodemailer does not even send more. */
function isTooLargeForServer({ code, cause }) {
    return code === 'EMESSAGE' && cause instanceof Error && cause.message.startsWith('Message size larger');
}
function smtp_errors_tooLarge(host) {
    return {
        code: 'MAIL_TOO_LARGE',
        says: `${host} takes no mail of this size.`,
        remedy: 'Set mail-attach: false, or let the server’s administrator raise the limit.',
    };
}
/** https://techcommunity.microsoft.com/blog/exchange: basic authentication for client submission ends in steps from the end of 2026. */
function basicAuthenticationOff(host) {
    return {
        code: 'SMTP_BASIC_AUTH_OFF',
        says: `${host} no longer takes user and password (basic authentication) for sending mail.`,
        remedy: 'Exchange Online switches it off by default from the end of December 2026. Take Graph instead: remove smtp-url, set mail-from, and give the app Mail.Send; ' +
            'or send through a relay, Azure Communication Services Email or High Volume Email. Where the tenant may still allow it, an Exchange administrator does so in the admin centre under Settings → Mail flow.',
    };
}
function smtpAuthOff({ server }) {
    return {
        code: 'SMTP_AUTH_DISABLED',
        says: `Sending with user and password is switched off for this mailbox or tenant at ${server.host}.`,
        remedy: `An Exchange administrator switches it on for the one mailbox: Set-CASMailbox -Identity ${server.login?.user ?? '<mailbox>'} -SmtpClientAuthenticationDisabled $false (security defaults in Entra forbid it all the same); or take Graph: remove smtp-url and set mail-from.`,
    };
}
function wrongLogin({ server }) {
    const { host, login } = server;
    return {
        code: 'SMTP_AUTH',
        says: login
            ? `${host} refuses user and password of smtp-url.`
            : `${host} wants user and password, and smtp-url has none.`,
        remedy: 'Correct smtp-url (smtps://user:password@host:465, special characters percent-encoded: @ is %40, / is %2F, # is %23) and store it anew: gh secret set SMTP_URL. ' +
            'Exchange Online gives no reason; there SMTP AUTH must be on for the mailbox (Get-CASMailbox … | Select-Object SmtpClientAuthenticationDisabled), and accounts with a second factor cannot.',
    };
}
function smtp_errors_sendAs({ from }) {
    return {
        code: 'SMTP_SEND_AS_DENIED',
        says: `The account of smtp-url may not send as ${from}.`,
        remedy: `Set mail-from to the account’s own address, or let an Exchange administrator allow it: Add-RecipientPermission -Identity ${from} -Trustee <account> -AccessRights SendAs.`,
    };
}
const certificateCodes = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/;
function isCertificate({ original, cause }) {
    return certificateCodes.test(original) || (cause instanceof Error && /certificate|altname/i.test(cause.message));
}
function certificate(host) {
    return {
        code: 'SMTP_CERTIFICATE',
        says: `The certificate that ${host} shows is not to be trusted: it is expired, made out to another name, or of an unknown authority. Nothing was sent.`,
        remedy: 'Use the name that the certificate is made out to. For an authority of your own, give the job NODE_EXTRA_CA_CERTS with the path of its certificate, as an environment variable. What it shows: ' +
            `openssl s_client -connect ${host}:465 -servername ${host}`,
    };
}
function wantsTls({ response }) {
    return /STARTTLS/i.test(response);
}
function noTls({ server }) {
    return {
        code: 'SMTP_NO_TLS',
        says: `No encrypted connection came about with ${server.host}:${server.port}. Neither password nor mail was sent.`,
        remedy: server.implicitTls
            ? 'smtps: speaks TLS from the first byte, usually on port 465; for a server that begins in the clear write smtp://…:587.'
            : 'smtp: needs a server that offers STARTTLS, usually on port 587; for one with TLS from the first byte write smtps://…:465. A plain connection is made to this machine only.',
    };
}
function putOff(host) {
    return {
        code: 'SMTP_PUT_OFF',
        says: `${host} puts the mail off, and did so several times.`,
        remedy: 'It is busy, limits the sender, or wants unknown senders to come again in some minutes (greylisting). Run again later, or let its administrator exempt this sender.',
    };
}
function envelope({ rejected, command }, { server, from, to }) {
    if (command === 'MAIL FROM')
        return {
            code: 'SMTP_SENDER_REFUSED',
            says: `${server.host} refuses ${from} as sender.`,
            remedy: 'Set mail-from to an address that this server sends for; without a login it may want one.',
        };
    return {
        code: 'SMTP_RECIPIENT_REFUSED',
        says: `${server.host} refuses every recipient: ${(rejected.length > 0 ? rejected : to).join(', ')}.`,
        remedy: `Correct mail-to, or let the server’s administrator allow ${from} to send there (relaying).`,
    };
}
function unreachable({ cause }, { server }) {
    return {
        code: 'SMTP_UNREACHABLE',
        says: `The connection to ${server.host}:${server.port} failed: ${(0,failure/* causes */.ps)(cause).replace(/\s+/g, ' ').slice(0, 300)}.`,
        remedy: 'Check host and port of smtp-url, and that the runner reaches them: hosted runners have port 25 closed, and mail does not go through HTTPS_PROXY.',
    };
}

;// CONCATENATED MODULE: ./lib/publish/smtp-server.js
/** A mail server as `smtp-url` names it, and how a connection to it is made. */
/** The password is never sent in the clear, but to this machine. */
function connectionOptions(server, trust) {
    const { host, port, implicitTls, login } = server;
    return {
        host,
        port,
        secure: implicitTls,
        requireTLS: !implicitTls && !isThisMachine(host),
        logger: false,
        ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
        ...(trust ? { tls: { ca: trust } } : {}),
    };
}
function isThisMachine(host) {
    return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
/** The password in each form that the protocol sends it in: a server may answer with what it was told. */
function secretsOf({ login }) {
    if (!login)
        return [];
    const { user, password } = login;
    const base64 = (text) => Buffer.from(text).toString('base64');
    return [base64(`\0${user}\0${password}`), base64(password), password];
}

;// CONCATENATED MODULE: ./lib/publish/smtp.js
/** Mail through a server of the customer's choice, by nodemailer, which is loaded only when a mail is sent. */




/** `timeout` is of silence. */
const smtpPolicy = {
    tries: 3,
    base: 5000,
    longest: 60_000,
    timeout: 60_000,
    maximumBytes: 1 << 20,
    jitter: Math.random,
};
/** Most servers take 10 MB or more; base64 makes four bytes of three. */
const smtp_room = 7_000_000;
function smtpPublisher(settings) {
    const name = `mail through ${settings.server.host}`;
    const postman = { name, room: smtp_room, send: (letter) => sendLetter(settings, letter), probe: () => smtp_probe(settings) };
    return mailPublisher(postman, settings, settings.memory);
}
/** Connects, secures the connection, signs in, and leaves. */
async function smtp_probe(settings) {
    const { server, policy = smtpPolicy } = settings;
    const { createTransport } = await __webpack_require__.e(/* import() */ 739).then(__webpack_require__.bind(__webpack_require__, 16739));
    const transport = createTransport({ ...connectionOptions(server, settings.trust), ...limits(policy) });
    try {
        await transport.verify();
    }
    catch (error) {
        throw explainSmtp(troubleOf(error), settings, secretsOf(server));
    }
    finally {
        transport.close();
    }
    const user = server.login ? ' and its user' : '';
    return `${server.host} takes the connection${user}; nothing was sent, so that sender and recipients are not tried.`;
}
/** Tries again what the server puts off, and a connection that does not come about. */
async function sendLetter(settings, letter) {
    const { world, policy = smtpPolicy, server, signal } = settings;
    for (let attempt = 1;; attempt++) {
        signal?.throwIfAborted();
        try {
            return deliveryOf(settings, await sendOnce(settings, letter, policy));
        }
        catch (error) {
            const trouble = troubleOf(error);
            if (attempt >= policy.tries || !smtp_mayPass(trouble))
                throw explainSmtp(trouble, settings, secretsOf(server));
            const delay = (0,retry/* retryDelay */.a)(policy, attempt, null, world.now());
            world.debug(`${server.host} did not take the mail (${trouble.code}); again in ${(delay / 1000).toFixed(1)} s`);
            await world.sleep(delay, signal);
        }
    }
}
async function sendOnce(settings, letter, policy) {
    const { createTransport } = await __webpack_require__.e(/* import() */ 739).then(__webpack_require__.bind(__webpack_require__, 16739));
    const transport = createTransport({ ...connectionOptions(settings.server, settings.trust), ...limits(policy) });
    try {
        return await transport.sendMail({
            from: settings.from,
            to: [...letter.to],
            subject: letter.subject,
            text: letter.text,
            html: letter.html,
            attachments: letter.attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
            // The same for the same content: a mailbox that has it already may drop the second.
            messageId: `<${letter.fingerprint}.m365-audit-export@${settings.from.slice(settings.from.lastIndexOf('@') + 1)}>`,
            // Nobody's out-of-office answers a machine: RFC 3834, and Exchange's own header.
            headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
            disableFileAccess: true,
            disableUrlAccess: true,
        });
    }
    finally {
        transport.close();
    }
}
function limits({ timeout }) {
    return { connectionTimeout: timeout, greetingTimeout: timeout, dnsTimeout: timeout, socketTimeout: timeout };
}
function deliveryOf(settings, sent) {
    const names = (list) => list.map(one => (typeof one === 'string' ? one : one.address));
    const rejected = names(sent.rejected);
    const did = `${settings.server.host} took the mail for ${names(sent.accepted).join(', ')}.`;
    if (rejected.length === 0)
        return { did, notes: [] };
    return { did, notes: [], failure: recipientsRefused(rejected, settings) };
}
/** nodemailer's error, whose fields are its own. */
function troubleOf(error) {
    const fields = error instanceof Error ? { ...error } : {};
    const text = (value) => (typeof value === 'string' ? value : '');
    return {
        code: text(fields.code),
        original: text(fields.originalCode),
        response: text(fields.response),
        status: typeof fields.responseCode === 'number' ? fields.responseCode : 0,
        command: text(fields.command),
        rejected: Array.isArray(fields.rejected) ? fields.rejected.map(String) : [],
        cause: error,
    };
}
/** Of a connection that broke nobody knows whether the mail had been taken; one that never came about took none. */
function smtp_mayPass({ code, status, original }) {
    if (status > 0)
        return status < 500;
    return code === 'EDNS' || ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'].includes(original);
}

// EXTERNAL MODULE: ./lib/report/disclose.js
var report_disclose = __webpack_require__(90524);
// EXTERNAL MODULE: ./lib/report/reported.js
var reported = __webpack_require__(36063);
// EXTERNAL MODULE: ./lib/report/summary.js
var summary = __webpack_require__(43394);
// EXTERNAL MODULE: ./lib/signin/token.js + 2 modules
var token = __webpack_require__(16263);
;// CONCATENATED MODULE: ./lib/month/delivery.js
/** Carries the month to people: the issue first, since it remembers what was mailed, then the mail. */











/** Never rejects: a delivery that failed says so in its own entry. */
async function delivery_deliver(settings, context, done) {
    const issue = issueOf(settings, context);
    const mail = mailOf(settings, context, done.caller, issue);
    const publishers = [issue, mail].filter(publisher => publisher !== undefined);
    if (publishers.length === 0)
        return [];
    const published = await context.host.group('Deliver', () => publishAll(publishers, publicationOf(settings, done)));
    return published.map(({ failure, ...delivery }) => failure ? { ...delivery, failure: (0,codes/* pointingToDoctor */.F0)(failure) } : delivery);
}
function issueOf(settings, { host, world, cancelled }) {
    const { mode, labels, assignees } = settings.issue;
    if (mode === 'never')
        return undefined;
    return issuePublisher({
        world,
        facts: host.facts,
        token: settings.githubToken,
        signal: cancelled,
        settings: { mode, labels, assignees },
    });
}
/** Undefined where no mail is wanted, or where Graph were to send it and nobody is signed in. */
function mailOf({ mail }, { world, cancelled }, caller, issue) {
    if (mail === undefined)
        return undefined;
    const { server, ...letter } = mail;
    const common = { world, ...letter, memory: issue?.memory, signal: cancelled };
    if (server)
        return smtpPublisher({ ...common, server });
    if (caller === undefined)
        return undefined;
    const { cloud, tenantId, clientId, credential } = caller;
    const tokens = (0,token/* tokenProvider */.l)(world, { cloud, tenantId, clientId, credential, resource: 'graph', signal: cancelled });
    return graphMailPublisher({ ...common, cloud, tenantId, clientId, tokens });
}
function publicationOf(settings, { folder, evidence, kept }) {
    const { facts, disclose, manifest } = evidence;
    const { text, label, timezone, start, end } = facts.period;
    return {
        status: evidence.status,
        reasons: evidence.reasons,
        gaps: facts.gaps,
        records: facts.records,
        tenant: facts.tenant,
        period: { label, text, timezone, start: (0,record/* instantOf */.B9)(start), end: (0,record/* instantOf */.B9)(end) },
        findings: (0,reported/* reported */.Y)(facts.watch?.findings ?? [], { minimum: settings.minimumSeverity, disclose }),
        sections: (0,summary/* monthSections */.Tx)(facts, (0,report_disclose/* disclosing */.IO)(disclose)),
        files: evidence.files.map(file => ({ ...file, path: (0,external_node_path_.join)(folder.path, file.name) })),
        artifactUrl: kept.artifact?.url,
        runUrl: manifest.run.url,
    };
}


/***/ }),

/***/ 57509:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ howPublic),
/* harmony export */   f: () => (/* binding */ exposed)
/* harmony export */ });
/* harmony import */ var _github_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(91564);
/* harmony import */ var _report_disclose_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(90524);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(19579);
/** Who could read the export where it goes, and what follows for it. */



/** Refuses what everyone could read, and says how much of people may be shown at most. */
async function howPublic(settings, context, { isProtected, notes }) {
    const { host, world } = context;
    if (context.synthetic || host.facts.repository === undefined)
        return settings.disclose;
    const visible = await (0,_github_js__WEBPACK_IMPORTED_MODULE_0__/* .isPublic */ .Ul)(world, host.facts, settings.githubToken);
    const protectedEnough = settings.allowPublic || isProtected;
    if (visible.value === true && !protectedEnough)
        throw exposed(host.facts);
    if (visible.value === undefined && settings.upload && !protectedEnough) {
        const note = `Whether this repository is public could not be learned (${visible.because}): make sure that it is not, since its readers can download the artifact.`;
        notes.push(note);
        host.warning(note);
    }
    return (0,_report_disclose_js__WEBPACK_IMPORTED_MODULE_1__/* .permitted */ .rg)(settings.disclose, visible.value);
}
/** The repository is public, and the inputs do not allow for that. */
function exposed({ repository }) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .Failure */ .HR({
        code: 'REPOSITORY_PUBLIC',
        message: `The repository ${repository} is public: everyone with a GitHub account could download the audit log. Nothing was read.`,
        remedy: 'Run this in a private repository, or encrypt the files (encrypt-to), or replace people by pseudonyms (pseudonym-key). If the exposure is wanted, set allow-public: true.',
    });
}


/***/ }),

/***/ 49553:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $l: () => (/* binding */ filtersOf),
  gp: () => (/* binding */ openManifest),
  fA: () => (/* binding */ protectionOf),
  m7: () => (/* binding */ pseudonymous),
  yT: () => (/* binding */ pseudonymousEntries)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/collect/age.js
var age = __webpack_require__(76505);
;// CONCATENATED MODULE: ./lib/collect/seal.js
/**
 * Blocks of bytes under a key that never leaves the memory: what lies on disk for a while can't be read by anyone, not
 * even after the process was killed.
 */

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const lengthBytes = 4;
/** A block is its length, a nonce, the encrypted bytes and their tag. */
function newSeal(key = (0,external_node_crypto_.randomBytes)(32)) {
    return {
        close: (block, place) => {
            const nonce = (0,external_node_crypto_.randomBytes)(nonceBytes);
            const cipher = (0,external_node_crypto_.createCipheriv)(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(place));
            const encrypted = [cipher.update(block), cipher.final()];
            const length = Buffer.alloc(lengthBytes);
            length.writeUInt32BE(block.length);
            return [length, nonce, ...encrypted, cipher.getAuthTag()];
        },
        open: (bytes, place) => {
            const blocks = [];
            for (let at = 0; at < bytes.length;) {
                const nonceAt = at + lengthBytes;
                const blockAt = nonceAt + nonceBytes;
                const tagAt = blockAt + bytes.readUInt32BE(at);
                const decipher = (0,external_node_crypto_.createDecipheriv)(algorithm, key, bytes.subarray(nonceAt, blockAt), { authTagLength: tagBytes });
                decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(tagAt, tagAt + tagBytes));
                blocks.push(decipher.update(bytes.subarray(blockAt, tagAt)), decipher.final());
                at = tagAt + tagBytes;
            }
            return Buffer.concat(blocks);
        },
    };
}

;// CONCATENATED MODULE: ./lib/privacy/address.js
/** Addresses as eight groups, so that every spelling of one is the same. */
/** Undefined for what is no address: times, version numbers, names. */
function groupsOfAddress(text) {
    const four = groupsOfFour(text);
    if (four)
        return [0, 0, 0, 0, 0, 0xffff, ...four];
    const halves = text.split('::');
    if (!text.includes(':') || halves.length > 2)
        return undefined;
    const [head, tail] = halves.map(groupsOfHalf);
    if (!head || (halves.length === 2 && !tail))
        return undefined;
    const missing = 8 - head.length - (tail?.length ?? 0);
    if (halves.length === 1 ? missing !== 0 : missing < 1)
        return undefined;
    return [...head, ...new Array(missing).fill(0), ...(tail ?? [])];
}
function isMappedFour(groups) {
    return groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff;
}
/** Nobody's: unspecified and loopback. */
function isNobodys(groups) {
    const [high = 0] = groups.slice(6);
    if (isMappedFour(groups))
        return high >> 8 === 127 || high >> 8 === 0;
    return groups.slice(0, 7).every(group => group === 0) && (groups[7] ?? 0) < 2;
}
/** Of a private network: says nothing about a place on the Internet. */
function isPrivate(groups) {
    const [first = 0] = groups;
    const [high = 0] = groups.slice(6);
    if (!isMappedFour(groups))
        return first >> 9 === 0x7e || first >> 6 === 0x3fa;
    const [a, b] = [high >> 8, high & 255];
    return (a === 10 ||
        (a === 172 && b >> 4 === 1) ||
        (a === 192 && b === 168) ||
        (a === 169 && b === 254) ||
        (a === 100 && b >> 6 === 1));
}
function groupsOfFour(text) {
    const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
    if (!parts?.every(part => part < 256))
        return undefined;
    const [a = 0, b = 0, c = 0, d = 0] = parts;
    return [(a << 8) | b, (c << 8) | d];
}
function groupsOfHalf(text) {
    if (text === '')
        return [];
    const groups = [];
    for (const part of text.split(':')) {
        const four = groupsOfFour(part);
        if (four)
            groups.push(...four);
        else if (/^[\da-f]{1,4}$/i.test(part))
            groups.push(Number.parseInt(part, 16));
        else
            return undefined;
    }
    return groups.length <= 8 ? groups : undefined;
}

;// CONCATENATED MODULE: ./lib/privacy/fields.js
const words = (text) => text.split(/\s+/).filter(word => word !== '');
/** By name without case and punctuation. */
const exact = new Map(Object.entries({
    keep: `creationtime operation organizationid recordtype resultstatus usertype version workload apiid
      intersystemsid intrasystemid supportticketid actorcontextid targetcontextid issuedattime authenticationtype
      eventsource itemtype platform browsername browsertype browserversion geolocation clientregion errornumber logonerror
      requesttype resultstatusdetail userauthenticationmethod iscompliant iscompliantandmanaged os osname logontype
      mailaccesstype clientapplication apppoolname skuname appname applicationname clientappname actionclientname
      cmdletname eventname policyname rulename alertname typename servicename workloadname templatename labelname
      sensitivitylabelname providername vendorname investigationname planname featurename rolename apphost
      includedupdatedproperties domaincontroller timezone usagelocation alerttype category severity`,
    user: `user users userid userids userkey userprincipalname upn mailboxownerupn actoruserid targetuserid
      targetuserorgroupname targetuser affecteduser recipient recipients sender from to cc bcc p1sender p2sender
      forwardto redirectto forwardasattachmentto forwardingaddress forwardingsmtpaddress copyto moderatedby owner owners
      member members trustee delegate delegates grantsendonbehalfto emailaddress emailaddresses mail othermails
      primarysmtpaddress windowsemailaddress externalemailaddress alias mailnickname samaccountname
      onpremisessamaccountname proxyaddresses createdby modifiedby lastmodifiedby assignedto requestor requestedby
      submittedby approvedby loginname actor suid tuid eid alertentityid sharedwith invitee participants organizer
      attendees manager sendas userobjectid invitedby logonuser`,
    name: `name displayname givenname surname sn initials firstname lastname fullname teamname channelname itemname
      listtitle title jobtitle company streetaddress postaladdress postalcode city telephonenumber phonenumber
      alternativephonenumber voiceonlyphonenumber mobile mobilephone homephone fax physicaldeliveryofficename`,
    address: `clientip clientipaddress actoripaddress senderip ipaddress ipaddresses sourceip clientaddress callerip
      callingipaddress deviceipaddress`,
    device: `devicedisplayname devicename deviceid computername hostname machinename clientmachinename workstation
      serialnumber imei phonedeviceid azureaddeviceid intunedeviceid`,
    site: 'site siteurl url urls weburl relativeurl objecturl siteids siteid webid listid',
    file: `sourcefilename destinationfilename filename documentname attachmentname attachments resourcename objectname
      resourcetitle workbookname reportname datasetname dashboardname workspacename notebookname`,
    path: `sourcerelativeurl destinationrelativeurl filepath path folderpath folder targetfilepath originalfilepath
      previousfilename movetofolder targetpath parentpath folderpathname`,
    object: 'objectid objectids identity object targetobject mailbox group groupid',
    subject: `subject messagesubject body message messagetext text detectedvalues matchedvalues query querytext
      searchquery searchquerytext comment note notes justification description`,
    labelled: 'parameters eventdata commandline scripttext',
    domain: 'organizationname effectiveorganization domain domainname senderdomain recipientdomain targetdomain',
}).flatMap(([rule, names]) => words(names).map((name) => [name, rule])));
/** What the key around a field says of it. */
const inside = new Map(Object.entries({
    actorid: 'party',
    targetid: 'party',
    devicepropertiesid: 'device',
    devicepropertiesdisplayname: 'device',
    accessedresourcesname: 'file',
    detectedvaluesname: 'subject',
    detectedvaluesvalue: 'subject',
}));
/** In order; the first that fits decides. */
const endings = [
    [
        /(app|application|client|plan|sku|template|role|policy|rule|alert|label|plugin|request|correlation|session|token|tenant|activity|investigation|operation|query|transaction)id$/,
        'keep',
    ],
    [/(version|time|timeutc|(?<!candi)date|(?<!ac)count|size|bytes|type|status|enabled|state)$/, 'keep'],
    [/(upn|userprincipalname|userid|userkey|email|emailaddress|smtpaddress|recipients?|sender|owner|member)$/, 'user'],
    [
        /((client|source|actor|sender|server|remote|local|public|caller|device|destination|peer|user|origin)ip|ipaddress(es)?)$/,
        'address',
    ],
    [/filename$/, 'file'],
    [/(filepath|folderpath|path)$/, 'path'],
    [/(url|uri)$/, 'site'],
    [/(devicename|computername|hostname|machinename)$/, 'device'],
    [/subject$/, 'subject'],
    [/(name|title|alias|nickname|phone|mobile|phonenumber)$/, 'name'],
];
const known = new Map();
const mostKnown = 20_000;
/** @param within the key of the object around the field; '' at the record's top. */
function ruleOf(field, within) {
    const key = `${within}\n${field}`;
    const rule = known.get(key);
    if (rule !== undefined)
        return rule;
    const decided = decide(field, within);
    if (known.size < mostKnown && key.length < 200)
        known.set(key, decided);
    return decided;
}
function decide(field, within) {
    const bare = plain(field.slice(field.lastIndexOf('.') + 1));
    const outer = plain(within);
    if (outer === '' && bare === 'id')
        return 'keep';
    // A record that is a name as a whole is an alert's or a policy's.
    if (outer === '' && bare === 'name')
        return 'text';
    return inside.get(outer + bare) ?? exact.get(bare) ?? endings.find(([ending]) => ending.test(bare))?.[1] ?? 'text';
}
function plain(text) {
    return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

;// CONCATENATED MODULE: ./lib/privacy/json.js
/**
 * The strings of a JSON text, each with the field it stands in, and the text with some of them replaced. Everything
 * else stays as it is, to the byte: order of keys, doubled keys, numbers beyond 2⁵³, white space.
 */
const nameKeys = new Set(['Name', 'name', 'Key', 'key']);
const valueKeys = new Set(['Value', 'value', 'NewValue', 'OldValue']);
/** @param json valid JSON. @param field what the text as a whole stands in; '' for a record. */
function stringsOf(json, field) {
    const found = [];
    let frame = { isList: true, key: field, parent: undefined, name: '', hasValue: false };
    let key = field;
    let keyIsNext = false;
    for (let at = 0; at < json.length; at++) {
        const letter = json.charCodeAt(at);
        if (letter === quote) {
            const end = endOfString(json, at);
            const value = unquoted(json, at, end);
            if (keyIsNext) {
                key = value;
                if (valueKeys.has(key))
                    frame.hasValue = true;
            }
            else if (!frame.isList && nameKeys.has(key))
                frame.name = value;
            found.push({ start: at, end, value, isKey: keyIsNext, key, frame });
            keyIsNext = false;
            at = end - 1;
        }
        else if (letter === openBrace || letter === openBracket) {
            frame = { isList: letter === openBracket, key, parent: frame, name: '', hasValue: false };
            keyIsNext = !frame.isList;
        }
        else if (letter === closeBrace || letter === closeBracket) {
            frame = frame.parent ?? frame;
        }
        else if (letter === comma) {
            keyIsNext = !frame.isList;
            if (frame.isList)
                key = frame.key;
        }
    }
    return found.map(({ start, end, value, isKey, key, frame }) => ({
        start,
        end,
        value,
        isKey: isKey || (nameKeys.has(key) && frame.hasValue),
        field: fieldOf(key, frame),
        within: frame.isList ? (frame.parent?.key ?? '') : frame.key,
    }));
}
/** The text with the strings replaced that have another value now. */
function withStrings(json, replacements) {
    const parts = [];
    let at = 0;
    for (const { start, end, value } of replacements) {
        parts.push(json.slice(at, start), JSON.stringify(value));
        at = end;
    }
    return at === 0 ? json : parts.join('') + json.slice(at);
}
/** Whether a text is JSON of more than one value. */
function isJson(text) {
    if (!/^\s*[{[]/.test(text))
        return false;
    try {
        JSON.parse(text);
        return true;
    }
    catch {
        return false;
    }
}
const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [...'"\\,{}[]'].map(letter => letter.charCodeAt(0));
/** A value's own name counts where it has one: `{"Name":"UserId","NewValue":["ann@…"]}`. */
function fieldOf(key, frame) {
    if (frame.isList)
        return frame.parent ? fieldOf(frame.key, frame.parent) : frame.key;
    return valueKeys.has(key) && frame.name !== '' ? frame.name : key;
}
function endOfString(json, start) {
    for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
        let slashes = 0;
        while (json.charCodeAt(at - 1 - slashes) === backslash)
            slashes++;
        if (slashes % 2 === 0)
            return at + 1;
    }
    return json.length;
}
function unquoted(json, start, end) {
    const inner = json.slice(start + 1, end - 1);
    return inner.includes('\\') ? String(JSON.parse(json.slice(start, end))) : inner;
}

;// CONCATENATED MODULE: ./lib/privacy/nobody.js
/** Words that stand where a name could, and name no person: Microsoft's own hands, kinds of things, folders of every mailbox. */
/** How names of services begin; people's have an @. */
const services = /^(nt authority\\|nt service\\|microsoft\\|sharepoint\\system$|(serviceprincipal|application|group|role|policy)_|microsoft[. ]|spoappprincipal|spo app|sharinglinks\.|limited access system group|device configuration service$|o365 suiteux$|azure mfa strongauthenticationservice$|s-1-5-(18|19|20)$)/;
const withAt = /^(app@sharepoint$|fim_password_service@)/;
const nobody_words = new Set([
    ...['not available', 'not-found', 'none', 'unknown', 'n/a', 'null', '<null>', 'undefined', 'true', 'false', 'system'],
    ...['certificate', 'securitycompliancealerts', 'threatintel', 'airinvestigation', 'dlpagent', 'tenant', 'default'],
    ...['user', 'users', 'serviceprincipal', 'application', 'group', 'role', 'device', 'policy', 'other', 'organization'],
    ...[
        'all',
        'anyone',
        'everyone',
        'anonymous',
        'everyone except external users',
        'member',
        'members',
        'guest',
        'owner',
    ],
]);
function isNobody(text) {
    const folded = text.trim().toLowerCase();
    if (folded.includes('@'))
        return withAt.test(folded);
    return nobody_words.has(folded) || services.test(folded) || !/[\p{L}\p{N}]/u.test(folded);
}
/** Folders that every mailbox, library and disk has, and parts of every site's addresses. */
const everywhere = new Set([
    ...['inbox', 'sent items', 'deleted items', 'drafts', 'archive', 'calendar', 'contacts', 'tasks', 'notes', 'outbox'],
    ...['junk email', 'conversation history', 'recoverable items', 'deletions', 'purges', 'versions', 'rss feeds'],
    ...['sites', 'teams', 'personal', 'portals', 'documents', 'shared documents', 'general', 'sitepages', 'siteassets'],
    ...['forms', 'lists', 'style library', 'home.aspx', 'allitems.aspx', '_layouts', '_api', '_vti_bin', '15', '16'],
    ...['users', 'home', 'desktop', 'downloads', 'windows', 'program files', 'appdata', 'local', 'roaming', 'temp'],
    ...['microsoft exchange hosted organizations', 'datainsights'],
]);
function isEverywhere(segment) {
    return everywhere.has(segment.toLowerCase()) || /^[a-z]:$|^[^\p{L}\p{N}]*$/iu.test(segment);
}
/** Hosts of Microsoft's own, the same for every tenant. */
function isMicrosoftHost(host) {
    return /(^|\.)(microsoft\.(com|us)|microsoftonline\.(com|us)|office(365)?\.(com|us|net)|outlook\.com|live\.com|windows\.net|azure\.(com|us)|cloud\.microsoft|skype\.com|graph\.microsoft\.com|sharepointonline\.com|azurewebsites\.net)$/i.test(host);
}

;// CONCATENATED MODULE: ./lib/privacy/patterns.js
/** Finds, in any text, what names somebody by its shape alone: addresses of mail and network, sites, ids of people. */

const shapes = [
    ['url', String.raw `https?:\/\/[^\s"'<>\\|^${'`'}{}]{1,4000}`],
    // The last part of an Exchange distinguished name: …/cn=Recipients/cn=0a1b-ann.
    ['dn', String.raw `(?<=\/cn=recipients\/cn=)[^\/;,"'\s]{1,200}`],
    ['sid', String.raw `\bS-1-(?:5-21|12-1)(?:-\d{1,10}){3,14}\b`],
    ['guid', '(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])'],
    ['puid', '(?<![0-9a-z])1003[0-9a-f]{12}(?![0-9a-z])'],
    ['mac', '(?<![0-9a-z:-])[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}(?![0-9a-z:-])'],
    [
        'v6',
        String.raw `(?<![\w:.])[0-9a-f]{0,4}(?:(?::[0-9a-f]{0,4}){1,6}:\d{1,3}(?:\.\d{1,3}){3}|(?::[0-9a-f]{0,4}){2,7})(?![\w:])`,
    ],
    // A version may look the same: Chrome/141.0.0.0, v1.2.3.4.
    ['v4', String.raw `(?<![\w./-])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?(?![\w-]|\.\d)`],
    [
        'host',
        String.raw `(?<![\w.-])[a-z0-9][a-z0-9-]{0,62}\.(?:mail\.)?(?:onmicrosoft|sharepoint)\.(?:com|us|cn|de)(?![\w-])`,
    ],
];
const email = [
    'email',
    String.raw `[^\s<>()[\]{}\\,;:"|\/@]{1,128}@[^\s<>()[\]{}\\,;:"|\/@'!?#&=]{1,253}`,
];
const url = shapes.slice(0, 1);
const withoutMail = patternOf(shapes);
const withMail = patternOf([...url, email, ...shapes.slice(1)]);
/** Most texts have nothing of the kind, and are done with here. */
const hint = /@|:\/\/|::|\d\.\d|-[0-9a-f]{4}-|S-1-|1003|\/cn=|:[0-9a-f]{1,4}:|[0-9a-f]-[0-9a-f]{2}-|\.(?:onmicrosoft|sharepoint)\./i;
const onlyGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** In order, without overlap. */
function matchesIn(text) {
    if (text.length === 36 && onlyGuid.test(text))
        return [{ shape: 'guid', start: 0, end: 36 }];
    if (!hint.test(text))
        return [];
    const { pattern, names } = text.includes('@') ? withMail : withoutMail;
    const found = [];
    for (const match of text.matchAll(pattern)) {
        const shape = names[match.findIndex((part, group) => group > 0 && part !== undefined) - 1] ?? 'url';
        if (isOne(shape, match[0]))
            found.push({ shape, start: match.index, end: match.index + lengthOf(shape, match[0]) });
    }
    return found;
}
/** `@odata.type` and `app@sharepoint` are no addresses, 12:30:45 is none either. */
function isOne(shape, text) {
    if (shape === 'email')
        return text.indexOf('.', text.indexOf('@')) > 0;
    if (shape === 'v4' || shape === 'v6')
        return groupsOfAddress(text.replace(/(\.\d+):\d+$/, '$1')) !== undefined;
    return true;
}
/** What follows a sentence's end is not the address's. */
function lengthOf(shape, text) {
    if (shape === 'url')
        return text.replace(/[.,;:!?)\]]+$/, '').length;
    return shape === 'email' ? text.replace(/[^\p{L}\p{N}]+$/u, '').length : text.length;
}
function patternOf(parts) {
    return {
        pattern: new RegExp(parts.map(([, pattern]) => `(${pattern})`).join('|'), 'gi'),
        names: parts.map(([shape]) => shape),
    };
}

;// CONCATENATED MODULE: ./lib/privacy/pseudonyms.js





/** JSON in a string in JSON …: deeper than this it is free text. */
const deepest = 6;
const mostRemembered = 100_000;
/** Names of one record that are looked for in its free text. */
const mostNames = 2_000;
class Pseudonyms {
    /** Tells whether two exports share a key; says nothing of the key. */
    fingerprint;
    mac;
    remembered = new Map();
    constructor(mac) {
        this.mac = mac;
        this.fingerprint = mac('key').slice(0, 16);
    }
    /** `Identity`, time, type and operation stay: they name nobody, and prove that the export is complete. */
    record(record) {
        const found = analyse(record.AuditData, '', 0);
        const names = new Names(idsOf(record.AuditData, found));
        this.collect(found, names);
        return {
            ...record,
            UserIds: this.inField('user', record.UserIds, names),
            AuditData: this.rewrite(found, names),
        };
    }
    /** Any text: what a service says of itself may name people as well. */
    text(text) {
        return this.inText(text, new Names(new Set()));
    }
    /** Filters as they may be written down. */
    filters(filters) {
        const nobody = new Names(new Set());
        const all = (rule, texts) => texts.map(text => this.inField(rule, text, nobody));
        return {
            ...filters,
            users: all('user', filters.users),
            ipAddresses: all('address', filters.ipAddresses),
            objectIds: all('object', filters.objectIds),
            ...(filters.freeText === undefined ? {} : { freeText: this.inField('subject', filters.freeText, nobody) }),
        };
    }
    /** Learns the record's own names, wherever they stand: free text that repeats one may come before it. */
    collect(found, names) {
        for (const string of found.strings) {
            const { at, rule, inner } = string;
            if (inner)
                this.collect(inner, names);
            else if (rule === 'text' || rule === 'labelled')
                for (const match of matchesIn(at.value))
                    this.shaped(at.value, match, names);
            else
                string.shown = this.inField(rule, at.value, names);
        }
    }
    rewrite(found, names) {
        const replacements = found.strings.flatMap(({ at, rule, shown, inner }) => {
            const value = inner ? this.rewrite(inner, names) : (shown ?? this.inField(rule, at.value, names));
            return value === at.value ? [] : [{ start: at.start, end: at.end, value }];
        });
        return withStrings(found.json, replacements);
    }
    /** Maps may be keyed by people; a name that happens to be a field's too must not rename the field. */
    inKey(text) {
        return matchesIn(text).length === 0 ? text : this.inText(text, new Names(new Set()));
    }
    inField(rule, text, names) {
        if (text === '' || rule === 'keep')
            return text;
        if (rule === 'key')
            return this.inKey(text);
        if (rule === 'text')
            return this.inText(text, names);
        if (rule === 'labelled')
            return this.labelled(text, names);
        if (names.exempt.has(text.toLowerCase()) || isNobody(text))
            return text;
        if (rule === 'path')
            return this.path(text, names);
        if (rule === 'domain')
            return this.domain(text);
        if ((rule === 'object' || rule === 'site') && isPath(text))
            return this.path(text, names);
        return this.mixed(rule === 'party' ? 'name' : rule, text, names);
    }
    /** A name with, perhaps, something else beside it: `Ann Berg <ann@contoso.com>`, `smtp:ann@contoso.com`. */
    mixed(kind, text, names) {
        if (kind === 'subject')
            return this.whole(kind, text, names);
        if (/^https?:\/\//i.test(text))
            return this.url(text, names);
        const matches = matchesIn(text);
        if (matches.length === 0) {
            if (/^\d{1,9}$/.test(text))
                return text;
            const parts = kind === 'user' ? text.split(/([;,]\s*)/) : [text];
            return parts.map(part => (isNobody(part) ? part : this.whole(kind, part, names))).join('');
        }
        return this.replaced(text, matches, names, gap => {
            const core = /[\p{L}\p{N}].*[\p{L}\p{N}]/su.exec(gap.replace(prefixes, ''))?.[0] ?? '';
            return /\p{L}{2,}/u.test(core) ? gap.replace(core, () => this.whole('name', core, names)) : gap;
        });
    }
    labelled(text, names) {
        const inner = (whole, label, value) => {
            const rule = ruleOf(label, 'Parameters');
            return rule === 'text' ? whole : whole.replace(value, () => this.inField(rule, value, names));
        };
        const shown = text
            .replace(/-([A-Za-z]+)[: ]\s*["']([^"']+)["']/g, inner)
            .replace(/<([\w ]{1,60})>([^<]+)<\/\1>/g, inner);
        return this.inText(shown, names);
    }
    inText(text, names) {
        // Alone, an address of a file may hold spaces.
        if (/^https?:\/\//i.test(text) && text.indexOf('://') === text.lastIndexOf('://') && !/[\r\n]/.test(text))
            return this.url(text, names);
        const matches = matchesIn(text);
        if (matches.length === 0)
            return names.in(text);
        return this.replaced(text, matches, names, gap => names.in(gap));
    }
    replaced(text, matches, names, between) {
        let at = 0;
        let result = '';
        for (const match of matches) {
            result += between(text.slice(at, match.start)) + this.shaped(text, match, names);
            at = match.end;
        }
        return result + between(text.slice(at));
    }
    shaped(text, { shape, start, end }, names) {
        const found = text.slice(start, end);
        if (shape === 'email')
            return this.email(found, names);
        if (shape === 'url')
            return this.url(found, names);
        if (shape === 'guid')
            return this.guid(found, text.slice(0, start), names);
        if (shape === 'v4' || shape === 'v6')
            return this.address(found);
        if (shape === 'host')
            return this.domain(found);
        if (shape === 'dn')
            return this.whole('user', found, names);
        if (shape === 'puid')
            return sameCase(found, `1003${this.digest('guid', found, 12)}`);
        if (shape === 'mac')
            return `02${(this.digest('device', found, 10).match(/../g) ?? []).map(byte => `:${byte}`).join('')}`;
        return `${found.startsWith('S-1-5') ? 'S-1-5-21' : 'S-1-12-1'}${sidParts(this.digest('guid', found, 32))}`;
    }
    whole(kind, text, names) {
        const core = text.trim();
        const extension = kind === 'file' ? extensionOf(core) : '';
        const pseudonym = `${marks[kind]}-${this.digest(kind, core, 10)}${extension}`;
        names.learn(core, pseudonym);
        return text.replace(core, () => pseudonym);
    }
    /** The domain's pseudonym stays the same for all its addresses; a guest's home stays apart from its host. */
    email(text, names) {
        const at = text.lastIndexOf('@');
        const local = text.slice(0, at);
        const domain = text.slice(at + 1);
        if (isNobody(text) || /^(thread|unq)\./i.test(domain))
            return this.inIds(text, names);
        if (/^1003[0-9a-f]{12}$/i.test(local))
            return `${sameCase(local, `1003${this.digest('guid', local, 12)}`)}@${domain}`;
        const guest = /^(.+)_([^_]+\.[^_]+)(#EXT#)$/i.exec(local);
        const pseudonym = guest
            ? `${this.mailbox(`${guest[1]}@${guest[2]}`)}_${this.domain(guest[2] ?? '')}${guest[3]}@${this.domain(domain)}`
            : `${this.mailbox(text)}@${this.domain(domain)}`;
        names.learn(text, pseudonym);
        names.learn(local, this.mailbox(text));
        // The address of a OneDrive has the user's in this form.
        names.learn(text.replace(/[^a-z0-9]/gi, '_'), this.mailbox(text));
        return pseudonym;
    }
    mailbox(address) {
        return `u-${this.digest('user', address, 10)}`;
    }
    /** Ids that hold other ids: a chat of two has both users' in its name. */
    inIds(text, names) {
        return text.replace(guids, (found, at) => this.guid(found, text.slice(0, at), names));
    }
    guid(found, before, names) {
        if (names.exempt.has(found.toLowerCase()) || /^0000000\w-0000-/.test(found))
            return found;
        if (/(serviceprincipal|application|policy|role)_$/i.test(before))
            return found;
        const hex = this.digest('guid', found, 32);
        const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `9${hex.slice(17, 20)}`, hex.slice(20)];
        return sameCase(found, parts.join('-'));
    }
    /** Addresses of one network stay together, and private ones private; the rest goes to what is kept for documentation (RFC 9637). */
    address(text) {
        const port = /^(\d{1,3}(?:\.\d{1,3}){3})(:\d{1,5})$/.exec(text);
        const groups = groupsOfAddress(port?.[1] ?? text);
        if (!groups || isNobodys(groups))
            return text;
        const four = isMappedFour(groups);
        const spelled = groups.join(':');
        const network = four ? `${groups[6]}.${(groups[7] ?? 0) >> 8}` : groups.slice(0, 3).join(':');
        const near = this.digest('address', `net ${network}`, 8);
        const far = this.digest('address', spelled, 8);
        const prefix = isPrivate(groups) ? 'fd00' : '3fff';
        const second = isPrivate(groups) ? near.slice(0, 4) : near.slice(1, 4);
        const pseudonym = `${prefix}:${pseudonyms_short(second)}:${pseudonyms_short(near.slice(4))}::${pseudonyms_short(far.slice(0, 4))}:${pseudonyms_short(far.slice(4))}`;
        return port ? `[${pseudonym}]${port[2]}` : pseudonym;
    }
    domain(text) {
        const folded = text.toLowerCase();
        const tenant = /^([a-z0-9-]+?)(-my|-admin)?\.sharepoint\.(?:com|us|cn|de)$/.exec(folded);
        if (tenant)
            return `p-${this.digest('domain', tenant[1] ?? '', 8)}${tenant[2] ?? ''}.sharepoint.invalid`;
        return isMicrosoftHost(folded) ? text : `p-${this.digest('domain', folded, 8)}.invalid`;
    }
    url(text, names) {
        const [, scheme = '', host = '', path = '', query = '', fragment = ''] = /^(https?:\/\/)([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(text) ?? [];
        if (isMicrosoftHost(host))
            return scheme + host + this.inText(path + query + fragment, names);
        const bare = host.replace(/^.*@/, '').replace(/:\d+$/, '');
        const address = groupsOfAddress(bare.replace(/[[\]]/g, ''));
        const shownHost = address ? `[${this.address(bare.replace(/[[\]]/g, ''))}]` : this.domain(bare);
        const rest = [query, fragment].map(part => part.length > 1 ? `${part[0]}q-${this.digest('site', part, 10)}` : part);
        return `${scheme}${shownHost}${this.path(path, names)}${rest.join('')}`;
    }
    path(text, names) {
        let before = '';
        return text
            .split(/([\\/]+)/)
            .map(segment => {
            if (/^[\\/]*$/.test(segment))
                return segment;
            const shown = this.segment(segment, before, names);
            before = segment.toLowerCase();
            return shown;
        })
            .join('');
    }
    segment(segment, before, names) {
        const name = unescaped(segment);
        if (isEverywhere(name) || names.exempt.has(name.toLowerCase()))
            return segment;
        const isSite = ['sites', 'teams', 'personal', 'portals'].includes(before);
        if (matchesIn(name).length > 0)
            return this.mixed('file', name, names);
        return this.whole(isSite ? 'site' : 'file', name, names);
    }
    /** Letter case never tells two apart, where Microsoft's names go. */
    digest(kind, text, digits) {
        const asked = `${kind}\n${text.toLowerCase()}`;
        const known = this.remembered.get(asked);
        if (known !== undefined)
            return known.slice(0, digits);
        const made = this.mac(asked);
        if (this.remembered.size >= mostRemembered)
            this.remembered = new Map();
        this.remembered.set(asked, made);
        return made.slice(0, digits);
    }
}
const marks = {
    user: 'u',
    name: 'n',
    address: 'a',
    device: 'd',
    site: 's',
    file: 'f',
    object: 'o',
    subject: 't',
    domain: 'p',
    guid: 'g',
};
const prefixes = /^\s*(smtp|sip|mailto|spo|x500|x400|user|i:0[^|]*\|membership|i:0[^|]*)[:_|]|^\W+/i;
const guids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Every string with its rule; JSON inside one is taken apart as well, and a key is free text. */
function analyse(json, field, depth) {
    const strings = stringsOf(json, field).map(at => {
        const rule = at.isKey ? 'key' : ruleOf(at.field, at.within);
        if (rule === 'keep' || rule === 'key' || depth >= deepest || !isJson(at.value))
            return { at, rule };
        return { at, rule, inner: analyse(at.value, at.field, depth + 1) };
    });
    return { json, strings };
}
/** The record's own id and its tenant's: they stay wherever they stand. */
function idsOf(json, found) {
    const ids = found.strings.filter(({ at }) => at.within === '' && ['Id', 'OrganizationId'].includes(at.field) && !at.isKey);
    return new Set(ids.map(({ at }) => at.value.toLowerCase()).filter(id => id.length >= 8 && json.length > id.length));
}
/** The names that one record holds, to find them again in its free text. */
class Names {
    exempt;
    known = new Map();
    longestFirst;
    constructor(exempt) {
        this.exempt = exempt;
    }
    learn(name, pseudonym) {
        if (name.length < 4 || /^\d+$/.test(name) || this.known.size >= mostNames)
            return;
        this.known.set(name.toLowerCase(), pseudonym);
        this.longestFirst = undefined;
    }
    in(text) {
        if (text.length < 4 || this.known.size === 0)
            return text;
        this.longestFirst ??= [...this.known].sort(([a], [b]) => b.length - a.length);
        const folded = text.toLowerCase();
        const there = this.longestFirst.filter(([name]) => folded.includes(name));
        return there.reduce((shown, [name, pseudonym]) => replaceWord(shown, name, pseudonym), text);
    }
}
function replaceWord(text, name, pseudonym) {
    const folded = text.toLowerCase();
    // Some letters change their length with their case; then places in one text are none in the other.
    if (folded.length !== text.length)
        return text.replaceAll(name, pseudonym);
    let result = '';
    let from = 0;
    for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + name.length)) {
        const end = at + name.length;
        if (isWordLetter(text[at - 1]) || isWordLetter(text[end]))
            continue;
        result += text.slice(from, at) + pseudonym;
        from = end;
    }
    return result + text.slice(from);
}
function isPath(text) {
    return /[\\/]/.test(text) && !/^https?:/i.test(text);
}
function isWordLetter(letter) {
    return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}
function extensionOf(name) {
    return /\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? '';
}
function unescaped(segment) {
    try {
        return segment.includes('%') ? decodeURIComponent(segment) : segment;
    }
    catch {
        return segment;
    }
}
function sameCase(like, text) {
    return /[A-F]/.test(like) && !/[a-f]/.test(like) ? text.toUpperCase() : text;
}
function pseudonyms_short(group) {
    return group.replace(/^0+(?=.)/, '');
}
function sidParts(hex) {
    return (hex.match(/.{8}/g) ?? []).map(part => `-${Number.parseInt(part, 16)}`).join('');
}

;// CONCATENATED MODULE: ./lib/privacy/withheld.js
/** Text without what looks like a person, for files that stay readable beside encrypted ones. */

const withheld = '(withheld)';
/** @param terms are withheld as well. Ids stay: Microsoft's support asks for those of requests. */
function withoutPeople(text, terms) {
    const known = terms.filter(term => term.length > 1).reduce((rest, term) => rest.split(term).join(withheld), text);
    let at = 0;
    let shown = '';
    for (const { shape, start, end } of matchesIn(known)) {
        if (shape === 'guid')
            continue;
        shown += known.slice(at, start) + withheld;
        at = end;
    }
    return shown + known.slice(at);
}

;// CONCATENATED MODULE: ./lib/month/protection.js
/** What the inputs ask for to protect people: age for what is written, pseudonyms for what is read. */





/** @throws Failure when a recipient is not usable, before anything is read. */
async function protectionOf(settings) {
    const { encryptTo: recipients, pseudonymKey } = settings;
    return {
        ...(recipients.length > 0 ? { encrypt: await (0,age/* encryptTo */.b2)(recipients), seal: newSeal() } : {}),
        ...(pseudonymKey === undefined ? {} : { pseudonyms: new Pseudonyms(macWith(pseudonymKey)) }),
    };
}
function macWith(key) {
    const secret = (0,external_node_crypto_.createSecretKey)(Buffer.from(key));
    return text => (0,external_node_crypto_.createHmac)('sha256', secret).update(text).digest('hex');
}
/** The filters as they may be written down, and be compared with those of another export. */
function filtersOf(filters, { pseudonyms }) {
    return pseudonyms ? pseudonyms.filters(filters) : filters;
}
/** A spool that never sees whom the pseudonyms stand for; whoever checks the reading has seen the originals before. */
function pseudonymous(spool, { pseudonyms }) {
    if (!pseudonyms)
        return spool;
    return {
        write: (rows, reading) => {
            const protectedRows = rows.map((row) => ({ ...row, record: pseudonyms.record(row.record) }));
            return spool.write(protectedRows, reading);
        },
        accept: (reading, window) => spool.accept(reading, window),
        take: at => spool.take(at),
    };
}
/** A service that warns or refuses may name people. */
function pseudonymousEntries(entries, { pseudonyms }) {
    return entries.map(entry => (pseudonyms ? reworded(entry, text => pseudonyms.text(text)) : entry));
}
/** The manifest as it may lie readable beside encrypted files. */
function openManifest(manifest, asked, { encrypt, pseudonyms }) {
    if (!encrypt || pseudonyms)
        return manifest;
    const terms = [...asked.users, ...asked.ipAddresses, ...asked.objectIds, ...(asked.freeText ? [asked.freeText] : [])];
    const open = (text) => withoutPeople(text, terms);
    return {
        ...manifest,
        reasons: manifest.reasons.map(open),
        notes: manifest.notes.map(open),
        windows: manifest.windows.map(window => reworded(window, open)),
    };
}
function reworded(entry, word) {
    const { evidence, reason } = entry;
    return {
        ...entry,
        evidence: { ...evidence, warnings: evidence.warnings.map(word) },
        ...(reason ? { reason: { ...reason, message: word(reason.message) } } : {}),
    };
}


/***/ }),

/***/ 4185:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ changes),
/* harmony export */   m: () => (/* binding */ changeWords)
/* harmony export */ });
/* harmony import */ var _figures_sharing_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(97604);
/* harmony import */ var _figures_sign_in_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(66755);
/** This month's numbers beside those of the month before. */


const mostWorkloads = 8;
/** Rows of the table, totals first; what neither month had is left out. */
function changes(before, now) {
    const row = (name, of) => ({ name, before: of(before), now: of(now) });
    const workloads = Object.entries(now.workloads)
        .sort(([, a], [, b]) => b - a)
        .slice(0, mostWorkloads);
    return [
        row('Records', month => month.records),
        row('Records per day', month => Math.round(month.records / Math.max(1, month.days))),
        row('People active', month => month.people),
        row('Services active', month => month.services),
        row('Sign-ins that succeeded', month => month.signIns),
        ..._figures_sign_in_js__WEBPACK_IMPORTED_MODULE_1__/* .failureClasses */ .fQ.map(kind => row(`Failed: ${lowered(_figures_sign_in_js__WEBPACK_IMPORTED_MODULE_1__/* .failureMeaning */ .gx[kind])}`, month => month.failures[kind])),
        ..._figures_sharing_js__WEBPACK_IMPORTED_MODULE_0__/* .sharingKinds */ .k.map(kind => row(_figures_sharing_js__WEBPACK_IMPORTED_MODULE_0__/* .sharingMeaning */ ._7[kind], month => month.sharing[kind])),
        ...workloads.map(([name]) => row(`Records of ${name}`, month => own(month.workloads, name))),
    ].filter(change => change.before > 0 || change.now > 0);
}
/** `+12 %`, `×3.4`, `new`, `none now` */
function changeWords({ before, now }) {
    if (before === now)
        return 'same';
    if (before === 0)
        return 'new';
    if (now === 0)
        return 'none now';
    const ratio = now / before;
    if (ratio >= 2)
        return `×${ratio.toFixed(1)}`;
    const percent = Math.round(100 * (ratio - 1));
    return percent === 0 ? 'same' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}
function own(counts, name) {
    return Object.hasOwn(counts, name) ? (counts[name] ?? 0) : 0;
}
function lowered(text) {
    return text.charAt(0).toLowerCase() + text.slice(1);
}


/***/ }),

/***/ 32175:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PS: () => (/* binding */ diagnosisMarkdown),
/* harmony export */   _M: () => (/* binding */ diagnosisFile),
/* harmony export */   ev: () => (/* binding */ diagnosisInWords),
/* harmony export */   f7: () => (/* binding */ diagnosisText),
/* harmony export */   jo: () => (/* binding */ diagnosisOf),
/* harmony export */   xQ: () => (/* binding */ rowLine)
/* harmony export */ });
/* unused harmony exports Diagnosis, diagnosisJsonSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(92857);
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(64377);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(63021);
/** What the doctor found, as data (doctor.json) and as a page of Markdown. */


/** The file's name, in the folder where the export would go. */
const diagnosisFile = 'doctor.json';
const schemaName = 'm365-audit-export/doctor/1';
const Row = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    check: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().meta({ description: 'Stable name of what was looked at.' }),
    title: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(),
    verdict: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['OK', 'MISSING', "CAN'T TELL"]),
    says: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().meta({ description: 'What was found, in a sentence.' }),
    code: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().meta({ description: 'Of the failure; an export meets the same.' }),
    evidence: zod__WEBPACK_IMPORTED_MODULE_0__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP()).meta({ description: 'Status, error codes, request ids. Never a secret.' }),
    stops: zod__WEBPACK_IMPORTED_MODULE_0__/* .boolean */ .zMY().meta({ description: 'Whether an export would fail by it as things stand.' }),
    who: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().meta({ description: 'Who mends it.' }),
    remedy: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP().optional().meta({ description: 'How, with a command or a place.' }),
})
    .strict();
const Diagnosis = zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({
    schema: zod__WEBPACK_IMPORTED_MODULE_0__/* .literal */ .euz(schemaName),
    status: zod__WEBPACK_IMPORTED_MODULE_0__/* ["enum"] */ .k5n(['complete', 'provisional', 'incomplete']).meta({
        description: 'complete: all is OK. provisional: nothing is missing or fails, but something can’t be told. incomplete: something is missing, or a look failed that an export depends on.',
    }),
    finished: zod__WEBPACK_IMPORTED_MODULE_1__/* .datetime */ .w$(),
    tool: zod__WEBPACK_IMPORTED_MODULE_0__/* .object */ .Ikc({ name: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP(), version: zod__WEBPACK_IMPORTED_MODULE_0__/* .string */ .YjP() }).strict(),
    checks: zod__WEBPACK_IMPORTED_MODULE_0__/* .array */ .YOg(Row),
})
    .strict();
function diagnosisOf(rows, about) {
    const wrong = rows.some(row => row.verdict === 'MISSING' || row.stops);
    const status = wrong ? 'incomplete' : rows.every(row => row.verdict === 'OK') ? 'complete' : 'provisional';
    return { schema: schemaName, status, ...about, checks: [...rows] };
}
function diagnosisText(diagnosis) {
    return `${JSON.stringify(diagnosis, null, 2)}\n`;
}
function diagnosisJsonSchema() {
    return `${JSON.stringify(z.toJSONSchema(Diagnosis, { target: 'draft-2020-12' }), null, 2)}\n`;
}
/** `3 of 17 checks are not OK: Password, …`, or that all are. */
function diagnosisInWords({ checks }) {
    const of = (verdict) => checks.filter(row => row.verdict === verdict).map(row => row.title);
    const parts = [
        [of('MISSING'), 'MISSING'],
        [of("CAN'T TELL"), 'can’t be told'],
    ];
    const said = parts.filter(([titles]) => titles.length > 0);
    if (said.length === 0)
        return `All ${checks.length} checks are OK.`;
    return said.map(([titles, what]) => `${titles.length} of ${checks.length} ${what}: ${titles.join(', ')}.`).join(' ');
}
/** A row as one line of a log. */
function rowLine({ verdict, title, says, code, evidence, who, remedy }) {
    const marks = [...(code ? [code] : []), ...Object.entries(evidence).map(([name, value]) => `${name} ${value}`)];
    const told = marks.length > 0 ? ` [${marks.join('; ')}]` : '';
    const mend = remedy ? ` ${who ? `Who mends it: ${who}. ` : ''}${remedy}` : '';
    return `${verdict.padEnd(10)} ${title}: ${says}${told}${mend}`;
}
function diagnosisMarkdown(diagnosis) {
    const marks = { OK: '✅ OK', MISSING: '❌ MISSING', "CAN'T TELL": '❔ CAN’T TELL' };
    const rows = diagnosis.checks.map(row => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(row.title), marks[row.verdict], (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(row.says, 240)]);
    const open = diagnosis.checks.filter(row => row.remedy !== undefined);
    return [
        `# Doctor: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(diagnosisInWords(diagnosis), 600)}`,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .table */ .tp)(['Check', 'Verdict', 'What was found'], rows),
        ...open.map(section),
    ];
}
function section({ title, verdict, says, code, evidence, stops, who, remedy }) {
    const marks = [...(code ? [code] : []), ...Object.entries(evidence).map(([name, value]) => `${name} ${value}`)];
    const lines = [
        `## ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(title)}: ${verdict}`,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(says, 4000),
        `${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(marks.join('; '), 1000)}${stops ? '' : ' An export would run all the same.'}`,
        `**Who mends it:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(who ?? 'see below', 300)}.`,
        `**How:** ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_2__/* .inert */ .tJ)(remedy ?? '', 4000)}`,
    ];
    return lines.join('\n\n');
}


/***/ }),

/***/ 65383:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ DifferenceFold),
/* harmony export */   p: () => (/* binding */ latenessName)
/* harmony export */ });
/**
 * What two exports of the same period do not have in common, by record Id: folded from groups of records with the same
 * time and Identity, so that nothing grows with the month but one line for each record type.
 */
/** Upper edges of the histogram, in hours. */
const edges = [1, 6, 24, 48, 72, 168, Number.POSITIVE_INFINITY];
const mostIds = 10;
class DifferenceFold {
    readings;
    sum = { added: 0, vanished: 0, changed: 0, recovered: 0, unread: 0 };
    types = new Map();
    missing = edges.map(() => 0);
    seen = edges.map(() => 0);
    ids = [];
    constructor(readings) {
        this.readings = readings;
    }
    /** All records of one time and Identity, as both exports have them; either may have none. */
    see(now, before) {
        const [any] = now.length > 0 ? now : before;
        if (any === undefined)
            return;
        if (any.Identity === '')
            this.seeNameless(now, before);
        else if (before.length === 0)
            this.add(any);
        else if (now.length === 0)
            this.vanish(any);
        else if (!sameContents(now, before))
            this.count(any, 'changed');
    }
    result() {
        const lateness = edges.map((to, index) => ({
            from: edges[index - 1] ?? 0,
            to,
            missing: this.missing[index] ?? 0,
            seen: this.seen[index] ?? 0,
        }));
        const byRecordType = [...this.types].map(([name, changes]) => ({ name, ...changes }));
        const all = ({ added, vanished, changed }) => added + vanished + changed;
        byRecordType.sort((a, b) => all(b) - all(a) || (a.name < b.name ? -1 : 1));
        return { ...this.sum, byRecordType, lateness, vanishedIds: [...this.ids] };
    }
    /** Without an Id, a record is its content, and as often as it is there. */
    seeNameless(now, before) {
        const left = new Map();
        for (const { digest } of before)
            left.set(digest, (left.get(digest) ?? 0) + 1);
        for (const record of now) {
            const known = left.get(record.digest) ?? 0;
            if (known === 0)
                this.add(record);
            else
                left.set(record.digest, known - 1);
        }
        for (const record of before) {
            const known = left.get(record.digest) ?? 0;
            if (known === 0)
                continue;
            left.set(record.digest, known - 1);
            this.vanish(record);
        }
    }
    add(record) {
        const { earlier, now } = this.readings;
        this.count(record, 'added');
        if (earlier.inGap(record.time)) {
            this.sum.recovered++;
            return;
        }
        bump(this.missing, earlier.began - record.time);
        bump(this.seen, now.began - record.time);
    }
    vanish(record) {
        if (this.readings.now.inGap(record.time)) {
            this.sum.unread++;
            return;
        }
        this.count(record, 'vanished');
        if (record.Identity !== '' && this.ids.length < mostIds)
            this.ids.push(record.Identity);
    }
    count({ RecordType }, what) {
        const changes = this.types.get(RecordType) ?? { added: 0, vanished: 0, changed: 0 };
        this.types.set(RecordType, changes);
        changes[what]++;
        this.sum[what]++;
    }
}
function sameContents(a, b) {
    const digests = (records) => [...new Set(records.map(record => record.digest))].sort().join();
    return digests(a) === digests(b);
}
function bump(counts, milliseconds) {
    const hours = Math.max(0, milliseconds / 3_600_000);
    const index = edges.findIndex(edge => hours < edge);
    counts[index] = (counts[index] ?? 0) + 1;
}
/** `up to 1 h`, `1 to 6 h`, `72 h to 7 d`, `7 d and more` */
function latenessName({ from, to }) {
    const name = (hours) => (hours === 168 ? '7 d' : `${hours} h`);
    if (to === Number.POSITIVE_INFINITY)
        return `${name(from)} and more`;
    return from === 0 ? `up to ${name(to)}` : `${name(from)} to ${name(to)}`;
}


/***/ }),

/***/ 90524:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ kindOf),
/* harmony export */   IO: () => (/* binding */ disclosing),
/* harmony export */   PW: () => (/* binding */ isAddress),
/* harmony export */   rg: () => (/* binding */ permitted)
/* harmony export */ });
/** How much of a person leaves the evidence folder: the one place where names are shortened for log, summary, issue and mail. */
function disclosing(level) {
    if (level === 'full')
        return (_kind, text) => text;
    if (level === 'counts')
        return kind => `(${kind} withheld)`;
    return (kind, text) => masks[kind](text);
}
/**
 * The level that a run may use. Everyone can read what a public repository shows, so names are never written out
 * there, and neither where nobody could learn whether it is public.
 */
function permitted(asked, isPublic) {
    return asked === 'full' && isPublic !== false ? 'masked' : asked;
}
/** What kind of name a text is, where nobody says. */
function kindOf(text) {
    if (isAddress(text))
        return 'address';
    return text.includes('@') && !text.includes('://') ? 'user' : 'object';
}
/** An IPv4 or IPv6 address or network, perhaps with a port. */
function isAddress(text) {
    if (text.length > 60)
        return false;
    return /^\[?\d{1,3}(\.\d{1,3}){3}\]?([:/]\d{1,5})?$/.test(text) || isV6(text);
}
/** Three colons or two in a row: fewer are a time of day. */
function isV6(text) {
    return /^\[?[0-9a-f:]*:[0-9a-f:.]*(%\w+)?\]?([:/]\d{1,5})?$/i.test(text) && /::|(:.*){3}/.test(text);
}
const masks = {
    user: maskedName,
    address: maskedAddress,
    object: text => (isAddress(text) ? maskedAddress(text) : maskedObject(text)),
};
/**
 * `anna.berg@contoso.com` → `a…@contoso.com`; a guest keeps the mark of one, `CONTOSO\anna` its domain; without
 * either the first letter stays.
 */
function maskedName(text) {
    if (isAddress(text))
        return maskedAddress(text);
    const at = text.lastIndexOf('@');
    const guest = /#EXT#$/i.test(text.slice(Math.max(0, at - 5), at)) ? '#EXT#' : '';
    if (at > 0)
        return `${initial(text)}…${guest}${text.slice(at, at + longestKept)}`;
    const slash = text.indexOf('\\');
    return slash > 0 && slash < longestKept
        ? `${text.slice(0, slash)}\\${initial(text.slice(slash + 1))}…`
        : `${initial(text)}…`;
}
/** Domains, hosts and endings longer than this are none. */
const longestKept = 100;
/** IPv4 keeps its first two numbers, IPv6 its first two groups. */
function maskedAddress(text) {
    const v4 = /^\[?(?:::ffff:)?(\d{1,3}\.\d{1,3})\.\d{1,3}\.\d{1,3}/i.exec(text);
    if (v4)
        return `${v4[1]}.…`;
    const v6 = /^\[?([0-9a-f]{1,4}:[0-9a-f]{0,4})/i.exec(text);
    return v6 ? `${v6[1]}:…` : '…';
}
/** A page keeps its host and no path, for paths hold people's and files' names; a file its first letter and its ending. */
function maskedObject(text) {
    const page = /^([a-z][a-z+.-]{1,10}:\/\/)(?:[^/?#@]{0,200}@)?([^/?#@]{1,100})/i.exec(text);
    if (page)
        return `${page[1]}${page[2]}/…`;
    if (text.includes('@'))
        return maskedName(text);
    const ending = /\.[a-z0-9]{1,8}$/i.exec(text.slice(-10))?.[0] ?? '';
    return `${initial(text)}…${ending}`;
}
function initial(text) {
    const [first = ''] = text;
    return first;
}


/***/ }),

/***/ 64648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  i: () => (/* binding */ Figures),
  c: () => (/* binding */ sum)
});

// EXTERNAL MODULE: ./lib/audit/json.js
var json = __webpack_require__(5949);
// EXTERNAL MODULE: ./lib/audit/period.js
var period = __webpack_require__(91098);
// EXTERNAL MODULE: ./lib/report/figures/counts.js
var counts = __webpack_require__(36642);
;// CONCATENATED MODULE: ./lib/report/figures/busiest.js
/**
 * Who acted most, without remembering everybody: the space-saving algorithm (Metwally, Agrawal and El Abbadi, 2005),
 * which forgets in batches so that a month of names seen once stays cheap.
 */

class Busiest {
    names = new Map();
    kept;
    /** What a forgotten name had at most. */
    floor = 0;
    /** @param kept names that are remembered for certain; twice as many are held before any is forgotten. */
    constructor(kept) {
        this.kept = kept;
    }
    see(text) {
        const name = (0,counts/* nameOf */.Vb)(text);
        const known = this.names.get(name);
        if (known)
            known.records++;
        else
            this.names.set(name, { name, records: this.floor + 1, uncertain: this.floor });
        if (this.names.size >= 2 * this.kept)
            this.forget();
    }
    /** How many there were: exactly, or at least. */
    get distinct() {
        return { count: this.names.size, exact: this.floor === 0 };
    }
    most(count) {
        return [...this.names.values()].sort(counts/* byRecords */.MI).slice(0, count);
    }
    forget() {
        const ranked = [...this.names.values()].sort(counts/* byRecords */.MI);
        this.floor = Math.max(this.floor, ranked[this.kept]?.records ?? 0);
        this.names = new Map(ranked.slice(0, this.kept).map(busy => [busy.name, busy]));
    }
}

;// CONCATENATED MODULE: ./lib/report/figures/identity.js
/** Whose record it is: one spelling for each identity, and whether it is a person's or a service's. */
/** Microsoft's own, though they look like a mailbox. */
const servicesWithAddress = ['fim_password_service@support.onmicrosoft.com'];
/**
 * Services are most of a tenant's identities and records: `NT AUTHORITY\SYSTEM (…)`, `app@sharepoint`, bare GUIDs,
 * `ServicePrincipal_…`, `S-1-5-18`. A person has an address. Letter case varies within one tenant, and SharePoint
 * puts a claim in front of the name.
 */
function identityOf(userIds) {
    const name = userIds.trim().replace(/^i:0[^|]{0,8}\|membership\|/i, '');
    const folded = name.toLowerCase();
    return address.test(name) && !servicesWithAddress.includes(folded)
        ? { name: folded, person: true }
        : { name, person: false };
}
const address = /^[^\s@\\/]{1,200}@[^\s@\\/]{1,200}\.[^\s@\\/.]{1,63}$/;

// EXTERNAL MODULE: ./lib/report/figures/sharing.js
var sharing = __webpack_require__(97604);
// EXTERNAL MODULE: ./lib/report/figures/sign-in.js
var sign_in = __webpack_require__(66755);
// EXTERNAL MODULE: ./lib/report/zone.js
var zone = __webpack_require__(34358);
;// CONCATENATED MODULE: ./lib/report/figures.js
/** The month in numbers, counted while its records go by once: all that the page and the summary show of them. */








const mostWorkloads = 60;
const mostRecordTypes = 400;
const mostOperations = 3000;
const mostIdentities = 5000;
class Figures {
    /** Every day of the period, in order, also those without records. */
    days;
    /** Records by hour of the week in the period's zone; Monday's first hour first. */
    hours = Array.from({ length: 168 }, () => 0);
    people = new Busiest(mostIdentities);
    services = new Busiest(mostIdentities);
    /** Moments of the first and last record. */
    first;
    last;
    total = 0;
    size = 0;
    workloads = new counts/* NameCounts */.ou(mostWorkloads);
    recordTypes = new counts/* NameCounts */.ou(mostRecordTypes);
    recordTypeSizes = new counts/* NameCounts */.ou(mostRecordTypes);
    operations = new counts/* NameCounts */.ou(mostOperations);
    operationsFirst = new Map();
    period;
    clock;
    dayOf;
    constructor(period) {
        this.period = period;
        this.clock = new zone/* ZoneClock */.ru(period.timezone);
        this.days = period.days.map(({ date }) => emptyDay(date));
        this.dayOf = new Map(this.days.map(day => [day.date, day]));
    }
    /** @param data `AuditData` parsed, where the caller has it; else the few records that need it are parsed here. */
    see(seen, data) {
        const { record, time, workload } = seen;
        const operation = record.Operations;
        this.total++;
        this.first = Math.min(this.first ?? time, time);
        this.last = Math.max(this.last ?? time, time);
        const size = Buffer.byteLength(record.AuditData);
        this.recordTypes.add(record.RecordType);
        this.recordTypeSizes.add(record.RecordType, size);
        this.size += size;
        const named = this.operations.add(operation);
        if (time < (this.operationsFirst.get(named) ?? Number.POSITIVE_INFINITY))
            this.operationsFirst.set(named, time);
        const hour = this.clock.hourOfWeek(time);
        this.hours[hour] = (this.hours[hour] ?? 0) + 1;
        const { name, person } = identityOf(record.UserIds);
        if (person)
            this.people.see(name);
        else
            this.services.see(name);
        const day = this.dayOf.get((0,period/* dateAt */.iM)(this.period, time));
        if (!day)
            return;
        day.records++;
        const known = this.workloads.add(workload);
        day.byWorkload.set(known, (day.byWorkload.get(known) ?? 0) + 1);
        if (operation === 'UserLoggedIn')
            day.signIns++;
        else if (operation === 'UserLoginFailed')
            day.failures[(0,sign_in/* failureClass */.fI)(data ?? (0,json/* parsedJson */.U4)(record.AuditData))]++;
        else if ((0,sharing/* isSharing */.Xu)(operation))
            day.sharing[(0,sharing/* sharingKind */.Tn)(operation, data ?? (0,json/* parsedJson */.U4)(record.AuditData))]++;
    }
    get records() {
        return this.total;
    }
    byWorkload() {
        return this.workloads.ranked();
    }
    byRecordType() {
        return this.recordTypes.ranked();
    }
    /** With the share that each type has in the bytes of all AuditData, 0 to 1. */
    byRecordTypeAndVolume() {
        return this.byRecordType().map(row => ({
            ...row,
            volume: this.recordTypeSizes.get(row.name) / Math.max(1, this.size),
        }));
    }
    byOperation() {
        return this.operations.ranked();
    }
    get signIns() {
        return sum(this.days.map(day => day.signIns));
    }
    get failures() {
        return totals(sign_in/* failureClasses */.fQ, this.days.map(day => day.failures));
    }
    get sharing() {
        return totals(sharing/* sharingKinds */.k, this.days.map(day => day.sharing));
    }
    /**
     * Operations that the month before did not have, the most frequent first; undefined where that month had too many
     * to know.
     */
    newOperations(previous) {
        const { operations } = previous.counts;
        if (Object.hasOwn(operations, counts/* others */.MG))
            return undefined;
        return this.byOperation()
            .filter(({ name }) => name !== counts/* others */.MG && !Object.hasOwn(operations, name))
            .map(row => ({ ...row, first: this.operationsFirst.get(row.name) ?? 0 }));
    }
    /** Names that were too many to be counted apart. */
    get overflowed() {
        const kinds = [
            ['workloads', this.workloads.overflowed],
            ['record types', this.recordTypes.overflowed],
            ['operations', this.operations.overflowed],
            ['people', !this.people.distinct.exact],
            ['service identities', !this.services.distinct.exact],
        ];
        return kinds.filter(([, overflowed]) => overflowed).map(([kind]) => kind);
    }
    counts() {
        return {
            records: this.total,
            days: this.days.length,
            people: this.people.distinct.count,
            services: this.services.distinct.count,
            signIns: this.signIns,
            failures: this.failures,
            sharing: this.sharing,
            workloads: byName(this.byWorkload()),
            operations: byName(this.byOperation()),
        };
    }
}
function emptyDay(date) {
    return {
        date,
        records: 0,
        byWorkload: new Map(),
        signIns: 0,
        failures: totals(sign_in/* failureClasses */.fQ, []),
        sharing: totals(sharing/* sharingKinds */.k, []),
    };
}
function totals(kinds, parts) {
    return Object.fromEntries(kinds.map(kind => [kind, sum(parts.map(part => part[kind]))]));
}
function sum(values) {
    return values.reduce((total, value) => total + value, 0);
}
/** `__proto__` is a name like any other here. */
function byName(rows) {
    return Object.fromEntries(rows.map(({ name, records }) => [name, records]));
}


/***/ }),

/***/ 36642:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MG: () => (/* binding */ others),
/* harmony export */   MI: () => (/* binding */ byRecords),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   ou: () => (/* binding */ NameCounts)
/* harmony export */ });
/** Counting names that nobody vetted, in memory that they can't fill: long names are cut, too many are counted together. */
const others = '(others)';
const longestName = 200;
/** A name as it is counted. A cut name is copied, for V8's `slice` keeps the whole text alive behind its result. */
function nameOf(text) {
    if (text.length <= longestName)
        return text === '' ? '(none)' : text;
    return JSON.parse(JSON.stringify(`${text.slice(0, longestName - 1)}…`));
}
/** Records by name; names beyond the first `most` are counted as `(others)`. */
class NameCounts {
    counts = new Map();
    most;
    constructor(most) {
        this.most = most;
    }
    /** @returns the name it was counted under. */
    add(text, records = 1) {
        const name = nameOf(text);
        const key = this.counts.has(name) || this.counts.size < this.most ? name : others;
        this.counts.set(key, (this.counts.get(key) ?? 0) + records);
        return key;
    }
    get(name) {
        return this.counts.get(name) ?? 0;
    }
    get overflowed() {
        return this.counts.has(others);
    }
    /** Most records first; `(others)` last. */
    ranked() {
        const rows = [...this.counts].map(([name, records]) => ({ name, records }));
        return rows.sort(byRecords);
    }
}
function byRecords(a, b) {
    if ((a.name === others) !== (b.name === others))
        return a.name === others ? 1 : -1;
    return b.records - a.records || (a.name < b.name ? -1 : 1);
}


/***/ }),

/***/ 97604:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tn: () => (/* binding */ sharingKind),
/* harmony export */   Xu: () => (/* binding */ isSharing),
/* harmony export */   _7: () => (/* binding */ sharingMeaning),
/* harmony export */   k: () => (/* binding */ sharingKinds)
/* harmony export */ });
/* harmony import */ var _sign_in_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(66755);
/** Which kind of sharing a record tells of. https://learn.microsoft.com/en-us/purview/audit-log-sharing */

const sharingKinds = ['anyone', 'guest', 'organisation', 'people', 'used'];
const sharingMeaning = {
    anyone: 'Links for anyone, made or changed',
    guest: 'Shared with guests or by invitation',
    organisation: 'Links for the whole organisation',
    people: 'Shared with named colleagues or groups',
    used: 'Links for anyone, opened',
};
const kindOfOperation = {
    AnonymousLinkCreated: 'anyone',
    AnonymousLinkUpdated: 'anyone',
    AnonymousLinkUsed: 'used',
    CompanyLinkCreated: 'organisation',
    SharingInvitationCreated: 'guest',
    SharingInvitationAccepted: 'guest',
    AddedToSecureLink: 'people',
    SecureLinkCreated: 'people',
    SecureLinkUpdated: 'people',
    SharingSet: 'people',
};
/** Whether the record is one of sharing; its kind is in its operation and, for named people, in its target. */
function isSharing(operation) {
    return Object.hasOwn(kindOfOperation, operation);
}
function sharingKind(operation, data) {
    const kind = kindOfOperation[operation] ?? 'people';
    const guest = (0,_sign_in_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(data, 'TargetUserOrGroupType') === 'Guest' || /#EXT#/i.test((0,_sign_in_js__WEBPACK_IMPORTED_MODULE_0__/* .field */ .ZZ)(data, 'TargetUserOrGroupName'));
    return kind === 'people' && guest ? 'guest' : kind;
}


/***/ }),

/***/ 66755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ZZ: () => (/* binding */ field),
/* harmony export */   fI: () => (/* binding */ failureClass),
/* harmony export */   fQ: () => (/* binding */ failureClasses),
/* harmony export */   gx: () => (/* binding */ failureMeaning)
/* harmony export */ });
/** Why a sign-in failed: most records of failed sign-ins are prompts, not attacks. */
const failureClasses = ['password', 'second step', 'prompt', 'other'];
const failureMeaning = {
    password: 'Wrong password, unknown user, or locked out',
    'second step': 'Password right, then stopped',
    prompt: 'A prompt or an expired session, not a failure',
    other: 'Any other code, or none',
};
/** https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes */
const classOfCode = {
    ...codes('password', '50126 50034 50053 50056 50064'),
    ...codes('second step', '50055 50072 50074 50076 50079 50158 500121 53000 53001 53002 53003 53004 530032'),
    ...codes('prompt', '50058 50089 50097 50132 50133 50140 50144 50173 16000 16001 16003 65001'),
};
function codes(failure, list) {
    return Object.fromEntries(list.split(' ').map(code => [code, failure]));
}
/** @param data the record's `AuditData`, parsed. `ResultStatus` is no help: two thirds of failures say `Success`. */
function failureClass(data) {
    const code = field(data, 'ErrorNumber');
    return Object.hasOwn(classOfCode, code) ? (classOfCode[code] ?? 'other') : 'other';
}
/** A field as text; '' where there is none. */
function field(data, name) {
    if (typeof data !== 'object' || data === null || !Object.hasOwn(data, name))
        return '';
    const value = data[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}


/***/ }),

/***/ 67652:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ findingSections),
/* harmony export */   e: () => (/* binding */ namesOf)
/* harmony export */ });
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(63021);
/* harmony import */ var _publication_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(16384);
/** Findings in Markdown: a table first, then each as a story, in sections that can be left out one by one. */


const mostRows = 50;
const mostStories = 20;
const mostNames = 5;
const mostEvidence = 5;
function findingSections(findings) {
    const open = findings.filter(finding => !finding.accepted);
    const accepted = findings.filter(finding => finding.accepted);
    return [
        ...(open.length > 0 ? [overview(open)] : []),
        ...open.slice(0, mostStories).map(story),
        ...(accepted.length > 0 ? [acceptedSection(accepted)] : []),
    ];
}
/** Who, as far as names may be shown. */
function namesOf(names, count, noun) {
    const shown = names.slice(0, mostNames);
    const more = count - shown.length;
    if (shown.length === 0)
        return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
    return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
function overview(open) {
    const rows = open
        .slice(0, mostRows)
        .map(finding => [
        finding.severity,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(finding.title, 160),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(namesOf(finding.actors, finding.actorCount, 'actor'), 160),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(finding.first, 30),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .thousands */ .oh)(finding.count),
    ]);
    const more = open.length > mostRows ? `\n\nand ${open.length - mostRows} more in findings.json.` : '';
    return `## ${(0,_publication_js__WEBPACK_IMPORTED_MODULE_1__/* .findingsInWords */ .n$)(open)}\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .table */ .tp)(['Severity', 'What', 'Who', 'From (UTC)', 'Records'], rows)}${more}`;
}
function story(finding) {
    const facts = [
        ['Who', namesOf(finding.actors, finding.actorCount, 'actor')],
        ['What', namesOf(finding.objects, finding.objectCount, 'object')],
        ['When', `${finding.first} to ${finding.last}`],
        ['Confidence', finding.confidence],
        ['Harmless if', finding.benign.join(' ')],
        ['Rule', [finding.rule, ...finding.techniques].join(', ')],
        ['Records', evidenceOf(finding)],
    ];
    const lines = facts.flatMap(([name = '', text = '']) => (text === '' ? [] : [`- ${name}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(text, 600)}`]));
    const next = finding.next.slice(0, 8).map((step, index) => `${index + 1}. ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(step, 400)}`);
    return [
        `### ${finding.severity}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(finding.title, 160)}`,
        ...(finding.why === '' ? [] : [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(finding.why, 1000)]),
        lines.join('\n'),
        ...(next.length > 0 ? [`What to do:\n\n${next.join('\n')}`] : []),
    ].join('\n\n');
}
function evidenceOf({ evidence, count }) {
    const ids = evidence.slice(0, mostEvidence).map(({ id }) => id.slice(0, 60));
    return count > ids.length && ids.length > 0 ? `${ids.join(', ')} and ${count - ids.length} more` : ids.join(', ');
}
function acceptedSection(accepted) {
    const lines = accepted.slice(0, mostRows).map(finding => `- ${finding.severity}: ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_0__/* .inert */ .tJ)(finding.title, 160)}`);
    const more = accepted.length > mostRows ? `\n- and ${accepted.length - mostRows} more` : '';
    return `## Accepted by the team\n\n${lines.join('\n')}${more}`;
}


/***/ }),

/***/ 36063:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ reported),
/* harmony export */   t: () => (/* binding */ scrubber)
/* harmony export */ });
/* harmony import */ var _disclose_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90524);
/* harmony import */ var _finding_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(27563);
/** The findings that leave the evidence folder: those grave enough, with no more of people in them than may be shown. */


/** Gravest first, then by time. */
function reported(findings, { minimum, disclose }) {
    const lowest = _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(minimum);
    return findings
        .filter(finding => _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(finding.severity) <= lowest)
        .sort((a, b) => _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(a.severity) - _finding_js__WEBPACK_IMPORTED_MODULE_1__/* .severities */ .gO.indexOf(b.severity) ||
        (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
        .map(finding => disclosed(finding, disclose));
}
function disclosed(finding, level) {
    const show = (0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .disclosing */ .IO)(level);
    const withheld = level === 'counts';
    const words = level === 'full' ? (text) => text : scrubber(finding, show);
    const names = (list, shown) => withheld ? [] : [...new Set(list.map(shown))];
    const shown = {
        id: finding.id,
        rule: finding.rule,
        title: words(finding.title),
        severity: finding.severity,
        confidence: finding.confidence,
        techniques: finding.techniques,
        actors: names(finding.actors, text => show(actorKind(text), text)),
        objects: names(finding.objects, text => show((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(text), text)),
        actorCount: new Set(finding.actors).size,
        objectCount: new Set(finding.objects).size,
        first: finding.first,
        last: finding.last,
        count: finding.count,
        evidence: finding.evidence,
        why: withheld ? '' : words(finding.why),
        benign: withheld ? [] : [finding.benign].flat().map(words),
        next: withheld ? [] : finding.next.map(words),
        accepted: finding.accepted !== undefined,
    };
    return shown;
}
function actorKind(text) {
    return (0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddress */ .PW)(text) ? 'address' : 'user';
}
/** Shortens in a sentence the names its finding lists, whatever stands in quotation marks, and whatever looks like a name. */
function scrubber(finding, show) {
    const listed = [
        ...[...finding.actors, ...(finding.users ?? [])].map(name => ({ name, kind: actorKind(name) })),
        ...(finding.addresses ?? []).map(name => ({ name, kind: 'address' })),
        ...[...finding.objects, ...(finding.applications ?? [])].map(name => ({ name, kind: (0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(name) })),
    ]
        .filter(({ name }) => name.length > 1)
        .sort((a, b) => b.name.length - a.name.length)
        .map(({ name, kind }) => ({ find: finder(name), shown: show(kind, name) }));
    const ours = new Set(listed.map(({ shown }) => shown));
    return sentence => {
        const known = listed.reduce((text, { find, shown }) => text.replaceAll(find, () => shown), sentence);
        const quoted = known.replace(/“([^“”]*)”|"([^"]*)"/g, (_whole, curly, straight) => {
            const inside = curly ?? straight ?? '';
            return `“${ours.has(inside) ? inside : show((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .kindOf */ .I)(inside), inside)}”`;
        });
        return quoted.replace(/\S+/g, word => scrubbedWord(word, show));
    };
}
/** In any letter case, and not inside of longer words; a name too long for an expression is searched for as it is. */
function finder(name) {
    if (name.length > 1000)
        return name;
    const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'giu');
}
const opening = new Set('“"‘\'([{<`');
const closing = new Set('”"’\')]}>`.,;:!?');
/** Loops where an expression would do: a megabyte of brackets must not take minutes. */
function scrubbedWord(word, show) {
    let start = 0;
    let end = word.length;
    while (start < end && opening.has(word[start] ?? ''))
        start++;
    while (end > start && closing.has(word[end - 1] ?? ''))
        end--;
    const core = word.slice(start, end);
    const kind = kindInSentence(core);
    return kind === undefined ? word : `${word.slice(0, start)}${show(kind, core)}${word.slice(end)}`;
}
const fileEnding = /\.(docx?|xls[xmb]?|pptx?|pdf|txt|csv|tsv|rtf|one|vsdx?|msg|eml|pst|ost|zip|7z|rar|jpe?g|png|heic|mp4|json|xml|html?|key|pem|pfx|kdbx)$/i;
function kindInSentence(word) {
    if ((0,_disclose_js__WEBPACK_IMPORTED_MODULE_0__/* .isAddress */ .PW)(word))
        return 'address';
    if (word.includes('://'))
        return 'object';
    if (word.includes('@'))
        return 'user';
    if (/^[a-z0-9-]{2,15}\\[^\\]/i.test(word))
        return 'user';
    if (/^(\\\\|[a-z]:\\)/i.test(word) || fileEnding.test(word.slice(-8)))
        return 'object';
    return /^\+\d[\d().-]{6,20}$/.test(word) ? 'user' : undefined;
}


/***/ }),

/***/ 43394:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ck: () => (/* binding */ decryptLine),
/* harmony export */   P2: () => (/* binding */ summarySections),
/* harmony export */   Tx: () => (/* binding */ monthSections)
/* harmony export */ });
/* harmony import */ var _audit_ledger_js__WEBPACK_IMPORTED_MODULE_12__ = __webpack_require__(83818);
/* harmony import */ var _audit_record_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(49414);
/* harmony import */ var _compare_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4185);
/* harmony import */ var _difference_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65383);
/* harmony import */ var _disclose_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(90524);
/* harmony import */ var _figures_counts_js__WEBPACK_IMPORTED_MODULE_13__ = __webpack_require__(36642);
/* harmony import */ var _figures_sharing_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(97604);
/* harmony import */ var _figures_sign_in_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(66755);
/* harmony import */ var _figures_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(64648);
/* harmony import */ var _finding_sections_js__WEBPACK_IMPORTED_MODULE_11__ = __webpack_require__(67652);
/* harmony import */ var _markdown_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(63021);
/* harmony import */ var _reported_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(36063);
/* harmony import */ var _words_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(58191);
/* harmony import */ var _zone_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(34358);
/** The month in Markdown: verdict first, then what stands out, what is missing, what there is, and how to check it. */














const mostReasons = 6;
const mostGaps = 100;
const mostWorkloads = 6;
const mostRecordTypes = 25;
const mostActive = 10;
const mostNew = 25;
/** Sections in the order of their weight: whoever must shorten leaves out whole ones from the end. */
function summarySections(facts, disclose) {
    return [verdict(facts), ...watchSections(facts, disclose), ...monthSections(facts, (0,_disclose_js__WEBPACK_IMPORTED_MODULE_2__/* .disclosing */ .IO)(disclose))];
}
/** The summary without verdict and findings, for places that tell those in their own way. */
function monthSections(facts, show) {
    const { figures } = facts;
    return [
        ...(facts.gaps.length > 0 ? [gapSection(facts.gaps)] : []),
        ...(facts.notes.length > 0 ? [`## Worth knowing\n\n${list(facts.notes)}`] : []),
        ...sinceSections(facts.earlier),
        checkSection(facts),
        ...(figures.records > 0 ? figureSections(facts, show) : []),
        `## What could not be seen\n\n${list((0,_words_js__WEBPACK_IMPORTED_MODULE_7__/* .unseenWords */ .CL)(facts))}`,
        verifySection(facts),
    ];
}
function figureSections(facts, show) {
    const { figures } = facts;
    return [
        daySection(figures),
        activeSection(figures, show),
        signInSection(figures),
        sharingSection(figures),
        ...beforeSections(facts),
        `## By workload\n\n${shares('Workload', figures.byWorkload(), figures.records)}`,
        typeSection(figures),
    ];
}
function verdict(facts) {
    const { text, timezone, start, end } = facts.period;
    return [
        `# Microsoft 365 audit log ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(text)}: ${facts.status}`,
        `**${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.records)} records**, ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .instantOf */ .B9)(start)} to ${(0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .instantOf */ .B9)(end)} (days in ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(timezone)}), tenant ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(facts.tenant)}.`,
        ...(0,_words_js__WEBPACK_IMPORTED_MODULE_7__/* .verdictWords */ .L2)(facts)
            .slice(0, mostReasons)
            .map(words => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(words, 600)),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)((0,_words_js__WEBPACK_IMPORTED_MODULE_7__/* .watchWords */ .B8)(facts.watch), 400),
    ].join('\n\n');
}
function watchSections({ watch }, disclose) {
    if (!watch)
        return [];
    const notes = watch.notes ?? [];
    return [
        ...(0,_finding_sections_js__WEBPACK_IMPORTED_MODULE_11__/* .findingSections */ .Y)((0,_reported_js__WEBPACK_IMPORTED_MODULE_6__/* .reported */ .Y)(watch.findings, { minimum: 'info', disclose })),
        ...(notes.length > 0 ? [`## What the watch adds\n\n${list(notes)}`] : []),
    ];
}
function list(lines) {
    return lines.map(line => `- ${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(line, 600)}`).join('\n');
}
function gapSection(gaps) {
    const rows = gaps
        .slice(0, mostGaps)
        .map(gap => [(0,_audit_ledger_js__WEBPACK_IMPORTED_MODULE_12__/* .span */ .Ln)(gap), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(gap.reason?.message ?? '', 300), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(gap.reason?.code ?? '')]);
    const more = gaps.length > mostGaps ? `\n\nand ${gaps.length - mostGaps} more, all in manifest.json.` : '';
    return `## Gaps\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Not proven (UTC)', 'Why', 'Code'], rows)}${more}`;
}
function checkSection(facts) {
    const count = (status) => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.windows.filter(window => window.status === status).length);
    const rows = [
        ['Windows read once, all checks passed', count('read')],
        ['Windows read twice, readings agreed', count('confirmed')],
        ['Windows not proven', count('gap')],
        ['Requests to the service', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)((0,_figures_js__WEBPACK_IMPORTED_MODULE_5__/* .sum */ .c)(Object.values(facts.requests)))],
        ['Rows the service sent twice in one answer', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.duplicates)],
        ['Ids with more than one content (all kept)', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(facts.conflicts)],
    ];
    return `## What was checked\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['', 'Count'], rows)}\n\n${list((0,_words_js__WEBPACK_IMPORTED_MODULE_7__/* .estimateWords */ .ae)(facts))}`;
}
/** What opens an encrypted file, for a terminal. */
function decryptLine(name) {
    return `age -d -i key.txt ${name} > ${name.replace(/\.age$/, '')}`;
}
function verifySection({ encrypted }) {
    const decrypt = encrypted
        ? [
            `The files are encrypted with [age](https://age-encryption.org). With the private key in \`key.txt\`:`,
            `\`\`\`sh\n${decryptLine(encrypted)}\n\`\`\``,
        ]
        : [];
    return [
        '## Check it yourself',
        'Put the folder on any machine, then, without network or credentials:',
        '```sh\nsha256sum --check SHA256SUMS\nnode dist/index.js verify --directory .   # from a checkout of the action\n```',
        ...decrypt,
    ].join('\n\n');
}
/** A plot of text: it shows wherever Markdown does. */
function daySection(figures) {
    const names = figures
        .byWorkload()
        .slice(0, mostWorkloads)
        .map(row => row.name);
    const most = Math.max(1, ...figures.days.map(day => day.records));
    const rows = figures.days.map(day => [
        `${day.date} ${'█'.repeat(Math.round((12 * day.records) / most))}`,
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(day.records),
        ...names.map(name => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(day.byWorkload.get(name) ?? 0)),
    ]);
    return `## Records per day\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Day', 'All', ...names.map(name => (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(name, 60))], rows)}`;
}
function activeSection(figures, show) {
    const ranking = (title, busiest, shown) => {
        const { count, exact } = busiest.distinct;
        const rows = busiest.most(mostActive).map(({ name, records, uncertain }) => ({
            name: shown(name),
            records,
            mark: uncertain > 0 ? 'up to ' : '',
        }));
        const cells = rows.map(row => [
            (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(row.name, 80),
            `${row.mark}${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(row.records)}`,
            percent(row.records, figures.records),
        ]);
        return `${exact ? '' : 'Over '}${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(count)} ${title}:\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Most active', 'Records', 'Share'], cells)}`;
    };
    return [
        '## Most active',
        ranking('people', figures.people, name => show('user', name)),
        ranking('services and applications', figures.services, name => name),
    ].join('\n\n');
}
function signInSection(figures) {
    const { failures } = figures;
    const rows = _figures_sign_in_js__WEBPACK_IMPORTED_MODULE_4__/* .failureClasses */ .fQ.map(kind => [`Failed: ${_figures_sign_in_js__WEBPACK_IMPORTED_MODULE_4__/* .failureMeaning */ .gx[kind]}`, (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(failures[kind])]);
    return `## Sign-ins\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Sign-ins', 'Records'], [['Succeeded', (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(figures.signIns)], ...rows])}`;
}
function sharingSection({ sharing }) {
    const rows = _figures_sharing_js__WEBPACK_IMPORTED_MODULE_3__/* .sharingKinds */ .k.map(kind => [_figures_sharing_js__WEBPACK_IMPORTED_MODULE_3__/* .sharingMeaning */ ._7[kind], (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(sharing[kind])]);
    return `## Sharing\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Sharing', 'Records'], rows)}`;
}
function beforeSections({ figures, previous, status }) {
    if (!previous)
        return [];
    const rows = (0,_compare_js__WEBPACK_IMPORTED_MODULE_0__/* .changes */ .A)(previous.counts, figures.counts()).map(change => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(change.name, 80),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(change.before),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(change.now),
        (0,_compare_js__WEBPACK_IMPORTED_MODULE_0__/* .changeWords */ .m)(change),
    ]);
    const before = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)((0,_zone_js__WEBPACK_IMPORTED_MODULE_8__/* .periodName */ .dN)(previous.label), 60);
    const unlike = status === 'complete' ? '' : `\n\nThis month is ${status}, so its numbers may be too low.`;
    return [
        `## Beside ${before}\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['', before, 'This month', 'Change'], rows)}${unlike}`,
        ...newSection(figures.newOperations(previous)),
    ];
}
function newSection(operations) {
    if (!operations || operations.length === 0)
        return [];
    const rows = operations
        .slice(0, mostNew)
        .map(({ name, records, first }) => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(name, 80), (0,_audit_record_js__WEBPACK_IMPORTED_MODULE_10__/* .instantOf */ .B9)(first), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(records)]);
    const more = operations.length > mostNew ? `\n\nand ${operations.length - mostNew} more.` : '';
    return [`## New this month\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Operation', 'First (UTC)', 'Records'], rows)}${more}`];
}
function sinceSections(earlier) {
    if (!earlier?.difference)
        return [];
    const { byRecordType, lateness, added, recovered } = earlier.difference;
    const types = byRecordType
        .slice(0, mostRecordTypes)
        .map(type => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(type.name, 80), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(type.added), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(type.vanished), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(type.changed)]);
    const hours = lateness.map(part => [(0,_difference_js__WEBPACK_IMPORTED_MODULE_1__/* .latenessName */ .p)(part), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(part.missing), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(part.seen)]);
    const parts = [
        list((0,_words_js__WEBPACK_IMPORTED_MODULE_7__/* .sinceWords */ .KR)(earlier)),
        ...(types.length > 0 ? [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Record type', 'Added', 'Vanished', 'Changed'], types)] : []),
        ...(added > recovered ? [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Hours after the event', 'Not there yet', 'First seen'], hours)] : []),
    ];
    return [`## Since the earlier export\n\n${parts.join('\n\n')}`];
}
function typeSection(figures) {
    const all = figures.byRecordTypeAndVolume();
    const more = all.length > mostRecordTypes ? `\n\nand ${all.length - mostRecordTypes} more.` : '';
    const cells = all
        .slice(0, mostRecordTypes)
        .map(row => [
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(row.name, 80),
        (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(row.records),
        percent(row.records, figures.records),
        percent(row.volume, 1),
    ]);
    const words = firehoseWords(figures);
    const advice = words === undefined ? '' : `\n\n${words}`;
    return `## By record type\n\n${(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)(['Record type', 'Records', 'Share', 'Share of bytes'], cells)}${more}${advice}`;
}
/** One type that fills most of the month, and what could be done about it. */
function firehoseWords(figures) {
    const most = figures
        .byRecordTypeAndVolume()
        .find(row => row.name !== _figures_counts_js__WEBPACK_IMPORTED_MODULE_13__/* .others */ .MG && (2 * row.records > figures.records || row.volume > 0.5));
    if (most === undefined)
        return undefined;
    const name = (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(most.name, 80);
    const share = `${percent(most.records, figures.records)} of the records and ${percent(most.volume, 1)} of the bytes`;
    return `${name} alone is ${share}. Where nobody needs that type, \`exclude-record-types: ${name}\` leaves it out of files and watch; through Exchange the reading takes as long as before, since the search can't leave types out.`;
}
function shares(title, rows, total) {
    const cells = rows.map(row => [(0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .inert */ .tJ)(row.name, 80), (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .thousands */ .oh)(row.records), percent(row.records, total)]);
    return (0,_markdown_js__WEBPACK_IMPORTED_MODULE_9__/* .table */ .tp)([title, 'Records', 'Share'], cells);
}
function percent(part, whole) {
    return `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
}


/***/ })

};
