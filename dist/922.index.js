export const id = 922;
export const ids = [922];
export const modules = {

/***/ 99922:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runSimulatorCommand: () => (/* binding */ runSimulatorCommand)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./lib/simulator/der.js
/** Writes ASN.1 values in DER (ITU-T X.690), as far as a certificate and a PFX need them. Reads nothing. */
const tagged = (tag, ...parts) => {
    const content = Buffer.concat(parts);
    return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
};
function lengthOf(length) {
    if (length < 0x80)
        return Buffer.from([length]);
    const bytes = [];
    for (let rest = length; rest > 0; rest = Math.floor(rest / 256))
        bytes.unshift(rest % 256);
    return Buffer.from([0x80 | bytes.length, ...bytes]);
}
const sequence = (...parts) => tagged(0x30, ...parts);
const set = (...parts) => tagged(0x31, ...parts);
const octets = (bytes) => tagged(0x04, bytes);
const bits = (bytes) => tagged(0x03, Buffer.from([0]), bytes);
const utf8 = (text) => tagged(0x0c, Buffer.from(text, 'utf8'));
const bmp = (text) => tagged(0x1e, Buffer.from(text, 'utf16le').swap16());
const nothing = Buffer.from([0x05, 0x00]);
const truth = Buffer.from([0x01, 0x01, 0xff]);
/** `[n] EXPLICIT`. */
const context = (n, ...parts) => tagged(0xa0 | n, ...parts);
/** A whole number that is not negative, from a number or big-endian bytes. */
function integer(value) {
    let bytes = typeof value === 'number' ? bigEndian(value) : Buffer.from(value);
    while (bytes.length > 1 && bytes[0] === 0 && (bytes[1] & 0x80) === 0)
        bytes = bytes.subarray(1);
    return tagged(0x02, bytes[0] & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}
function bigEndian(value) {
    const bytes = [];
    for (let rest = value; rest > 0; rest = Math.floor(rest / 256))
        bytes.unshift(rest % 256);
    return Buffer.from(bytes.length > 0 ? bytes : [0]);
}
function oid(dotted) {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    const bytes = [first * 40 + second];
    for (const arc of rest) {
        const base128 = [arc & 0x7f];
        for (let left = arc >>> 7; left > 0; left >>>= 7)
            base128.unshift((left & 0x7f) | 0x80);
        bytes.push(...base128);
    }
    return tagged(0x06, Buffer.from(bytes));
}
/** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 §4.1.2.5). */
function utcTime(at) {
    const digits = `${at.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
    return at.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}

;// CONCATENATED MODULE: ./lib/simulator/certificate.js
/**
 * Makes an RSA key with a self-signed certificate and packs both into a PFX, with nothing but `node:crypto`; says what
 * a certificate's thumbprints are; reads certificates out of files that others made, with the machine's `openssl`
 * where they are PFX.
 */




const DAY = 86_400_000;
async function makeCertificate(options = {}) {
    const { privateKey, publicKey } = await (0,external_node_util_.promisify)(external_node_crypto_.generateKeyPair)('rsa', { modulusLength: options.bits ?? 2048 });
    const password = options.password ?? 'simulator';
    const der = selfSigned(privateKey, publicKey, {
        commonName: options.commonName ?? 'm365-audit-export simulator',
        notBefore: options.notBefore ?? new Date(Date.now() - DAY),
        notAfter: options.notAfter ?? new Date(Date.now() + 365 * DAY),
    });
    return { certificate: new external_node_crypto_.X509Certificate(der), privateKey, pfx: encodePfx(der, privateKey, password), password };
}
const shared = new Map();
/**
 * One certificate for the whole process (one for each name), because a key takes a tenth of a second to make; valid
 * for long on both sides, so that a simulator with a clock of its own can use it.
 */
function sharedCertificate(name = '') {
    const known = shared.get(name);
    if (known !== undefined)
        return known;
    const made = makeCertificate({ notBefore: new Date('2020-01-01'), notAfter: new Date(Date.now() + 3 * 365 * DAY) });
    shared.set(name, made);
    return made;
}
/** base64url of the SHA-1 (`x5t`) and of the SHA-256 (`x5t#S256`) of the certificate's DER. */
function thumbprints(certificate) {
    const digest = (algorithm) => (0,external_node_crypto_.createHash)(algorithm).update(certificate.raw).digest('base64url');
    return { sha1: digest('sha1'), sha256: digest('sha256') };
}
function selfSigned(privateKey, publicKey, about) {
    const algorithm = sequence(oid('1.2.840.113549.1.1.11'), nothing);
    const name = sequence(set(sequence(oid('2.5.4.3'), utf8(about.commonName))));
    const serial = (0,external_node_crypto_.randomBytes)(16);
    serial[0] = (serial[0] & 0x7f) | 0x01;
    const extensions = context(3, sequence(sequence(oid('2.5.29.19'), truth, octets(sequence())), sequence(oid('2.5.29.15'), truth, octets(Buffer.from([0x03, 0x02, 0x07, 0x80])))));
    const body = sequence(context(0, integer(2)), integer(serial), algorithm, name, sequence(utcTime(about.notBefore), utcTime(about.notAfter)), name, publicKey.export({ type: 'spki', format: 'der' }), extensions);
    return sequence(body, algorithm, bits((0,external_node_crypto_.sign)('sha256', body, privateKey)));
}
/** PKCS#12 (RFC 7292) as OpenSSL 3 writes it: PBES2 with AES-256-CBC, a MAC with SHA-256. */
function encodePfx(certificate, privateKey, password) {
    const keyId = set(octets((0,external_node_crypto_.createHash)('sha1').update(certificate).digest()));
    const attributes = set(sequence(oid('1.2.840.113549.1.9.21'), keyId), sequence(oid('1.2.840.113549.1.9.20'), set(bmp('simulator'))));
    const certificateBag = sequence(oid('1.2.840.113549.1.12.10.1.3'), context(0, sequence(oid('1.2.840.113549.1.9.22.1'), context(0, octets(certificate)))), attributes);
    const shroudedKey = privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: password });
    const keyBag = sequence(oid('1.2.840.113549.1.12.10.1.2'), context(0, shroudedKey), attributes);
    const data = (content) => sequence(oid('1.2.840.113549.1.7.1'), context(0, octets(content)));
    const safe = sequence(encryptedData(sequence(certificateBag), password), data(sequence(keyBag)));
    const salt = (0,external_node_crypto_.randomBytes)(8);
    const macKey = pkcs12Key(password, salt, 2048);
    const mac = (0,external_node_crypto_.createHmac)('sha256', macKey).update(safe).digest();
    const digestInfo = sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), nothing), octets(mac));
    return sequence(integer(3), data(safe), sequence(digestInfo, octets(salt), integer(2048)));
}
function encryptedData(content, password) {
    const salt = (0,external_node_crypto_.randomBytes)(16);
    const iv = (0,external_node_crypto_.randomBytes)(16);
    const cipher = (0,external_node_crypto_.createCipheriv)('aes-256-cbc', (0,external_node_crypto_.pbkdf2Sync)(password, salt, 2048, 32, 'sha256'), iv);
    const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
    const derivation = sequence(oid('1.2.840.113549.1.5.12'), sequence(octets(salt), integer(2048), sequence(oid('1.2.840.113549.2.9'), nothing)));
    const encryption = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(iv));
    const algorithm = sequence(oid('1.2.840.113549.1.5.13'), sequence(derivation, encryption));
    const implicit = Buffer.from(octets(encrypted));
    implicit[0] = 0x80;
    return sequence(oid('1.2.840.113549.1.7.6'), context(0, sequence(integer(0), sequence(oid('1.2.840.113549.1.7.1'), algorithm, implicit))));
}
/** Key derivation of RFC 7292 appendix B.2 with SHA-256 and purpose 3 (MAC), for a key as long as the hash. */
function pkcs12Key(password, salt, iterations) {
    const block = 64;
    const fill = (bytes) => bytes.length === 0 ? bytes : Buffer.alloc(block * Math.ceil(bytes.length / block), bytes);
    const secret = Buffer.from(`${password}\0`, 'utf16le').swap16();
    let key = Buffer.concat([Buffer.alloc(block, 3), fill(salt), fill(secret)]);
    for (let i = 0; i < iterations; i++)
        key = (0,external_node_crypto_.createHash)('sha256').update(key).digest();
    return key;
}
/**
 * The certificates in a file: PEM or DER directly, PFX through `openssl pkcs12`, with `-legacy` for files encrypted
 * with RC2 (OpenSSL 3 moved it there). Says in one sentence why not.
 */
function readCertificates(file, password) {
    const text = file.toString('latin1');
    if (text.includes('-----BEGIN')) {
        const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
        if (blocks.length === 0)
            return { why: 'the PEM text holds no certificate' };
        return { certificates: blocks.map(block => new external_node_crypto_.X509Certificate(block)) };
    }
    try {
        return { certificates: [new external_node_crypto_.X509Certificate(file)] };
    }
    catch {
        // not a bare certificate: a PFX, or base64 of one
    }
    const pfx = /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, 'base64') : file;
    return fromPfx(pfx, password);
}
function fromPfx(pfx, password) {
    let said = '';
    for (const extra of [[], ['-legacy']]) {
        const run = (0,external_node_child_process_.spawnSync)('openssl', ['pkcs12', '-nokeys', '-passin', 'env:SIMULATOR_PFX_PASSWORD', ...extra], {
            input: pfx,
            env: { ...process.env, SIMULATOR_PFX_PASSWORD: password },
            encoding: 'utf8',
        });
        if (run.error)
            return { why: `a PFX is read with the program openssl, which cannot be started (${run.error.message})` };
        if (run.status === 0)
            return readCertificates(Buffer.from(run.stdout), password);
        said = run.stderr.trim().split('\n')[0] ?? '';
        if (/password|mac verify/i.test(run.stderr))
            return { why: 'openssl refuses the password' };
    }
    return { why: `openssl cannot read it as a PFX (${said})` };
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./node_modules/hono/dist/index.js + 23 modules
var dist = __webpack_require__(88934);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./lib/simulator/artifacts.js
/**
 * GitHub's artifact service as `@actions/artifact` 6.2 uses it: a Twirp service that hands out signed addresses, and
 * the blob store behind them (blocks, then a list of blocks). Uploads lie in a temporary folder, so that memory stays
 * flat; the folder goes when the process ends.
 */





/** Origin of the paths that the real services have: Twirp at the root, blobs in a container. */
const TWIRP = '/twirp/github.actions.results.api.v1.ArtifactService';
/** A runtime token as the runner has it: a JWT of which only the scope is read. */
function runtimeIdentity() {
    const runBackendId = (0,external_node_crypto_.randomUUID)();
    const jobBackendId = (0,external_node_crypto_.randomUUID)();
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const scp = `Actions.GenericRead:00000000-0000-0000-0000-000000000000 Actions.Results:${runBackendId}:${jobBackendId}`;
    return { runBackendId, jobBackendId, token: `${part({ alg: 'none', typ: 'JWT' })}.${part({ scp })}.` };
}
class ArtifactService {
    uploads = [];
    #tenant;
    #identity;
    #drafts = new Map();
    /** Blobs by the artifact's name, and what has arrived of each. */
    #blobs = new Map();
    #arrived = new Map();
    #secret = (0,external_node_crypto_.randomBytes)(32);
    #folder;
    #lastId = 0;
    constructor(tenant, identity) {
        this.#tenant = tenant;
        this.#identity = identity;
    }
    /** The address that GitHub's API sends a downloader to; undefined for what is not there. */
    address(id, origin) {
        const upload = this.uploads.find(each => String(each.id) === id);
        const blob = upload && this.#blobs.get(upload.name);
        return blob === undefined ? undefined : this.#readable(blob, origin);
    }
    twirp() {
        const app = new dist/* Hono */.$();
        app.post('/:method', async (c) => {
            const fault = this.#tenant.script.at('artifacts');
            if (fault === 'artifact-503')
                return twirpError(503, 'unavailable', 'service unavailable');
            if (fault === 'artifact-quota')
                return twirpError(403, 'resource_exhausted', 'insufficient usage to create artifact');
            if (fault === 'artifact-403' || c.req.header('authorization') !== `Bearer ${this.#identity.token}`) {
                return twirpError(403, 'permission_denied', 'the token is not allowed to do this');
            }
            const input = (await c.req.json().catch(() => undefined));
            if (input === undefined)
                return twirpError(400, 'malformed', 'the body is not JSON');
            if (!this.#isOurs(input))
                return twirpError(400, 'invalid_argument', 'backend ids are not those of the token');
            const origin = new URL(c.req.url).origin;
            switch (c.req.param('method')) {
                case 'CreateArtifact':
                    return this.#create(input, origin);
                case 'FinalizeArtifact':
                    return this.#finalize(input);
                case 'ListArtifacts':
                    return this.#list(input);
                case 'GetSignedArtifactURL':
                    return this.#sign(input, origin);
                case 'DeleteArtifact':
                    return this.#delete(input);
                default:
                    return twirpError(404, 'bad_route', 'no such method');
            }
        });
        return app;
    }
    /** Put Block, Put Block List, Put Blob and Get Blob of Azure's blob service, for signed addresses only. */
    blobs() {
        const app = new dist/* Hono */.$();
        app.put('/artifacts/:blob', async (c) => {
            const blob = c.req.param('blob');
            if (c.req.query('sig') !== this.#signature(blob, 'w'))
                return blobError(403, 'AuthenticationFailed');
            const bytes = Buffer.from(await c.req.arrayBuffer());
            switch (c.req.query('comp')) {
                case 'block':
                    (0,external_node_fs_.writeFileSync)(this.#blockFile(blob, c.req.query('blockid') ?? ''), bytes);
                    break;
                case 'blocklist':
                    if (!this.#assemble(blob, bytes.toString('utf8')))
                        return blobError(400, 'InvalidBlockList');
                    break;
                default:
                    this.#store(blob, [bytes]);
            }
            return new Response(null, { status: 201, headers: blobHeaders() });
        });
        app.get('/artifacts/:blob', c => {
            const blob = c.req.param('blob');
            if (c.req.query('sig') !== this.#signature(blob, 'r'))
                return blobError(403, 'AuthenticationFailed');
            const upload = this.uploads.find(each => this.#blobs.get(each.name) === blob);
            if (upload === undefined)
                return blobError(404, 'BlobNotFound');
            const disposition = `attachment; filename="${encodeURIComponent(upload.name)}${upload.mimeType === 'application/zip' ? '.zip' : ''}"`;
            const headers = { ...blobHeaders(), 'content-type': upload.mimeType, 'content-disposition': disposition };
            return new Response(new Uint8Array(upload.zip), { headers });
        });
        return app;
    }
    #isOurs(input) {
        return (input.workflow_run_backend_id === this.#identity.runBackendId &&
            input.workflow_job_run_backend_id === this.#identity.jobBackendId);
    }
    #create(input, origin) {
        const name = String(input.name ?? '');
        if (name === '' || /[":<>|*?\r\n\\/]/.test(name))
            return twirpError(400, 'invalid_argument', `the name ${JSON.stringify(name)} is not allowed`);
        if (this.#blobs.has(name))
            return twirpError(409, 'already_exists', 'an artifact with this name already exists on the workflow run');
        const blob = `${(0,external_node_crypto_.randomUUID)()}.zip`;
        const expiresAt = typeof input.expires_at === 'string' ? input.expires_at : undefined;
        this.#blobs.set(name, blob);
        this.#drafts.set(name, { blob, name, expiresAt, mimeType: String(unwrap(input.mime_type) ?? 'application/zip') });
        return json({
            ok: true,
            signed_upload_url: `${origin}/blob/artifacts/${blob}?sig=${encodeURIComponent(this.#signature(blob, 'w'))}`,
        });
    }
    #finalize(input) {
        const draft = this.#drafts.get(String(input.name));
        if (draft === undefined)
            return twirpError(404, 'not_found', 'no such artifact is being uploaded');
        const { size, digest } = this.#arrived.get(draft.blob) ?? { size: 0, digest: '' };
        const says = String(unwrap(input.hash) ?? digest);
        if (String(input.size) !== String(size)) {
            return twirpError(400, 'invalid_argument', `${size} bytes have arrived, not ${String(input.size)}`);
        }
        if (says !== digest)
            return twirpError(400, 'invalid_argument', `the bytes have the digest ${digest}`);
        this.#drafts.delete(draft.name);
        this.#tenant.counters.uploads++;
        const file = this.#file(draft.blob);
        const upload = {
            id: ++this.#lastId,
            name: draft.name,
            size,
            digest,
            expiresAt: draft.expiresAt,
            mimeType: draft.mimeType,
            createdAt: new Date(this.#tenant.now()).toISOString(),
            get zip() {
                return (0,external_node_fs_.readFileSync)(file);
            },
        };
        this.uploads.push(upload);
        return json({ ok: true, artifact_id: String(upload.id) });
    }
    #list(input) {
        const id = unwrap(input.id_filter);
        const name = unwrap(input.name_filter);
        const found = this.uploads.filter(each => (id === undefined || String(each.id) === String(id)) && (name === undefined || each.name === name));
        const artifacts = found.map(each => ({
            workflow_run_backend_id: this.#identity.runBackendId,
            workflow_job_run_backend_id: this.#identity.jobBackendId,
            database_id: String(each.id),
            name: each.name,
            size: String(each.size),
            created_at: each.createdAt,
            digest: each.digest,
        }));
        return json({ artifacts });
    }
    #sign(input, origin) {
        const blob = this.#blobs.get(String(input.name));
        if (blob === undefined || this.#drafts.has(String(input.name)))
            return twirpError(404, 'not_found', 'no such artifact');
        return json({ signed_url: this.#readable(blob, origin) });
    }
    #readable(blob, origin) {
        return `${origin}/blob/artifacts/${blob}?sig=${encodeURIComponent(this.#signature(blob, 'r'))}`;
    }
    #delete(input) {
        const place = this.uploads.findIndex(each => each.name === input.name);
        if (place < 0)
            return twirpError(404, 'not_found', 'no such artifact');
        const [gone] = this.uploads.splice(place, 1);
        this.#blobs.delete(gone.name);
        return json({ ok: true, artifact_id: String(gone.id) });
    }
    #assemble(blob, xml) {
        const blocks = [...xml.matchAll(/<(?:Latest|Uncommitted|Committed)>([^<]+)</g)].map(match => this.#blockFile(blob, match[1]));
        if (!blocks.every(file => (0,external_node_fs_.statSync)(file, { throwIfNoEntry: false }) !== undefined))
            return false;
        this.#store(blob, takeEach(blocks));
        return true;
    }
    #store(blob, parts) {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        let size = 0;
        (0,external_node_fs_.writeFileSync)(this.#file(blob), '');
        for (const part of parts) {
            (0,external_node_fs_.appendFileSync)(this.#file(blob), part);
            hash.update(part);
            size += part.length;
        }
        this.#arrived.set(blob, { size, digest: `sha256:${hash.digest('hex')}` });
    }
    #file(blob) {
        if (this.#folder === undefined) {
            const folder = (0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), 'simulated-artifacts-'));
            process.once('exit', () => (0,external_node_fs_.rmSync)(folder, { recursive: true, force: true }));
            this.#folder = folder;
        }
        return (0,external_node_path_.join)(this.#folder, (0,external_node_crypto_.createHash)('sha256').update(blob).digest('hex'));
    }
    #blockFile(blob, id) {
        return this.#file(`${blob}/${id}`);
    }
    #signature(blob, right) {
        return (0,external_node_crypto_.createHmac)('sha256', this.#secret).update(`${right}/${blob}`).digest('base64');
    }
}
/** One file after the other, so that no upload is ever held whole. */
function* takeEach(files) {
    for (const file of files) {
        yield (0,external_node_fs_.readFileSync)(file);
        (0,external_node_fs_.rmSync)(file);
    }
}
/** Wrapped values of protobuf come bare in JSON; older clients send `{value}`. */
const unwrap = (value) => typeof value === 'object' && value !== null && 'value' in value ? value.value : (value ?? undefined);
const json = (body) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });
const twirpError = (status, code, msg) => new Response(JSON.stringify({ code, msg }), { status, headers: { 'content-type': 'application/json' } });
const blobHeaders = () => ({
    etag: `"0x${(0,external_node_crypto_.randomBytes)(8).toString('hex').toUpperCase()}"`,
    'last-modified': new Date().toUTCString(),
    'x-ms-request-id': (0,external_node_crypto_.randomUUID)(),
    'x-ms-version': '2025-11-05',
});
const blobError = (status, code) => new Response(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`, {
    status,
    headers: { ...blobHeaders(), 'content-type': 'application/xml', 'x-ms-error-code': code },
});

;// CONCATENATED MODULE: ./lib/simulator/directory-state.js
/** What Entra's directory of a bare tenant remembers: applications, service principals, what they were granted. */

const role = (value, id) => ({
    id: id ?? guidOf(value),
    value,
    allowedMemberTypes: ['Application'],
    isEnabled: true,
});
/** A GUID of its own for a name, the same in every tenant, as Microsoft's are. */
function guidOf(name) {
    const hex = (0,external_node_crypto_.createHash)('sha256').update(name).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
/** https://learn.microsoft.com/graph/permissions-reference; ids that are not well known are made up. */
const RESOURCES = [
    {
        appId: '00000002-0000-0ff1-ce00-000000000000',
        displayName: 'Office 365 Exchange Online',
        service: 'exchange',
        appRoles: [
            role('Exchange.ManageAsApp', 'dc50a0fb-09a3-484d-be87-e023b12c6440'),
            role('Exchange.ManageAsAppV2'),
            role('full_access_as_app', 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'),
        ],
    },
    {
        appId: '00000003-0000-0000-c000-000000000000',
        displayName: 'Microsoft Graph',
        service: 'graph',
        appRoles: [
            role('AuditLogsQuery.Read.All'),
            role('AuditLogsQuery-Exchange.Read.All'),
            role('AuditLog.Read.All', 'b0afded3-3588-46d8-8b3d-9842eff778da'),
            role('Mail.Send', 'b633e1c5-b582-4048-a93e-9f11b44c7e96'),
        ],
    },
];
/** Directory roles that exist, by template id. */
const DIRECTORY_ROLES = {
    '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
    '29232cdf-9323-42fd-ade2-1d097af3e4de': 'Exchange Administrator',
    '17315797-102d-40b4-93e0-432062caca18': 'Compliance Administrator',
};
class Directory {
    applications = new Map();
    principals = new Map();
    assignments = new Map();
    roleAssignments = new Map();
    deleted = new Map();
    constructor() {
        for (const { appId, displayName, appRoles } of RESOURCES) {
            const id = (0,external_node_crypto_.randomUUID)();
            this.principals.set(id, { id, appId, displayName, appRoles, created: 0 });
        }
    }
    principalOf(appId) {
        return [...this.principals.values()].find(each => each.appId === appId.toLowerCase());
    }
    /** The app as login and services see it. */
    registered(clientId) {
        const app = [...this.applications.values()].find(each => each.appId === clientId.toLowerCase());
        if (app === undefined)
            return undefined;
        const principal = this.principalOf(app.appId);
        return {
            clientId: app.appId,
            servicePrincipal: principal?.id,
            roles: Object.fromEntries(RESOURCES.map(each => [each.service, this.#granted(principal, each.appId)])),
            directoryRoles: [...this.roleAssignments.values()]
                .filter(each => each.principalId === principal?.id)
                .map(each => each.roleDefinitionId),
            certificates: app.keyCredentials.map(each => new external_node_crypto_.X509Certificate(Buffer.from(each.key, 'base64'))),
            federatedCredentials: app.federated,
        };
    }
    #granted(principal, resourceAppId) {
        const resource = this.principalOf(resourceAppId);
        return [...this.assignments.values()]
            .filter(each => each.principalId === principal?.id && each.resourceId === resource?.id)
            .map(each => resource?.appRoles.find(one => one.id === each.appRoleId)?.value ?? '');
    }
    /** The application goes to the deleted items, its service principal and all that was granted go with it. */
    remove(app) {
        this.applications.delete(app.id);
        this.deleted.set(app.id, app);
        const principal = this.principalOf(app.appId);
        if (principal === undefined)
            return;
        this.principals.delete(principal.id);
        for (const each of this.assignments.values())
            if (each.principalId === principal.id)
                this.assignments.delete(each.id);
        for (const each of this.roleAssignments.values())
            if (each.principalId === principal.id)
                this.roleAssignments.delete(each.id);
    }
}

// EXTERNAL MODULE: ./node_modules/jose/dist/webapi/jwt/sign.js + 1 modules
var sign = __webpack_require__(72896);
// EXTERNAL MODULE: ./node_modules/jose/dist/webapi/jwt/verify.js
var verify = __webpack_require__(54605);
;// CONCATENATED MODULE: ./lib/simulator/clouds.js
/** Which hosts of Microsoft's belong together: login and resources by national cloud, as Microsoft documents them. */
const LOGIN = {
    'login.microsoftonline.com': 'public',
    'login.microsoftonline.us': 'us',
    'login.partner.microsoftonline.cn': 'china',
    'login.chinacloudapi.cn': 'china',
};
const clouds_RESOURCES = {
    'outlook.office365.com': { name: 'exchange', cloud: 'public' },
    'outlook.office365.us': { name: 'exchange', cloud: 'us' },
    'outlook-dod.office365.us': { name: 'exchange', cloud: 'us' },
    'webmail.apps.mil': { name: 'exchange', cloud: 'us' },
    'outlook.office365.cn': { name: 'exchange', cloud: 'china' },
    'partner.outlook.cn': { name: 'exchange', cloud: 'china' },
    'graph.microsoft.com': { name: 'graph', cloud: 'public' },
    'graph.microsoft.us': { name: 'graph', cloud: 'us' },
    'dod-graph.microsoft.us': { name: 'graph', cloud: 'us' },
    'microsoftgraph.chinacloudapi.cn': { name: 'graph', cloud: 'china' },
    'vault.azure.net': { name: 'vault', cloud: 'public' },
    'vault.usgovcloudapi.net': { name: 'vault', cloud: 'us' },
    'vault.azure.cn': { name: 'vault', cloud: 'china' },
    'manage.office.com': { name: 'management', cloud: 'public' },
};
const loginCloud = (host) => LOGIN[host];
const resourceAt = (host) => clouds_RESOURCES[host];

;// CONCATENATED MODULE: ./lib/simulator/tenant.js
/** Whether a path or an assertion means this tenant: by GUID or by domain, any letter case. */
function meansTenant(tenant, name) {
    const lower = name.toLowerCase();
    return lower === tenant.id || lower === tenant.domain || lower === tenant.company.domain;
}
/** What a cut connection looks like to a caller without a port: the failure of `fetch`, with Node's cause. */
class ConnectionReset extends TypeError {
    constructor() {
        super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
    }
}
const brokenBodies = new WeakMap();
/** An answer whose body arrives in part and then breaks off; a listening server cuts the socket there. */
function cutOff(body, init) {
    const part = body.slice(0, Math.max(1, Math.floor(body.length / 2)));
    const stream = new ReadableStream({
        start(controller) {
            controller.enqueue(part);
        },
        pull(controller) {
            controller.error(new TypeError('terminated', { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) }));
        },
    });
    const response = new Response(stream, { ...init, headers: { ...init.headers, 'content-length': String(body.length) } });
    brokenBodies.set(response, part);
    return response;
}
/** The bytes that arrive before the break, where the answer is to break off. */
const partBeforeBreak = (response) => brokenBodies.get(response);

;// CONCATENATED MODULE: ./lib/simulator/tokens.js
/**
 * Access tokens of the simulated tenant: JWTs with the claims of app-only tokens (graph2otel, live July 2026), signed
 * with a secret of this process, so that only its own are taken back. Clients must not look at the signature.
 */




const SECRET = (0,external_node_crypto_.randomBytes)(32);
/** The marker that every app-only token carries, directory role or not. */
const NO_ROLE = '0997a1d0-0d1d-4acb-b408-d5ca73121e90';
async function issueToken(tenant, app, { resource, claims, withRoles }) {
    const kind = resourceAt(new URL(resource).host)?.name ?? '';
    const roles = withRoles ? (app.roles[kind] ?? []) : [];
    const principal = app.servicePrincipal ?? '';
    const now = Math.floor(tenant.now() / 1000);
    const uti = (0,external_node_crypto_.randomBytes)(16).toString('base64url');
    if (claims !== undefined && claims === tenant.requiredClaims)
        tenant.claimsTokens.add(uti);
    const token = await new sign/* SignJWT */.P({
        app_displayname: 'Audit export',
        appid: app.clientId,
        appidacr: '2',
        idp: `https://sts.windows.net/${tenant.id}/`,
        oid: principal,
        rh: `1.AQ${(0,external_node_crypto_.randomBytes)(12).toString('base64url')}.`,
        ...(roles.length > 0 ? { roles } : {}),
        sub: principal,
        tid: tenant.id,
        uti,
        ver: '1.0',
        wids: [NO_ROLE, ...app.directoryRoles],
    })
        .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
        .setAudience(resource)
        .setIssuer(`https://sts.windows.net/${tenant.id}/`)
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + tenant.tokenLifetimeSeconds)
        .setJti((0,external_node_crypto_.randomUUID)())
        .sign(SECRET);
    return { token, lifetime: tenant.tokenLifetimeSeconds };
}
/** The Azure CLI, with which administrators sign in. */
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
/** A person's token, as `az account get-access-token` prints it; good for a day, since nobody renews it. */
async function issuePersonalToken(tenant, resource, person) {
    const now = Math.floor(tenant.now() / 1000);
    return new sign/* SignJWT */.P({
        appid: AZURE_CLI,
        oid: '5c1f6a0e-9d3b-4f27-8a64-0b7e2d91c3f8',
        scp: person.scopes.join(' '),
        tid: tenant.id,
        uti: (0,external_node_crypto_.randomBytes)(16).toString('base64url'),
        ver: '1.0',
        wids: person.directoryRoles,
    })
        .setProtectedHeader({ typ: 'JWT', alg: 'HS256' })
        .setAudience(resource)
        .setIssuer(`https://sts.windows.net/${tenant.id}/`)
        .setIssuedAt(now)
        .setExpirationTime(now + 86_400)
        .sign(SECRET);
}
/** Judges the bearer token of a request to `resource` for the tenant that the path names. */
async function readToken(tenant, request, resource, named) {
    const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
    if (bearer === undefined)
        return { refused: 'missing' };
    try {
        const { payload } = await (0,verify/* jwtVerify */.V)(bearer, SECRET, { currentDate: new Date(tenant.now()) });
        const { aud, roles, uti, oid, scp, wids } = payload;
        if (resourceAt(new URL(aud).host)?.name !== resource)
            return { refused: 'audience' };
        if (payload.tid !== tenant.id || !meansTenant(tenant, named))
            return { refused: 'tenant' };
        if (tenant.refusedTokens.has(uti))
            return { refused: 'revoked' };
        if (tenant.requiredClaims !== undefined && !tenant.claimsTokens.has(uti))
            return { refused: 'claims' };
        return { uti, oid, roles: roles ?? [], scopes: scp?.split(' ') ?? [], directoryRoles: wids ?? [] };
    }
    catch (error) {
        return { refused: error.code === 'ERR_JWT_EXPIRED' ? 'expired' : 'invalid' };
    }
}

;// CONCATENATED MODULE: ./lib/simulator/directory.js
/**
 * Microsoft Graph's directory as an administrator drives it: applications, service principals, app role and directory
 * role assignments, federated credentials. A new object is unknown to other calls for some seconds, as replication has
 * it; a key that is sent back without its bytes is refused.
 */




/** How long a new object stays unknown, in ms. */
const REPLICATION = 1_500;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MOST_FEDERATED = 20;
class Refusal extends Error {
    status;
    code;
    constructor(status, code, message) {
        super(message);
        this.status = status;
        this.code = code;
    }
}
const bad = (message) => new Refusal(400, 'Request_BadRequest', message);
/** The directory's own sentence, for what is not there and for what is not there yet. */
const missing = (id) => new Refusal(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`);
function directoryApi(tenant, directory) {
    const app = new dist/* Hono */.$();
    const service = new DirectoryApi(tenant, directory);
    const on = (method, path, needs, act) => app.on(method, `/v1.0${path}`, async (c) => {
        try {
            await service.admit(c, needs);
            const body = method === 'POST' || method === 'PATCH' ? await readBody(c) : {};
            const answer = act(c, body);
            if (answer === undefined)
                return new Response(null, { status: 204 });
            return c.json(answer, method === 'POST' ? 201 : 200, { 'request-id': (0,external_node_crypto_.randomUUID)() });
        }
        catch (error) {
            if (!(error instanceof Refusal))
                throw error;
            return c.json({ error: { code: error.code, message: error.message } }, error.status, {
                'request-id': (0,external_node_crypto_.randomUUID)(),
            });
        }
    });
    const registers = 'Application.ReadWrite.All';
    const grants = 'AppRoleAssignment.ReadWrite.All';
    const assigns = 'RoleManagement.ReadWrite.Directory';
    const id = (c) => c.req.param('id');
    on('GET', '/applications', registers, c => service.list([...directory.applications.values()].map(shown), c));
    on('POST', '/applications', registers, (_c, body) => service.register(body));
    on('GET', '/applications/:id', registers, c => service.application(id(c), c.req.query('$select')));
    on('PATCH', '/applications/:id', registers, (c, body) => service.change(id(c), body));
    on('DELETE', '/applications/:id', registers, c => directory.remove(service.found(id(c))));
    on('GET', '/applications/:id/federatedIdentityCredentials', registers, c => ({ value: service.found(id(c)).federated }));
    on('POST', '/applications/:id/federatedIdentityCredentials', registers, (c, body) => service.federate(id(c), body));
    on('GET', '/servicePrincipals', registers, c => service.list([...directory.principals.values()], c));
    on('POST', '/servicePrincipals', registers, (_c, body) => service.enterprise(body));
    on('GET', '/servicePrincipals/:id/appRoleAssignments', registers, c => service.granted(id(c)));
    on('POST', '/servicePrincipals/:id/appRoleAssignments', grants, (c, body) => service.grant(id(c), body));
    on('DELETE', '/servicePrincipals/:id/appRoleAssignments/:grant', grants, c => service.revoke(id(c), c.req.param('grant')));
    on('GET', '/roleManagement/directory/roleAssignments', assigns, c => service.list([...directory.roleAssignments.values()], c));
    on('POST', '/roleManagement/directory/roleAssignments', assigns, (_c, body) => service.assign(body));
    return app;
}
class DirectoryApi {
    #tenant;
    #directory;
    constructor(tenant, directory) {
        this.#tenant = tenant;
        this.#directory = directory;
    }
    async admit(c, needs) {
        const reading = await readToken(this.#tenant, c.req.raw, 'graph', this.#tenant.id);
        if ('refused' in reading)
            throw new Refusal(401, 'InvalidAuthenticationToken', 'Access token is missing or not valid.');
        const scopes = reading.scopes;
        if (!scopes.includes(needs))
            throw new Refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
    }
    /** `$filter` of one equality, the only form that is imitated. */
    list(items, c) {
        const filter = c.req.query('$filter');
        if (filter === undefined)
            return { value: items };
        const [, name = '', value = ''] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(filter) ?? [];
        if (name === '')
            throw bad(`Invalid filter clause: ${filter}`);
        return { value: items.filter(item => item[name] === value.replaceAll("''", "'")) };
    }
    found(id) {
        const app = this.#directory.applications.get(id);
        if (app === undefined || this.#isNew(app))
            throw missing(id);
        return app;
    }
    application(id, select) {
        const app = this.found(id);
        return select === 'keyCredentials' ? { id, keyCredentials: app.keyCredentials } : shown(app);
    }
    register(body) {
        known(body, ['displayName', 'signInAudience', 'tags', 'notes', 'requiredResourceAccess', 'keyCredentials']);
        if (typeof body.displayName !== 'string' || body.displayName === '')
            throw bad('displayName is required.');
        const app = {
            id: (0,external_node_crypto_.randomUUID)(),
            appId: (0,external_node_crypto_.randomUUID)(),
            displayName: body.displayName,
            tags: body.tags ?? [],
            notes: body.notes ?? null,
            signInAudience: body.signInAudience ?? 'AzureADandPersonalMicrosoftAccount',
            requiredResourceAccess: body.requiredResourceAccess ?? [],
            keyCredentials: keysOf(body.keyCredentials ?? []),
            federated: [],
            created: this.#tenant.now(),
        };
        this.#directory.applications.set(app.id, app);
        return shown(app);
    }
    change(id, body) {
        const app = this.found(id);
        known(body, ['keyCredentials', 'requiredResourceAccess', 'tags', 'notes']);
        if (body.keyCredentials !== undefined)
            app.keyCredentials = keysOf(body.keyCredentials);
        if (body.requiredResourceAccess !== undefined)
            app.requiredResourceAccess = body.requiredResourceAccess;
        return undefined;
    }
    federate(id, body) {
        const app = this.found(id);
        const { name, issuer, subject, audiences, description } = body;
        if (![name, issuer, subject].every(text => typeof text === 'string' && text !== ''))
            throw bad('name, issuer and subject are required.');
        if (!Array.isArray(audiences) || audiences.length !== 1)
            throw bad('audiences has to hold exactly one value.');
        if (app.federated.length >= MOST_FEDERATED)
            throw bad('An application has at most 20 federated identity credentials.');
        if (app.federated.some(each => each.name === name || (each.issuer === issuer && each.subject === subject)))
            throw new Refusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'FederatedIdentityCredential already exists.');
        const made = { id: (0,external_node_crypto_.randomUUID)(), name, issuer, subject, audiences, description: description ?? '' };
        app.federated.push(made);
        return made;
    }
    enterprise(body) {
        const app = [...this.#directory.applications.values()].find(each => each.appId === body.appId);
        if (app === undefined || this.#isNew(app))
            throw bad(`The appId '${body.appId}' of the service principal does not reference a valid application object.`);
        if (this.#directory.principalOf(app.appId))
            throw new Refusal(409, 'Request_MultipleObjectsWithSameKeyValue', 'The service principal already exists.');
        const made = {
            id: (0,external_node_crypto_.randomUUID)(),
            appId: app.appId,
            displayName: app.displayName,
            appRoles: [],
            created: this.#tenant.now(),
        };
        this.#directory.principals.set(made.id, made);
        return made;
    }
    granted(id) {
        this.#principal(id);
        return { value: [...this.#directory.assignments.values()].filter(each => each.principalId === id) };
    }
    grant(id, body) {
        this.#principal(id);
        if (body.principalId !== id)
            throw bad('principalId has to be the service principal of the address.');
        const resource = this.#directory.principals.get(String(body.resourceId));
        const role = resource?.appRoles.find(each => each.id === body.appRoleId);
        if (resource === undefined || role === undefined)
            throw bad('Permission being assigned was not found on application');
        for (const each of this.#directory.assignments.values()) {
            if (each.principalId === id && each.resourceId === resource.id && each.appRoleId === role.id)
                throw bad('Permission being assigned already exists on the object');
        }
        const made = { id: (0,external_node_crypto_.randomUUID)(), principalId: id, resourceId: resource.id, appRoleId: role.id };
        this.#directory.assignments.set(made.id, made);
        return made;
    }
    revoke(id, grant) {
        this.#principal(id);
        if (this.#directory.assignments.get(grant)?.principalId !== id)
            throw missing(grant);
        this.#directory.assignments.delete(grant);
        return undefined;
    }
    assign(body) {
        const principalId = String(body.principalId);
        const roleDefinitionId = String(body.roleDefinitionId);
        this.#principal(principalId);
        if (!(roleDefinitionId in DIRECTORY_ROLES))
            throw bad('The role definition does not exist.');
        if (body.directoryScopeId !== '/')
            throw bad("directoryScopeId has to be '/'.");
        const all = [...this.#directory.roleAssignments.values()];
        if (all.some(each => each.principalId === principalId && each.roleDefinitionId === roleDefinitionId))
            throw bad('A conflicting object with one or more of the specified property values is present in the directory.');
        const made = { id: (0,external_node_crypto_.randomUUID)(), principalId, roleDefinitionId };
        this.#directory.roleAssignments.set(made.id, made);
        return made;
    }
    #principal(id) {
        const principal = this.#directory.principals.get(id);
        if (principal === undefined || this.#isNew(principal))
            throw missing(id);
    }
    #isNew({ created }) {
        return this.#tenant.now() - created < REPLICATION;
    }
}
/** Keys are told without their bytes unless they are selected of a single object (Graph's keyCredential page). */
function shown({ federated: _federated, created: _created, ...app }) {
    return { ...app, keyCredentials: app.keyCredentials.map(each => ({ ...each, key: null })) };
}
function keysOf(given) {
    if (!Array.isArray(given))
        throw bad('keyCredentials has to be a collection.');
    return given.map(each => {
        if (each.type !== 'AsymmetricX509Cert' || each.usage !== 'Verify')
            throw bad('Key credential type or usage is invalid.');
        if (typeof each.key !== 'string' || each.key === '')
            throw bad('New key credential must have a value for the key.');
        let certificate;
        try {
            certificate = new external_node_crypto_.X509Certificate(Buffer.from(each.key, 'base64'));
        }
        catch {
            throw bad('Key value is invalid certificate.');
        }
        if (each.keyId !== undefined && !GUID.test(each.keyId))
            throw bad('keyId is not a GUID.');
        return {
            keyId: each.keyId ?? (0,external_node_crypto_.randomUUID)(),
            displayName: each.displayName ?? certificate.subject,
            type: each.type,
            usage: each.usage,
            key: each.key,
            startDateTime: new Date(certificate.validFrom).toISOString(),
            endDateTime: new Date(certificate.validTo).toISOString(),
        };
    });
}
function known(body, names) {
    for (const name of Object.keys(body))
        if (!names.includes(name))
            throw bad(`Property ${name} is not one that is imitated.`);
}
async function readBody(c) {
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
        throw bad('Content-Type has to be JSON.');
    try {
        return (await c.req.json());
    }
    catch {
        throw bad('Unable to read JSON request payload.');
    }
}

;// CONCATENATED MODULE: ./lib/simulator/record-types.js
/**
 * Numbers and names of audit record types. From the published table of the Office 365 Management Activity API schema
 * (AuditLogRecordType, github.com/MicrosoftDocs/office-365-management-api); display names with blanks are written as
 * the cmdlet writes them. The set is open: over a quarter of a live tenant's types are not in that table (graph2otel,
 * July 2026), so the simulated tenant has numbers without a name as well. AuditSearch is not in the table, and was seen
 * there.
 */
const TABLE = `
1 ExchangeAdmin|2 ExchangeItem|3 ExchangeItemGroup|4 SharePoint|5 SyntheticProbe|6 SharePointFileOperation|7 OneDrive
8 AzureActiveDirectory|9 AzureActiveDirectoryAccountLogon|10 DataCenterSecurityCmdlet|11 ComplianceDLPSharePoint
12 Sway|13 ComplianceDLPExchange|14 SharePointSharingOperation|15 AzureActiveDirectoryStsLogon
16 SkypeForBusinessPSTNUsage|17 SkypeForBusinessUsersBlocked|18 SecurityComplianceCenterEOPCmdlet
19 ExchangeAggregatedOperation|20 PowerBIAudit|21 CRM|22 Yammer|23 SkypeForBusinessCmdlets|24 Discovery
25 MicrosoftTeams|28 ThreatIntelligence|29 MailSubmission|30 MicrosoftFlow|31 AeD|32 MicrosoftStream
33 ComplianceDLPSharePointClassification|34 ThreatFinder|35 Project|36 SharePointListOperation
37 SharePointCommentOperation|38 DataGovernance|39 Kaizala|40 SecurityComplianceAlerts|41 ThreatIntelligenceUrl
42 SecurityComplianceInsights|43 MIPLabel|44 WorkplaceAnalytics|45 PowerAppsApp|46 PowerAppsPlan
47 ThreatIntelligenceAtpContent|48 LabelContentExplorer|49 TeamsHealthcare|50 ExchangeItemAggregated|51 HygieneEvent
52 DataInsightsRestApiAudit|53 InformationBarrierPolicyApplication|54 SharePointListItemOperation
55 SharePointContentTypeOperation|56 SharePointFieldOperation|57 MicrosoftTeamsAdmin|58 HRSignal
59 MicrosoftTeamsDevice|60 MicrosoftTeamsAnalytics|61 InformationWorkerProtection|62 Campaign|63 DLPEndpoint
64 AirInvestigation|65 Quarantine|66 MicrosoftForms|67 ApplicationAudit|68 ComplianceSupervisionExchange
69 CustomerKeyServiceEncryption|70 OfficeNative|71 MipAutoLabelSharePointItem
72 MipAutoLabelSharePointPolicyLocation|73 MicrosoftTeamsShifts|75 MipAutoLabelExchangeItem|76 CortanaBriefing
77 Search|78 WDATPAlerts|82 SensitivityLabelPolicyMatch|83 SensitivityLabelAction|84 SensitivityLabeledFileAction
85 AttackSim|86 AirManualInvestigation|87 SecurityComplianceRBAC|88 UserTraining|89 AirAdminActionInvestigation
90 MSTIC|91 PhysicalBadgingSignal|93 AipDiscover|94 AipSensitivityLabelAction|95 AipProtectionAction
96 AipFileDeleted|97 AipHeartBeat|98 MCASAlerts|99 OnPremisesFileShareScannerDlp|100 OnPremisesSharePointScannerDlp
101 ExchangeSearch|102 SharePointSearch|105 MyAnalyticsSettings|106 SecurityComplianceUserChange
107 ComplianceDLPExchangeClassification|109 MipExactDataMatch|113 MS365DCustomDetection|147 CoreReportingSettings
148 ComplianceConnector|154 OMEPortal|174 DataShareOperation|181 EduDataLakeDownloadOperation
183 MicrosoftGraphDataConnectOperation|186 PowerPagesSite|188 PlannerPlan|189 PlannerCopyPlan|190 PlannerTask
191 PlannerRoster|192 PlannerPlanList|193 PlannerTaskList|194 PlannerTenantSettings|195 ProjectForTheWebProject
196 ProjectForTheWebTask|197 ProjectForTheWebRoadmap|198 ProjectForTheWebRoadmapItem
199 ProjectForTheWebProjectSettings|200 ProjectForTheWebRoadmapSettings|216 VivaGoals
217 MicrosoftGraphDataConnectConsent|230 TeamsUpdates|231 PlannerRosterSensitivityLabel|261 CopilotInteraction|295 AuditSearch`;
const NAMES = new Map();
const NUMBERS = new Map();
for (const entry of TABLE.trim().split(/[|\n]/)) {
    const [number, name] = entry.split(' ');
    NAMES.set(Number(number), name);
    NUMBERS.set(name.toLowerCase(), Number(number));
}
/** What a row says outside `AuditData`: the name where there is one, else the number. */
function outsideRecordType(inside) {
    const number = typeof inside === 'number' ? inside : /^\d+$/.test(inside) ? Number(inside) : undefined;
    return number === undefined ? inside : (NAMES.get(number) ?? number);
}
/**
 * PowerShell matches enum names by their beginning: a cut name is accepted silently, and the search then finds
 * nothing (graph2otel, live July 2026).
 */
function readRecordType(argument) {
    const text = String(argument).trim().toLowerCase();
    if (/^\d+$/.test(text))
        return { number: Number(text) };
    const exact = NUMBERS.get(text);
    if (exact !== undefined)
        return { number: exact };
    const longer = [...NUMBERS.keys()].filter(name => text !== '' && name.startsWith(text));
    return longer.length === 1 ? { prefixOf: longer[0] } : { unknown: true };
}
const recordTypeNames = () => [...NAMES.values()];

;// CONCATENATED MODULE: ./lib/simulator/envelopes.js
/** How Exchange's REST layer words rows and answers; see each function for where its form is known from. */


const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const METADATA = ['none', 'object', 'typed object', 'text', 'text, other case'];
const styleOf = (chance) => ({
    offsetDates: (chance & 3) === 0,
    metadata: METADATA[(chance >>> 4) % METADATA.length],
});
/**
 * One row: the documented PowerShell record under the annotation rules of the REST layer (graph2otel, live July 2026;
 * a verbatim answer of this cmdlet is not published).
 */
function rowJson(row, counters, style) {
    const recordType = outsideRecordType(row.recordType);
    const date = new Date(row.time).toISOString().replace('Z', `0000${style.offsetDates ? '+00:00' : 'Z'}`);
    return (`{"RecordType":${JSON.stringify(recordType)},"CreationDate@data.type":"System.DateTime","CreationDate":"${date}",` +
        `"UserIds":${JSON.stringify(row.userId)},"Operations":${JSON.stringify(row.operation)},"AuditData":${JSON.stringify(row.auditData)},` +
        `"ResultIndex@data.type":"System.Int32","ResultIndex":${counters.index},"ResultCount@data.type":"System.Int32","ResultCount":${counters.count},` +
        `"Identity":${JSON.stringify(row.id)},${metadataJson(counters.more, style)}"IsValid":true,"ObjectState":"Unchanged"}`);
}
function metadataJson(more, { metadata }) {
    switch (metadata) {
        case 'none':
            return '';
        case 'object':
            return `"AuditSearchRequestMetadata":{"moreRecordsAvailable":${more}},`;
        case 'typed object':
            return `"AuditSearchRequestMetadata@odata.type":"#Exchange.GenericHashTable","AuditSearchRequestMetadata":{"@odata.type":"#Exchange.GenericHashTable","MoreRecordsAvailable":${more}},`;
        case 'text':
            return `"AuditSearchRequestMetadata":"{\\"moreRecordsAvailable\\":${more}}",`;
        case 'text, other case':
            return `"AuditSearchRequestMetadata":"{\\"MoreRecordsAvailable\\":\\"${more ? 'True' : 'False'}\\"}",`;
    }
}
/** Up to the first row; warnings are an array, present and empty when all is well (graph2otel, live July 2026). */
const envelopeOpening = ({ base, named, warnings }) => `{"@odata.context":${JSON.stringify(`${base}/adminapi/beta/${named}/$metadata#Collection(Exchange.GenericHashTable)`)},` +
    `"adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":${JSON.stringify(warnings)},"value":[`;
/** After the last row. */
const envelopeClosing = ({ nextLink }) => nextLink === undefined ? ']}' : `],"@odata.nextLink":${JSON.stringify(nextLink)}}`;
/** Headers as captured in 2024; the rate headers were gone in July 2026 (graph2otel), so only some tenants have them. */
function answerHeaders(clientRequestId, now, rates) {
    return {
        'content-type': JSON_TYPE,
        'odata-version': '4.0',
        'preference-applied': 'odata.include-annotations="*"',
        'request-id': (0,external_node_crypto_.randomUUID)(),
        'x-calculatedbetarget': 'DB9PR08MB9999.EURPRD08.PROD.OUTLOOK.COM',
        'x-feserver': 'FR0P281CA0101',
        'x-backendhttpstatus': '200,200',
        server: 'Microsoft-HTTPAPI/2.0',
        date: new Date(now).toUTCString(),
        ...(clientRequestId === null ? {} : { 'client-request-id': clientRequestId }),
        ...(rates
            ? {
                'rate-limit-limit': '30000',
                'rate-limit-remaining': '29997',
                'rate-limit-reset': new Date(now + 16_000).toISOString(),
            }
            : {}),
    };
}

;// CONCATENATED MODULE: ./lib/simulator/random.js
/**
 * Seeded chance: the same seed words give the same numbers, on every machine. Not for secrets.
 */
/** Mixes two 32-bit words into one (the finaliser of MurmurHash3): neighbours in give strangers out. */
function mix(a, b) {
    let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b ^ (b >>> 15), 0xc2b2ae35);
    h ^= h >>> 16;
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    return (h ^ (h >>> 16)) >>> 0;
}
/** A text as a 32-bit word (FNV-1a, mixed). */
function hashText(text) {
    let h = 0x811c9dc5;
    for (let i = 0; i < text.length; i++)
        h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    return mix(h, text.length);
}
const BYTE = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const random_byte = (word, shift) => BYTE[(word >>> shift) & 255];
const hexWord = (word) => random_byte(word, 24) + random_byte(word, 16) + random_byte(word, 8) + random_byte(word, 0);
/** Four 32-bit words as a version 4 GUID. */
function random_guidOf(a, b, c, d) {
    const third = BYTE[0x40 | ((b >>> 8) & 15)];
    const fourth = BYTE[0x80 | ((c >>> 24) & 63)];
    const head = `${hexWord(a)}-${random_byte(b, 24)}${random_byte(b, 16)}-${third}${random_byte(b, 0)}-${fourth}`;
    return `${head}${random_byte(c, 16)}-${random_byte(c, 8)}${random_byte(c, 0)}${hexWord(d)}`;
}
/** xoshiro128** (Blackman and Vigna): small, fast, can be set anew for every record without allocating. */
class Random {
    #a = 0;
    #b = 0;
    #c = 0;
    #d = 0;
    constructor(seed = 0, stream = 0) {
        this.reset(seed, stream);
    }
    reset(seed, stream) {
        this.#a = mix(seed, stream);
        this.#b = mix(this.#a, seed);
        this.#c = mix(this.#b, stream);
        this.#d = mix(this.#c, 0x5eed) | 1;
        return this;
    }
    /** 32 random bits. */
    word() {
        const product = Math.imul(this.#b, 5);
        const result = Math.imul((product << 7) | (product >>> 25), 9);
        const t = this.#b << 9;
        this.#c ^= this.#a;
        this.#d ^= this.#b;
        this.#b ^= this.#c;
        this.#a ^= this.#d;
        this.#c ^= t;
        this.#d = (this.#d << 11) | (this.#d >>> 21);
        return result >>> 0;
    }
    /** 0 up to, not including, 1. */
    fraction() {
        return this.word() / 4294967296;
    }
    /** A whole number from 0 up to, not including, `limit`. */
    below(limit) {
        return Math.floor(this.fraction() * limit);
    }
    between(least, most) {
        return least + this.below(most - least + 1);
    }
    chance(probability) {
        return this.fraction() < probability;
    }
    pick(items) {
        return items[this.below(items.length)];
    }
    guid() {
        return random_guidOf(this.word(), this.word(), this.word(), this.word());
    }
    /** `digits` lower-case hexadecimal digits. */
    hex(digits) {
        let text = '';
        while (text.length < digits)
            text += hexWord(this.word());
        return text.slice(0, digits);
    }
    /** A standard normal value (Box and Muller). */
    normal() {
        const radius = Math.sqrt(-2 * Math.log(1 - this.fraction()));
        return radius * Math.cos(2 * Math.PI * this.fraction());
    }
    shuffle(items) {
        for (let i = items.length - 1; i > 0; i--) {
            const j = this.below(i + 1);
            const held = items[i];
            items[i] = items[j];
            items[j] = held;
        }
        return items;
    }
}
/** Draws an index with the given weights, in one comparison (Vose's alias table). */
class Weighted {
    #keep;
    #alias;
    constructor(weights) {
        const count = weights.length;
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        this.#keep = new Float64Array(count);
        this.#alias = new Uint32Array(count);
        const share = weights.map(weight => (weight / total) * count);
        const small = [];
        const large = [];
        share.forEach((value, index) => {
            ;
            (value < 1 ? small : large).push(index);
        });
        while (small.length > 0 && large.length > 0) {
            const low = small.pop();
            const high = large[large.length - 1];
            this.#keep[low] = share[low];
            this.#alias[low] = high;
            share[high] = share[high] - (1 - share[low]);
            if (share[high] < 1)
                small.push(large.pop());
        }
        for (const index of [...small, ...large])
            this.#keep[index] = 1;
    }
    draw(random) {
        const index = random.below(this.#keep.length);
        return random.fraction() < this.#keep[index] ? index : this.#alias[index];
    }
}

;// CONCATENATED MODULE: ./lib/simulator/answers.js
/**
 * What an answer holds before it is cut into pages: rows with their counters and warnings, as found or as a fault has
 * it. Rows are named by position; their texts are written page by page.
 */


/** Extractor #199 (April 2026), verbatim: a failed search that looks like an empty window. */
const CANCELLED = 'Failed to process request via Sync Search mode, returning. InnerException: A task was canceled..';
/** graph2otel, live July 2026. */
const MORE = 'There are more results available than are currently displayed. To view them, increase the value for the ResultSize parameter.';
const UNKNOWN = 'The audit search back end answered in compatibility mode (code 0x7E3).';
function makeAnswer(found, query, fault, searches) {
    const random = new Random(found.chance, 0xfa);
    const answer = {
        rows: number(found.positions, found.before),
        count: found.positions.length,
        more: found.more,
        warnings: [],
        style: styleOf(found.chance),
        bodiless: false,
    };
    const keep = (positions) => {
        answer.rows = number(positions.slice(0, query.resultSize), found.before);
        answer.count = answer.rows.length;
    };
    const { positions } = found;
    const some = positions.slice(0, Math.max(1, Math.floor(positions.length * 0.6)));
    switch (fault) {
        case 'cancelled':
            keep([]);
            answer.warnings = [CANCELLED];
            break;
        case 'cancelled-partial':
            keep(some);
            answer.warnings = [CANCELLED];
            break;
        case 'zero-then-data':
            keep([]);
            break;
        case 'empty-204':
            answer.bodiless = true;
            break;
        case 'cap-100':
            keep(positions.slice(0, 100));
            break;
        case 'more-results-warning':
            keep(some);
            answer.warnings = [MORE];
            break;
        case 'unknown-warning':
            answer.warnings = [UNKNOWN];
            break;
        case 'result-index-minus-one':
            answer.rows = answer.rows.slice(0, some.length).map(row => ({ ...row, index: -1 }));
            break;
        case 'result-count-zero':
            answer.rows = answer.rows.slice(0, some.length);
            answer.count = 0;
            break;
        case 'count-short':
            answer.rows = answer.rows.slice(0, Math.min(positions.length - 1, Math.ceil(positions.length * 0.9)));
            break;
        case 'more-records-available':
            keep(some);
            answer.more = true;
            if (answer.style.metadata === 'none')
                answer.style = { ...answer.style, metadata: 'object' };
            break;
        case 'lost-once':
            keep(positions.filter((_, place) => place !== found.chance % positions.length));
            break;
        case 'out-of-window':
            keep(random.shuffle([...positions, ...searches.outside(query, found.chance)]));
            break;
        case 'ignored-filter':
            keep(searches.unfiltered(query, found.chance));
            break;
        case 'duplicates':
            keep(random.shuffle([...positions, ...positions.slice(0, Math.max(1, Math.floor(positions.length / 20)))]));
            break;
        case 'foreign-tenant': {
            const rows = number([positions[0], ...positions], found.before);
            answer.rows = rows.map((row, place) => (place === 0 ? { ...row, change: 'foreign' } : row));
            answer.count = rows.length;
            break;
        }
        case 'broken-auditdata':
        case 'wrong-identity': {
            const place = found.chance % answer.rows.length;
            answer.rows[place] = {
                ...answer.rows[place],
                change: fault === 'broken-auditdata' ? 'cut' : 'identity',
            };
            break;
        }
    }
    return answer;
}
/** Since April 2026 the counters speak of the rows returned, no longer of those that match (Extractor #199). */
const number = (positions, before) => positions.map((position, place) => ({ position, index: before + place + 1 }));
function rowOf(tenant, { position, change }, formatted) {
    const row = tenant.records.row(position);
    // Formatted rewrites the text: an archive must not ask for it (cmdlet documentation)
    const auditData = formatted ? JSON.stringify(JSON.parse(row.auditData), undefined, 2) : row.auditData;
    const otherId = random_guidOf(mix(position, 1), mix(position, 2), mix(position, 3), mix(position, 4));
    switch (change) {
        case 'cut':
            return { ...row, auditData: auditData.slice(0, Math.floor(auditData.length / 2)) };
        case 'identity':
            return { ...row, auditData, id: otherId };
        case 'foreign':
            return {
                ...row,
                id: otherId,
                auditData: auditData.replaceAll(tenant.id, otherId).replaceAll(row.id || '\0', otherId),
            };
        default:
            return { ...row, auditData };
    }
}

;// CONCATENATED MODULE: ./lib/simulator/delivery.js
/** Writes an answer's bytes and carries them out: zipped where it is wanted, cut or mislabelled where a fault says so. */




const compress = (0,external_node_util_.promisify)(external_node_zlib_.gzip);
/** Buffers of pages that were sent, for those to come: a page is some two megabytes, and a month has thousands. */
const spare = [];
class PageWriter {
    #bytes = spare.pop() ?? Buffer.allocUnsafe(4_000_000);
    #length = 0;
    write(text) {
        const most = text.length * 3;
        if (this.#length + most > this.#bytes.length) {
            const larger = Buffer.allocUnsafe((this.#length + most) * 2);
            this.#bytes.copy(larger, 0, 0, this.#length);
            this.#bytes = larger;
        }
        this.#length += this.#bytes.write(text, this.#length, 'utf8');
    }
    /** Good until `release`. */
    get written() {
        return this.#bytes.subarray(0, this.#length);
    }
    release() {
        if (spare.length < 2)
            spare.push(this.#bytes);
    }
}
async function settleMail(c, parts) {
    const page = new PageWriter();
    page.write(envelopeOpening(parts.envelope));
    let comma = '';
    for (const row of parts.rows) {
        page.write(comma + row);
        comma = ',';
    }
    page.write(envelopeClosing(parts.envelope));
    const response = await carry(c, page.written, parts.headers, parts.fault);
    page.release();
    return response;
}
async function carry(c, whole, headers, fault) {
    const plain = fault === 'cut-json' ? whole.subarray(0, Math.floor(whole.length * 0.7)) : whole;
    const wantsGzip = /\bgzip\b/i.test(c.req.header('accept-encoding') ?? '');
    const zipped = fault === 'plain-label-on-gzip' || (wantsGzip && fault !== 'gzip-label-on-plain');
    const labelled = fault === 'gzip-label-on-plain' || (zipped && fault !== 'plain-label-on-gzip');
    const bytes = zipped ? await compress(plain, { level: 1 }) : new Uint8Array(plain);
    const all = { ...headers, ...(labelled ? { 'content-encoding': 'gzip' } : {}) };
    const init = { status: 200, headers: all };
    return fault === 'reset-mid-body' ? cutOff(bytes, init) : new Response(bytes, init);
}

;// CONCATENATED MODULE: ./lib/simulator/faults.js
/**
 * The faults the simulated tenant can play, by name: what happens, where it is known from, how often by default, and
 * the script that decides when each is played. How a fault looks on the wire stands with the service that plays it.
 */
const GRAPH2OTEL = 'graph2otel, live July 2026';
const MODULE = 'Module: ExchangeOnlineManagement 3.x';
const EXTRACTOR = 'Microsoft-Extractor-Suite';
const PAX = 'microsoft/PAX';
const INVENTED = 'no report known; to prove that a client notices';
const login = (says, source = 'Entra documentation', count = 1) => ({
    where: 'login',
    says,
    source,
    count,
});
const request = (says, source, count = 1) => ({
    where: 'request',
    says,
    source,
    count,
});
const answer = (says, source, rows = 1, count = 1) => ({
    where: 'answer',
    says,
    source,
    count,
    rows,
});
const delivery = (says, source, rows = 1) => ({ where: 'delivery', says, source, count: 1, rows });
const vault = (says, count = 'always', where = 'vault') => ({
    where,
    says,
    source: 'Key Vault REST API error codes',
    count,
});
const paging = (says, source) => ({ where: 'paging', says, source, count: 1, rows: 2 });
const tenant = (says, source, count = 'always') => ({
    where: 'tenant',
    says,
    source,
    count,
});
const graph = (where, says, source, count = 1) => ({
    where,
    says,
    source,
    count,
});
const faults_TABLE = {
    'missing-role': login('the token lacks the app role Exchange.ManageAsApp, and Exchange answers 401', GRAPH2OTEL, 'always'),
    'login-429': login('the token endpoint answers 429 with Retry-After'),
    'login-503': login('the token endpoint answers 503 with an HTML page'),
    'login-reset': login('the connection to the token endpoint is cut', INVENTED),
    'skewed-clock': login('the service clock is an hour ahead of the caller: AADSTS700024, and Date headers say so', 'Entra documentation', 'always'),
    'stale-id-token': {
        where: 'oidc',
        says: "GitHub's OIDC token is a quarter of an hour old when it comes",
        source: INVENTED,
        count: 1,
    },
    'oidc-503': { where: 'oidc', says: "GitHub's OIDC provider answers 503", source: '@actions/core retries it', count: 1 },
    'oidc-403': {
        where: 'oidc',
        says: "GitHub's OIDC provider refuses the job",
        source: '@actions/core issues',
        count: 'always',
    },
    'vault-401': vault('the vault refuses the token, with a challenge', 1),
    'vault-429': vault('the vault is throttled', 1),
    'vault-503': vault('the vault answers 503', 1),
    'vault-firewall': vault("the vault's firewall does not let the caller in"),
    'vault-disabled': vault('the certificate is disabled', 'always', 'vault-part'),
    'vault-forbidden-certificate': vault('the caller may not read the certificate', 'always', 'vault-part'),
    'vault-forbidden-secret': vault('the caller may not fetch the secret', 'always', 'vault-part'),
    'vault-forbidden-key': vault('the caller may not sign with the key', 'always', 'vault-part'),
    'vault-other-version': {
        where: 'vault-part',
        says: 'secret and key are of another version than they say',
        source: INVENTED,
        count: 'always',
    },
    'reset-before-body': request('the connection is cut before any answer', 'CIPP: resets well below 100 s'),
    slow: request('the answer takes longer than the soft limit of a patient client', `${EXTRACTOR}: calls up to 960 s`),
    'unauthorised-401': request('401 without a word, for a good token', GRAPH2OTEL),
    'claims-challenge': request('401 with a claims challenge; from then on only tokens asked for with those claims are taken', MODULE),
    'expired-token': request('401: the token in use is refused as expired, in the middle of paging where there are pages', MODULE),
    'nul-403': request('403 whose body is a run of NUL bytes', GRAPH2OTEL),
    'app-only-403': request('403 with NUL bytes to every cmdlet: the app role is there, an Exchange role is not', GRAPH2OTEL, 'always'),
    '429-seconds': request('429 with Retry-After in seconds', MODULE),
    '429-date': request('429 with Retry-After as an HTTP date', 'RFC 9110 §10.2.3'),
    '429-none': request('429 without Retry-After', 'graph2otel: not reliably sent'),
    '503-html': request('503 with an HTML page of the front end', `${EXTRACTOR} #108`),
    '504-html': request('504 with an HTML page of the front end', MODULE),
    'concurrency-400': request('400 with the plain text of the per-tenant limit of concurrent requests', 'ExoHelper'),
    'transient-400': request('400 whose details name an exception that a second try cures', MODULE),
    'invalid-operation-400': request('400 Invalid Operation without a known exception', GRAPH2OTEL),
    cancelled: answer('no rows, and the warning that the search task was cancelled', `${EXTRACTOR} #199 (April 2026)`),
    'cancelled-partial': answer('some rows, and the warning that the search task was cancelled', `${EXTRACTOR} #199 (April 2026)`, 2),
    'zero-then-data': answer('no rows at first, without a warning; the rows when asked again', `${EXTRACTOR} #138`),
    'empty-204': answer('204 without a body where there are rows', 'clients in use tolerate it'),
    'cap-100': answer('exactly 100 rows where no SessionCommand was sent', 'cmdlet documentation; reports of August 2023', 101, 'always'),
    'more-results-warning': answer('rows are missing, and a warning says that there are more results', GRAPH2OTEL, 2),
    'unknown-warning': answer('all rows, and a warning that nobody has seen before', INVENTED, 0),
    'result-index-minus-one': answer('some rows, each with ResultIndex -1: an internal timeout', 'Office 365 Management API documentation', 2),
    'result-count-zero': answer('some rows, each with ResultCount 0', 'DFIR-O365RC; Office-365-Extractor #6', 2),
    'count-short': answer('rows are missing at the end, and ResultCount says how many there were', `${EXTRACTOR} #129`, 2),
    'more-records-available': answer('rows are missing, and the records say moreRecordsAvailable', 'cmdlet documentation since June 2026', 2),
    'lost-once': answer('one record is missing from one answer, and nothing shows it', `${EXTRACTOR} #129: counts differ minutes apart`),
    'out-of-window': answer('rows from outside the dates asked for', INVENTED),
    'ignored-filter': { ...answer('the filter is ignored: all rows of the window', INVENTED), filtered: true },
    'foreign-tenant': answer('rows of another organisation', INVENTED),
    'broken-auditdata': answer('one row whose AuditData is cut in the middle', 'Office-365-Extractor #9'),
    'wrong-identity': answer('one row whose Identity is not the Id inside its AuditData', INVENTED),
    duplicates: answer('some rows twice', 'cmdlet documentation; office-docs-powershell #4677'),
    'reset-mid-body': delivery('the connection is cut in the middle of the body', 'CIPP'),
    'cut-json': delivery('200, but the JSON ends in the middle', 'office-docs-powershell #11429'),
    'gzip-label-on-plain': delivery('plain bytes labelled Content-Encoding: gzip', 'CIPP', 0),
    'plain-label-on-gzip': delivery('gzip bytes without a label', 'office-docs-powershell #11429', 0),
    'pagination-expired': paging('the second page is refused as an expired pagination request', `${GRAPH2OTEL}; office-docs-powershell #10907`),
    'looping-link': paging('the second page links to itself', 'Hawk #289'),
    'short-pages': paging('pages shorter than asked for, with more to follow; nothing is missing', `${EXTRACTOR} PR #151`),
    'lost-page': paging('one page misses rows; ResultIndex shows the hole', `${EXTRACTOR} PR #151`),
    'reset-mid-page': paging('the connection is cut in the middle of the second page', 'CIPP'),
    'exclusive-start': tenant('a record exactly at StartDate is not returned', 'undocumented either way'),
    'exclusive-end': tenant('a record exactly at EndDate is not returned', 'undocumented either way'),
    burst: tenant('6,000 records of many people and two types in one second of each month', INVENTED),
    'burst-one-user': tenant('6,000 records of one person, type and operation in one second of each month', INVENTED),
    'burst-60000': tenant('60,000 records of many people in one second of each month', INVENTED),
    'burst-60000-one-user': tenant('60,000 records of one person, type and operation in one second of each month: beyond any search', INVENTED),
    conflicts: tenant('some records exist twice with the same Id and different content', INVENTED),
    'no-id': tenant('some records have no Id', 'graph2otel #262'),
    late: tenant('one record in forty appears only after that many searches', 'Power Platform CoE starter project #9190', 3),
    'late-clock': tenant('records appear 10 minutes to 7 days after the event, by the clock', 'Power Platform CoE starter project #9190'),
    'lost-always': tenant('one record in forty is never returned: beyond any client', 'langwatch #7137, of Graph: two readings differ'),
    'lost-by-cut': tenant('some records are missing from the window they are first asked for in, however often; other cuts have them', 'langwatch #7142, of Graph: two readings differ'),
    'lost-in-child': tenant('a record that a capped answer showed is missing from the narrower search', INVENTED, 3),
    'session-loop': tenant('a ReturnLargeSet session starts over instead of ending', 'Hawk #21, #153, #289'),
    'auditing-off': tenant('unified audit log ingestion is off: searches find nothing', 'Search-UnifiedAuditLog documentation'),
    'always-empty': tenant('every search succeeds with nothing', '21Vianet, cmdlet documentation'),
    retention: tenant('records older than 180 days are gone', 'Audit (Standard) documentation'),
    'graph-500': graph('graph-create', 'a new query is answered with 500', 'msgraph reports'),
    'graph-unknown-error': graph('graph-create', 'a new query is answered with UnknownError and no message', 'CIPP'),
    'graph-502-html': graph('graph-create', 'a new query is answered with a page of Azure Front Door', PAX),
    'graph-429-seconds': graph('graph-create', 'a new query is refused with 429 and Retry-After', 'CIPP'),
    'graph-429-none': graph('graph-create', 'a new query is refused with 429 and nothing more', GRAPH2OTEL),
    'graph-reset': graph('graph-create', 'the connection is cut before a query is made', INVENTED),
    'graph-lost-post': graph('graph-create', 'a query is made, and the connection is cut before its answer', PAX),
    'graph-401': graph('graph-create', 'Graph refuses the token in use', PAX),
    'graph-claims-challenge': graph('graph-create', '401 with a claims challenge; from then on only tokens asked for with those claims are taken', PAX),
    'graph-403-bare': graph('graph-create', '403 with a page of the Application Gateway', PAX),
    'graph-403': graph('graph-create', '403 with words that stay', 'AI-in-One #59', 'always'),
    'graph-auditing-disabled': graph('graph-create', 'AuditingDisabledTenant as the status of an answer; `auditing-off` has it inside the message', 'CIPP', 'always'),
    'graph-failed': graph('graph-poll', 'a query ends as failed', 'Graph documentation'),
    'graph-cancelled': graph('graph-poll', 'a query ends as cancelled', 'Graph documentation'),
    'graph-stuck': graph('graph-poll', 'a query never ends', 'CIPP: plans again what is stuck for four hours'),
    'graph-unknown-status': graph('graph-poll', 'a poll is answered with a status that nobody knows', 'Graph documentation'),
    'graph-poll-400': graph('graph-poll', 'a poll is answered with 400', 'AI-in-One #60', 3),
    'graph-poll-502': graph('graph-poll', 'a poll is answered with a page of Azure Front Door', PAX),
    'graph-poll-reset': graph('graph-poll', 'the connection of a poll is cut', INVENTED),
    'graph-gone': graph('graph-poll', 'a query vanishes before it has ended', 'no lifetime is documented'),
    'graph-cut-page': graph('graph-records', 'a page breaks off, with an error glued on', 'Extractor #75'),
    'graph-count': graph('graph-records', 'a page holds fewer records than it says', 'DFIR-O365RC'),
    'graph-top-400': graph('graph-records', '$top is refused', 'no maximum is documented', 'always'),
    'graph-records-429': graph('graph-records', 'a page is refused with 429 and Retry-After', 'Graph documentation'),
    'graph-records-504': graph('graph-records', 'a page is answered with a page of Azure Front Door', PAX),
    'graph-records-reset': graph('graph-records', 'the connection is cut in the middle of a page', INVENTED),
    'graph-unstable': graph('graph-records', 'one record is missing from one reading of a query', 'langwatch #7137, #7142'),
    'graph-foreign-link': graph('graph-records', 'the next page is said to be on another host', INVENTED),
    'graph-looping-link': graph('graph-records', 'a page leads back to itself', INVENTED),
    'graph-expired-token': graph('graph-records', 'the token in use runs out between two pages', PAX),
    'graph-v1': graph('graph-tenant', 'v1.0 is served as well', 'Graph documentation', 'always'),
    'graph-poison': graph('graph-tenant', 'a few records break every page that holds them', 'Extractor #75', 'always'),
    'graph-straight-users': graph('graph-tenant', 'the outer user fields are not crossed', INVENTED, 'always'),
    'graph-limit-unsaid': graph('graph-tenant', 'isRecordCountLimitExceeded is absent', 'older back ends', 'always'),
    'graph-no-delete': graph('graph-tenant', 'queries can’t be removed', 'DELETE is undocumented', 'always'),
    'github-401': { where: 'github', says: 'the API refuses the token', source: 'GitHub documentation', count: 'always' },
    'github-403': {
        where: 'github',
        says: 'the API says that the token may not',
        source: 'GitHub documentation',
        count: 'always',
    },
    'github-404': {
        where: 'github',
        says: 'the API knows no such repository',
        source: 'GitHub documentation',
        count: 'always',
    },
    'github-503': { where: 'github', says: 'the API answers 503', source: 'GitHub documentation', count: 1 },
    'artifact-503': {
        where: 'artifacts',
        says: 'the artifact service answers 503',
        source: '@actions/artifact retries it',
        count: 1,
    },
    'artifact-quota': {
        where: 'artifacts',
        says: 'the storage quota has been hit',
        source: '@actions/artifact UsageError',
        count: 'always',
    },
    'artifact-403': {
        where: 'artifacts',
        says: 'the artifact service refuses the token',
        source: '@actions/artifact',
        count: 'always',
    },
};
const FAULTS = faults_TABLE;
/** A handful that a good client survives completely: every record is still there for whoever asks again. */
const DEMO = [
    'cancelled',
    '429-seconds',
    'more-results-warning',
    'reset-mid-body',
    'duplicates',
    'cut-json',
    'expired-token',
];
/** AADSTS codes that can be played as `aadsts-CODE`: OAuth's own word for each, the status, Entra's sentence. */
const AADSTS = {
    50012: { error: 'invalid_client', status: 401, says: 'Authentication failed.' },
    50013: { error: 'invalid_grant', status: 400, says: 'Assertion failed signature validation.' },
    50027: { error: 'invalid_client', status: 401, says: 'JWT token is invalid or malformed.' },
    50048: { error: 'invalid_client', status: 401, says: 'Subject must match Issuer claim in the client assertion.' },
    50196: {
        error: 'invalid_grant',
        status: 400,
        says: 'The server terminated an operation because it encountered a client request loop.',
    },
    53003: {
        error: 'invalid_grant',
        status: 400,
        says: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
    },
    65001: {
        error: 'invalid_grant',
        status: 400,
        says: 'The user or administrator has not consented to use the application.',
    },
    70011: { error: 'invalid_scope', status: 400, says: 'The provided value for the input parameter scope is not valid.' },
    70021: {
        error: 'invalid_client',
        status: 401,
        says: 'No matching federated identity record found for presented assertion.',
    },
    70025: {
        error: 'invalid_client',
        status: 401,
        says: 'The client application has no configured federated identity credentials.',
    },
    90002: {
        error: 'invalid_request',
        status: 400,
        says: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    },
    90024: {
        error: 'temporarily_unavailable',
        status: 503,
        says: 'RequestBudgetExceededError - A transient error has occurred. Please try again.',
    },
    90033: { error: 'temporarily_unavailable', status: 503, says: 'A transient error has occurred. Please try again.' },
    90038: {
        error: 'invalid_request',
        status: 400,
        says: 'Tenant belongs to another national cloud; requests have to go to that cloud.',
    },
    90055: { error: 'temporarily_unavailable', status: 429, says: 'Server is busy. Too many requests in the tenant.' },
    500011: {
        error: 'invalid_resource',
        status: 400,
        says: 'The resource principal named {resource} was not found in the tenant.',
    },
    500014: { error: 'invalid_resource', status: 400, says: 'The service principal for the resource is disabled.' },
    700016: {
        error: 'unauthorized_client',
        status: 400,
        says: "Application with identifier '{client}' was not found in the directory '{tenant}'.",
    },
    700021: {
        error: 'invalid_client',
        status: 401,
        says: 'Client assertion application identifier does not match the client_id parameter.',
    },
    700023: {
        error: 'invalid_client',
        status: 401,
        says: 'Client assertion audience claim does not match the realm issuer.',
    },
    700024: { error: 'invalid_client', status: 401, says: 'Client assertion is not within its valid time range.' },
    700025: {
        error: 'invalid_client',
        status: 401,
        says: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    },
    700027: {
        error: 'invalid_client',
        status: 401,
        says: 'The certificate with identifier used to sign the client assertion is not registered on application.',
    },
    700030: {
        error: 'invalid_client',
        status: 401,
        says: 'Invalid certificate - subject name in certificate is not authorized.',
    },
    700211: {
        error: 'invalid_client',
        status: 401,
        says: 'No matching federated identity record found for presented assertion issuer',
    },
    700212: {
        error: 'invalid_client',
        status: 401,
        says: 'No matching federated identity record found for presented assertion audience',
    },
    700213: {
        error: 'invalid_client',
        status: 401,
        says: 'No matching federated identity record found for presented assertion subject',
    },
    900023: {
        error: 'invalid_request',
        status: 400,
        says: "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
    },
    1000502: {
        error: 'invalid_client',
        status: 401,
        says: 'The provided certificate is not within its specified validity window.',
    },
    1002012: {
        error: 'invalid_scope',
        status: 400,
        says: 'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
    },
    5002723: { error: 'invalid_client', status: 401, says: 'Invalid JWT token. No certificate thumbprint in the header.' },
    5002738: {
        error: 'invalid_client',
        status: 401,
        says: 'Invalid JWT token. Unsupported key or algorithm for the signature.',
    },
    7000112: { error: 'unauthorized_client', status: 400, says: "Application '{client}' is disabled." },
    7000215: { error: 'invalid_client', status: 401, says: 'Invalid client secret provided.' },
    7000218: {
        error: 'invalid_client',
        status: 401,
        says: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    },
    7000229: {
        error: 'invalid_client',
        status: 401,
        says: "The client application '{client}' is missing service principal in the tenant '{tenant}'.",
    },
    7002138: {
        error: 'invalid_client',
        status: 401,
        says: 'No matching federated identity record found for presented assertion subject',
    },
};
const isCode = (name) => /^aadsts-\d+$/.test(name) && Number(name.slice(7)) in AADSTS;
/**
 * Reads `name`, `name:3`, `name:always`, and the mixture `demo`; a list comes as one text with commas or as an array.
 * Every mistake is said at once.
 */
function parseFaults(given) {
    const words = (typeof given === 'string' ? given.split(',') : (given ?? []))
        .map(word => word.trim())
        .filter(word => word !== '');
    const planned = [];
    const mistakes = [];
    for (const word of words.flatMap(each => (each === 'demo' ? DEMO : [each]))) {
        const [name = '', count] = word.split(':');
        const fault = FAULTS[name] ?? (isCode(name) ? login(`AADSTS${name.slice(7)}`) : undefined);
        if (fault === undefined) {
            mistakes.push(`There is no fault "${name}". Known are: demo, ${Object.keys(FAULTS).join(', ')}, and aadsts-CODE with one of ${Object.keys(AADSTS).join(', ')}.`);
        }
        else if (count !== undefined && !/^([1-9]\d*|always)$/.test(count)) {
            mistakes.push(`The fault "${word}" has "${count}" as its count; expected is a number from 1, or "always".`);
        }
        else {
            const times = count ?? fault.count;
            planned.push({ name, fault, left: times === 'always' ? Number.POSITIVE_INFINITY : Number(times) });
        }
    }
    return { planned, mistakes };
}
/**
 * Decides which fault is played now. A fault plays as many times in a row as its count says, on the first occasions
 * where it can show; between two different faults one occasion stays clean; what is planned for ever comes last.
 */
class FaultScript {
    played = {};
    #planned;
    #last;
    #turn = 0;
    constructor(planned) {
        this.#planned = planned;
    }
    /** The fault for this search, if any: at most one. */
    forSearch(facts) {
        const able = this.#planned.filter(each => ['request', 'answer', 'delivery', 'paging'].includes(each.fault.where) && each.left > 0 && canShow(each, facts));
        const counted = able.filter(each => Number.isFinite(each.left));
        const next = counted.find(each => each.name === this.#last) ?? counted[0];
        if (next === undefined) {
            this.#last = undefined;
            const forEver = able[this.#turn++ % Math.max(1, able.length)];
            return forEver && this.#play(forEver);
        }
        if (this.#last !== undefined && this.#last !== next.name) {
            this.#last = undefined;
            return undefined;
        }
        this.#last = next.name;
        return this.#play(next);
    }
    /** The fault for this call of another service, among those that can show. */
    at(where, can = () => true) {
        const next = this.#planned.find(each => each.fault.where === where && each.left > 0 && can(each.name));
        return next && this.#play(next);
    }
    /** Whether a fault of the tenant is planned and not yet used up; asking does not use it up. */
    holds(name) {
        return this.#planned.some(each => each.name === name && each.left > 0);
    }
    /** Uses one of a tenant fault's times. */
    use(name) {
        const found = this.#planned.find(each => each.name === name && each.left > 0);
        if (found === undefined)
            return false;
        this.#play(found);
        return true;
    }
    #play(planned) {
        planned.left--;
        this.played[planned.name] = (this.played[planned.name] ?? 0) + 1;
        return planned.name;
    }
}
function canShow({ name, fault }, facts) {
    if (name === 'cap-100' && !facts.plain)
        return false;
    if (fault.filtered && !facts.filtered)
        return false;
    return facts.rows >= (fault.rows ?? 0);
}

// EXTERNAL MODULE: ./node_modules/jose/dist/webapi/util/decode_protected_header.js
var decode_protected_header = __webpack_require__(61196);
// EXTERNAL MODULE: ./node_modules/jose/dist/webapi/util/decode_jwt.js
var decode_jwt = __webpack_require__(77961);
// EXTERNAL MODULE: ./node_modules/jose/dist/webapi/jws/compact/verify.js
var compact_verify = __webpack_require__(77880);
// EXTERNAL MODULE: ./node_modules/jose/dist/webapi/util/errors.js
var errors = __webpack_require__(5674);
;// CONCATENATED MODULE: ./lib/simulator/federation.js
/**
 * GitHub's OIDC provider for one job, and Entra's judgement of what it issues: a token is taken when issuer, subject and
 * audience are, letter by letter, those of a federated credential of the app.
 * https://docs.github.com/actions/reference/security/oidc
 */




const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
const AUDIENCE = 'api://AzureADTokenExchange';
const LIFETIME = 300;
const SKEW = 300;
/** https://docs.github.com/actions/reference/security/oidc#example-subject-claims */
function jobSubject(job) {
    if (job.subject !== undefined)
        return job.subject;
    const [owner, name] = job.repository.split('/');
    const repository = job.idsInSubject ? `${owner}@${job.ownerId}/${name}@${job.repositoryId}` : job.repository;
    if (job.environment !== undefined)
        return `repo:${repository}:environment:${job.environment}`;
    if (job.event === 'pull_request')
        return `repo:${repository}:pull_request`;
    return `repo:${repository}:ref:${job.ref}`;
}
let keys;
/** One for the process: a key takes a tenth of a second to make. */
function sharedKeys() {
    keys ??= (0,external_node_util_.promisify)(external_node_crypto_.generateKeyPair)('rsa', { modulusLength: 2048 });
    return keys;
}
class OidcProvider {
    /** ACTIONS_ID_TOKEN_REQUEST_TOKEN */
    bearer = `oidc-${(0,external_node_crypto_.randomBytes)(24).toString('base64url')}`;
    #job;
    #tenant;
    constructor(job, tenant) {
        this.#job = job;
        this.#tenant = tenant;
    }
    /** The URL has a query already, as GitHub's has. */
    variables(origin) {
        return {
            ACTIONS_ID_TOKEN_REQUEST_URL: `${origin}/oidc/idtoken?api-version=2.0`,
            ACTIONS_ID_TOKEN_REQUEST_TOKEN: this.bearer,
        };
    }
    handler() {
        const app = new dist/* Hono */.$();
        app.get('/idtoken', async (c) => {
            const fault = this.#tenant.script.at('oidc');
            if (fault === 'oidc-503')
                return new Response('upstream connect error', { status: 503 });
            if (fault === 'oidc-403')
                return c.json({ message: 'Forbidden' }, 403);
            if (c.req.header('authorization') !== `Bearer ${this.bearer}`)
                return c.json({ message: 'Unauthorized' }, 401);
            if (c.req.query('api-version') === undefined)
                return c.json({ message: 'No api-version was supplied.' }, 400);
            const value = await this.#issue(c.req.query('audience'), fault === 'stale-id-token' ? 900 : 0);
            return c.json({ count: value.length, value });
        });
        return app;
    }
    /** Where no audience is asked for, it is the owner's page. */
    async #issue(audience, age) {
        this.#tenant.counters.idTokens++;
        const { privateKey } = await sharedKeys();
        const job = this.#job;
        const [owner = ''] = job.repository.split('/');
        const issuedAt = Math.floor(this.#tenant.assertionNow() / 1000) - age;
        return new sign/* SignJWT */.P({
            ref: job.ref,
            sha: '0123456789abcdef0123456789abcdef01234567',
            repository: job.repository,
            repository_owner: owner,
            repository_owner_id: String(job.ownerId),
            repository_id: String(job.repositoryId),
            run_id: '19283746',
            run_number: '12',
            run_attempt: '1',
            repository_visibility: 'private',
            actor: 'octocat',
            workflow: 'Audit export',
            head_ref: '',
            base_ref: '',
            event_name: job.event,
            ref_protected: 'true',
            ref_type: 'branch',
            ...(job.environment === undefined ? {} : { environment: job.environment }),
            job_workflow_ref: `${job.repository}/.github/workflows/audit.yml@${job.ref}`,
            runner_environment: 'github-hosted',
        })
            .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: 'simulated' })
            .setJti((0,external_node_crypto_.randomUUID)())
            .setSubject(jobSubject(job))
            .setAudience(audience ?? `https://github.com/${owner}`)
            .setIssuer(job.issuer)
            .setNotBefore(issuedAt - SKEW)
            .setIssuedAt(issuedAt)
            .setExpirationTime(issuedAt + LIFETIME)
            .sign(privateKey);
    }
}
/** Undefined when the token is taken; else the AADSTS code, with what is told beside its own sentence. */
async function judgeFederated(token, claims, about) {
    const { credentials, now } = about;
    if (credentials.length === 0)
        return { code: 70025 };
    const byIssuer = credentials.filter(each => each.issuer === claims.iss);
    if (byIssuer.length === 0)
        return { code: 700211, detail: `'${claims.iss}'.` };
    const bySubject = byIssuer.filter(each => each.subject === claims.sub);
    if (bySubject.length === 0) {
        const inCapitals = byIssuer.some(each => each.subject.toLowerCase() === String(claims.sub).toLowerCase());
        return { code: inCapitals ? 7002138 : 700213, detail: `'${claims.sub}'.` };
    }
    if (!bySubject.some(each => [claims.aud].flat().some(one => each.audiences.includes(String(one)))))
        return { code: 700212, detail: `'${claims.aud}'.` };
    try {
        const { publicKey } = await sharedKeys();
        await (0,verify/* jwtVerify */.V)(token, publicKey, { algorithms: ['RS256'], currentDate: new Date(now), clockTolerance: SKEW });
        return undefined;
    }
    catch (error) {
        const stamp = (seconds) => new Date((seconds ?? 0) * 1000).toISOString();
        if (!(error instanceof errors/* JWTExpired */.n || error instanceof errors/* JWTClaimValidationFailed */.ie))
            return { code: 50013 };
        return {
            code: 700024,
            detail: `Current time: ${new Date(now).toISOString()}, assertion valid from ${stamp(claims.nbf)}, expiry time of assertion ${stamp(claims.exp)}.`,
        };
    }
}

;// CONCATENATED MODULE: ./lib/simulator/login.js
/**
 * The token endpoint of Entra for one tenant and one app: judges a client assertion as strictly as the documentation
 * allows, and answers with a token or with an AADSTS error in Entra's own form.
 */









/** Assertions live ten minutes at most (Entra documentation), clocks differ by five. */
const LONGEST = 600;
const login_SKEW = 300;
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** A refusal in Entra's terms; `detail` follows the code's own sentence. */
class Refused extends Error {
    code;
    constructor(code, detail = '') {
        super(detail);
        this.code = code;
    }
}
function login_login(tenant, prefix) {
    const app = new dist/* Hono */.$();
    const spent = new Map();
    app.post('/:tenant/oauth2/v2.0/token', async (c) => {
        tenant.counters.tokens++;
        const named = c.req.param('tenant');
        const fault = tenant.script.at('login');
        const form = new URLSearchParams(await c.req.text());
        try {
            const refusedEarly = fault === undefined ? undefined : playEarly(tenant, fault);
            if (refusedEarly !== undefined)
                return refusedEarly;
            if (!(c.req.header('content-type') ?? '').startsWith('application/x-www-form-urlencoded'))
                throw new Refused(900144);
            const skew = fault === 'skewed-clock' ? 3600 : 0;
            const { resource, app } = await judge(tenant, form, { named, url: new URL(c.req.url), prefix, spent, skew });
            const { token, lifetime } = await issueToken(tenant, app, {
                resource,
                claims: claimsOf(form),
                withRoles: fault !== 'missing-role',
            });
            const body = { token_type: 'Bearer', expires_in: lifetime - 1, ext_expires_in: lifetime - 1, access_token: token };
            return c.json(body, 200, { 'cache-control': 'no-store', ...dated(tenant) });
        }
        catch (error) {
            if (!(error instanceof Refused))
                throw error;
            return refusal(tenant, error, form, named);
        }
    });
    app.get('/:tenant/v2.0/.well-known/openid-configuration', c => {
        const named = c.req.param('tenant');
        if (!meansTenant(tenant, named))
            return refusal(tenant, new Refused(90002), new URLSearchParams(), named);
        const base = `${new URL(c.req.url).origin}${prefix}/${tenant.id}`;
        return c.json({
            token_endpoint: `${base}/oauth2/v2.0/token`,
            token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
            jwks_uri: `${base}/discovery/v2.0/keys`,
            authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
            end_session_endpoint: `${base}/oauth2/v2.0/logout`,
            issuer: `https://login.microsoftonline.com/${tenant.id}/v2.0`,
            tenant_region_scope: 'EU',
            cloud_instance_name: 'microsoftonline.com',
        });
    });
    return app;
}
/** Faults that are played before the assertion is looked at; the others leave the request to be judged. */
function playEarly(tenant, fault) {
    if (fault === 'login-reset')
        throw new ConnectionReset();
    if (fault === 'login-503') {
        const page = '<!DOCTYPE html><html><head><title>Service unavailable</title></head><body><h2>Our services are not available right now</h2></body></html>';
        return new Response(page, { status: 503, headers: { 'content-type': 'text/html' } });
    }
    if (fault === 'login-429') {
        return refusal(tenant, new Refused(90055), new URLSearchParams(), tenant.id, { 'retry-after': '2' });
    }
    if (fault.startsWith('aadsts-'))
        throw new Refused(Number(fault.slice('aadsts-'.length)));
    return undefined;
}
/** The resource that the assertion buys a token for, or a refusal. */
async function judge(tenant, form, about) {
    const { named } = about;
    if (!/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]+(\.[a-z0-9-]+)+)$/i.test(named))
        throw new Refused(900023);
    if (!meansTenant(tenant, named))
        throw new Refused(90002);
    if (form.get('grant_type') !== 'client_credentials')
        throw new Refused(70003, `The grant type '${form.get('grant_type')}' is not supported here.`);
    const app = tenant.app((form.get('client_id') ?? '').toLowerCase());
    if (app === undefined)
        throw new Refused(700016);
    if (form.get('client_assertion') === null && form.get('client_secret') !== null)
        throw new Refused(7000215);
    if (form.get('client_assertion') === null)
        throw new Refused(7000218);
    if (form.get('client_assertion_type') !== ASSERTION)
        throw new Refused(900144, `client_assertion_type has to be ${ASSERTION}.`);
    const { resource, cloud } = resourceOf(form.get('scope'));
    const assertion = form.get('client_assertion');
    await judgeAssertion(tenant, assertion, { ...about, app, clientId: app.clientId, cloud });
    if (app.servicePrincipal === undefined)
        throw new Refused(7000229);
    return { resource, app };
}
function resourceOf(scope) {
    const match = /^(https:\/\/[^/\s]+)\/?\/\.default$/.exec(scope ?? '');
    if (!match)
        throw new Refused(1002012, `The scope ${scope} is not valid.`);
    const resource = match[1];
    const known = resourceAt(new URL(resource).host);
    if (known === undefined)
        throw new Refused(500011, resource);
    return { resource, cloud: known.cloud };
}
async function judgeAssertion(tenant, assertion, about) {
    let header;
    let claims;
    try {
        header = (0,decode_protected_header/* decodeProtectedHeader */._)(assertion);
        claims = (0,decode_jwt/* decodeJwt */.i)(assertion);
    }
    catch {
        throw new Refused(50027);
    }
    if (claims.iss !== about.clientId && header.x5t === undefined && !('x5t#S256' in header)) {
        const now = tenant.assertionNow() + about.skew * 1000;
        const refused = await judgeFederated(assertion, claims, { credentials: about.app.federatedCredentials, now });
        if (refused)
            throw new Refused(refused.code, refused.detail);
        return;
    }
    if (header.alg !== 'PS256' && header.alg !== 'RS256')
        throw new Refused(5002738, `The algorithm ${header.alg} is not supported.`);
    const certificate = certificateOf(about.app, header);
    const now = tenant.assertionNow();
    if (now < Date.parse(certificate.validFrom) || now > Date.parse(certificate.validTo)) {
        throw new Refused(1000502, `Certificate validity: ${certificate.validFrom} to ${certificate.validTo}. Current time: ${stamp(now)}.`);
    }
    try {
        await (0,compact_verify/* compactVerify */.B)(assertion, certificate.publicKey, { algorithms: ['PS256', 'RS256'] });
    }
    catch {
        throw new Refused(700027, `[Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '${hexThumbprint(header)}']`);
    }
    if (typeof claims.iss !== 'string' || claims.iss.toLowerCase() !== about.clientId)
        throw new Refused(700021);
    if (claims.sub !== claims.iss)
        throw new Refused(50048);
    judgeAudience(tenant, claims.aud, about);
    judgeTimes(tenant, claims, about.skew);
    const { jti } = claims;
    if (typeof jti !== 'string' || jti === '')
        throw new Refused(50027, 'The assertion has no jti.');
    for (const [old, until] of about.spent)
        if (until < now)
            about.spent.delete(old);
    if (about.spent.has(jti))
        throw new Refused(50013, 'The assertion with this jti was used before.');
    about.spent.set(jti, now + LONGEST * 2000);
}
function certificateOf(app, header) {
    const { x5t, 'x5t#S256': x5t256 } = header;
    if (x5t === undefined && x5t256 === undefined)
        throw new Refused(5002723);
    const found = app.certificates.find(certificate => {
        const known = thumbprints(certificate);
        return (x5t256 === undefined || x5t256 === known.sha256) && (x5t === undefined || x5t === known.sha1);
    });
    if (found === undefined) {
        throw new Refused(700027, `[Reason - The key was not found., Thumbprint of key used by client: '${hexThumbprint(header)}', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${app.clientId}'.]`);
    }
    return found;
}
function hexThumbprint(header) {
    const { x5t, 'x5t#S256': x5t256 } = header;
    return Buffer.from(x5t ?? x5t256 ?? '', 'base64url')
        .toString('hex')
        .toUpperCase();
}
/** The public token endpoint of the resource's cloud, or this simulator's own address; GUID or domain form alike. */
function judgeAudience(tenant, aud, { url, prefix, cloud }) {
    const wrong = new Refused(700023, `The audience '${aud}' is not a token endpoint of this tenant in the resource's cloud.`);
    if (typeof aud !== 'string' || !URL.canParse(aud))
        throw wrong;
    const { host, origin, pathname } = new URL(aud);
    const own = origin === url.origin && pathname.startsWith(`${prefix}/`);
    const path = /^\/([^/]+)\/(oauth2\/v2\.0\/token|v2\.0)$/.exec(own ? pathname.slice(prefix.length) : pathname);
    if (!path || !meansTenant(tenant, path[1]))
        throw wrong;
    if (!own && loginCloud(host) !== cloud)
        throw wrong;
}
function judgeTimes(tenant, { nbf, exp, iat }, skew) {
    const now = Math.floor(tenant.assertionNow() / 1000) + skew;
    if (typeof exp !== 'number' || (nbf ?? iat) === undefined)
        throw new Refused(50027, 'The assertion has no exp, or neither nbf nor iat.');
    const begin = (nbf ?? iat);
    if (now > exp + login_SKEW || now < begin - login_SKEW) {
        throw new Refused(700024, `Current time: ${stamp(now * 1000)}, assertion valid from ${stamp(begin * 1000)}, expiry time of assertion ${stamp(exp * 1000)}.`);
    }
    if (exp - begin > LONGEST + login_SKEW)
        throw new Refused(700024, `The assertion may be valid for ${LONGEST} seconds at most, not ${exp - begin}.`);
}
const claimsOf = (form) => {
    const text = form.get('claims');
    if (text === null)
        return undefined;
    try {
        const nbf = JSON.parse(text).access_token?.nbf;
        return nbf === undefined ? undefined : JSON.stringify(nbf);
    }
    catch {
        throw new Refused(50027, 'The claims parameter is not JSON.');
    }
};
const stamp = (ms) => new Date(ms).toISOString();
function dated(tenant) {
    const skew = tenant.script.holds('skewed-clock') ? 3_600_000 : 0;
    return { date: new Date(tenant.now() + skew).toUTCString(), 'x-ms-request-id': (0,external_node_crypto_.randomUUID)() };
}
function refusal(tenant, refused, form, named, headers = {}) {
    const { code } = refused;
    const known = AADSTS[code] ?? { error: 'invalid_request', status: 400, says: 'The request is malformed.' };
    const trace = (0,external_node_crypto_.randomUUID)();
    const correlation = form.get('client-request-id') ?? (0,external_node_crypto_.randomUUID)();
    const timestamp = stamp(tenant.now())
        .replace('T', ' ')
        .replace(/\.\d+Z$/, 'Z');
    const sentence = known.says
        .replaceAll('{tenant}', named)
        .replaceAll('{client}', form.get('client_id') ?? '')
        .replaceAll('{resource}', refused.message);
    const detail = known.says.includes('{resource}') || refused.message === '' ? '' : ` ${refused.message}`;
    const body = {
        error: known.error,
        error_description: `AADSTS${code}: ${sentence}${detail} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
        error_codes: [code],
        timestamp,
        trace_id: trace,
        correlation_id: correlation,
        error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    };
    return new Response(JSON.stringify(body), {
        status: known.status,
        headers: {
            'content-type': 'application/json; charset=utf-8',
            'cache-control': 'no-store',
            ...dated(tenant),
            ...headers,
        },
    });
}
/** A challenge value as it stands in `WWW-Authenticate`, new for each. */
function makeChallenge(seed) {
    const value = String(parseInt((0,external_node_crypto_.createHash)('sha256').update(seed).digest('hex').slice(0, 8), 16));
    const nbf = { essential: true, value };
    return { claims: Buffer.from(JSON.stringify({ access_token: { nbf } })).toString('base64'), nbf: JSON.stringify(nbf) };
}

;// CONCATENATED MODULE: ./lib/simulator/refusals.js
/** How Exchange refuses: two families of JSON, plain text, HTML, and runs of NUL bytes. */


/** The family of refusals that say "Invalid Operation", whatever the cause (graph2otel, live July 2026). */
function invalidOperation({ type, says }, status = 400) {
    const body = {
        error: {
            code: 'BadRequest',
            message: 'Invalid Operation',
            details: [{ code: 'Client', target: '', message: `|${type}|${says}` }],
            innererror: {
                message: 'Invalid Operation',
                type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
                stacktrace: '',
                internalexception: { message: says, type, stacktrace: '' },
            },
            'adminapi.warnings@odata.type': '#Collection(String)',
            '@adminapi.warnings': [],
        },
    };
    return refusalJson(body, status, { 'x-exceptiontype': type });
}
/** The family of a cmdlet that failed while it ran, in both forms of its details (Module). */
function cmdletFailed({ type, says }, form) {
    const name = type.split('.').at(-1) ?? type;
    const message = form === 'json'
        ? JSON.stringify({ ClassName: name, Message: says, localizedString: { stringId: 'Ex6F9304' } })
        : `Ex6F9304|${type}|${says}`;
    const body = {
        error: {
            code: 'InternalServerError',
            message: 'Error executing cmdlet',
            details: [{ code: 'Context', target: '', message }],
            innererror: {
                message: 'Error executing cmdlet',
                type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
                stacktrace: '',
            },
        },
    };
    return refusalJson(body, 400, { 'x-exceptiontype': name });
}
const refusalJson = (body, status, headers) => new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': JSON_TYPE, 'request-id': (0,external_node_crypto_.randomUUID)(), ...headers },
});
/** A 403 is a long run of NUL bytes, not JSON (graph2otel, live July 2026). */
const nulForbidden = () => new Response(new Uint8Array(512), {
    status: 403,
    headers: { 'content-type': 'application/json', 'request-id': (0,external_node_crypto_.randomUUID)() },
});
const htmlPage = (status, title) => new Response(`<!DOCTYPE html>\r\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>FrontEnd: FR0P281CA0101</p></body></html>`, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
});
const unauthorisedAnswer = (more) => new Response(null, {
    status: 401,
    headers: {
        'www-authenticate': `Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"${more}`,
    },
});
const throttled = (headers) => new Response('{"error":{"code":"TooManyRequests","message":"Too many requests."}}', {
    status: 429,
    headers: { 'content-type': 'application/json', ...headers },
});
/** Plain text, whatever the status says (ExoHelper). */
const tooMany = () => new Response('You have reached the maximum number of concurrent requests per tenant. Please wait and try again', {
    status: 400,
    headers: { 'content-type': 'text/plain' },
});

;// CONCATENATED MODULE: ./lib/simulator/runs.js


const LINK_LIFE = 30 * 60_000;
const KEPT = 200;
class Runs {
    #runs = new Map();
    #last = 0;
    open(parts) {
        const { query, answer, fault, caller, pageSize, now } = parts;
        for (const [id, run] of this.#runs) {
            if (now - run.created <= LINK_LIFE && this.#runs.size < KEPT)
                break;
            this.#runs.delete(id);
        }
        const ends = pageEnds(answer.rows.length, pageSize, fault, hashText(query.key));
        const run = { id: ++this.#last, query, answer, ends, fault, struck: false, caller, created: now };
        if (ends.length > 1)
            this.#runs.set(run.id, run);
        return run;
    }
    /** The run and page that a token means, where the same caller asks with the same body within half an hour. */
    find(token, caller, now) {
        const { run: id, page } = readSkipToken(token);
        const run = this.#runs.get(id);
        if (run === undefined || page < 1 || page >= run.ends.length || now - run.created > LINK_LIFE)
            return undefined;
        const { body, anchor, requestId } = run.caller;
        return body === caller.body && anchor === caller.anchor && requestId === caller.requestId ? { run, page } : undefined;
    }
    forget(run) {
        this.#runs.delete(run.id);
    }
}
/** Where pages end; a fault of paging makes two pages at least, of what would fit on one. */
function pageEnds(rows, usual, fault, chance) {
    const inPaging = fault !== undefined && FAULTS[fault]?.where === 'paging';
    const size = inPaging && rows <= usual ? Math.ceil(rows / 2) : usual;
    const random = new Random(chance, 0x9a);
    const ends = [];
    for (let end = 0; end < rows;) {
        end = Math.min(rows, end + (fault === 'short-pages' ? random.between(Math.ceil(size * 0.3), size) : size));
        ends.push(end);
    }
    return ends.length > 0 ? ends : [0];
}
/** Opaque to clients; names a back-end server, as the real one does. */
const skipToken = (run, page) => Buffer.from(`DB9PR08MB9999;${run};${page}`).toString('base64');
function readSkipToken(token) {
    const [, run = Number.NaN, page = Number.NaN] = Buffer.from(token, 'base64').toString('latin1').split(';').map(Number);
    return { run, page };
}

;// CONCATENATED MODULE: ./lib/simulator/search.js
/**
 * What `Search-UnifiedAuditLog` makes of its parameters: which are known and well formed, which records match, how
 * many come back, in what order. Where the service is lenient and a client would be wrong, this is strict.
 */


/** Most rows of one call, of one ReturnLargeSet session, of one preview session, of a session that mixes both. */
const CALL = 5_000;
const LARGE_SET = 50_000;
const PREVIEW = 5_000;
const MIXED = 10_000;
const SESSION_LIFE = 30 * 60_000;
const TRANSFORMATION = 'Microsoft.Exchange.AdminApi.CommandInvocation.ParameterTransformationException';
const AMBIGUOUS = 'Microsoft.Exchange.AdminApi.CommandInvocation.AmbiguousParameterSetException';
const VALIDATION = 'System.Management.Automation.ParameterBindingValidationException';
const PARAMETERS = [
    'StartDate',
    'EndDate',
    'Formatted',
    'FreeText',
    'HighCompleteness',
    'IPAddresses',
    'LegacyFlow',
    'LongerRetentionEnabled',
    'ObjectIds',
    'Operations',
    'RecordType',
    'ResultSize',
    'SessionCommand',
    'SessionId',
    'SiteIds',
    'UserIds',
];
function readQuery(parameters) {
    const given = new Map();
    for (const [name, value] of Object.entries(parameters)) {
        const known = PARAMETERS.find(each => each.toLowerCase() === name.toLowerCase());
        if (known === undefined)
            return { type: AMBIGUOUS, says: `Invalid cmdlet parameters specified. ${name}` };
        if (given.has(known))
            return { type: AMBIGUOUS, says: `The parameter ${known} is given twice.` };
        given.set(known, value);
    }
    const refusals = [];
    const refuse = (type, says) => {
        refusals.push({ type, says });
    };
    const list = (name) => {
        const value = given.get(name) ?? [];
        const items = Array.isArray(value) ? value : [value];
        if (items.every(item => typeof item === 'string' && item !== ''))
            return items;
        refuse(TRANSFORMATION, `Cannot process argument transformation on parameter '${name}'. Texts are expected.`);
        return [];
    };
    const flag = (name) => {
        const value = given.get(name) ?? false;
        if (typeof value !== 'boolean')
            refuse(TRANSFORMATION, `Cannot convert the value of '${name}' to a switch.`);
        return value === true;
    };
    const date = (name) => {
        const value = given.get(name);
        // the service reads a date without a zone as UTC; a client that leaves it out is asking for trouble elsewhere
        if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$/.test(value)) {
            const time = Date.parse(value.replace(/(\.\d{3})\d+/, '$1'));
            if (!Number.isNaN(time))
                return time;
        }
        refuse(TRANSFORMATION, `Cannot process argument transformation on parameter '${name}'. ${value === undefined ? 'It is required.' : `The value ${JSON.stringify(value)} is not a date with a zone, such as 2026-10-01T00:00:00.0000000Z.`}`);
        return 0;
    };
    const from = date('StartDate');
    const to = date('EndDate');
    if (refusals.length === 0 && from >= to)
        refuse(VALIDATION, 'The StartDate must be before the EndDate.');
    const resultSize = given.get('ResultSize') ?? 100;
    if (typeof resultSize !== 'number' || !Number.isInteger(resultSize) || resultSize < 1 || resultSize > CALL) {
        refuse(VALIDATION, `Cannot validate argument on parameter 'ResultSize'. The ${JSON.stringify(resultSize)} argument is not in the range 1 to ${CALL}.`);
    }
    const recordType = given.get('RecordType');
    let type;
    if (recordType !== undefined) {
        type =
            typeof recordType === 'string' || typeof recordType === 'number' ? readRecordType(recordType) : { unknown: true };
        if ('unknown' in type) {
            refuse(TRANSFORMATION, `Cannot convert value ${JSON.stringify(recordType)} to type "AuditRecordType". Specify one of the following enumerator names and try again: ${recordTypeNames().join(', ')}`);
        }
    }
    const session = readSession(given.get('SessionId'), given.get('SessionCommand'), refuse);
    const freeText = given.get('FreeText') ?? '';
    if (typeof freeText !== 'string')
        refuse(TRANSFORMATION, "Cannot convert the value of 'FreeText' to a text.");
    flag('HighCompleteness');
    flag('LegacyFlow');
    const query = {
        from,
        to,
        resultSize: resultSize,
        recordType: type,
        operations: list('Operations'),
        userIds: list('UserIds'),
        addresses: list('IPAddresses'),
        objects: list('ObjectIds'),
        sites: list('SiteIds'),
        freeText: String(freeText),
        formatted: flag('Formatted'),
        session,
        key: JSON.stringify([...given].filter(([name]) => !name.startsWith('Session')).sort(([a], [b]) => (a < b ? -1 : 1))),
    };
    return refusals[0] ?? query;
}
function readSession(id, command, refuse) {
    if (id === undefined && command === undefined)
        return undefined;
    const known = ['ReturnLargeSet', 'ReturnNextPreviewPage'];
    const found = known.find(each => typeof command === 'string' && each.toLowerCase() === command.toLowerCase());
    if (found === undefined) {
        refuse(TRANSFORMATION, `Cannot convert value ${JSON.stringify(command)} to type "UnifiedAuditSessionCommand". Specify one of the following enumerator names and try again: ${known.join(', ')}`);
        return undefined;
    }
    if (typeof id !== 'string' || id === '') {
        refuse(VALIDATION, 'SessionCommand needs a SessionId.');
        return undefined;
    }
    return { id, command: found };
}
const isFiltered = (query) => query.recordType !== undefined ||
    [query.operations, query.userIds, query.addresses, query.objects, query.sites].some(list => list.length > 0) ||
    query.freeText !== '';
class Searches {
    #tenant;
    #sessions = new Map();
    #asked = new Map();
    constructor(tenant) {
        this.#tenant = tenant;
    }
    run(query) {
        const times = this.#asked.get(query.key) ?? 0;
        if (this.#asked.size > 20_000)
            this.#asked.clear();
        this.#asked.set(query.key, times + 1);
        const chance = mix(mix(hashText(query.key), times), this.#tenant.seed);
        if (query.session)
            return this.#runSession(query, query.session, chance);
        const { positions, matched } = this.#sample(query, query.resultSize, new Random(chance, 1));
        const more = matched > positions.length;
        if (more)
            this.#tenant.records.cutAnswer(query, positions);
        return { positions, matched, more, before: 0, chance, undo() { } };
    }
    /** The rows around the window that a server hands out when it ignores the dates. */
    outside(query, chance) {
        const positions = [];
        const margin = Math.max(3_600_000, query.to - query.from);
        for (const range of [
            { from: query.to + 1_000, to: query.to + margin },
            { from: query.from - margin, to: query.from - 1_000 },
        ]) {
            this.#tenant.records.scan(range, position => {
                if (positions.length < 3 + (chance % 3))
                    positions.push(position);
            });
        }
        return positions;
    }
    /** The search as if it had no filter. */
    unfiltered(query, chance) {
        const bare = {
            ...query,
            recordType: undefined,
            operations: [],
            userIds: [],
            addresses: [],
            objects: [],
            sites: [],
            freeText: '',
        };
        return this.#sample(bare, query.resultSize, new Random(chance, 2)).positions;
    }
    /**
     * One call of a session: unsorted and 50,000 rows in all for ReturnLargeSet, sorted and 5,000 in all for
     * ReturnNextPreviewPage, 10,000 in all when both are used; then nothing (cmdlet documentation).
     */
    #runSession(query, { id, command }, chance) {
        const now = this.#tenant.now();
        for (const [old, session] of this.#sessions)
            if (now - session.used > SESSION_LIFE)
                this.#sessions.delete(old);
        let session = this.#sessions.get(id);
        if (session === undefined) {
            const large = command === 'ReturnLargeSet';
            const { positions, matched } = this.#sample(query, large ? LARGE_SET : PREVIEW, new Random(chance, 1));
            if (!large)
                this.#newestFirst(positions);
            session = { key: query.key, commands: new Set(), positions, matched, offset: 0, used: now };
            this.#sessions.set(id, session);
        }
        if (session.key !== query.key) {
            return { type: AMBIGUOUS, says: 'The SessionId belongs to another search; use a new one for each search.' };
        }
        session.commands.add(command);
        session.used = now;
        const limit = session.commands.size > 1 ? MIXED : session.positions.length;
        const before = session.offset;
        const positions = session.positions.slice(before, Math.min(limit, before + query.resultSize));
        session.offset = before + positions.length;
        // Hawk #21, #153, #289: sessions that begin again instead of ending
        if (positions.length === 0 && before > 0 && this.#tenant.script.use('session-loop')) {
            session.offset = 0;
            return this.#runSession(query, { id, command }, chance);
        }
        const held = session;
        const undo = () => {
            held.offset = before;
        };
        return { positions, matched: held.matched, more: held.offset < held.positions.length, before, chance, undo };
    }
    #newestFirst(positions) {
        const times = new Map(positions.map(position => [position, this.#tenant.records.row(position).time]));
        positions.sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0));
    }
    /** At most `limit` of what matches, each with the same chance, in no order (reservoir sampling). */
    #sample(query, limit, random) {
        const positions = [];
        if (this.#tenant.script.holds('always-empty') || this.#tenant.script.holds('auditing-off'))
            return { positions, matched: 0 };
        const matches = matcher(this.#tenant, query);
        let matched = 0;
        this.#tenant.records.see(query, (position, facts) => {
            if (!matches(position, facts))
                return;
            matched++;
            if (positions.length < limit)
                positions.push(position);
            else {
                const place = random.below(matched);
                if (place < limit)
                    positions[place] = position;
            }
        });
        return { positions: random.shuffle(positions), matched };
    }
}
/** Cheap conditions first; the text is written only where a condition needs it. */
function matcher(tenant, query) {
    const { recordType } = query;
    const operations = lowered(query.operations);
    const users = lowered(query.userIds);
    const texts = textConditions(query);
    return (position, facts) => {
        // a name cut short is accepted and matches nothing (graph2otel, live July 2026)
        if (recordType !== undefined && (!('number' in recordType) || facts.recordType !== recordType.number))
            return false;
        if (operations.size > 0 && !operations.has(facts.operation.toLowerCase()))
            return false;
        if (users.size > 0 && !users.has(facts.userId.toLowerCase()))
            return false;
        if (texts.length === 0)
            return true;
        const row = tenant.records.row(position);
        return texts.every(condition => condition(row));
    };
}
const lowered = (words) => new Set(words.map(word => word.toLowerCase()));
function textConditions(query) {
    const conditions = [];
    const anyOf = (words, read) => {
        if (words.length === 0)
            return;
        const tests = words.map(wildcard);
        conditions.push(row => read(row).some(value => tests.some(test => test.test(value))));
    };
    anyOf(query.addresses, row => fields(row, ['ClientIP', 'ClientIPAddress', 'ActorIpAddress']).map(bareAddress));
    anyOf(query.objects, row => fields(row, ['ObjectId']));
    anyOf(query.sites, row => fields(row, ['Site', 'SiteId']));
    const words = query.freeText.toLowerCase();
    if (words !== '')
        conditions.push(row => row.auditData.toLowerCase().includes(words));
    return conditions;
}
function fields(row, names) {
    const record = JSON.parse(row.auditData);
    return names.flatMap(name => (typeof record[name] === 'string' ? [record[name]] : []));
}
/** `1.2.3.4:51234` and `[::1]:443` without port and brackets. */
const bareAddress = (address) => /^\[([^\]]+)\]/.exec(address)?.[1] ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
/** The whole value in any letter case; `*` stands for anything. */
const wildcard = (pattern) => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'is');

;// CONCATENATED MODULE: ./lib/simulator/search-audit-records.js
/**
 * What a search leaves behind in the log that it searches. Of Graph's queries a live tenant showed this record
 * (graph2otel, July 2026): the application stands in it with its service principal's object id. Of the cmdlet's searches nobody
 * has published any; they are taken to leave the same.
 */

const AUDIT_SEARCH = 295;
function recordOfSearch(searched, now) {
    const { by, organization, jobId, isGraph, from, to, results } = searched;
    const time = Math.floor(now / 1000) * 1000;
    const [id, operation] = [(0,external_node_crypto_.randomUUID)(), 'AuditSearchCompleted'];
    const filters = {
        Id: jobId,
        RequestType: 'AuditSearch',
        StartDateUtc: new Date(from).toISOString(),
        EndDateUtc: new Date(to).toISOString(),
        IsGraphSearch: isGraph,
        ResultSize: 0,
        TimeoutInSeconds: 86_400,
    };
    const auditData = JSON.stringify({
        SearchJobId: jobId,
        SearchSource: 'App',
        IsInternalServiceRequest: 'false',
        SearchFilters: JSON.stringify(filters),
        CompletionStatus: 'Succeeded',
        ResultsCount: results,
        UserId: by,
        Id: id,
        RecordType: AUDIT_SEARCH,
        CreationTime: new Date(time).toISOString().slice(0, 19),
        Operation: operation,
        OrganizationId: organization,
        UserType: 4,
        UserKey: '__NULL__',
        Workload: 'SecurityComplianceCenter',
        Version: 1,
    });
    return { time, recordType: AUDIT_SEARCH, operation, userId: by, id, auditData };
}

;// CONCATENATED MODULE: ./lib/simulator/exchange.js
/**
 * Exchange's admin API as its own module uses it: `InvokeCommand` for the two cmdlets of an audit export, and the list
 * of cmdlets that the caller may run. Judges every request more strictly than the service, so that a client's mistakes
 * show here; cuts answers into pages and plays the faults.
 */













const MOST_A_PAGE = 1_000;
const EXPIRED = {
    type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
    says: 'Expired or Invalid pagination request. Default Expiry time is 00:30:00',
};
const ARGUMENT = 'Microsoft.Exchange.AdminApi.CommandInvocation.InvalidRequestException';
const exchange_GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Exceptions that the module tries again, on any status (Module). */
const TRANSIENT = [
    'Microsoft.Exchange.Data.Directory.DCOverloadedException',
    'Microsoft.Exchange.Data.Directory.SuitabilityDirectoryException',
    'Microsoft.Exchange.Data.Directory.ServerInMMException',
    'Microsoft.Exchange.Data.Directory.ADServerSettingsChangedException',
    'Microsoft.Exchange.Data.Storage.StorageTransientException',
];
const GLOBAL_ADMIN = '62e90394-69f5-4237-9190-012177145e10';
const EXCHANGE_ADMIN = '29232cdf-9323-42fd-ade2-1d097af3e4de';
/** Directory roles that may change role groups, and those that hold the audit roles (Exchange documentation). */
const ROLE_ADMINS = [GLOBAL_ADMIN, EXCHANGE_ADMIN];
const AUDIT_ADMINS = [GLOBAL_ADMIN, EXCHANGE_ADMIN, '17315797-102d-40b4-93e0-432062caca18'];
/** `roles` is the directory that administrators change by cmdlets; without one nobody may. */
function exchange(tenant, options, prefix, roles) {
    const app = new dist/* Hono */.$();
    const service = new Exchange(tenant, options, { prefix, roles });
    for (const version of ['beta', 'v1.0']) {
        app.post(`/adminapi/${version}/:tenant/InvokeCommand`, c => service.invoke(c));
        app.all(`/adminapi/${version}/:tenant/InvokeCommand`, () => new Response(null, { status: 405, headers: { allow: 'POST' } }));
    }
    app.get('/adminapi/v1.0/:tenant/EXOModuleFile', c => service.moduleFile(c));
    return app;
}
class Exchange {
    #tenant;
    #options;
    #prefix;
    #roles;
    #searches;
    #runs = new Runs();
    /** The body that each client-request-id came with first: an id belongs to one run of one cmdlet. */
    #requests = new Map();
    #inWork = 0;
    constructor(tenant, options, { prefix, roles }) {
        this.#tenant = tenant;
        this.#options = options;
        this.#prefix = prefix;
        this.#roles = roles;
        this.#searches = new Searches(tenant);
    }
    async invoke(c) {
        const asked = await this.#admit(c);
        if (asked instanceof Response)
            return asked;
        const command = readCommand(asked.body);
        if ('type' in command)
            return invalidOperation(command);
        const named = c.req.header('x-cmdletname');
        if (named !== undefined && named !== command.name) {
            return invalidOperation({ type: ARGUMENT, says: `X-CmdletName says ${named}, the body says ${command.name}.` });
        }
        if (asked.administers)
            return this.#administer(asked, command);
        if (!this.#options.cmdlets.some(name => name.toLowerCase() === command.name.toLowerCase()))
            return nulForbidden();
        switch (command.name.toLowerCase()) {
            case 'search-unifiedauditlog':
                return this.#search(asked, command.parameters);
            case 'get-adminauditlogconfig':
                return this.#auditConfig(asked);
            default:
                return nulForbidden();
        }
    }
    async moduleFile(c) {
        const refused = await this.#authorise(c);
        if (refused instanceof Response)
            return refused;
        if (this.#tenant.script.holds('app-only-403'))
            return nulForbidden();
        const version = c.req.query('Version') ?? '';
        if (!/^\d+\.\d+\.\d+$/.test(version))
            return invalidOperation({ type: ARGUMENT, says: 'Version has to be the module’s.' });
        if (c.req.header('commandname') !== '*')
            return invalidOperation({ type: ARGUMENT, says: 'The header CommandName has to be *.' });
        return c.json({ value: [{ exportedCmdlets: this.#options.cmdlets.join(','), version }] });
    }
    /** Checks token and headers. What the service would shrug off and a client should not do is refused in words. */
    async #admit(c) {
        const authorised = await this.#authorise(c);
        if (authorised instanceof Response)
            return authorised;
        const wrong = (says) => invalidOperation({ type: ARGUMENT, says });
        const anchor = c.req.header('x-anchormailbox') ?? '';
        const requestId = c.req.header('client-request-id') ?? '';
        const named = c.req.param('tenant');
        if (!/^application\/json\b/i.test(c.req.header('content-type') ?? ''))
            return wrong('Content-Type has to be application/json.');
        if (!isAnchor(anchor, this.#tenant)) {
            return wrong(`X-AnchorMailbox has to be APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@TENANT, not ${JSON.stringify(anchor)}.`);
        }
        if (!exchange_GUID.test(requestId))
            return wrong('client-request-id has to be a GUID, one for each run of a cmdlet.');
        const format = c.req.header('x-responseformat') ?? 'json';
        if (format !== 'json')
            return wrong(`X-ResponseFormat ${format} is not imitated; json is.`);
        const body = await c.req.text();
        const first = this.#requests.get(requestId);
        if (first !== undefined && first !== body)
            return wrong('This client-request-id was sent with another body before.');
        if (first === undefined) {
            if (this.#requests.size > 5_000)
                this.#requests.delete(this.#requests.keys().next().value);
            this.#requests.set(requestId, body);
        }
        const base = `${new URL(c.req.url).origin}${this.#prefix}`;
        return { c, ...authorised, body, requestId, anchor, base, named };
    }
    /** 401 without a good token or an app role, 403 of NUL bytes without an Exchange role (graph2otel, live July 2026). */
    async #authorise(c) {
        const reading = await readToken(this.#tenant, c.req.raw, 'exchange', c.req.param('tenant'));
        if ('refused' in reading) {
            if (reading.refused === 'claims')
                return this.#challenge();
            return unauthorisedAnswer(reading.refused === 'missing' ? '' : ', error="invalid_token"');
        }
        if (reading.scopes.includes('Exchange.Manage')) {
            const administers = this.#roles !== undefined && reading.directoryRoles.some(each => ROLE_ADMINS.includes(each));
            return administers ? { uti: reading.uti, oid: reading.oid, administers } : nulForbidden();
        }
        if (!reading.roles.includes('Exchange.ManageAsApp'))
            return unauthorisedAnswer('');
        const byDirectory = reading.directoryRoles.some(each => AUDIT_ADMINS.includes(each));
        if (!byDirectory && !this.#tenant.mayAudit(reading.oid))
            return nulForbidden();
        return { uti: reading.uti, oid: reading.oid, administers: false };
    }
    async #administer(asked, { name, parameters }) {
        const rows = this.#roles?.run(name, parameters);
        if (rows === undefined)
            return nulForbidden();
        if (!Array.isArray(rows))
            return invalidOperation(rows);
        return settleMail(asked.c, {
            envelope: { base: asked.base, named: asked.named, warnings: [], nextLink: undefined },
            rows: rows.map(row => JSON.stringify(row)),
            headers: answerHeaders(asked.requestId, this.#tenant.now(), false),
            fault: undefined,
        });
    }
    async #search(asked, parameters) {
        this.#tenant.counters.pages++;
        if (this.#inWork >= this.#options.concurrencyLimit)
            return tooMany();
        this.#inWork++;
        try {
            const token = asked.c.req.query('$skiptoken');
            return await (token === undefined ? this.#firstPage(asked, parameters) : this.#laterPage(asked, token));
        }
        finally {
            this.#inWork--;
        }
    }
    async #firstPage(asked, parameters) {
        this.#tenant.counters.searches++;
        const query = readQuery(parameters);
        if ('type' in query)
            return invalidOperation(query);
        const found = this.#searches.run(query);
        if ('type' in found)
            return invalidOperation(found);
        const rows = found.positions.length;
        const filtered = isFiltered(query);
        const fault = this.#tenant.script.forSearch({ rows, filtered, plain: query.session === undefined });
        this.#options.onSearch({
            start: query.from,
            end: query.to,
            filtered,
            session: query.session !== undefined,
            matched: found.matched,
            rows,
            fault,
        });
        const size = pageSize(asked.c, this.#options.pageSize);
        // a token that runs out in the middle of paging is refused at the second page, where there is one
        const midway = fault === 'expired-token' && rows > size;
        if (fault !== undefined && FAULTS[fault]?.where === 'request' && !midway) {
            const refused = await this.#playRequest(fault, asked);
            if (refused) {
                found.undo();
                return refused;
            }
        }
        const answer = makeAnswer(found, query, fault, this.#searches);
        this.#leaveRecord(asked, query, found.matched);
        const { body, anchor, requestId } = asked;
        const run = this.#runs.open({
            query,
            answer,
            fault,
            caller: { body, anchor, requestId },
            pageSize: size,
            now: this.#tenant.now(),
        });
        return this.#page(asked, run, 0);
    }
    #leaveRecord({ oid, requestId }, { from, to }, results) {
        const { id, records } = this.#tenant;
        const searched = { by: oid, organization: id, jobId: requestId, isGraph: false, from, to, results };
        records.leave(recordOfSearch(searched, this.#tenant.now()));
    }
    async #laterPage(asked, token) {
        const found = this.#runs.find(token, asked, this.#tenant.now());
        if (found === undefined)
            return invalidOperation(EXPIRED);
        const { run, page } = found;
        if (page === 1 && !run.struck) {
            run.struck = true;
            if (run.fault === 'pagination-expired') {
                this.#runs.forget(run);
                return invalidOperation(EXPIRED);
            }
            if (run.fault === 'expired-token')
                return this.#expireToken(asked);
            if (run.fault === 'reset-mid-page')
                return this.#page(asked, run, page, 'reset-mid-body');
        }
        return this.#page(asked, run, page);
    }
    async #page(asked, run, page, delivery = page === 0 ? run.fault : undefined) {
        const { answer, ends, fault } = run;
        let rows = answer.rows.slice(page === 0 ? 0 : ends[page - 1], ends[page]);
        if (fault === 'lost-page' && page === 1)
            rows = rows.slice(0, Math.floor(rows.length / 2));
        const { perCall, perRow } = this.#options.latency;
        await this.#tenant.sleep(perCall + perRow * rows.length, asked.c.req.raw.signal);
        const headers = answerHeaders(asked.requestId, this.#tenant.now(), this.#tenant.seed % 2 === 0);
        if (answer.bodiless)
            return new Response(null, { status: 204, headers });
        const looping = fault === 'looping-link' && page === 1;
        const next = looping ? 1 : page + 1 < ends.length ? page + 1 : undefined;
        const address = `${asked.base}/adminapi/beta/${asked.named}/InvokeCommand`;
        const nextLink = next === undefined ? undefined : `${address}?%24skiptoken=${encodeURIComponent(skipToken(run.id, next))}`;
        return settleMail(asked.c, {
            envelope: { base: asked.base, named: asked.named, warnings: answer.warnings, nextLink },
            rows: this.#write(rows, run),
            headers,
            fault: delivery,
        });
    }
    *#write(rows, { answer, query }) {
        const { count, more, style } = answer;
        for (const row of rows) {
            yield rowJson(rowOf(this.#tenant, row, query.formatted), { index: row.index, count, more }, style);
        }
    }
    async #auditConfig(asked) {
        if (this.#tenant.script.holds('app-only-403'))
            return nulForbidden();
        const on = !this.#tenant.script.holds('auditing-off');
        const row = `{"AdminAuditLogEnabled":true,"AdminAuditLogCmdlets@odata.type":"#Collection(String)","AdminAuditLogCmdlets":["*"],"UnifiedAuditLogIngestionEnabled":${on},"UnifiedAuditLogFirstOptInDate@data.type":"System.DateTime","UnifiedAuditLogFirstOptInDate":"2021-03-02T09:11:37.0000000Z","Name":"Admin Audit Log Settings","Identity":"Admin Audit Log Settings","OrganizationId":${JSON.stringify(this.#tenant.domain)}}`;
        return settleMail(asked.c, {
            envelope: { base: asked.base, named: asked.named, warnings: [], nextLink: undefined },
            rows: [row],
            headers: answerHeaders(asked.requestId, this.#tenant.now(), false),
            fault: undefined,
        });
    }
    /** A refusal, or nothing where the fault only takes time. */
    async #playRequest(fault, asked) {
        const now = this.#tenant.now();
        switch (fault) {
            case 'reset-before-body':
                throw new ConnectionReset();
            case 'slow':
                await this.#tenant.sleep(this.#options.slowSeconds * 1000, asked.c.req.raw.signal);
                return undefined;
            case 'unauthorised-401':
                return unauthorisedAnswer('');
            case 'claims-challenge':
                return this.#challenge(`${this.#tenant.seed}/${asked.requestId}`);
            case 'expired-token':
                return this.#expireToken(asked);
            case 'nul-403':
            case 'app-only-403':
                return nulForbidden();
            case '429-seconds':
                return throttled({ 'retry-after': '2' });
            case '429-date':
                return throttled({ 'retry-after': new Date(now + 3_000).toUTCString(), date: new Date(now).toUTCString() });
            case '429-none':
                return throttled({});
            case '503-html':
                return htmlPage(503, 'Service Unavailable');
            case '504-html':
                return htmlPage(504, 'Gateway Timeout');
            case 'concurrency-400':
                return tooMany();
            case 'transient-400': {
                const chance = hashText(asked.requestId);
                const type = TRANSIENT[chance % TRANSIENT.length];
                return cmdletFailed({ type, says: 'The server is too busy to process the request. Please try again.' }, chance & 8 ? 'json' : 'three parts');
            }
            default:
                return invalidOperation({
                    type: 'Microsoft.Exchange.Management.SystemConfigurationTasks.AdminAuditLogException',
                    says: 'The search could not be completed.',
                });
        }
    }
    #expireToken({ uti }) {
        this.#tenant.refusedTokens.add(uti);
        return unauthorisedAnswer(', error="invalid_token", error_description="The token has expired"');
    }
    /** Sends the challenge that is in force, or a new one. */
    #challenge(seed = '') {
        if (seed !== '') {
            const made = makeChallenge(seed);
            this.#tenant.requiredClaims = made.nbf;
            this.#challengeText = made.claims;
        }
        return unauthorisedAnswer(`, error="insufficient_claims", claims="${this.#challengeText}"`);
    }
    #challengeText = '';
}
function readCommand(body) {
    const wrong = (says) => ({ type: ARGUMENT, says });
    let input;
    try {
        input = JSON.parse(body)?.CmdletInput;
    }
    catch {
        return wrong('The body is not JSON.');
    }
    if (typeof input !== 'object' || input === null)
        return wrong('The body has no CmdletInput.');
    const { CmdletName: name, Parameters: parameters } = input;
    if (typeof name !== 'string')
        return wrong('CmdletInput has no CmdletName.');
    if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) {
        return wrong('Parameters has to be an object, {} where there are none.');
    }
    return { name, parameters: parameters };
}
/** The organisation's system mailbox, by the tenant's GUID or domain, as CIPP and the Admin API v2.0 pages have it. */
function isAnchor(anchor, tenant) {
    const match = /^(APP|UPN):SystemMailbox\{bb558c35-97f1-4cb9-8ff7-d53741dc928c\}@(\S+)$/i.exec(anchor);
    return match !== null && meansTenant(tenant, match[2]);
}
function pageSize(c, usual) {
    const asked = /odata\.maxpagesize\s*=\s*(\d+)/i.exec(c.req.header('prefer') ?? '')?.[1];
    return Math.max(1, Math.min(MOST_A_PAGE, asked === undefined ? usual : Number(asked)));
}

;// CONCATENATED MODULE: ./lib/simulator/exchange-roles.js
const TASKS = 'Microsoft.Exchange.Configuration.Tasks';
const MANAGEMENT_ROLES = ['View-Only Audit Logs', 'Audit Logs', 'View-Only Recipients'];
const AUDIT_ROLES = ['View-Only Audit Logs', 'Audit Logs'];
class ExchangeRoles {
    servicePrincipals = [];
    groups = [];
    #directory;
    /** Whether `Enable-OrganizationCustomization` was run. */
    #customized;
    constructor(directory, customized) {
        this.#directory = directory;
        this.#customized = customized;
    }
    /** Whether a member of a role group may search the audit log. */
    mayAudit(objectId) {
        return this.groups.some(each => each.members.has(objectId) && each.Roles.some(role => AUDIT_ROLES.includes(role)));
    }
    /** The rows of a cmdlet, a refusal, or undefined where there is no such cmdlet. */
    run(cmdlet, given) {
        const text = (name) => (typeof given[name] === 'string' ? given[name] : '');
        switch (cmdlet.toLowerCase()) {
            case 'get-serviceprincipal':
                return this.servicePrincipals;
            case 'new-serviceprincipal':
                return this.#newPrincipal({ AppId: text('AppId'), ObjectId: text('ObjectId'), DisplayName: text('DisplayName') });
            case 'remove-serviceprincipal':
                return this.#remove(this.servicePrincipals, each => each.ObjectId === text('Identity'), text('Identity'));
            case 'get-rolegroup':
                return this.groups.map(({ members: _members, ...group }) => group);
            case 'new-rolegroup':
                return this.#newGroup(text('Name'), text('Description'), given.Roles);
            case 'remove-rolegroup':
                return this.#remove(this.groups, each => each.Name === text('Identity'), text('Identity'));
            case 'get-rolegroupmember':
                return this.#members(text('Identity'));
            case 'add-rolegroupmember':
                return this.#addMember(text('Identity'), text('Member'));
            case 'enable-organizationcustomization':
                this.#customized = true;
                return [];
            default:
                return undefined;
        }
    }
    #newPrincipal(made) {
        const { id } = this.#directory.principalOf(made.AppId) ?? {};
        if (id === undefined || id !== made.ObjectId)
            return wrong('RecipientTaskException', `The service principal ${made.ObjectId} of ${made.AppId} was not found in AAD.`);
        if (this.servicePrincipals.some(each => each.ObjectId === id))
            return wrong('RecipientTaskException', `The service principal ${id} exists already.`);
        this.servicePrincipals.push(made);
        return [made];
    }
    #newGroup(name, description, roles) {
        if (!this.#customized) {
            return wrong('InvalidOperationInDehydratedContextException', 'The command you tried to run isn’t currently allowed in your organization. To run this command, you first need to run the command: Enable-OrganizationCustomization.');
        }
        if (name === '' || name.length > 64)
            return wrong('InvalidArgumentException', 'Name has 1 to 64 characters.');
        const held = [roles].flat().map(String);
        const unknown = held.find(role => !MANAGEMENT_ROLES.includes(role));
        if (unknown !== undefined)
            return notFound(unknown);
        if (this.groups.some(each => each.Name === name))
            return wrong('ADObjectAlreadyExistsException', `The role group ${name} exists already.`);
        this.groups.push({ Name: name, Description: description, Roles: held, members: new Set() });
        return [{ Name: name, Description: description, Roles: held }];
    }
    #members(name) {
        const group = this.groups.find(each => each.Name === name);
        if (group === undefined)
            return notFound(name);
        return this.servicePrincipals
            .filter(each => group.members.has(each.ObjectId))
            .map(({ DisplayName, ObjectId }) => ({ Name: ObjectId, DisplayName, RecipientType: 'ServicePrincipal' }));
    }
    #addMember(name, member) {
        const group = this.groups.find(each => each.Name === name);
        if (group === undefined)
            return notFound(name);
        if (!this.servicePrincipals.some(each => each.ObjectId === member))
            return notFound(member);
        if (group.members.has(member))
            return wrong('MemberAlreadyExistsException', `The recipient "${member}" is already a member of the group "${name}".`);
        group.members.add(member);
        return [];
    }
    #remove(list, isIt, name) {
        const at = list.findIndex(isIt);
        if (at < 0)
            return notFound(name);
        list.splice(at, 1);
        return [];
    }
}
const wrong = (type, says) => ({ type: `${TASKS}.${type}`, says });
const notFound = (name) => wrong('ManagementObjectNotFoundException', `The operation couldn't be performed because object '${name}' couldn't be found.`);

;// CONCATENATED MODULE: ./lib/simulator/fixed-records.js
const fixed_records_GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
class FixedRecords {
    /** In time order, equal times in the order given. */
    #rows;
    /** The most common `OrganizationId` that is a GUID. */
    organization;
    constructor(rows, organization) {
        this.#rows = rows;
        this.organization = organization;
    }
    /** Reads the texts; every line that cannot be a record is a mistake that names its line, counted from 1. */
    static read(texts) {
        const rows = [];
        const mistakes = [];
        const organizations = new Map();
        let line = 0;
        for (const auditData of texts) {
            line++;
            if (auditData.trim() === '')
                continue;
            const read = readRecord(auditData);
            if ('why' in read) {
                mistakes.push(`Line ${line}: ${read.why}`);
                continue;
            }
            rows.push(read.row);
            const { organization } = read;
            if (organization !== undefined)
                organizations.set(organization, (organizations.get(organization) ?? 0) + 1);
        }
        rows.sort((a, b) => a.time - b.time);
        const [most] = [...organizations].sort((a, b) => b[1] - a[1]);
        return { records: new FixedRecords(rows, most?.[0]), mistakes };
    }
    scan(from, to, visit) {
        for (let position = this.#firstAt(from); position < this.#rows.length; position++) {
            const row = this.#rows[position];
            if (row.time > to)
                return;
            visit(position, row);
        }
    }
    row(position) {
        return this.#rows[position];
    }
    #firstAt(time) {
        let low = 0;
        let high = this.#rows.length;
        while (low < high) {
            const middle = (low + high) >>> 1;
            if (this.#rows[middle].time < time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
function readRecord(auditData) {
    let record;
    try {
        record = JSON.parse(auditData);
    }
    catch (error) {
        return { why: `not JSON (${error.message})` };
    }
    if (typeof record !== 'object' || record === null || Array.isArray(record))
        return { why: 'not a JSON object' };
    const time = readTime(field(record, 'CreationTime'));
    if (time === undefined) {
        return { why: 'no usable CreationTime (expected: 2026-10-05T08:03:11, in UTC)' };
    }
    const recordType = field(record, 'RecordType');
    const organization = String(field(record, 'OrganizationId') ?? '').toLowerCase();
    const row = {
        time,
        recordType: typeof recordType === 'number' || typeof recordType === 'string' ? insideType(recordType) : '',
        operation: String(field(record, 'Operation') ?? ''),
        userId: String(field(record, 'UserId') ?? ''),
        id: String(field(record, 'Id') ?? ''),
        auditData,
    };
    return { row, organization: fixed_records_GUID.test(organization) ? organization : undefined };
}
const insideType = (value) => typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
/** A field by its own name, or in any letter case where that one is absent or empty. */
function field(record, name) {
    const exact = record[name];
    if (exact !== undefined && exact !== null && exact !== '')
        return exact;
    for (const [key, value] of Object.entries(record)) {
        if (key.toLowerCase() === name.toLowerCase() && value !== undefined && value !== null && value !== '')
            return value;
    }
    return undefined;
}
/** Zone-less is UTC; a blank may stand for the T; 0 to 7 digits of a second. */
function readTime(value) {
    const match = typeof value === 'string' &&
        /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,7})?(Z|[+-]\d\d:?\d\d)?$/.exec(value.trim());
    if (!match)
        return undefined;
    const [, date, clock, fraction = '', zone = 'Z'] = match;
    const time = Date.parse(`${date}T${clock}${fraction.slice(0, 4)}${zone}`);
    return Number.isNaN(time) ? undefined : time;
}

;// CONCATENATED MODULE: ./lib/simulator/habits.js
/**
 * When people work, and where they sit: offices that move, homes, telephones in carriers' nets, hotels, holidays.
 * Everything follows from the seed, the person and the hour, and nothing is remembered but what saves time.
 */

/** Parts of a day: night, morning, afternoon, evening. */
const PART = 6;
const memory = new WeakMap();
function remembered(company) {
    let known = memory.get(company);
    if (known === undefined) {
        known = { seats: new Map(), days: new Map() };
        memory.set(company, known);
    }
    return known;
}
/** How readily each person acts on a day, 0 to 255; 0 is not there at all. */
function readiness(company, day) {
    const { days } = remembered(company);
    let found = days.get(day);
    if (found === undefined) {
        found = Uint8Array.from(company.people, (person, index) => readinessOf(person, index, day));
        if (days.size > 40)
            days.clear();
        days.set(day, found);
    }
    return found;
}
function readinessOf(person, index, day) {
    if (day * 24 + 8 < person.from || day * 24 + 17 > person.until)
        return 0;
    const chance = mix(mix(index + 1, day), 0xda7);
    const onHoliday = mix(mix(index + 1, Math.floor((day + 3) / 7)), 0x401) % 13 === 0;
    if (onHoliday || chance % 40 === 0)
        return 1;
    // Days differ: a quiet one has a third of a busy one.
    return 85 + ((chance >>> 8) % 170);
}
/** Administrators keep office hours. */
const isOfficeTime = (hour) => {
    const weekday = (Math.floor(hour / 24) + 4) % 7;
    return hour % 24 >= 6 && hour % 24 < 18 && weekday !== 0 && weekday !== 6;
};
/** Where a person sits, at the desk's device or with the telephone: the same for a part of the day. */
function seatOf(company, index, hour, telephone) {
    const person = company.people[index];
    const part = Math.floor(hour / PART);
    const phone = telephone && person.devices.length > 1;
    const key = ((index + 1) * 1_000_000 + part) * 2 + (phone ? 1 : 0);
    const { seats } = remembered(company);
    let seat = seats.get(key);
    if (seat === undefined) {
        if (seats.size > 8_000)
            seats.clear();
        seat = takeSeat(company, index, { part, phone });
        seats.set(key, seat);
    }
    return seat;
}
/** How many of a hundred records come from the telephone. */
const telephoneShare = (person) => person.devices.length < 2 ? 0 : person.job === 'sales' ? 35 : 12;
function takeSeat(company, index, { part, phone }) {
    const person = company.people[index];
    const chance = mix(mix(index + 1, part), 0x5ea7);
    const desk = person.nextDesk && part * PART >= person.nextDesk.from ? person.nextDesk.device : person.devices[0];
    const device = (phone ? person.devices[1] : desk);
    const place = placeOf(company, index, part);
    const address = phone && place !== 'office' && chance % 3 > 0
        ? mobileAddress(person, chance)
        : {
            office: () => officeAddress(company, index, part),
            home: () => person.home,
            road: () => mobileAddress(person, chance),
            hotel: () => hotelAddress(index, part),
        }[place]();
    const day = mix(Math.floor(part / 4), index);
    const session = random_guidOf(mix(day, phone ? 1 : 2), mix(day, addressWord(place)), mix(chance, 3), mix(day, 4));
    return { address, device, session };
}
const addressWord = (place) => ({ office: 11, home: 12, road: 13, hotel: 14 })[place];
/** Shares of a working day's places in percent; the rest is home. */
const PLACES = {
    office: { office: 72, road: 1 },
    finance: { office: 80, road: 0 },
    sales: { office: 35, road: 35 },
    helpdesk: { office: 85, road: 0 },
    admin: { office: 78, road: 0 },
    guest: { office: 0, road: 0 },
};
function placeOf(company, index, part) {
    const { job } = company.people[index];
    if (job === 'guest')
        return 'home';
    const day = Math.floor(part / 4);
    const weekday = (day + 4) % 7;
    const week = mix(mix(index + 1, Math.floor((day + 3) / 7)), 0x7e1);
    const travels = week % 1000 < (job === 'sales' ? 90 : job === 'admin' || job === 'helpdesk' ? 0 : 12);
    const away = 1 + ((week >>> 12) % 3);
    if (travels && weekday >= away && weekday <= away + 1)
        return 'hotel';
    const atWork = weekday !== 0 && weekday !== 6 && (part % 4 === 1 || part % 4 === 2);
    const chance = mix(mix(index + 1, day), 0x91ace) % 100;
    const { office, road } = PLACES[job];
    if (!atWork)
        return 'home';
    return chance < office ? 'office' : chance < office + road ? 'road' : 'home';
}
function mobileAddress(person, chance) {
    return `198.19.${person.carrier * 16 + ((chance >>> 4) % 16)}.${1 + ((chance >>> 12) % 250)}`;
}
function hotelAddress(index, part) {
    const trip = mix(mix(index + 1, Math.floor((Math.floor(part / 4) + 3) / 7)), 0x407e1);
    return `198.19.${192 + (trip % 24)}.${1 + ((trip >>> 8) % 250)}`;
}
/** Half the people of one office move to another line when their office does. */
function officeAddress(company, index, part) {
    const desks = company.office.length;
    const own = mix(index + 1, 0x0ff1ce) % desks;
    if (own === 2) {
        const moves = movesUntil(company, Math.floor(part / 4));
        if (moves > 0)
            return `198.19.${224 + (moves % 12)}.10`;
    }
    return company.office[own];
}
/** Every second month one office has moved, by the day in the middle of the month that `moveDay` tells. */
function movesUntil(company, day) {
    const date = new Date(day * 86_400_000);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    const done = date.getUTCDate() >= moveDay(company, month) ? 1 : 0;
    return Math.floor((month - MONTHS) / 2) + (month % 2 === 1 ? done : 0);
}
const MONTHS = 2025 * 12;
const moveDay = (company, month) => 9 + (mix(month, company.people.length) % 12);

;// CONCATENATED MODULE: ./lib/simulator/tenant-directory.js
/**
 * The people of the simulated tenant: who they are, what they hold in their hands, where they sit. Everything is
 * stable for a seed, so that a month reads like the work of the same people. Addresses are from ranges that are
 * reserved for documentation, benchmarks and carrier NAT (RFC 5737, 2544, 6598, 3849); nobody real is named.
 */

const FIRST = 'Amina Bruno Chloe Daniel Edith Farid Greta Hanna Ilya Jonas Karin Lucas Mira Noor Oskar Petra Quinn Rosa Samir Tilda Uwe Vera Wanda Xenia Yusuf Zoe Anders Birgit Carlos Dana Elif Finn Gita Hugo Ines Joost Klara Leon Maja Nils Olga Pawel Ruben Sofia Tomas Ulla Viktor Wim Yara Zita'.split(' ');
const LAST = 'Almeida Berg Costa Dahl Ekberg Fischer Garnier Holm Iversen Jansen Keller Lindqvist Marsh Novak Okafor Petrov Quist Rossi Sato Tran Ulrich Voss Weber Yilmaz Zeman Adler Brandt Conti Duarte Elling Frost Gruber Haddad Ibsen Jung Kovacs Laurent Monet Nagy Olsen Pires Reyes Silva Thoma Ustinov Vidal Wagner Young Zoric'.split(' ');
const DEPARTMENTS = ['Sales', 'Finance', 'Engineering', 'Operations', 'HR', 'Legal', 'Support', 'Purchasing'];
const SITES = [
    'Projects',
    'Finance',
    'Sales',
    'HR',
    'Legal',
    'Quality',
    'Purchasing',
    'Board',
    'All Company',
    'Support',
];
const AGENTS = [
    [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
        'Edge',
        'Windows10',
        'WinDesktop',
    ],
    [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
        'Chrome',
        'Windows10',
        'WinDesktop',
    ],
    [
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
        'Safari',
        'MacOs',
        'MacDesktop',
    ],
    [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
        'Mobile Safari',
        'Ios 18.6',
        'iOS',
    ],
    [
        'Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
        'Chrome Mobile',
        'Android 15',
        'Android',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0', 'Firefox', 'Linux', 'LinuxDesktop'],
    [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0',
        'Firefox',
        'Windows10',
        'WinDesktop',
    ],
];
/** Identities of the service that real logs are full of; strings as they stand in `UserId`. */
const SERVICES = [
    ['NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)', 3],
    ['NT AUTHORITY\\SYSTEM (Microsoft.Exchange.AdminApi.NetCore)', 3],
    ['NT AUTHORITY\\SYSTEM (w3wp)', 3],
    ['Microsoft\\ServiceOperator', 3],
    ['fim_password_service@support.onmicrosoft.com', 4],
    ['Certificate', 4],
    ['ServicePrincipal_8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4', 4],
    ['S-1-5-18', 4],
    ['app@sharepoint', 5],
    ['SHAREPOINT\\system', 4],
    ['SecurityComplianceAlerts', 4],
    ['ThreatIntel', 4],
    ['NOT-FOUND', 4],
    ['AirInvestigation', 4],
    ['Azure MFA StrongAuthenticationService', 4],
];
const SERVICE = {
    serviceHost: 0,
    adminApi: 1,
    w3wp: 2,
    operator: 3,
    passwordService: 4,
    certificate: 5,
    servicePrincipal: 6,
    localSystem: 7,
    appAtSharePoint: 8,
    sharePointSystem: 9,
    alerts: 10,
    threatIntel: 11,
    notFound: 12,
    air: 13,
    strongAuthentication: 14,
};
/** 60 people at 40,000 records a month, up to 400 at several millions. */
function headcount(recordsPerMonth) {
    return Math.round(Math.min(400, Math.max(12, 60 * (recordsPerMonth / 40_000) ** 0.42)));
}
function createDirectory(options) {
    const random = new Random(options.seed, 0xc0);
    const shortName = options.initialDomain.split('.')[0];
    const company = {
        organization: options.organization,
        initialDomain: options.initialDomain,
        domain: `${shortName}.example`,
        shortName,
        people: [],
        admins: [],
        helpdesk: [],
        members: [],
        services: SERVICES.map(([userId, userType]) => ({ userId, exchangeUserId: userId, userKey: userId, userType })),
        office: ['203.0.113.10', '203.0.113.11', '198.51.100.24', '2001:db8:40::17'],
        sites: SITES.map(name => ({
            name,
            url: `https://${shortName}.sharepoint.com/sites/${name.replaceAll(' ', '')}`,
            id: random.guid(),
            web: random.guid(),
            list: random.guid(),
        })),
    };
    const admins = Math.min(8, Math.max(2, Math.round(options.people / 40)));
    const guests = Math.max(2, Math.round(options.people / 12));
    for (let index = 0; index < options.people; index++) {
        const role = index < admins ? 'admin' : index >= options.people - guests ? 'guest' : 'member';
        const person = hire(random, company, index, role);
        company.people.push(person);
        if (role !== 'guest')
            company.members.push(index);
        if (role === 'admin')
            company.admins.push(index);
        if (person.job === 'helpdesk')
            company.helpdesk.push(index);
    }
    return company;
}
function hire(random, company, index, role) {
    const first = FIRST[(index * 7) % FIRST.length];
    const last = LAST[((index % FIRST.length) * 11 + Math.floor(index / FIRST.length)) % LAST.length];
    const again = index >= FIRST.length * LAST.length ? String(index) : '';
    const local = `${first}.${last}${again}`.toLowerCase();
    const upn = role === 'admin'
        ? `adm.${last.toLowerCase()}${index || ''}@${company.initialDomain}`
        : role === 'guest'
            ? `${local}_partner${index % 4}.example#EXT#@${company.initialDomain}`
            : `${local}@${company.domain}`;
    const capitalised = random.chance(0.1) ? `${first}.${last}${again}${upn.slice(upn.indexOf('@'))}` : upn;
    const puid = `10032${random.hex(11).toUpperCase()}`;
    const job = role === 'member' ? jobOf(company, index) : role;
    return {
        userId: upn,
        exchangeUserId: role === 'member' ? capitalised : upn,
        userKey: puid,
        userType: role === 'admin' ? 2 : 0,
        role,
        job,
        name: `${first} ${last}`,
        puid,
        objectId: random.guid(),
        sid: `S-1-5-21-${random.below(9e8) + 1e8}-${random.below(9e8) + 1e8}-${random.below(9e8) + 1e8}-${random.below(9e6) + 1e6}`,
        mailboxGuid: random.guid(),
        weight: Math.exp(random.normal() * 1.1) * (role === 'guest' ? 0.15 : role === 'admin' ? 0.6 : 1),
        home: homeOf(random, role, index),
        carrier: random.below(3),
        devices: devicesOf(random, index, job),
        nextDesk: random.chance(0.3)
            ? { device: deviceOf(random, random.pick(DESKS), true), from: EPOCH + random.below(YEARS) }
            : undefined,
        ...employment(random, role, index),
        department: random.pick(DEPARTMENTS),
        drive: upn.replace(/[^a-z0-9]/gi, '_'),
    };
}
/** The first after the administrators are the helpdesk; every fourth of the rest travels, every eighth counts money. */
function jobOf(company, index) {
    const place = index - company.admins.length;
    if (place < Math.max(1, Math.round(company.admins.length / 2)))
        return 'helpdesk';
    if (place % 4 === 3)
        return 'sales';
    return place % 8 === 5 ? 'finance' : 'office';
}
/** Hours since 1970 of January 2025, and how many make three years: in them people come and go. */
const EPOCH = 482_136;
const YEARS = 26_280;
function employment(random, role, index) {
    const always = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
    const chance = random.fraction();
    const moment = EPOCH + random.below(YEARS / 24) * 24;
    if (role === 'admin' || index < 8)
        return always;
    if (chance < 0.22)
        return { ...always, from: moment + 8 };
    return chance < 0.38 ? { ...always, until: moment + 17 } : always;
}
function homeOf(random, role, index) {
    if (role === 'guest')
        return `198.19.${216 + (index % 4)}.${1 + random.below(30)}`;
    if (random.chance(0.08))
        return `2001:db8:${(0x1000 + random.below(0x6000)).toString(16)}:${random.hex(4)}::${random.hex(3)}`;
    const network = random.below(400);
    const last = 1 + random.below(250);
    return network < 256 ? `198.18.${network}.${last}` : `198.19.${network - 208}.${last}`;
}
const DESKS = [0, 0, 0, 1, 1, 2, 5, 6];
function devicesOf(random, index, job) {
    const desk = deviceOf(random, random.pick(DESKS), index % 9 !== 5);
    const phone = deviceOf(random, random.pick([3, 3, 4]), false);
    return job !== 'guest' && (job === 'sales' || random.chance(0.7)) ? [desk, phone] : [desk];
}
function deviceOf(random, model, managed) {
    const [agent, browser, os, platform] = AGENTS[model];
    const name = `${platform.slice(0, 3).toUpperCase()}-${random.hex(6).toUpperCase()}`;
    return { agent: JSON.stringify(agent), browser, os, platform, managed, id: random.guid(), name };
}

;// CONCATENATED MODULE: ./lib/simulator/records/draft.js
/**
 * What every kind of record shares: the draft a writer fills in, the common opening of `AuditData`, and where a
 * person sits at that hour. Texts are put together by hand, because a million of them are made in seconds.
 */

/** The opening fields in the order most workloads write them. `resultStatus` is left out where it is undefined. */
function head(draft, resultStatus, userKey = draft.actor.userKey) {
    const { kind, actor } = draft;
    const userId = kind.workload === 'Exchange' ? actor.exchangeUserId : actor.userId;
    const status = resultStatus === undefined ? '' : `"ResultStatus":"${resultStatus}",`;
    return (`{"CreationTime":"${draft.time}","Id":"${draft.id}","Operation":${draft_text(kind.operation)},` +
        `"OrganizationId":"${draft.company.organization}","RecordType":${kind.recordType},${status}` +
        `"UserKey":${draft_text(userKey)},"UserType":${actor.userType},"Version":1,"Workload":"${kind.workload}",` +
        `"UserId":${draft_text(userId)},`);
}
const TEXTS = new Map();
/** A word of a small vocabulary as JSON text; kept, so ask only for words that come again. */
function draft_text(word) {
    let json = TEXTS.get(word);
    if (json === undefined) {
        json = JSON.stringify(word);
        TEXTS.set(word, json);
    }
    return json;
}
const person = (draft) => draft.company.people[Math.max(0, draft.person)];
/** A colleague, the actor at times. */
const colleague = (draft) => draft.company.people[draft.random.pick(draft.company.members)];
/** Where the person sits and with which device; the same for the whole record. */
function seat(draft) {
    if (draft.seat === undefined) {
        const telephone = draft.random.below(100) < telephoneShare(person(draft));
        draft.seat = seatOf(draft.company, Math.max(0, draft.person), draft.hour, telephone);
    }
    return draft.seat;
}
/** `1.2.3.4:51234` or `[2001:db8::1]:51234`, as Exchange's admin log has it. */
function withPort(address, random) {
    const port = random.between(1024, 65535);
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

;// CONCATENATED MODULE: ./lib/simulator/records/entra.js
/** Records of Entra: sign-ins and changes to the directory. */


const CLIENTS = [
    '4765445b-32c6-49b0-83e6-1d93765276ca',
    '9199bf20-a13f-4107-85dc-02114787ef48',
    '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
    'd3590ed6-52b3-4102-aeff-aad2292ab01c',
    'ab9b8c07-8f02-4f72-87fa-80105867a763',
];
const entra_RESOURCES = [
    '00000002-0000-0ff1-ce00-000000000000',
    '00000003-0000-0000-c000-000000000000',
    '00000003-0000-0ff1-ce00-000000000000',
];
/**
 * About two thirds of the failed sign-ins of real logs say `ResultStatus: Success`, and only some six in ten are
 * wrong passwords (50126).
 */
const FAILURES = [
    ['50126', 'InvalidUserNameOrPassword'],
    ['50126', 'InvalidUserNameOrPassword'],
    ['50126', 'InvalidUserNameOrPassword'],
    ['50074', 'UserStrongAuthClientAuthNRequiredInterrupt'],
    ['50058', 'UserInformationNotProvided'],
    ['65001', 'DelegationDoesNotExist'],
    ['50053', 'IdsLocked'],
];
function writeSignIn(draft, { error, ...options }) {
    const { random, company, actor } = draft;
    const { address, device, session } = seat(draft);
    const id = draft.person < 0 ? actor.userKey : person(draft).objectId;
    const resource = options.resource ?? random.pick(entra_RESOURCES);
    const detail = options.detail ?? (error ? 'UserError' : random.chance(0.5) ? 'Redirect' : 'Success');
    const request = options.request ?? (detail === 'Redirect' ? 'OAuth2:Authorize' : 'OAuth2:Token');
    return (`${head(draft, error && random.chance(0.34) ? 'Failed' : 'Success', id)}"ClientIP":"${address}","ObjectId":"${resource}",` +
        `"AzureActiveDirectoryEventType":1,"ExtendedProperties":[{"Name":"ResultStatusDetail","Value":"${detail}"},{"Name":"UserAgent","Value":${device.agent}},` +
        `{"Name":"UserAuthenticationMethod","Value":"1"},{"Name":"RequestType","Value":"${request}"}],` +
        `"ModifiedProperties":[],"Actor":[{"ID":"${id}","Type":0},{"ID":${draft_text(actor.userId)},"Type":5}],"ActorContextId":"${company.organization}",` +
        `"ActorIpAddress":"${address}","InterSystemsId":"${random.guid()}","IntraSystemId":"${random.guid()}","SupportTicketId":"",` +
        `"Target":[{"ID":"${resource}","Type":0}],"TargetContextId":"${company.organization}","ApplicationId":"${options.application ?? random.pick(CLIENTS)}",` +
        `"DeviceProperties":[{"Name":"Id","Value":"${device.managed ? device.id : ''}"},{"Name":"DisplayName","Value":"${device.name}"},{"Name":"OS","Value":"${device.os}"},{"Name":"BrowserType","Value":"${device.browser}"},` +
        `{"Name":"IsCompliant","Value":"${device.managed ? 'True' : 'False'}"},{"Name":"IsCompliantAndManaged","Value":"${device.managed ? 'True' : 'False'}"},` +
        `{"Name":"SessionId","Value":"${session}"}],"ErrorNumber":"${error?.[0] ?? '0'}"${error ? `,"LogonError":"${error[1]}"` : ''}}`);
}
const signIn = (draft) => writeSignIn(draft, draft.kind.operation === 'UserLoginFailed' ? { error: draft.random.pick(FAILURES) } : {});
const partyOf = (who) => ({
    kind: 'User',
    id: who.objectId,
    name: who.userId,
    puid: who.puid,
});
/** As Entra wraps a single value. */
const wrapped = (value) => JSON.stringify([value]);
function writeDirectory(draft, change) {
    const { random, company, actor } = draft;
    const { target } = change;
    const who = draft.person >= 0 ? person(draft) : undefined;
    const actorId = who?.objectId ?? '8b0d5fcf-0b3d-4f7e-9a63-2fd0c3a1d7b4';
    const changes = change.changes.map(([name, old, now]) => `{"Name":"${name}","NewValue":${draft_text(now)},"OldValue":${draft_text(old)}}`);
    const details = who
        ? draft_text(JSON.stringify({
            'User-Agent': JSON.parse(seat(draft).device.agent),
            AppId: '18ed3507-a475-4ccb-b669-d66bc9f2a36e',
        }))
        : '"{}"';
    const front = () => `20.190.${random.between(128, 190)}.${random.between(1, 254)}`;
    const shown = who && (change.plainAddress || random.chance(0.3));
    const place = shown
        ? `"ClientIP":"${change.plainAddress || random.chance(0.05) ? seat(draft).address : front()}",`
        : '';
    const kindOfActor = who ? 'User' : 'ServicePrincipal';
    const name = JSON.stringify(target.name);
    const named = target.kind === 'User'
        ? `{"ID":${name},"Type":5},{"ID":"${target.puid ?? target.id}","Type":3}`
        : `{"ID":${name},"Type":1}`;
    const extended = (change.extended ?? []).map(([key, value]) => `,{"Name":"${key}","Value":${draft_text(value)}}`).join('');
    return (`${head(draft, change.failed ? 'Failure' : 'Success')}${place}"ObjectId":${JSON.stringify(change.object ?? objectOf(target))},"AzureActiveDirectoryEventType":1,` +
        `"ExtendedProperties":[{"Name":"additionalDetails","Value":${details}},{"Name":"extendedAuditEventCategory","Value":"${change.category ?? target.kind}"}${extended}],` +
        `"ModifiedProperties":[${changes.join(',')}],` +
        `"Actor":[{"ID":${draft_text(actor.userId)},"Type":5},{"ID":${draft_text(actor.userKey)},"Type":3},{"ID":"${kindOfActor}_${actorId}","Type":2},{"ID":"${actorId}","Type":2},{"ID":"${kindOfActor}","Type":2}],` +
        `"ActorContextId":"${company.organization}","ActorIpAddress":"","InterSystemsId":"${random.guid()}","IntraSystemId":"${random.guid()}","SupportTicketId":"",` +
        `"Target":[{"ID":"${target.kind}_${target.id}","Type":2},{"ID":"${target.id}","Type":2},{"ID":"${target.kind}","Type":2},${named}],` +
        `"TargetContextId":"${company.organization}"}`);
}
/** Only changes of users and devices say it. */
function objectOf({ kind, id, name }) {
    if (kind === 'User')
        return name;
    return kind === 'Device' ? id : 'Not Available';
}
/** What ordinary upkeep changes in a user. */
const UPKEEP = [
    ['AssignedLicense', '[]', '[\r\n  "[SkuName=SPE_E5, AccountId=…]"\r\n]'],
    [
        'AssignedPlan',
        '[]',
        '[{"SubscribedPlanId":"8c7b5d0a-7c39-4a39-9b34-1d8e8d0f5a63","ServiceInstance":"exchange/eurprd08-006-01","CapabilityStatus":0,"AssignedTimestamp":"2026-01-14T09:12:44.2187519Z","ServicePlanId":"efb87545-963c-4e0d-99df-69c6916d9eb0"}]',
    ],
    ['Department', '["Sales"]', '["Export"]'],
    ['DisplayName', '["Zoe Sorensen"]', '["Zoë Sørensen"]'],
    ['PhysicalDeliveryOfficeName', '["HQ"]', '["HQ, 3rd floor"]'],
    ['JobTitle', '["Engineer"]', '["Senior engineer"]'],
    ['TelephoneNumber', '["+31 20 555 0101"]', '["+31 20 555 0188"]'],
    ['LastDirSyncTime', '["2026-10-03T11:22:40Z"]', '["2026-10-03T11:52:40Z"]'],
];
function upkeep(draft) {
    const { random } = draft;
    const changes = [];
    const first = random.below(UPKEEP.length);
    for (let i = random.between(2, 4); i > 0; i--)
        changes.push(UPKEEP[(first + i) % UPKEEP.length]);
    changes.push(['Included Updated Properties', '', changes.map(([name]) => name).join(', ')]);
    if (draft.person < 0)
        changes.push(['Action Client Name', '', 'DirectorySync']);
    changes.push(['TargetId.UserType', '', 'Member']);
    return writeDirectory(draft, { target: partyOf(colleague(draft)), changes });
}
const GROUPS = [
    'Projects',
    'Sales EMEA',
    'All staff',
    'Licences E5',
    'VPN users',
    'Printers 2nd floor',
    'Works council',
];
function membership(draft) {
    const group = draft.random.pick(GROUPS);
    const id = '5d0f7b1c-3a52-4c07-9a3b-2f9d5b7c1e44';
    const [old, now] = draft.kind.operation.startsWith('Remove') ? [group, ''] : ['', group];
    const changes = [
        ['Group.ObjectID', old && wrapped(id), now && wrapped(id)],
        ['Group.DisplayName', old && wrapped(old), now && wrapped(now)],
        ['TargetId.UserType', '', 'Member'],
    ];
    return writeDirectory(draft, { target: partyOf(colleague(draft)), changes, category: 'GroupManagement' });
}
function tokens(draft) {
    const changes = [
        ['StsRefreshTokensValidFrom', '["2026-08-01T07:00:12Z"]', `["${draft.time}Z"]`],
        ['Included Updated Properties', '', 'StsRefreshTokensValidFrom'],
    ];
    return writeDirectory(draft, { target: partyOf(person(draft)), changes });
}
/** The service's upkeep of devices, groups, principals. */
function provision(draft) {
    const { random, kind } = draft;
    const of = kind.operation.split(' ')[1];
    if (of === 'user')
        return upkeep(draft);
    const target = of === 'device'
        ? { kind: 'Device', id: random.guid(), name: `DESKTOP-${random.hex(6).toUpperCase()}` }
        : of === 'service'
            ? { kind: 'ServicePrincipal', id: random.guid(), name: random.pick(PRINCIPALS) }
            : { kind: 'Group', id: random.guid(), name: random.pick(GROUPS) };
    const changes = [
        ['LastDirSyncTime', '["2026-10-03T11:22:40Z"]', `["${draft.time}Z"]`],
        ['DeviceTrustType', '[]', '["AzureAd"]'],
        [
            'Included Updated Properties',
            '',
            of === 'device' ? 'CloudDeviceOSVersion, DevicePhysicalIds' : 'LastDirSyncTime',
        ],
        ['Action Client Name', '', 'DirectorySync'],
    ];
    return writeDirectory(draft, { target, changes });
}
const PRINCIPALS = [
    'Microsoft Teams Services',
    'Office 365 SharePoint Online',
    'Windows Store for Business',
    'Microsoft Intune',
];
function passwordChange(draft) {
    return writeDirectory(draft, { target: partyOf(colleague(draft)), changes: [], category: 'UserManagement' });
}
const AAD = 'AzureActiveDirectory';
const UPDATES = [
    ['Update user.', 0.9, 'admins', upkeep],
    ['Add member to group.', 0.5, 'admins', membership],
    ['Remove member from group.', 0.2, 'admins', membership],
    ['Change user license.', 0.25, 'helpdesk', upkeep],
    ['Update StsRefreshTokenValidFrom Timestamp.', 0.12, 'members', tokens],
];
const BY_SERVICE = [
    ['Update user.', 14, [SERVICE.operator, SERVICE.servicePrincipal], upkeep],
    ['Update device.', 6, [SERVICE.servicePrincipal], provision],
    ['Update service principal.', 5, [SERVICE.certificate, SERVICE.servicePrincipal], provision],
    ['Add service principal.', 1.2, [SERVICE.certificate], provision],
    ['Change user password.', 0.6, [SERVICE.passwordService], passwordChange],
    ['Set Company Information.', 0.4, [SERVICE.operator], provision],
    ['Update group.', 3, [SERVICE.operator], provision],
    ['Add owner to group.', 0.4, [SERVICE.servicePrincipal], provision],
];
const ENTRA = [
    { recordType: 15, operation: 'UserLoggedIn', workload: AAD, part: 'people', weight: 24, by: 'anyone', write: signIn },
    {
        recordType: 15,
        operation: 'UserLoginFailed',
        workload: AAD,
        part: 'people',
        weight: 1.6,
        by: 'anyone',
        write: signIn,
    },
    ...UPDATES.map(([operation, weight, by, write]) => ({
        recordType: 8,
        operation,
        workload: AAD,
        part: 'people',
        weight,
        by,
        write,
    })),
    ...BY_SERVICE.map(([operation, weight, by, write]) => ({
        recordType: 8,
        operation,
        workload: AAD,
        part: 'service',
        weight,
        by,
        write,
    })),
];

;// CONCATENATED MODULE: ./lib/simulator/records/exchange.js
/** Records of Exchange: cmdlets run by the service and by admins, mailbox items, aggregated reads. */


const SERVER = (random) => `DB9PR${random.between(1, 99)}MB${random.between(1000, 9999)} (15.20.9${random.between(100, 299)}.0${random.between(10, 29)})`;
/** Cmdlets the service runs by itself, in bursts; two thirds of a small tenant's log. */
const PROVISIONING = [
    ['Set-Mailbox', 34],
    ['Set-MailUser', 13],
    ['Set-User', 18],
    ['Set-CASMailbox', 9],
    ['Set-UnifiedGroup', 5],
    ['Set-RecipientEnforcementProvisioningPolicy', 5],
    ['Set-TenantObjectVersion', 4],
    ['Set-AdminAuditLogConfig', 4],
    ['Install-AdminAuditLogConfig', 3],
    ['Install-DefaultSharingPolicy', 3],
    ['Install-ResourceConfig', 3],
    ['Set-ExchangeAssistanceConfig', 3],
    ['New-ExchangeAssistanceConfig', 2],
    ['Enable-AddressListPaging', 2],
    ['Set-TransportConfig', 2],
    ['Set-OwaMailboxPolicy', 2],
    ['Set-MailboxPlan', 2],
    ['Set-CASMailboxPlan', 2],
    ['Add-MailboxPermission', 2],
    ['Set-SyncMailUser', 2],
    ['Set-Group', 1.5],
    ['Set-Contact', 1],
    ['New-Mailbox', 0.6],
    ['Enable-Mailbox', 0.4],
    ['Set-Place', 0.4],
    ['Set-AcceptedDomain', 0.3],
    ['New-MailUser', 0.3],
    ['Remove-Mailbox', 0.2],
    ['Set-HostedContentFilterPolicy', 0.2],
    ['Set-MailboxFolderPermission', 0.2],
];
const BY_ADMINS = [
    ['Set-Mailbox', 0.3],
    ['Set-DistributionGroup', 0.1],
    ['Add-DistributionGroupMember', 0.2],
    ['Remove-DistributionGroupMember', 0.08],
    ['Set-CASMailbox', 0.05],
    ['New-DistributionGroup', 0.02],
];
const SETTINGS = [
    ['RetainDeletedItemsFor', ['14.00:00:00', '30.00:00:00']],
    ['LitigationHoldEnabled', ['False', 'True']],
    ['ProhibitSendReceiveQuota', ['50 GB (53,687,091,200 bytes)', '100 GB (107,374,182,400 bytes)']],
    ['EmailAddressPolicyEnabled', ['False', 'True']],
    ['HiddenFromAddressListsEnabled', ['False', 'True']],
    ['SkuCapability', ['BPOS_S_Enterprise', 'BPOS_S_Standard', 'None']],
    ['MaxSendSize', ['35 MB (36,700,160 bytes)', '150 MB (157,286,400 bytes)']],
    ['RoleAssignmentPolicy', ['Default Role Assignment Policy']],
    ['SharingPolicy', ['Default Sharing Policy']],
    ['AddressBookPolicy', ['']],
    ['ThrottlingPolicy', ['']],
    ['ArchiveStatus', ['None', 'Active']],
    ['UsageLocation', ['Netherlands', 'Germany', 'Österreich', 'Côte d’Ivoire']],
    ['Languages', ['en-US', 'nl-NL;en-US', 'de-DE']],
    ['CustomAttribute1', ['', 'cost centre 4711', 'A"B', '=1+1']],
    ['DisplayName', ['Zoë Sørensen', 'Kovács, Ilona', 'Team "North" (EU)', 'José Núñez']],
];
function cmdlet(draft) {
    const { random, company } = draft;
    const target = colleague(draft);
    const service = draft.person < 0;
    const parameters = [['Identity', service ? target.mailboxGuid : target.userId]];
    if (service)
        parameters.push(['DomainController', 'DB9PR08A06DC003.EURPR08A006.PROD.OUTLOOK.COM']);
    const settings = service ? random.between(4, 9) : random.between(1, 4);
    const first = random.below(SETTINGS.length);
    for (let i = 0; i < settings; i++) {
        const [name, values] = SETTINGS[(first + i) % SETTINGS.length];
        parameters.push([name, random.pick(values)]);
    }
    const object = service ? `${company.initialDomain}/${target.mailboxGuid}` : target.userId;
    return writeCmdlet(draft, { object, parameters, failed: !random.chance(0.985) });
}
function writeCmdlet(draft, { object, parameters, failed, owa }) {
    const { random, company } = draft;
    const service = draft.person < 0;
    const place = service ? '' : `"ClientIP":"${withPort(seat(draft).address, random)}",`;
    const application = owa ? '00000002-0000-0ff1-ce00-000000000000' : 'fb78d390-0c51-40cd-8e17-fdbfab77341b';
    const written = parameters.map(([name, value]) => `{"Name":"${name}","Value":${draft_text(value)}}`);
    return (`${head(draft, failed ? 'False' : 'True')}${place}"ObjectId":${draft_text(object)},"AppId":"${service ? '' : application}",` +
        `"AppPoolName":"${owa ? 'MSExchangeOWAAppPool' : 'MSExchangeAdminApiNetCore'}","ClientAppId":"","CorrelationID":"${random.guid()}","ExternalAccess":${service},` +
        `"OrganizationName":"${company.initialDomain}","OriginatingServer":"${SERVER(random)}",` +
        `"Parameters":[${written.join(',')}],"RequestId":"${random.guid()}","SessionId":"${service ? '' : seat(draft).session}","TokenTenantId":"${company.organization}"}`);
}
const RULES = [
    ['Projects', ['SubjectContainsWords', 'Project'], ['MoveToFolder', 'Inbox\\Projects']],
    ['Suppliers', ['FromAddressContainsWords', 'supplier.example'], ['MoveToFolder', 'Inbox\\Suppliers']],
    ['Invoices to file', ['SubjectContainsWords', 'Invoice;Rechnung'], ['MoveToFolder', 'Inbox\\Invoices']],
    [
        'Newsletters',
        ['FromAddressContainsWords', 'news@mailer.example'],
        ['MoveToFolder', 'Inbox\\Newsletters'],
        ['MarkAsRead', 'True'],
    ],
    ['CRM notices', ['From', 'crm@tools.example'], ['MoveToFolder', 'Inbox\\CRM']],
    ['Build results', ['SubjectContainsWords', '[build]'], ['MoveToFolder', 'Inbox\\Builds'], ['MarkAsRead', 'True']],
    ['Holiday requests', ['SubjectContainsWords', 'holiday request'], ['ApplyCategory', 'HR']],
    ['Team mail first', ['SentTo', 'team@fabrikam.example'], ['MarkImportance', 'High']],
];
/** A rule of one's own, in one's own mailbox. */
function rule(draft) {
    const who = person(draft);
    const [name, ...parameters] = draft.random.pick(RULES);
    const own = { object: `${draft.company.initialDomain}\\${who.name}\\${name}`, owa: true };
    if (draft.kind.operation === 'Remove-InboxRule')
        return writeCmdlet(draft, { ...own, parameters: [['Identity', own.object]] });
    const first = draft.kind.operation === 'Set-InboxRule' ? ['Identity', own.object] : ['Name', name];
    return writeCmdlet(draft, {
        ...own,
        parameters: [['AlwaysDeleteOutlookRulesBlob', 'False'], ['Force', 'False'], first, ...parameters],
    });
}
function autoReply(draft) {
    const who = person(draft);
    const parameters = [
        ['Identity', who.userId],
        ['AutoReplyState', 'Scheduled'],
        ['InternalMessage', 'I am away until Monday.'],
        ['ExternalMessage', 'I am away until Monday.'],
    ];
    return writeCmdlet(draft, { object: who.userId, parameters, owa: true });
}
/** An assistant is let into a shared mailbox. */
function permission(draft) {
    const box = `${draft.random.pick(['info', 'invoices', 'orders', 'jobs', 'support'])}@${draft.company.domain}`;
    const rights = draft.kind.operation === 'Add-RecipientPermission' ? 'SendAs' : 'FullAccess';
    const parameters = [
        ['Identity', box],
        [rights === 'SendAs' ? 'Trustee' : 'User', colleague(draft).userId],
        ['AccessRights', rights],
        ['InheritanceType', 'All'],
    ];
    return writeCmdlet(draft, { object: box, parameters });
}
const SUBJECTS = [
    'Site visit',
    'Re: Offer 2291',
    'AW: Lieferschein für Maschine 7',
    'Fwd: "final" figures, please read',
    'Minutes',
    '=SUM(A1:A9)',
    '+49 30 1234 call back',
    '@all: canteen closed',
    '-- reminder --',
    'Příští týden 🚂',
    'RE: RE: invoice; due 15/10',
    'Tab\there',
    'Quarterly numbers \\ draft',
    '见面',
].map(subject => JSON.stringify(subject));
const FOLDERS = [
    '\\\\Inbox',
    '\\\\Inbox\\\\Projects',
    '\\\\Sent Items',
    '\\\\Deleted Items',
    '\\\\Archive',
    '\\\\Calendar',
    '\\\\Drafts',
];
/** What a person reads mail with at the desk: always the same. */
const DESKTOPS = [
    'Client=OWA;Action=ViaProxy',
    'Client=OWA;Action=ViaProxy',
    'Client=MSExchangeRPC',
    'Client=Microsoft.Exchange.Mapi; Microsoft Outlook 16.0.18925; ',
];
const itemId = (random) => `RgAAAAB${random.hex(90)}AAAJ`;
const messageId = (draft) => `<${draft.random.hex(32)}@${draft.company.domain}>`;
const folder = (random) => `{"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${random.pick(FOLDERS)}"}`;
const SUBSTRATE = '13937bba-652e-4c46-b222-3003f4d1ff97';
function substrate(draft) {
    const { random } = draft;
    return {
        owner: colleague(draft),
        client: 'Client=REST;Client=RESTSystem;;',
        application: SUBSTRATE,
        logonType: 1,
        address: random.chance(0.6)
            ? `2603:10a6:20b:${random.hex(3)}::${random.between(10, 99)}`
            : `52.97.${random.between(128, 255)}.${random.between(1, 254)}`,
    };
}
function usualClient(draft) {
    const { platform } = seat(draft).device;
    if (platform === 'iOS')
        return 'Client=OutlookService;Outlook-iOS/2.0;';
    return platform === 'Android' ? 'Client=OutlookService;Outlook-Android/2.0;' : DESKTOPS[draft.person % 4];
}
function mailbox(draft, access) {
    const { random, company } = draft;
    const { owner = person(draft), application, logonType = 0 } = access;
    const { address, session } = access.address === undefined ? seat(draft) : { address: access.address, session: random.guid() };
    const client = access.client ?? usualClient(draft);
    const ofOthers = application !== undefined && application !== SUBSTRATE;
    return (`"ClientIPAddress":"${address}","AppAccessContext":{"AADSessionId":"${session}","APIId":"${ofOthers ? '00000003-0000-0000-c000-000000000000' : ''}","ClientAppId":"${ofOthers ? application : ''}","IssuedAtTime":"${draft.time}","UniqueTokenId":"${random.hex(22)}"},` +
        `"AppId":"${application ?? '00000002-0000-0ff1-ce00-000000000000'}","ClientAppId":"${ofOthers ? application : ''}","ClientInfoString":"${client}","ExternalAccess":false,"InternalLogonType":0,"LogonType":${logonType},` +
        `"LogonUserSid":"${owner.sid}","MailboxGuid":"${owner.mailboxGuid}","MailboxOwnerSid":"${owner.sid}","MailboxOwnerUPN":${draft_text(owner.userId)},` +
        `"OrganizationName":"${company.initialDomain}","OriginatingServer":"${SERVER(random)}\\r\\n","SessionId":"${session}",`);
}
function writeReading(draft, reading) {
    const { random } = draft;
    const { sync = false } = reading;
    const count = sync ? 0 : (reading.count ?? (random.chance(0.7) ? random.between(1, 2) : random.between(3, 9)));
    const items = [];
    for (let i = 0; i < count; i++) {
        items.push(`{"ClientRequestId":"${random.guid()}","Id":"${itemId(random)}","ImmutableId":"${random.hex(48)}","InternetMessageId":"${messageId(draft)}","SizeInBytes":${random.between(2_000, 180_000)}}`);
    }
    const path = reading.folder ?? random.pick(FOLDERS);
    const folders = sync
        ? `"Item":{"Id":"LgAAAAB${random.hex(40)}AAAB","ParentFolder":{"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${path}"}}`
        : `"Folders":[{"FolderItems":[${items.join(',')}],"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${path}"}]`;
    return (`${head(draft, 'Succeeded')}${mailbox(draft, reading)}` +
        `"OperationProperties":[{"Name":"MailAccessType","Value":"${sync ? 'Sync' : 'Bind'}"},{"Name":"IsThrottled","Value":"False"}],` +
        `${folders},"OperationCount":${Math.max(1, count)}}`);
}
function mailItemsAccessed(draft) {
    if (draft.person < 0)
        return writeReading(draft, substrate(draft));
    return writeReading(draft, { sync: draft.random.chance(0.12) });
}
function writeItem(draft, message) {
    const { random } = draft;
    const subject = message.subject === undefined ? random.pick(SUBJECTS) : JSON.stringify(message.subject);
    const path = message.folder ?? random.pick(FOLDERS);
    return (`${head(draft, 'Succeeded')}${mailbox(draft, message)}"Item":{"Attachments":"","Id":"${itemId(random)}","ImmutableId":"${random.hex(48)}",` +
        `"InternetMessageId":"${message.messageId ?? messageId(draft)}","IsRecord":false,"ParentFolder":{"Id":"LgAAAAB${random.hex(40)}AAAB","Path":"${path}"},"SizeInBytes":${random.between(3_000, 900_000)},"Subject":${subject}}}`);
}
const item = (draft) => writeItem(draft, {});
function writeItems(draft, messages) {
    const { random } = draft;
    const affected = [];
    for (let i = messages.count ?? random.between(1, 4); i > 0; i--) {
        const subject = messages.subject === undefined ? random.pick(SUBJECTS) : JSON.stringify(messages.subject);
        affected.push(`{"Id":"${itemId(random)}","InternetMessageId":"${messages.messageId ?? messageId(draft)}","ParentFolder":${folder(random)},"Subject":${subject}}`);
    }
    return `${head(draft, 'Succeeded')}${mailbox(draft, messages)}"AffectedItems":[${affected.join(',')}],"CrossMailboxOperation":false,"DestFolder":${folder(random)},"Folder":${folder(random)}}`;
}
const items = (draft) => writeItems(draft, {});
const exchange_exchange = { workload: 'Exchange', part: 'people', by: 'members' };
const EXCHANGE = [
    ...PROVISIONING.map(([operation, weight]) => ({
        recordType: 1,
        operation,
        workload: 'Exchange',
        part: 'provisioning',
        weight,
        by: [SERVICE.serviceHost, SERVICE.adminApi, SERVICE.w3wp],
        write: cmdlet,
    })),
    ...BY_ADMINS.map(([operation, weight]) => ({
        recordType: 1,
        operation,
        workload: 'Exchange',
        part: 'people',
        weight,
        by: 'admins',
        write: cmdlet,
    })),
    { ...exchange_exchange, recordType: 1, operation: 'New-InboxRule', weight: 0.03, write: rule },
    { ...exchange_exchange, recordType: 1, operation: 'Set-InboxRule', weight: 0.02, write: rule },
    { ...exchange_exchange, recordType: 1, operation: 'Remove-InboxRule', weight: 0.01, write: rule },
    { ...exchange_exchange, recordType: 1, operation: 'Set-MailboxAutoReplyConfiguration', weight: 0.06, write: autoReply },
    { ...exchange_exchange, by: 'helpdesk', recordType: 1, operation: 'Add-MailboxPermission', weight: 0.02, write: permission },
    { ...exchange_exchange, by: 'helpdesk', recordType: 1, operation: 'Add-RecipientPermission', weight: 0.01, write: permission },
    { ...exchange_exchange, recordType: 50, operation: 'MailItemsAccessed', weight: 11, write: mailItemsAccessed },
    {
        ...exchange_exchange,
        recordType: 50,
        operation: 'MailItemsAccessed',
        part: 'service',
        by: [SERVICE.localSystem],
        weight: 36,
        write: mailItemsAccessed,
    },
    { ...exchange_exchange, recordType: 2, operation: 'Send', weight: 4, write: item },
    { ...exchange_exchange, recordType: 2, operation: 'Create', weight: 1.6, write: item },
    { ...exchange_exchange, recordType: 2, operation: 'Update', weight: 1.2, write: item },
    { ...exchange_exchange, recordType: 2, operation: 'SendAs', weight: 0.05, write: item },
    { ...exchange_exchange, recordType: 2, operation: 'SendOnBehalf', weight: 0.03, write: item },
    { ...exchange_exchange, recordType: 3, operation: 'MoveToDeletedItems', weight: 1.4, write: items },
    { ...exchange_exchange, recordType: 3, operation: 'SoftDelete', weight: 1.1, write: items },
    { ...exchange_exchange, recordType: 3, operation: 'HardDelete', weight: 0.5, write: items },
    { ...exchange_exchange, recordType: 3, operation: 'Move', weight: 0.4, write: items },
];

;// CONCATENATED MODULE: ./lib/simulator/records/sharepoint.js
/** Records of SharePoint and OneDrive: files, pages, lists, sharing. */


/** Names that are legal in SharePoint and unkind to CSV, spreadsheets and careless escaping. */
const FILES = [
    'Plan.docx',
    'Floor plan.pdf',
    'Stock list.xlsx',
    'Budget 2027.xlsx',
    'Offer 2291, final (2).docx',
    'Übersicht Geräte.xlsx',
    '=1+1.csv',
    "O'Neill & Sons – contract.pdf",
    'Résumé_Zoë.docx',
    'photo 🏭.jpg',
    '+notes.txt',
    '会议记录.docx',
    'Price list;EU.csv',
    'drawing-47.dwg',
    'Minutes 100%.docx',
].map(name => JSON.stringify(name).slice(1, -1));
const sharepoint_FOLDERS = [
    'Shared Documents',
    'Shared Documents/General',
    'Shared Documents/2026/Offers',
    'Documents',
    'Shared Documents/Drawings',
];
/** SharePoint's own order of fields: newer records open with `AppAccessContext`, not with `CreationTime`. */
function opening(draft, session) {
    const { random, kind, actor } = draft;
    const key = draft.person >= 0 ? `i:0h.f|membership|${actor.userKey.toLowerCase()}@live.com` : actor.userKey;
    return (`{"AppAccessContext":{"AADSessionId":"${session}","CorrelationId":"${random.guid()}","IssuedAtTime":"${draft.time}","UniqueTokenId":"${random.hex(22)}"},` +
        `"CreationTime":"${draft.time}","Id":"${draft.id}","Operation":"${kind.operation}","OrganizationId":"${draft.company.organization}","RecordType":${kind.recordType},` +
        `"UserKey":${draft_text(key)},"UserType":${actor.userType},"Version":1,"Workload":"${kind.workload}",`);
}
function place(draft) {
    const { random, company, kind } = draft;
    if (kind.workload === 'OneDrive' && draft.person >= 0)
        return driveOf(draft, person(draft));
    const site = random.pick(company.sites);
    return { url: site.url, site: site.id, web: site.web, list: site.list, folder: random.pick(sharepoint_FOLDERS) };
}
function driveOf({ company }, who) {
    return {
        url: `https://${company.shortName}-my.sharepoint.com/personal/${who.drive}`,
        site: who.objectId,
        web: who.mailboxGuid,
        list: who.objectId,
        folder: 'Documents',
    };
}
function writeFile(draft, act) {
    const { random, actor, kind } = draft;
    const { address, device, session } = seat(draft);
    const { url, site, web, list, folder: usual } = place(draft);
    const name = act.name === undefined ? random.pick(FILES) : JSON.stringify(act.name).slice(1, -1);
    const folder = act.folder ?? usual;
    const extension = name.slice(name.lastIndexOf('.') + 1);
    const sync = kind.operation.startsWith('FileSync');
    const usualAgent = sync ? '"Microsoft SkyDriveSync 25.174.0907.0003 ship; Windows NT 10.0 (26100)"' : device.agent;
    const agent = act.agent === undefined ? (draft.person < 0 ? '""' : usualAgent) : draft_text(act.agent);
    const ip = draft.person < 0 ? '' : `"ClientIP":"${address}",`;
    const renamed = act.newName === undefined
        ? ''
        : `"DestinationFileExtension":"${act.newName.slice(act.newName.lastIndexOf('.') + 1)}","DestinationFileName":${JSON.stringify(act.newName)},"DestinationRelativeUrl":"${folder}",`;
    // a number beyond 2^53 keeps careless JSON round trips honest
    const hash = random.chance(0.02) ? `"ContentHash64":${9_007_199_254}${random.between(740_993, 999_999)},` : '';
    return (`${opening(draft, session)}${ip}"UserId":${draft_text(actor.userId)},"AuthenticationType":"${sync ? 'OAuth' : 'FormsCookieAuth'}","BrowserName":"${device.browser}","BrowserVersion":"141.0.0.0",` +
        `"CorrelationId":"${random.guid()}","DeviceDisplayName":"${address}","EventSource":"SharePoint","GeoLocation":"EUR",${hash}"IsManagedDevice":${device.managed},"ItemType":"File","ListId":"${list}",` +
        `"ListItemUniqueId":"${random.guid()}","Platform":"${device.platform}","Site":"${site}","UserAgent":${agent},"WebId":"${web}","FileSizeBytes":${act.size ?? random.between(900, 9_000_000)},${renamed}` +
        `"HighPriorityMediaProcessing":false,"SourceFileExtension":"${extension}","SiteUrl":"${url}/","SourceFileName":"${name}","SourceRelativeUrl":"${folder}","ObjectId":"${url}/${folder}/${name}"}`);
}
const file = (draft) => writeFile(draft, {});
function page(draft) {
    const { random, actor } = draft;
    const { address, device, session } = seat(draft);
    const { url, site, web } = place(draft);
    return (`${opening(draft, session)}"ClientIP":"${address}","UserId":${draft_text(actor.userId)},"CorrelationId":"${random.guid()}","EventSource":"SharePoint","IsManagedDevice":${device.managed},"ItemType":"Page",` +
        `"Platform":"${device.platform}","Site":"${site}","UserAgent":${device.agent},"WebId":"${web}","ObjectId":"${url}/SitePages/Home.aspx"}`);
}
function list(draft) {
    const { random, actor } = draft;
    const { address, device, session } = seat(draft);
    const { url, site, web, list } = place(draft);
    return (`${opening(draft, session)}"ClientIP":"${address}","UserId":${draft_text(actor.userId)},"BrowserName":"${device.browser}","CorrelationId":"${random.guid()}","EventSource":"SharePoint","GeoLocation":"EUR",` +
        `"IsManagedDevice":${device.managed},"ItemType":"List","ListBaseTemplateType":"101","ListBaseType":"DocumentLibrary","ListId":"${list}","ListTitle":"Documents","Site":"${site}","UserAgent":${device.agent},` +
        `"WebId":"${web}","SiteUrl":"${url}/","ObjectId":"${url}/Shared Documents"}`);
}
function writeSharing(draft, share) {
    const { random, actor } = draft;
    const { address, device, session } = seat(draft);
    const { url, site, web, list, folder } = place(draft);
    const name = share.name === undefined ? random.pick(FILES) : JSON.stringify(share.name).slice(1, -1);
    const anyone = share.target === 'Anyone';
    return (`${opening(draft, session)}"ClientIP":"${address}","UserId":${draft_text(actor.userId)},"AuthenticationType":"FormsCookieAuth","BrowserName":"${device.browser}","CorrelationId":"${random.guid()}","EventSource":"SharePoint","GeoLocation":"EUR",` +
        `"IsManagedDevice":${device.managed},"ItemType":"File","ListId":"${list}","ListItemUniqueId":"${random.guid()}","Platform":"${device.platform}","Site":"${site}","UserAgent":${device.agent},"WebId":"${web}",` +
        `"EventData":"<Permissions granted>${share.rights ?? random.pick(['Contribute', 'Read', 'Edit'])}</Permissions granted>","SharingLinkScope":"${anyone ? 'Anyone' : 'SpecificPeople'}","SourceFileExtension":"${name.slice(name.lastIndexOf('.') + 1)}",` +
        `"TargetUserOrGroupType":"${anyone ? 'SharePointGroup' : share.outside ? 'Guest' : 'Member'}","TargetUserOrGroupName":${draft_text(anyone ? 'SharingLinks.Flexible' : share.target)},"UniqueSharingId":"${random.guid()}","SiteUrl":"${url}","SourceRelativeUrl":"${folder}","SourceFileName":"${name}","ObjectId":"${url}/${folder}/${name}"}`);
}
/** Customers and suppliers, the first ones more often. */
function outsider(draft) {
    const company = Math.floor(24 * draft.random.fraction() ** 2);
    return `${draft.random.pick(['kim.lee', 'pat.meyer', 'alex.roy', 'sam.costa'])}@client${company}.example`;
}
function sharing(draft) {
    const anonymous = draft.kind.operation.startsWith('Anonymous');
    const outside = anonymous || draft.random.chance(0.2);
    return writeSharing(draft, {
        outside,
        target: anonymous ? 'Anyone' : outside ? outsider(draft) : colleague(draft).userId,
    });
}
const people = { part: 'people', by: 'anyone' };
const files = [
    ['FileAccessed', 9],
    ['FileAccessedExtended', 1.6],
    ['FilePreviewed', 2.4],
    ['FileModified', 4],
    ['FileModifiedExtended', 1],
    ['FileDownloaded', 1.6],
    ['FileUploaded', 1.4],
    ['FileSyncDownloadedFull', 0.9],
    ['FileSyncUploadedFull', 0.6],
    ['FileRenamed', 0.25],
    ['FileMoved', 0.15],
    ['FileCopied', 0.1],
    ['FileDeleted', 0.3],
    ['FileRecycled', 0.3],
    ['FileCheckedOut', 0.04],
    ['FileCheckedIn', 0.04],
    ['FileRestored', 0.01],
];
const SHAREPOINT = [
    ...files.flatMap(([operation, weight]) => [
        { ...people, recordType: 6, operation, workload: 'SharePoint', weight: weight * 0.6, write: file },
        { ...people, recordType: 6, operation, workload: 'OneDrive', weight: weight * 0.4, write: file },
    ]),
    {
        recordType: 6,
        operation: 'FileModified',
        workload: 'SharePoint',
        part: 'service',
        by: [SERVICE.appAtSharePoint],
        weight: 3,
        write: file,
    },
    { ...people, recordType: 4, operation: 'PageViewed', workload: 'SharePoint', weight: 2.6, write: page },
    { ...people, recordType: 4, operation: 'PageViewedExtended', workload: 'SharePoint', weight: 0.3, write: page },
    { ...people, recordType: 36, operation: 'ListViewed', workload: 'SharePoint', weight: 1.2, write: list },
    { ...people, recordType: 54, operation: 'ListItemUpdated', workload: 'SharePoint', weight: 0.5, write: list },
    {
        recordType: 36,
        operation: 'ListUpdated',
        workload: 'SharePoint',
        part: 'service',
        by: [SERVICE.sharePointSystem],
        weight: 1,
        write: list,
    },
    { ...people, recordType: 14, operation: 'SharingSet', workload: 'SharePoint', weight: 0.3, write: sharing },
    { ...people, recordType: 14, operation: 'SecureLinkCreated', workload: 'OneDrive', weight: 0.2, write: sharing },
    { ...people, recordType: 14, operation: 'AddedToSecureLink', workload: 'OneDrive', weight: 0.2, write: sharing },
    { ...people, recordType: 14, operation: 'AnonymousLinkCreated', workload: 'SharePoint', weight: 0.04, write: sharing },
    {
        ...people,
        recordType: 14,
        operation: 'SharingInvitationCreated',
        workload: 'SharePoint',
        weight: 0.02,
        write: sharing,
    },
];

;// CONCATENATED MODULE: ./lib/simulator/script.js
/**
 * What happens on purpose in a month, beside the daily murmur: steps of people, services and strangers, each one record.
 * Used for occasions of ordinary life and for incidents alike. Only times and who are drawn at once; texts are written when
 * they are asked for.
 */






const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const script_DAY = 24 * HOUR;
const kinds = new Map();
function kindOf(recordType, operation, workload) {
    const key = `${recordType} ${operation} ${workload}`;
    let kind = kinds.get(key);
    if (kind === undefined) {
        kind = { recordType, operation, workload, part: 'people', weight: 0, by: [], write: () => '' };
        kinds.set(key, kind);
    }
    return kind;
}
class Script {
    steps = [];
    random;
    company;
    month;
    #pools = new Map();
    constructor(company, month, random) {
        this.company = company;
        this.month = month;
        this.random = random;
    }
    // Who and when
    person(index) {
        return this.company.people[index];
    }
    /** Somebody who is at work that day. */
    someone(time, jobs = ['office', 'finance', 'sales', 'helpdesk']) {
        const ready = readiness(this.company, Math.floor(time / script_DAY));
        const pool = this.#pool(jobs);
        let found = this.random.pick(pool);
        for (let tries = 0; tries < 60 && ready[found] <= 1; tries++)
            found = this.random.pick(pool);
        return found;
    }
    #pool(jobs) {
        const key = jobs.join();
        let pool = this.#pools.get(key);
        if (pool === undefined) {
            const fitting = this.company.members.filter(index => jobs.includes(this.person(index).job));
            pool = fitting.length > 0 ? fitting : this.company.members;
            this.#pools.set(key, pool);
        }
        return pool;
    }
    /** Different people who are at work that day. */
    several(count, time, jobs) {
        const found = new Set();
        for (let tries = 0; found.size < count && tries < count * 6; tries++)
            found.add(this.someone(time, jobs));
        return [...found];
    }
    /** The one among the administrators who sets applications up. */
    get usualAdmin() {
        return this.company.admins[0];
    }
    /** Some seconds after another moment. */
    after(time, least, most) {
        return time + this.random.between(Math.round(least / SECOND), Math.round(most / SECOND)) * SECOND;
    }
    /** A moment of office hours on a working day not before the `earliest` of the month. */
    workingTime(earliest = 1, latest = 28) {
        for (;;) {
            const hour = Math.floor(this.month.start / HOUR) +
                (this.random.between(earliest, latest) - 1) * 24 +
                this.random.between(7, 15);
            if (isOfficeTime(hour))
                return hour * HOUR + this.random.below(3600) * SECOND;
        }
    }
    size(share, least, most) {
        return Math.min(most, Math.max(least, Math.round(this.company.people.length * share)));
    }
    /** A place of one's own with a device of one's own; the session stays the same. */
    strangeSeat(address, model, more = {}) {
        const { random } = this;
        return { address, device: { ...deviceOf(random, model, false), name: '', ...more }, session: random.guid() };
    }
    /** An address in one of sixteen networks where nobody of the company ever is. */
    strangeAddress(network) {
        return `198.19.${240 + network}.${2 + this.random.below(240)}`;
    }
    /** The desk's seat at that time, to be shared by steps that belong together. */
    seat(index, time, telephone = false) {
        return seatOf(this.company, index, Math.floor(time / HOUR), telephone);
    }
    /** An identity that is none of the company's people. */
    stranger(userId) {
        const word = mix(userId.length, userId.charCodeAt(0));
        return {
            userId,
            exchangeUserId: userId,
            userKey: random_guidOf(word, mix(word, 1), mix(word, 2), mix(word, 3)),
            userType: 0,
        };
    }
    service(place) {
        return this.company.services[place];
    }
    // What
    add(time, who, kind, write, seat) {
        const at = Math.floor(time / SECOND) * SECOND;
        if (at < this.month.start || at >= this.month.end)
            return;
        const person = typeof who === 'number' ? who : -1;
        const actor = typeof who === 'number' ? this.person(who) : who;
        this.steps.push({ time: at, kind, actor, person, seat, place: 0, write });
    }
    signIn(time, who, options = {}, seat) {
        const kind = kindOf(15, options.error ? 'UserLoginFailed' : 'UserLoggedIn', 'AzureActiveDirectory');
        this.add(time, who, kind, draft => writeSignIn(draft, options), seat);
    }
    directory(time, who, operation, change, seat) {
        this.add(time, who, kindOf(8, operation, 'AzureActiveDirectory'), draft => writeDirectory(draft, change), seat);
    }
    cmdlet(time, who, operation, cmdlet, seat) {
        this.add(time, who, kindOf(1, operation, 'Exchange'), draft => writeCmdlet(draft, cmdlet), seat);
    }
    read(time, who, reading, seat) {
        this.add(time, who, kindOf(50, 'MailItemsAccessed', 'Exchange'), draft => writeReading(draft, reading), seat);
    }
    message(time, who, operation, message, seat) {
        this.add(time, who, kindOf(2, operation, 'Exchange'), draft => writeItem(draft, message), seat);
    }
    messages(time, who, operation, messages, seat) {
        this.add(time, who, kindOf(3, operation, 'Exchange'), draft => writeItems(draft, messages), seat);
    }
    file(time, who, operation, act, seat) {
        this.add(time, who, kindOf(6, operation, act.workload ?? 'SharePoint'), draft => writeFile(draft, act), seat);
    }
    share(time, who, operation, share, seat) {
        this.add(time, who, kindOf(14, operation, share.workload ?? 'SharePoint'), draft => writeSharing(draft, share), seat);
    }
}
function consentTo(app, { scopes, everybody }, grantee) {
    const grant = `[Id: ${app.principal.slice(0, 22)}, ClientId: ${app.principal}, PrincipalId: ${everybody ? '' : grantee.objectId}, ResourceId: 6a1e0d5b-0d0f-4b36-8f0e-2d1f52c1c4aa, ConsentType: ${everybody ? 'AllPrincipals' : 'Principal'}, Scope: ${scopes}, CreatedDateTime: , LastModifiedDateTime ]`;
    return {
        target: { kind: 'ServicePrincipal', id: app.principal, name: app.name },
        object: app.id,
        category: 'ApplicationManagement',
        changes: [
            ['ConsentContext.IsAdminConsent', '', everybody ? 'True' : 'False'],
            ['ConsentContext.IsAppOnly', '', 'False'],
            ['ConsentContext.OnBehalfOfAll', '', everybody ? 'True' : 'False'],
            ['ConsentContext.Tags', '', 'WindowsAzureActiveDirectoryIntegratedApp'],
            ['ConsentAction.Permissions', '', `[] => [${grant}]; `],
            ['TargetId.ServicePrincipalNames', '', app.id],
        ],
    };
}
/** The record that stands beside every consent. */
function delegatedGrant(app, { scopes, everybody }) {
    return {
        target: { kind: 'ServicePrincipal', id: '6a1e0d5b-0d0f-4b36-8f0e-2d1f52c1c4aa', name: 'Microsoft Graph' },
        category: 'ApplicationManagement',
        changes: [
            ['DelegatedPermissionGrant.Scope', '', scopes],
            ['DelegatedPermissionGrant.ConsentType', '', everybody ? 'AllPrincipals' : 'Principal'],
            ['ServicePrincipal.ObjectID', '', app.principal],
            ['ServicePrincipal.DisplayName', '', app.name],
            ['ServicePrincipal.AppId', '', app.id],
            ['TargetId.ServicePrincipalNames', '', '00000003-0000-0000-c000-000000000000;https://graph.microsoft.com'],
        ],
    };
}
function appRole(app, role) {
    return {
        target: { kind: 'ServicePrincipal', id: '6a1e0d5b-0d0f-4b36-8f0e-2d1f52c1c4aa', name: 'Microsoft Graph' },
        category: 'ApplicationManagement',
        changes: [
            ['AppRole.Id', '', wrapped(role.id)],
            ['AppRole.Value', '', wrapped(role.value)],
            ['AppRoleAssignment.CreatedDateTime', '', wrapped('2026-10-05T08:12:11Z')],
            ['ServicePrincipal.ObjectID', '', wrapped(app.principal)],
            ['ServicePrincipal.DisplayName', '', wrapped(app.name)],
            ['ServicePrincipal.AppId', '', wrapped(app.id)],
            ['TargetId.ServicePrincipalNames', '', wrapped('00000003-0000-0000-c000-000000000000')],
        ],
    };
}
/** Methods by which a person proves who they are, before and after, as `Update user.` tells it. */
function methodsOf(target, before, after) {
    const list = (types) => JSON.stringify(types.map((type, place) => ({ MethodType: type, Default: place === 0 })));
    const changes = [
        ['StrongAuthenticationMethod', list(before), list(after)],
        ['Included Updated Properties', '', 'StrongAuthenticationMethod'],
        ['TargetId.UserType', '', 'Member'],
    ];
    return { target, changes, category: 'UserManagement' };
}
/** The keys of an application, by name. */
function keysAdded(app, before, after) {
    const list = (names) => JSON.stringify(names.map(name => `[KeyIdentifier=${random_guidOf(mix(name.length, 1), mix(name.charCodeAt(0), 2), mix(name.length, 3), 4)},KeyType=Password,KeyUsage=Verify,DisplayName=${name}]`));
    return {
        target: { kind: 'Application', id: app.principal, name: app.name },
        category: 'ApplicationManagement',
        changes: [
            ['KeyDescription', list(before), list(after)],
            ['Included Updated Properties', '', 'KeyDescription'],
            ['TargetId.ServicePrincipalNames', '', app.id],
        ],
    };
}
const newApp = (random, name) => ({
    name,
    id: random.guid(),
    principal: random.guid(),
});

;// CONCATENATED MODULE: ./lib/simulator/episodes/daily.js
/** What happens in every month somewhere: new colleagues, lost telephones, forgotten passwords, guests, permissions. */



const PORTAL = '9ba1a5c7-f17a-4de9-a1f1-6178c8d51223';
const daily_EXPIRED = ['50055', 'InvalidPasswordExpiredPassword'];
const WRONG = ['50126', 'InvalidUserNameOrPassword'];
const ENROL = ['50072', 'UserStrongAuthEnrollmentRequiredInterrupt'];
const DISABLED = ['50057', 'UserDisabled'];
const user = (script, index, changes = []) => ({
    target: partyOf(script.person(index)),
    changes: [...changes, ['Included Updated Properties', '', changes.map(([name]) => name).join(', ')]],
    category: 'UserManagement',
});
/** The helpdesk sets a password, and its owner makes another of it. */
function helpdeskResets(script) {
    for (let i = script.size(0.08, 2, 400); i > 0; i--) {
        const time = script.workingTime();
        const agent = script.someone(time, ['helpdesk']);
        const owner = script.someone(time, ['office', 'finance', 'sales']);
        for (let wrong = script.random.below(5); wrong > 0; wrong--)
            script.signIn(script.after(time, -20 * MINUTE, -4 * MINUTE), owner, { error: WRONG });
        script.directory(time, agent, 'Reset user password.', user(script, owner));
        script.signIn(script.after(time, MINUTE, 9 * MINUTE), owner, { error: daily_EXPIRED });
        const changed = script.after(time, 10 * MINUTE, 15 * MINUTE);
        script.directory(changed, owner, 'Change user password.', user(script, owner));
        script.signIn(script.after(changed, 5_000, MINUTE), owner);
    }
}
/** A new telephone: the helpdesk takes the old method off, the owner adds the new one. */
function phoneReplacements(script) {
    for (let i = script.size(0.015, 1, 60); i > 0; i--) {
        const time = script.workingTime();
        const owner = script.someone(time);
        const target = partyOf(script.person(owner));
        script.directory(time, script.someone(time, ['helpdesk']), 'Update user.', methodsOf(target, [6, 7], []));
        const enrolling = script.after(time, 3 * MINUTE, 30 * MINUTE);
        script.signIn(enrolling, owner, { error: ENROL });
        registers(script, enrolling + MINUTE, owner);
    }
}
function registers(script, time, index) {
    const target = partyOf(script.person(index));
    script.directory(time, index, 'User registered security info.', { ...user(script, index), plainAddress: true });
    script.directory(time + 4_000, script.service(SERVICE.strongAuthentication), 'Update user.', methodsOf(target, [], [6, 7]));
}
/** New starters get an account, licences, a pass for the first day; leavers lose theirs, and their devices keep asking. */
function comingAndGoing(script) {
    const { start, end } = script.month;
    script.company.people.forEach((person, index) => {
        const from = person.from * HOUR;
        const until = person.until * HOUR;
        if (person.role === 'guest')
            return;
        if (from >= start + 3 * script_DAY && from < end) {
            const made = script.after(from, -2 * script_DAY, -script_DAY);
            const admin = script.someone(made, ['helpdesk']);
            script.directory(made, admin, 'Add user.', {
                target: partyOf(person),
                category: 'UserManagement',
                changes: [
                    ['AccountEnabled', '[]', '[true]'],
                    ['DisplayName', '[]', wrapped(person.name)],
                    ['UserPrincipalName', '[]', wrapped(person.userId)],
                    ['UserType', '[]', wrapped('Member')],
                    ['Included Updated Properties', '', 'AccountEnabled, DisplayName, UserPrincipalName, UserType'],
                ],
            });
            script.directory(made + 3 * MINUTE, admin, 'Change user license.', user(script, index));
            script.directory(from - 30 * MINUTE, admin, 'Admin registered security info.', {
                ...user(script, index),
                extended: [['ResultDescription', 'Admin registered Temporary Access Pass method for user']],
            });
            script.signIn(from + 10 * MINUTE, index);
            registers(script, from + 15 * MINUTE, index);
            const phone = script.seat(index, from, true);
            script.signIn(from + 40 * MINUTE, index, { application: PORTAL, resource: '0000000a-0000-0000-c000-000000000000' }, phone);
        }
        if (until >= start && until < end) {
            const admin = script.someone(until, ['helpdesk']);
            script.directory(until + 10 * MINUTE, admin, 'Update user.', user(script, index, [['AccountEnabled', '[true]', '[false]']]));
            script.directory(until + 11 * MINUTE, admin, 'Update StsRefreshTokenValidFrom Timestamp.', user(script, index));
            const phone = script.seat(index, until, true);
            for (let i = 0; i < 12; i++)
                script.signIn(script.after(until, HOUR, 3 * script_DAY), index, { error: DISABLED }, phone);
        }
    });
}
/** Partners are invited, and look at what they were invited for. */
function invitedGuests(script) {
    for (let i = script.size(0.008, 1, 30); i > 0; i--) {
        const time = script.workingTime();
        const host = script.someone(time, ['office', 'sales']);
        const name = `${script.random.pick(['jo', 'lin', 'max', 'eva', 'ben'])}.${script.random.hex(4)}`;
        const guest = `${name}_client${script.random.below(24)}.example#EXT#@${script.company.initialDomain}`;
        const target = {
            kind: 'User',
            id: script.random.guid(),
            name: guest,
            puid: `10032${script.random.hex(11).toUpperCase()}`,
        };
        script.directory(time, host, 'Invite external user.', { target, category: 'UserManagement', changes: [] });
        script.directory(time + 2_000, host, 'Add user.', {
            target,
            category: 'UserManagement',
            changes: [
                ['CreationType', '[]', wrapped('Invitation')],
                ['UserType', '[]', wrapped('Guest')],
                ['UserState', '[]', wrapped('PendingAcceptance')],
            ],
        });
        script.share(time + MINUTE, host, 'SharingInvitationCreated', { target: guest, outside: true });
        const seat = script.strangeSeat(`198.19.${216 + script.random.below(4)}.${40 + script.random.below(200)}`, script.random.below(3));
        const invited = { ...script.stranger(guest), userKey: target.id };
        const come = script.after(time, HOUR, 30 * HOUR);
        script.signIn(come, invited, {}, seat);
        for (let read = script.random.between(1, 6); read > 0; read--)
            script.file(script.after(come, MINUTE, HOUR), invited, script.random.chance(0.5) ? 'FileDownloaded' : 'FileAccessed', {}, seat);
    }
}
/** People sign in to small applications with their work account. */
function smallConsents(script) {
    const apps = ['Whiteboard Fox', 'Polls for Teams', 'Calendly', 'Miro', 'Adobe Sign', 'Grammarly', 'LinkedIn'].map((name, place) => ({
        name,
        id: `5c0f${place}b1e-2b1d-4b8e-9a5c-7d0e2f4a6b8c`,
        principal: `9d1a${place}c2f-4e3d-4f5a-8b7c-1a2b3c4d5e6f`,
    }));
    for (let i = script.size(0.02, 1, 60); i > 0; i--) {
        const time = script.workingTime();
        const who = script.someone(time);
        const app = script.random.pick(apps);
        const grant = {
            scopes: script.random.pick([
                'User.Read',
                'openid profile User.Read',
                'openid profile email User.Read offline_access',
                'User.Read Calendars.Read',
            ]),
            everybody: false,
        };
        script.directory(time, who, 'Consent to application.', consentTo(app, grant, script.person(who)));
        script.directory(time, who, 'Add delegated permission grant.', delegatedGrant(app, grant));
        script.signIn(time + 5_000, who, { application: app.id, resource: '00000003-0000-0000-c000-000000000000' });
    }
}
/** Administrators take up their roles for a task. */
function activations(script) {
    const roles = [
        ['User Administrator', 'fe930be7-5e62-47db-91af-98c3a49a38b1'],
        ['Exchange Administrator', '29232cdf-9323-42fd-ade2-1d097af3e4de'],
        ['SharePoint Administrator', 'f28a1f50-f6e7-4571-818b-6a12f2af6b6c'],
        ['Global Reader', 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
    ];
    for (let i = script.size(0.03, 6, 60); i > 0; i--) {
        const time = i > 4 ? script.workingTime() : script.workingTime(i * 7 - 6, i * 7);
        const admin = i > 4 ? script.someone(time, ['admin']) : script.usualAdmin;
        const [name, id] = script.random.pick(roles);
        script.directory(time, admin, 'Add member to role completed (PIM activation).', {
            target: partyOf(script.person(admin)),
            category: 'RoleManagement',
            changes: [
                ['Role.DisplayName', '', wrapped(name)],
                ['Role.TemplateId', '', wrapped(id)],
                ['TargetId.UserType', '', 'Member'],
            ],
        });
    }
}
/** Secrets run out and are renewed by whoever always does it. */
function rotations(script) {
    for (let i = script.random.between(1, 2); i > 0; i--) {
        const time = script.workingTime();
        const app = newApp(script.random, script.random.pick(['HR interface', 'Scanner upload', 'Build server', 'Intranet']));
        const operation = 'Update application – Certificates and secrets management ';
        script.directory(time, script.usualAdmin, operation, keysAdded(app, ['2025'], ['2025', '2026']));
        script.directory(time + 20 * MINUTE, script.usualAdmin, operation, keysAdded(app, ['2025', '2026'], ['2026']));
    }
}
/** Upkeep that stands in every administrator's calendar: a policy, a mail rule, a leaver's mail to the team. */
function daily_upkeep(script) {
    const { company, random } = script;
    const admin = script.usualAdmin;
    const id = random.guid();
    script.directory(script.workingTime(), admin, 'Update conditional access policy.', {
        target: { kind: 'Policy', id, name: 'Require MFA for all users' },
        category: 'Policy',
        changes: [
            [
                'ConditionalAccessPolicy',
                JSON.stringify({
                    displayName: 'Require MFA for all users',
                    state: 'enabledForReportingButNotEnforced',
                    conditions: { users: { includeUsers: ['All'], excludeUsers: [] } },
                }),
                JSON.stringify({
                    displayName: 'Require MFA for all users',
                    state: 'enabled',
                    conditions: { users: { includeUsers: ['All'], excludeUsers: [] } },
                }),
            ],
        ],
    });
    script.cmdlet(script.workingTime(), admin, 'Set-TransportRule', {
        object: 'Disclaimer',
        parameters: [
            ['Identity', 'Disclaimer'],
            ['ApplyHtmlDisclaimerText', 'Fabrikam, registered in Utrecht'],
            ['ApplyHtmlDisclaimerLocation', 'Append'],
        ],
    });
    for (let i = script.size(0.003, 1, 6); i > 0; i--) {
        const time = script.workingTime();
        const [left, takes] = script.several(2, time);
        if (left === undefined || takes === undefined)
            continue;
        script.cmdlet(time, script.someone(time, ['helpdesk']), 'Set-Mailbox', {
            object: script.person(left).userId,
            parameters: [
                ['Identity', script.person(left).userId],
                ['ForwardingAddress', `${company.initialDomain}/${script.person(takes).name}`],
                ['DeliverToMailboxAndForward', 'True'],
            ],
        });
    }
    // somebody at a command line, which opens the browser elsewhere
    const time = script.workingTime();
    const cli = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
    script.signIn(time, script.someone(time, ['admin']), {
        application: cli,
        request: 'Cmsi:Cmsi',
        resource: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
    });
}
/** Busy hours: a mailing, a clean-up, a first synchronisation, a script of the administrators. */
function busyHours(script) {
    const { random } = script;
    const sender = script.someone(script.workingTime(2, 5), ['sales']);
    for (let week = 0; week < 4; week++) {
        const time = script.workingTime(1 + week * 7, 7 + week * 7);
        for (let i = script.size(0.12, 20, 150); i > 0; i--)
            script.message(script.after(time, 0, 40 * MINUTE), sender, 'Send', {
                subject: `News from Fabrikam, no. ${week + 1}`,
                folder: '\\\\Sent Items',
            });
    }
    for (let i = script.random.between(1, 2); i > 0; i--) {
        const time = script.workingTime();
        const who = script.someone(time);
        for (let item = script.size(0.15, 20, 160); item > 0; item--)
            script.file(script.after(time, 0, 25 * MINUTE), who, 'FileDeleted', {
                name: `Draft ${item}.docx`,
                folder: 'Shared Documents/Old',
                workload: 'SharePoint',
            });
        const later = script.workingTime();
        const other = script.someone(later);
        for (let item = script.size(0.05, 8, 40); item > 0; item--)
            script.messages(script.after(later, 0, 20 * MINUTE), other, random.chance(0.5) ? 'HardDelete' : 'SoftDelete', {
                count: random.between(1, 6),
            });
    }
    for (let i = script.size(0.003, 1, 4); i > 0; i--) {
        const time = script.workingTime();
        const who = script.someone(time);
        const seat = script.seat(who, time);
        for (let item = script.size(0.4, 40, 600); item > 0; item--)
            script.file(script.after(time, 0, 50 * MINUTE), who, 'FileSyncDownloadedFull', { name: `Scan ${item}.pdf`, workload: 'OneDrive' }, seat);
    }
    const time = script.workingTime();
    const admin = script.someone(time, ['admin']);
    for (let i = 0; i < 25; i++)
        script.file(time + i * 4_000, admin, 'FileModified', {
            agent: 'NONISV|SharePointPnP|PnPPS/2.12.0',
            name: `Template ${i}.docx`,
        });
}
const BACKUP_ROLES = [
    { value: 'Mail.Read', id: '810c84a8-4a9e-49e6-bf7d-12d183f40d01' },
    { value: 'Sites.Read.All', id: '332a536c-c7ef-4017-ab91-336970924f0d' },
];


;// CONCATENATED MODULE: ./lib/simulator/episodes/projects.js
/** What many people notice: a day of new devices, a migration, enrolment, expiring passwords, a new application for all. */




const INTUNE = '0000000a-0000-0000-c000-000000000000';
/** New computers that set themselves up, one after another. */
function autopilot(script) {
    const begin = Math.floor(script.workingTime(3, 26) / script_DAY) * script_DAY + 7 * HOUR;
    for (const index of script.several(script.size(0.03, 3, 80), begin)) {
        const time = script.after(begin, 0, 7 * HOUR);
        const seat = script.seat(index, time);
        const name = `DESKTOP-${script.random.hex(7).toUpperCase()}`;
        const device = { kind: 'Device', id: script.random.guid(), name };
        script.signIn(time, index, { application: '29d9ed98-a469-4536-ade2-f981bc1d605e', resource: '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9' }, seat);
        const joins = [
            ['DeviceTrustType', '[]', wrapped('AzureAd')],
            ['DisplayName', '[]', wrapped(name)],
            ['DeviceOSType', '[]', wrapped('Windows')],
        ];
        script.directory(time + 20_000, script.service(SERVICE.servicePrincipal), 'Add device.', {
            target: device,
            changes: joins,
        });
        const owned = [
            ['Device.DisplayName', '', wrapped(name)],
            ['Device.ObjectID', '', wrapped(device.id)],
        ];
        for (const [place, operation] of ['Add registered owner to device.', 'Add registered users to device.'].entries())
            script.directory(time + 22_000 + place * 1000, index, operation, { target: partyOf(script.person(index)), changes: owned, category: 'Device' }, seat);
        script.signIn(time + 9 * MINUTE, index, { application: PORTAL, resource: INTUNE }, seat);
    }
}
/** Mailboxes are moved in from another server by the administrator and a tool of Microsoft's. */
function migration(script) {
    const admin = script.usualAdmin;
    const begin = script.workingTime(8, 20);
    const address = script.company.initialDomain;
    script.cmdlet(begin, admin, 'New-MigrationBatch', {
        object: 'Batch 7',
        parameters: [
            ['Name', 'Batch 7'],
            ['SourceEndpoint', 'old-server'],
            ['TargetDeliveryDomain', address],
        ],
    });
    script.cmdlet(begin + 30_000, admin, 'Start-MigrationBatch', {
        object: 'Batch 7',
        parameters: [['Identity', 'Batch 7']],
    });
    for (const index of script.several(script.size(0.06, 3, 150), begin)) {
        const time = script.after(begin, HOUR, 6 * HOUR);
        const { userId } = script.person(index);
        script.cmdlet(script.after(begin, MINUTE, 20 * MINUTE), admin, 'New-MoveRequest', {
            object: userId,
            parameters: [
                ['Identity', userId],
                ['BatchName', 'Batch 7'],
                ['BadItemLimit', '10'],
            ],
        });
        // the programs read the moved mailbox anew
        for (let i = script.random.between(6, 20); i > 0; i--)
            script.read(script.after(time, 0, 3 * HOUR), index, { sync: true });
    }
    script.cmdlet(begin + 9 * HOUR, admin, 'Complete-MigrationBatch', {
        object: 'Batch 7',
        parameters: [['Identity', 'Batch 7']],
    });
}
/** Many people set up a second step within a few days. */
function enrolment(script) {
    const begin = Math.floor(script.workingTime(4, 22) / script_DAY) * script_DAY;
    for (let day = 0; day < 3; day++)
        for (const index of script.several(script.size(0.05, 2, 120), begin + day * script_DAY)) {
            const time = begin + day * script_DAY + script.random.between(7 * 3600, 15 * 3600) * 1000;
            script.signIn(time, index, { error: ENROL });
            registers(script, script.after(time, MINUTE, 6 * MINUTE), index);
            script.signIn(script.after(time, 7 * MINUTE, 8 * MINUTE), index);
        }
}
/** Passwords of the same age expire on one day, and telephones keep the old one for hours. */
function passwordExpiry(script) {
    const begin = Math.floor(script.workingTime(4, 26) / script_DAY) * script_DAY;
    for (const index of script.several(script.size(0.08, 3, 200), begin)) {
        const time = begin + script.random.between(6 * 3600, 11 * 3600) * 1000;
        script.signIn(time, index, { error: daily_EXPIRED });
        const changed = script.after(time, MINUTE, 6 * MINUTE);
        script.directory(changed, index, 'Change user password.', user(script, index));
        script.signIn(script.after(changed, 5_000, MINUTE), index);
        if (script.person(index).devices.length < 2 || script.random.chance(0.5))
            continue;
        for (let i = script.random.between(2, 14); i > 0; i--) {
            const later = script.after(changed, MINUTE, 4 * HOUR);
            script.signIn(later, index, { error: WRONG }, script.seat(index, later, true));
        }
    }
}
/** A backup is put to work: it reads the mailboxes every night from then on. */
function backup(script) {
    const app = newApp(script.random, 'Contoso Cloud Backup');
    const admin = script.usualAdmin;
    const agreed = script.workingTime(2, 12);
    const grant = { scopes: 'User.Read.All Group.Read.All', everybody: true };
    script.directory(agreed, admin, 'Add service principal.', {
        target: { kind: 'ServicePrincipal', id: app.principal, name: app.name },
        changes: [
            ['AppPrincipalId', '[]', wrapped(app.id)],
            ['DisplayName', '[]', wrapped(app.name)],
        ],
        category: 'ApplicationManagement',
    });
    for (const role of BACKUP_ROLES)
        script.directory(agreed + 1_000, admin, 'Add app role assignment to service principal.', appRole(app, role));
    script.directory(agreed + 2_000, admin, 'Consent to application.', consentTo(app, grant, script.person(admin)));
    script.directory(agreed + 2_000, admin, 'Add delegated permission grant.', delegatedGrant(app, grant));
    const boxes = script.company.members.filter((_, place) => place % 5 === 0).slice(0, 200);
    const first = Math.ceil(agreed / script_DAY) * script_DAY;
    for (let night = 0; night < 6; night++)
        for (const owner of boxes)
            script.read(first + night * script_DAY + script.random.between(3600, 3 * 3600) * 1000, script.stranger(app.principal), {
                owner: script.person(owner),
                client: 'Client=REST;;',
                application: app.id,
                address: `198.19.239.${10 + (owner % 8)}`,
                count: 2,
                folder: '\\\\Inbox',
            });
}
/** An application for everybody: the usual administrator agrees once, the people come by and by. */
function rollOut(script) {
    const app = newApp(script.random, script.random.pick(['Expense Desk', 'Shift Planner', 'Sign & Send']));
    const time = script.workingTime(3, 18);
    const grant = { scopes: 'openid profile email User.Read Calendars.Read', everybody: true };
    script.directory(time, script.usualAdmin, 'Consent to application.', consentTo(app, grant, script.person(script.usualAdmin)));
    script.directory(time, script.usualAdmin, 'Add delegated permission grant.', delegatedGrant(app, grant));
    for (let i = script.size(0.3, 8, 600); i > 0; i--) {
        const when = script.after(time, HOUR, 12 * script_DAY);
        const hour = Math.floor(when / script_DAY) * script_DAY + script.random.between(7 * 3600, 16 * 3600) * 1000;
        script.signIn(hour, script.someone(hour), { application: app.id, resource: '00000003-0000-0000-c000-000000000000' });
    }
}

;// CONCATENATED MODULE: ./lib/simulator/incidents/accounts.js
/** Accounts that strangers get into: by guessing, by a proxy between, by wearing somebody down, by a code. */



const accounts_WRONG = ['50126', 'InvalidUserNameOrPassword'];
const accounts_UNKNOWN = ['50034', 'UserAccountNotFound'];
const LOCKED = ['50053', 'IdsLocked'];
const REFUSED = ['500121', 'AuthenticationFailedSasError'];
const OFFICE_HOME = '4765445b-32c6-49b0-83e6-1d93765276ca';
const accounts_EXCHANGE = '00000002-0000-0ff1-ce00-000000000000';
const GRAPH = '00000003-0000-0000-c000-000000000000';
/** A few passwords for many accounts; one fits, and its mailbox is read. */
function spray(script) {
    const { random } = script;
    const begin = script.workingTime(9, 24) - 5 * HOUR;
    const agent = JSON.stringify('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Safari/537.36');
    const seats = [0, 1].map(() => script.strangeSeat(script.strangeAddress(0), 1, { agent }));
    const targets = script.several(script.size(0.06, 7, 60), begin);
    const victim = targets.at(-1);
    let time = begin;
    for (const target of targets)
        for (let tries = random.between(1, 2); tries > 0; tries--) {
            time = script.after(time, 4_000, 50_000);
            script.signIn(time, target, { error: random.chance(0.05) ? LOCKED : accounts_WRONG, application: OFFICE_HOME, resource: accounts_EXCHANGE }, random.pick(seats));
        }
    for (let i = 0; i < 4; i++)
        script.signIn(script.after(begin, 0, 10 * MINUTE), script.stranger(`${random.pick(['info', 'test', 'scan', 'copier'])}${i}@${script.company.domain}`), { error: accounts_UNKNOWN }, random.pick(seats));
    const [seat] = seats;
    const inside = script.after(time, MINUTE, 4 * MINUTE);
    script.signIn(inside, victim, { application: OFFICE_HOME, resource: accounts_EXCHANGE, detail: 'Success' }, seat);
    for (let i = random.between(6, 14); i > 0; i--)
        script.read(script.after(inside, MINUTE, 40 * MINUTE), victim, { client: 'Client=OWA;Action=ViaProxy', folder: '\\\\Inbox' }, seat);
}
/** A proxy between person and sign-in page takes the session; a rule hides the answers, mail goes out, the bill is changed. */
function bec(script) {
    const { random, company } = script;
    const begin = script.workingTime(9, 24);
    const victim = script.someone(begin, ['finance']);
    const { userId, name } = script.person(victim);
    const proxy = script.strangeSeat(script.strangeAddress(1), 1);
    const thief = { ...script.strangeSeat(script.strangeAddress(2), 5), session: proxy.session };
    script.signIn(begin, victim, { application: OFFICE_HOME, resource: accounts_EXCHANGE, detail: 'Success' }, { ...proxy, device: { ...script.seat(victim, begin).device, managed: false, name: '' } });
    const inside = script.after(begin, 12 * MINUTE, 40 * MINUTE);
    script.signIn(inside, victim, { application: OFFICE_HOME, resource: accounts_EXCHANGE, detail: 'Success' }, thief);
    for (let i = random.between(15, 30); i > 0; i--)
        script.read(script.after(inside, MINUTE, 90 * MINUTE), victim, { client: 'Client=OWA;Action=ViaProxy', folder: '\\\\Inbox' }, thief);
    const ruled = script.after(inside, 20 * MINUTE, 50 * MINUTE);
    script.cmdlet(ruled, victim, 'New-InboxRule', {
        object: `${company.initialDomain}\\${name}\\..`,
        owa: true,
        parameters: [
            ['AlwaysDeleteOutlookRulesBlob', 'False'],
            ['Force', 'False'],
            ['Name', '..'],
            ['SubjectOrBodyContainsWords', 'invoice;payment;bank;IBAN'],
            ['MoveToFolder', 'RSS Feeds'],
            ['MarkAsRead', 'True'],
            ['StopProcessingRules', 'True'],
        ],
    }, thief);
    script.cmdlet(ruled + 4 * MINUTE, victim, 'Set-Mailbox', {
        object: userId,
        owa: true,
        parameters: [
            ['Identity', userId],
            ['ForwardingSmtpAddress', 'smtp:accounts.desk@freemail.example'],
            ['DeliverToMailboxAndForward', 'True'],
        ],
    }, thief);
    for (let i = 0; i < 4; i++) {
        const sent = script.after(ruled, (i + 1) * HOUR, (i + 1) * HOUR + 40 * MINUTE);
        const messageId = `<${random.hex(32)}@${company.domain}>`;
        const subject = 'RE: Invoice 2291, new bank details';
        script.message(sent, victim, 'Send', { client: 'Client=OWA;Action=ViaProxy', subject, messageId, folder: '\\\\Sent Items' }, thief);
        script.messages(sent + 2 * MINUTE, victim, 'HardDelete', { client: 'Client=OWA;Action=ViaProxy', subject, messageId, count: 1 }, thief);
    }
}
/** Whoever knows the password asks for the second step until its owner gives in, and adds a method of their own. */
function mfaFatigue(script) {
    const begin = Math.floor(script.workingTime(9, 24) / script_DAY) * script_DAY + 19 * HOUR;
    const victim = script.someone(begin, ['office', 'sales']);
    const seat = script.strangeSeat(script.strangeAddress(3), 5);
    let time = begin;
    for (let i = script.random.between(12, 20); i > 0; i--) {
        time = script.after(time, 30_000, 2 * MINUTE);
        script.signIn(time, victim, { error: REFUSED, application: OFFICE_HOME, resource: accounts_EXCHANGE }, seat);
    }
    const inside = script.after(time, 30_000, 90_000);
    script.signIn(inside, victim, { application: OFFICE_HOME, resource: accounts_EXCHANGE, detail: 'Success' }, seat);
    const target = partyOf(script.person(victim));
    const added = script.after(inside, 4 * MINUTE, 9 * MINUTE);
    script.directory(added, victim, 'User registered security info.', { target, changes: [], category: 'UserManagement', plainAddress: true }, seat);
    script.directory(added + 4_000, script.service(SERVICE.strongAuthentication), 'Update user.', methodsOf(target, [6], [6, 7]));
    for (let i = script.random.between(10, 20); i > 0; i--)
        script.read(script.after(added, MINUTE, 2 * HOUR), victim, { client: 'Client=OWA;Action=ViaProxy', folder: '\\\\Inbox' }, seat);
}
/** Somebody types a code into the right page for a stranger, who gets the tokens, a device, and the mail. */
function deviceCodePhishing(script) {
    const { random } = script;
    const begin = script.workingTime(9, 24);
    const victim = script.someone(begin, ['office', 'sales', 'finance']);
    const person = script.person(victim);
    const broker = '29d9ed98-a469-4536-ade2-f981bc1d605e';
    const seat = script.strangeSeat(script.strangeAddress(4), 5, { os: 'Linux', browser: 'Other' });
    script.signIn(begin, victim);
    script.signIn(script.after(begin, MINUTE, 5 * MINUTE), victim, { application: broker, resource: GRAPH, request: 'Cmsi:Cmsi', detail: 'Success' }, seat);
    const joined = script.after(begin, 8 * MINUTE, 20 * MINUTE);
    const device = { kind: 'Device', id: random.guid(), name: `DESKTOP-${random.hex(7).toUpperCase()}` };
    const owned = [
        ['Device.DisplayName', '', JSON.stringify([device.name])],
        ['Device.ObjectID', '', JSON.stringify([device.id])],
    ];
    script.directory(joined, victim, 'Add registered owner to device.', { target: partyOf(person), changes: owned, category: 'Device' }, seat);
    script.directory(joined + 1_000, victim, 'Add registered users to device.', { target: partyOf(person), changes: owned, category: 'Device' }, seat);
    for (let i = random.between(20, 40); i > 0; i--)
        script.read(script.after(joined, 2 * MINUTE, 3 * HOUR), victim, { client: 'Client=REST;;', application: broker, count: random.between(2, 9), folder: '\\\\Inbox' }, seat);
}

;// CONCATENATED MODULE: ./lib/simulator/incidents/administration.js
/** Administrators' accounts in the hands of strangers. */



const GRAPH_PORTAL = 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c';
const MANAGEMENT = '797f4846-ba00-4fd7-ba43-dac1f8f63013';
/** The account gets a method and a helper with the highest role, an application a key and the right to give roles. */
function adminTakeover(script) {
    const { company, random } = script;
    const begin = script.workingTime(9, 24) - 5 * HOUR;
    const admin = company.admins[1 % company.admins.length];
    const seat = script.strangeSeat(script.strangeAddress(7), 5);
    const self = partyOf(script.person(admin));
    script.signIn(begin, admin, { application: GRAPH_PORTAL, resource: MANAGEMENT, detail: 'Success' }, seat);
    const registered = script.after(begin, 3 * MINUTE, 8 * MINUTE);
    script.directory(registered, admin, 'User registered security info.', { target: self, changes: [], category: 'UserManagement', plainAddress: true }, seat);
    script.directory(registered + 3_000, script.service(SERVICE.strongAuthentication), 'Update user.', methodsOf(self, [6], [6, 7]));
    const helper = {
        kind: 'User',
        id: random.guid(),
        name: `svc-sync@${company.initialDomain}`,
        puid: `10032${random.hex(11).toUpperCase()}`,
    };
    const made = script.after(begin, 10 * MINUTE, 16 * MINUTE);
    script.directory(made, admin, 'Add user.', {
        target: helper,
        category: 'UserManagement',
        changes: [
            ['AccountEnabled', '[]', '[true]'],
            ['DisplayName', '[]', wrapped('Sync service')],
            ['UserPrincipalName', '[]', wrapped(helper.name)],
            ['UserType', '[]', wrapped('Member')],
        ],
    }, seat);
    script.directory(made + 2 * MINUTE, admin, 'Add member to role.', {
        target: helper,
        category: 'RoleManagement',
        changes: [
            ['Role.ObjectID', '', wrapped(random.guid())],
            ['Role.DisplayName', '', wrapped('Global Administrator')],
            ['Role.TemplateId', '', wrapped('62e90394-69f5-4237-9190-012177145e10')],
            ['Role.WellKnownObjectName', '', wrapped('TenantAdmins')],
        ],
    }, seat);
    const app = newApp(random, 'Intranet search');
    const opened = script.after(made, 6 * MINUTE, 12 * MINUTE);
    script.directory(opened, admin, 'Update application – Certificates and secrets management ', keysAdded(app, ['2026'], ['2026', 'sync']), seat);
    script.directory(opened + MINUTE, admin, 'Add app role assignment to service principal.', appRole(app, { value: 'RoleManagement.ReadWrite.Directory', id: '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8' }), seat);
}
/** The log is switched off from a strange place, a mailbox is taken out of it, and the log comes back. */
function auditOff(script) {
    const { company } = script;
    const begin = script.workingTime(9, 24) - 6 * HOUR;
    const admin = company.admins[2 % company.admins.length];
    const seat = script.strangeSeat(script.strangeAddress(8), 5);
    script.signIn(begin, admin, {
        application: 'fb78d390-0c51-40cd-8e17-fdbfab77341b',
        resource: '00000002-0000-0ff1-ce00-000000000000',
        detail: 'Success',
    }, seat);
    const off = script.after(begin, 3 * MINUTE, 9 * MINUTE);
    const audit = (time, value) => script.cmdlet(time, admin, 'Set-AdminAuditLogConfig', { object: 'Admin Audit Log Settings', parameters: [['UnifiedAuditLogIngestionEnabled', value]] }, seat);
    audit(off, 'False');
    const { userId } = script.person(script.someone(begin, ['finance']));
    script.cmdlet(off + 2 * MINUTE, admin, 'Set-MailboxAuditBypassAssociation', {
        object: userId,
        parameters: [
            ['Identity', userId],
            ['AuditBypassEnabled', 'True'],
        ],
    }, seat);
    audit(script.after(off, 40 * MINUTE, 90 * MINUTE), 'True');
}

;// CONCATENATED MODULE: ./lib/simulator/incidents/data.js
/** Mail and files that leave, or are held to ransom. */

/** A person lets a stranger's application read their mail, which it does, from elsewhere. */
function illicitConsent(script) {
    const { random } = script;
    const begin = script.workingTime(9, 22);
    const victim = script.someone(begin, ['office', 'sales', 'finance']);
    const app = newApp(random, random.pick(['Secure Document Viewer', 'Mail Insights Pro', 'Cloud Share Upgrade']));
    const grant = {
        scopes: 'openid profile offline_access User.Read Mail.Read MailboxSettings.ReadWrite Contacts.Read',
        everybody: false,
    };
    script.signIn(begin - 20_000, victim, { application: app.id, resource: '00000003-0000-0000-c000-000000000000' });
    script.directory(begin, victim, 'Consent to application.', consentTo(app, grant, script.person(victim)));
    script.directory(begin, victim, 'Add delegated permission grant.', delegatedGrant(app, grant));
    const address = script.strangeAddress(5);
    for (let i = random.between(40, 80); i > 0; i--)
        script.read(script.after(begin, 10 * MINUTE, 40 * HOUR), victim, {
            client: 'Client=REST;;',
            application: app.id,
            address,
            count: random.between(2, 9),
            folder: random.pick(['\\\\Inbox', '\\\\Sent Items', '\\\\Archive']),
        });
}
/** A stolen account takes along what it can reach. */
function massDownload(script) {
    const begin = script.workingTime(9, 24) + 6 * HOUR;
    const victim = script.someone(begin, ['office', 'finance']);
    const seat = script.strangeSeat(script.strangeAddress(6), 2);
    script.signIn(begin, victim, {
        application: '00000003-0000-0ff1-ce00-000000000000',
        resource: '00000003-0000-0ff1-ce00-000000000000',
        detail: 'Success',
    }, seat);
    for (let i = script.size(0.6, 300, 900); i > 0; i--)
        script.file(script.after(begin, 2 * MINUTE, 45 * MINUTE), victim, 'FileDownloaded', { name: `Contract ${1000 + i}.pdf`, folder: 'Shared Documents/Contracts' }, seat);
}
/** Somebody who is about to leave: evenings of downloads, links for outsiders, mail to an address of their own. */
function insider(script) {
    const { random, company } = script;
    const first = Math.floor(script.workingTime(10, 21) / script_DAY) * script_DAY;
    const who = script.someone(first, ['sales', 'office']);
    const own = `${script.person(who).name.toLowerCase().replace(' ', '.')}@freemail.example`;
    for (let day = 0; day < 3; day++) {
        const evening = first + day * script_DAY + 18 * HOUR;
        const seat = script.seat(who, evening);
        script.signIn(evening - MINUTE, who, {}, seat);
        for (let i = random.between(160, 320); i > 0; i--)
            script.file(script.after(evening, 0, 2 * HOUR), who, 'FileDownloaded', { name: `Customer ${random.between(100, 999)} offer ${i}.xlsx`, folder: 'Shared Documents/2026/Offers' }, seat);
        for (let i = random.between(6, 12); i > 0; i--)
            script.share(script.after(evening, 0, 2 * HOUR), who, 'AddedToSecureLink', { target: own, outside: true, name: `Price list ${i}.xlsx`, workload: 'OneDrive' }, seat);
        for (let i = random.between(2, 4); i > 0; i--)
            script.share(script.after(evening, 0, 2 * HOUR), who, 'AnonymousLinkCreated', { target: 'Anyone', outside: true, name: `Customers ${i}.xlsx`, workload: 'OneDrive' }, seat);
    }
    const ruled = first + script_DAY + 20 * HOUR + 20 * MINUTE;
    script.cmdlet(ruled, who, 'New-InboxRule', {
        object: `${company.initialDomain}\\${script.person(who).name}\\Copy home`,
        owa: true,
        parameters: [
            ['AlwaysDeleteOutlookRulesBlob', 'False'],
            ['Force', 'False'],
            ['Name', 'Copy home'],
            ['ForwardTo', own],
        ],
    });
}
/** Files are rewritten under another ending, and a letter lies in every folder. */
function ransomInFiles(script) {
    const { random } = script;
    const begin = script.workingTime(9, 24) - 4 * HOUR;
    const who = script.someone(begin, ['office', 'finance']);
    const seat = script.seat(who, begin);
    const agent = 'Microsoft SkyDriveSync 25.174.0907.0003 ship; Windows NT 10.0 (26100)';
    let time = begin;
    for (let i = 0; i < script.size(0.4, 150, 500); i++) {
        time = script.after(time, 1_000, 3_000);
        const name = `${random.pick(['Budget', 'Plan', 'Offer', 'Drawing'])} ${i}.${random.pick(['xlsx', 'docx', 'pdf'])}`;
        const folder = `Shared Documents/Department ${Math.floor(i / 60)}`;
        script.file(time, who, 'FileModified', { name, folder, agent }, seat);
        script.file(time + 1_000, who, 'FileRenamed', { name, folder, agent, newName: `${name}.lockbyte` }, seat);
        if (i % 60 === 0)
            script.file(time + 1_000, who, 'FileUploaded', { name: 'HOW TO GET YOUR FILES BACK.txt', folder, agent }, seat);
    }
}

;// CONCATENATED MODULE: ./lib/simulator/incidents/index.js



const INCIDENTS = {
    spray: spray,
    bec: bec,
    'illicit-consent': illicitConsent,
    'mass-download': massDownload,
    insider: insider,
    'mfa-fatigue': mfaFatigue,
    'device-code-phishing': deviceCodePhishing,
    'admin-takeover': adminTakeover,
    'audit-off': auditOff,
    'ransom-in-files': ransomInFiles,
};
const incidents_DEMO = ['spray', 'bec', 'illicit-consent'];
/** `bec,spray`, `demo` or `all`, or an array of the same. */
function parseIncidents(given) {
    const words = (typeof given === 'string' ? given.split(',') : (given ?? [])).map(word => word.trim()).filter(Boolean);
    const names = new Set();
    const mistakes = [];
    for (const word of words) {
        const meant = word === 'demo' ? incidents_DEMO : word === 'all' ? Object.keys(INCIDENTS) : [word];
        for (const name of meant) {
            if (Object.hasOwn(INCIDENTS, name))
                names.add(name);
            else
                mistakes.push(`There is no incident "${name}". Known are: ${Object.keys(INCIDENTS).join(', ')}; demo and all stand for several.`);
        }
    }
    return { names: [...names], mistakes };
}

;// CONCATENATED MODULE: ./lib/simulator/plan.js
/** A month's occasions and incidents, drawn once: which records stand beside the daily murmur. */





/** In every month. */
const ALWAYS = [
    ['coming-and-going', comingAndGoing],
    ['helpdesk-resets', helpdeskResets],
    ['phone-replacements', phoneReplacements],
    ['rotations', rotations],
    ['upkeep', daily_upkeep],
    ['guests', invitedGuests],
    ['small-consents', smallConsents],
    ['activations', activations],
    ['busy-hours', busyHours],
];
/** In three months of five; the move of an office is a habit's (habits.ts). */
const AT_TIMES = [
    ['autopilot', autopilot],
    ['enrolment', enrolment],
    ['password-expiry', passwordExpiry],
    ['roll-out', rollOut],
    ['migration', migration],
    ['backup', backup],
];
/** Occasions take at most so much of a month's records; those that would not fit are left out. */
const SHARE = 0.05;
function planMonth(company, month, { seed, records, incidents }) {
    const random = (name) => new Random(mix(seed, month.start / HOUR), hashText(name));
    const steps = [];
    const most = Math.floor(records * SHARE);
    const play = (name, one) => {
        const script = new Script(company, month, random(name));
        one(script);
        if (steps.length + script.steps.length <= most)
            steps.push(...script.steps);
    };
    for (const [name, one] of ALWAYS)
        play(name, one);
    for (const [name, one] of AT_TIMES)
        if (random(`whether ${name}`).chance(0.6))
            play(name, one);
    const occasions = steps.length;
    const planted = incidents.map((name) => {
        const script = new Script(company, month, random(`incident ${name}`));
        INCIDENTS[name](script);
        return { name, steps: script.steps };
    });
    return { hours: byHour([...steps, ...planted.flatMap(one => one.steps)]), occasions, incidents: planted };
}
function byHour(steps) {
    const hours = new Map();
    for (const step of steps) {
        const hour = Math.floor(step.time / HOUR);
        let planned = hours.get(hour);
        if (planned === undefined) {
            planned = { byPlace: [], byTime: [] };
            hours.set(hour, planned);
        }
        step.place = planned.byPlace.length;
        planned.byPlace.push(step);
        planned.byTime.push(step);
    }
    for (const { byTime } of hours.values())
        byTime.sort((a, b) => a.time - b.time);
    return hours;
}

;// CONCATENATED MODULE: ./lib/simulator/records/others.js
/** Records of everything else: Teams, alerts, compliance, insights, and types that no published table names. */


const TEAMS = ['Projects', 'Sales EMEA', 'R&D', 'All hands', 'Einkauf / Logistik', 'Board "A"'].map(name => JSON.stringify(name));
function teams(draft) {
    const { random, kind } = draft;
    const { address, device } = seat(draft);
    const team = random.pick(TEAMS);
    const members = [person(draft), colleague(draft), colleague(draft)].map(who => `{"DisplayName":${draft_text(who.name)},"Role":${who.role === 'guest' ? 3 : 1},"UPN":${draft_text(who.userId)}}`);
    return (`${head(draft, undefined, person(draft).objectId)}"ClientIP":"${address}","ObjectId":"${random.guid()}","AADGroupId":"${random.guid()}","CommunicationType":"${random.pick(['Team', 'OneOnOne', 'GroupChat'])}",` +
        `"ChatThreadId":"19:${random.hex(32)}@thread.v2","ExtraProperties":[{"Key":"TimeZone","Value":"Europe/Amsterdam"},{"Key":"OsName","Value":"${device.os}"},{"Key":"UserAgent","Value":${device.agent}}],` +
        `"ItemName":${team},"Members":[${members.join(',')}],"MessageId":"${Date.parse(`${draft.time}Z`)}","MessageVersion":"${Date.parse(`${draft.time}Z`)}","ParticipantInfo":{"HasForeignTenantUsers":${random.chance(0.05)},"HasGuestUsers":false,"HasOtherGuestUsers":false,"HasUnauthenticatedUsers":false,"ParticipatingTenantIds":["${draft.company.organization}"]},` +
        `"TeamGuid":"19:${random.hex(32)}@thread.tacv2","TeamName":${team}${kind.operation === 'MessageCreatedHasLink' ? ',"MessageURLs":["https:\\/\\/fabrikam.example\\/agenda?a=1\\u0026b=2"]' : ''}}`);
}
function insights(draft) {
    const { random } = draft;
    return `${head(draft, 'Succeeded')}"ObjectId":"Tenant","AadAppId":"00000003-0000-0000-c000-000000000000","DataType":"${random.pick(['ClassificationInsights', 'LabelInsights', 'RetentionInsights'])}","DatabaseType":"Directory","RelativeUrl":"\\/DataInsights\\/${random.guid()}","ResultCount":"${random.below(40)}"}`;
}
function complianceCmdlet(draft) {
    const { random, kind } = draft;
    return `${head(draft, 'Succeeded')}"ObjectId":"${random.guid()}","SecurityComplianceCenterEventType":0,"ClientApplication":"EMC","CmdletVersion":"","EffectiveOrganization":"${draft.company.initialDomain}","NonPIIParameters":"-ResultSize","Parameters":"${kind.operation} -ResultSize \\"Unlimited\\"","StartTime":"${draft.time}","UserServicePlan":""}`;
}
const ALERTS = [
    ['Messages have been delayed', 'MailFlow', 'Informational'],
    ['Email messages containing phish URLs removed after delivery', 'ThreatManagement', 'Informational'],
    ['Email messages containing malicious file removed after delivery', 'ThreatManagement', 'Informational'],
    ['Email messages from a campaign removed after delivery', 'ThreatManagement', 'Informational'],
    ['Email reported by user as malware or phish', 'ThreatManagement', 'Low'],
    ['eDiscovery search started or exported', 'ThreatManagement', 'Informational'],
];
function others_alert(draft) {
    const { random, kind } = draft;
    const target = colleague(draft);
    const [name, category, severity] = random.pick(ALERTS);
    const data = JSON.stringify({
        etype: 'User',
        eid: target.userId,
        op: kind.operation,
        tid: draft.company.organization,
        ts: `${draft.time}Z`,
        te: `${draft.time}Z`,
        tht: random.between(1, 9),
        suid: target.userId,
        sev: severity,
        an: name,
        ad: 'This alert is triggered by the policy of the same name.',
        lon: 'Protection',
    });
    return `${head(draft, 'Succeeded')}"ObjectId":"${random.guid()}","AlertEntityId":${draft_text(target.userId)},"AlertId":"${random.guid()}","AlertLinks":[{"AlertLinkHref":""}],"AlertType":"System","Category":"${category}","Comments":"New alert","Data":${JSON.stringify(data)},"EntityType":"User","Name":${draft_text(name)},"PolicyId":"${random.guid()}","Severity":"${severity}","Source":"Office 365 Security & Compliance","Status":"Active"}`;
}
function threat(draft) {
    const { random } = draft;
    return `${head(draft, undefined)}"ObjectId":"${random.guid()}","AttachmentData":[],"AuthDetails":[{"Name":"SPF","Value":"Fail"},{"Name":"DKIM","Value":"None"},{"Name":"DMARC","Value":"Fail"}],"DeliveryAction":"Blocked","DetectionMethod":"Fingerprint matching","DetectionType":"Inline","Directionality":"Inbound","EventDeepLink":"https:\\/\\/security.microsoft.com\\/threatexplorer","InternetMessageId":"<${random.hex(24)}@mailer.example>","LatestDeliveryLocation":"Quarantine","MessageTime":"${draft.time}","NetworkMessageId":"${random.guid()}","P1Sender":"bounce@mailer.example","P2Sender":"news@mailer.example","Policy":"AntiPhish","PolicyAction":"MoveToQuarantine","Recipients":[${draft_text(colleague(draft).userId)}],"SenderIp":"192.0.2.${random.between(1, 254)}","Subject":"Your parcel, \\"urgent\\"","Verdict":"Phish"}`;
}
function investigation(draft) {
    const { random } = draft;
    const actions = Array.from({ length: random.between(3, 14) }, () => ({
        ActionId: random.guid(),
        ActionType: 'SoftDelete',
        Status: 'Pending',
        Entities: [
            {
                Type: 'mailMessage',
                Recipient: colleague(draft).userId,
                NetworkMessageId: random.guid(),
                Urls: [`https://mailer.example/${random.hex(20)}`],
            },
        ],
    }));
    return `${head(draft, undefined)}"ObjectId":"${random.guid()}","Actions":${JSON.stringify(actions)},"Data":${JSON.stringify(JSON.stringify({ Version: 3, VendorName: 'Microsoft', ProviderName: 'OATP', AlertType: random.guid(), Actions: actions }))},"DeepLinkUrl":"https:\\/\\/security.microsoft.com\\/airinvestigation","InvestigationId":"urn:${random.hex(16)}","InvestigationName":"Mail with malicious urls is zapped","InvestigationType":"ZappedUrlInvestigation","LastUpdateTimeUtc":"${draft.time}","RunningTime":${random.between(60, 9_000)},"StartTimeUtc":"${draft.time}","Status":"Running"}`;
}
function copilot(draft) {
    const { random } = draft;
    return `${head(draft, undefined)}"ClientIP":"${seat(draft).address}","ObjectId":"","ClientRegion":"nl","CopilotEventData":{"AISystemPlugin":[],"AccessedResources":[{"Action":"read","Id":"${random.guid()}","Name":"Plan.docx","PolicyDetails":[],"SiteUrl":"https:\\/\\/fabrikam.sharepoint.com\\/sites\\/Projects","Type":"docx"}],"AppHost":"${random.pick(['Word', 'Teams', 'Office', 'Outlook'])}","Contexts":[],"MessageIds":[],"Messages":[{"Id":"${Date.parse(`${draft.time}Z`)}","JailbreakDetected":false,"isPrompt":true}],"ModelTransparencyDetails":[],"ThreadId":"19:${random.hex(32)}@thread.v2"},"CopilotLogVersion":"1.0.0.0"}`;
}
function plain(draft) {
    const { random } = draft;
    const place = draft.person >= 0 ? `"ClientIP":"${seat(draft).address}",` : '';
    return `${head(draft, random.pick(['Success', 'Succeeded', 'True']))}${place}"ObjectId":"${random.guid()}","ActivityId":"${random.guid()}","Details":[{"Name":"RequestId","Value":"${random.guid()}"},{"Name":"Scope","Value":"Tenant"},{"Name":"Note","Value":"línea 1\\nline 2\\t\\"quoted\\""}],"Items":[{"Id":"${random.guid()}","State":"Active"},{"Id":"${random.guid()}","State":"Closed"}],"Region":"EUR"}`;
}
const others_people = { part: 'people', by: 'anyone' };
const TEAMS_OPERATIONS = [
    ['MessageSent', 1.6],
    ['MessageCreatedHasLink', 0.4],
    ['MessageUpdated', 0.3],
    ['ReactedToMessage', 0.6],
    ['TeamsSessionStarted', 1.4],
    ['MeetingParticipantDetail', 0.9],
    ['MeetingDetail', 0.3],
    ['ChatCreated', 0.2],
    ['ChatUpdated', 0.1],
    ['MemberAdded', 0.06],
    ['AppInstalled', 0.02],
];
const OTHERS = [
    ...TEAMS_OPERATIONS.map(([operation, weight]) => ({
        ...others_people,
        recordType: 25,
        operation,
        workload: 'MicrosoftTeams',
        weight,
        write: teams,
    })),
    {
        recordType: 52,
        operation: 'GetDataInsights',
        workload: 'SecurityComplianceCenter',
        part: 'service',
        by: [SERVICE.notFound, SERVICE.servicePrincipal],
        weight: 12,
        write: insights,
    },
    {
        recordType: 18,
        operation: 'Get-ComplianceTag',
        workload: 'SecurityComplianceCenter',
        part: 'service',
        by: [SERVICE.adminApi],
        weight: 3,
        write: complianceCmdlet,
    },
    {
        recordType: 18,
        operation: 'Get-RetentionCompliancePolicy',
        workload: 'SecurityComplianceCenter',
        part: 'service',
        by: [SERVICE.adminApi],
        weight: 3,
        write: complianceCmdlet,
    },
    {
        ...others_people,
        by: 'admins',
        recordType: 18,
        operation: 'Get-DlpCompliancePolicy',
        workload: 'SecurityComplianceCenter',
        weight: 0.05,
        write: complianceCmdlet,
    },
    {
        recordType: 40,
        operation: 'AlertTriggered',
        workload: 'SecurityComplianceCenter',
        part: 'service',
        by: [SERVICE.alerts],
        weight: 0.1,
        write: others_alert,
    },
    {
        recordType: 40,
        operation: 'AlertEntityGenerated',
        workload: 'SecurityComplianceCenter',
        part: 'service',
        by: [SERVICE.alerts],
        weight: 0.15,
        write: others_alert,
    },
    {
        recordType: 28,
        operation: 'TIMailData',
        workload: 'ThreatIntelligence',
        part: 'service',
        by: [SERVICE.threatIntel],
        weight: 2,
        write: threat,
    },
    {
        recordType: 64,
        operation: 'AirInvestigationData',
        workload: 'AirInvestigation',
        part: 'service',
        by: [SERVICE.air],
        weight: 0.2,
        write: investigation,
    },
    { ...others_people, recordType: 261, operation: 'CopilotInteraction', workload: 'Copilot', weight: 0.5, write: copilot },
    {
        ...others_people,
        by: 'admins',
        recordType: 65,
        operation: 'QuarantineReleaseMessage',
        workload: 'Quarantine',
        weight: 0.05,
        write: plain,
    },
    { ...others_people, recordType: 30, operation: 'EditFlow', workload: 'MicrosoftFlow', weight: 0.03, write: plain },
    { ...others_people, recordType: 20, operation: 'ViewReport', workload: 'PowerBI', weight: 0.3, write: plain },
    { ...others_people, recordType: 66, operation: 'ViewForm', workload: 'MicrosoftForms', weight: 0.1, write: plain },
    { ...others_people, recordType: 77, operation: 'SearchQueryPerformed', workload: 'SharePoint', weight: 0.6, write: plain },
    {
        ...others_people,
        recordType: 83,
        operation: 'SensitivityLabelApplied',
        workload: 'PublicEndpoint',
        weight: 0.15,
        write: plain,
    },
    {
        recordType: 412,
        operation: 'PolicySyncCompleted',
        workload: 'PublicEndpoint',
        part: 'service',
        by: [SERVICE.servicePrincipal],
        weight: 1,
        write: plain,
    },
    {
        recordType: 463,
        operation: 'AgentRegistered',
        workload: 'PublicEndpoint',
        part: 'service',
        by: [SERVICE.certificate],
        weight: 0.3,
        write: plain,
    },
    { ...others_people, recordType: 471, operation: 'AgentInvoked', workload: 'PublicEndpoint', weight: 0.05, write: plain },
];

;// CONCATENATED MODULE: ./lib/simulator/schedule.js
/**
 * How many records each hour of a month has: people by office hours, the service flat, its provisioning in bursts.
 * A month's sum is exact, whatever its weekdays; an hour's share is random but always the same for a seed.
 */

const schedule_HOUR = 3_600_000;
/** Share of a working day by UTC hour in percent, as published figures of busy tenants suggest. */
const OFFICE_HOURS = [1, 1, 1, 1, 1, 1, 2, 4, 6, 9, 9, 9, 8, 8, 8, 8, 6, 5, 3, 2, 2, 2, 1, 1];
const WEEKDAYS = [0.05, 1.05, 1.08, 1.04, 1, 0.83, 0.05];
/** Real service bursts: about 75 records within two minutes, at any hour. */
const BURST = 75;
class Schedule {
    #seed;
    #perMonth;
    #shares;
    #months = new Map();
    #taken;
    /** @param taken records of a month that have their time already. */
    constructor(seed, recordsPerMonth, taken = () => 0) {
        this.#taken = taken;
        this.#seed = seed;
        this.#perMonth = recordsPerMonth;
        // people make three tenths of a small tenant's log, and most of a busy one's
        const people = Math.min(0.7, Math.max(0.25, 0.3 + 0.18 * Math.log10(Math.max(1, recordsPerMonth) / 40_000)));
        this.#shares = { people, service: (1 - people) * 0.22, provisioning: (1 - people) * 0.78 };
    }
    /** Hours are counted from 1970. */
    hour(hour) {
        const month = this.#month(hour);
        const index = hour - month.firstHour;
        const count = (sums) => sums[index + 1] - sums[index];
        return { people: count(month.people), service: count(month.service), provisioning: count(month.provisioning) };
    }
    #month(hour) {
        const date = new Date(hour * schedule_HOUR);
        const key = date.getUTCFullYear() * 12 + date.getUTCMonth();
        let month = this.#months.get(key);
        if (month === undefined) {
            month = this.#plan(Date.UTC(date.getUTCFullYear(), date.getUTCMonth()), Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1));
            if (this.#months.size > 24)
                this.#months.clear();
            this.#months.set(key, month);
        }
        return month;
    }
    #plan(start, end) {
        const firstHour = start / schedule_HOUR;
        const hours = (end - start) / schedule_HOUR;
        const people = new Float64Array(hours);
        const service = new Float64Array(hours);
        const provisioning = new Float64Array(hours);
        const bursts = (this.#perMonth * this.#shares.provisioning) / BURST / hours;
        const random = new Random();
        for (let index = 0; index < hours; index++) {
            const hour = firstHour + index;
            random.reset(mix(this.#seed, hour), 0x5c4ed);
            const weekday = (Math.floor(hour / 24) + 4) % 7;
            people[index] =
                OFFICE_HOURS[hour % 24] * WEEKDAYS[weekday] * Math.exp(random.normal() * 0.2);
            service[index] = Math.exp(random.normal() * 0.25);
            provisioning[index] = poisson(random, bursts) * (0.8 + 0.4 * random.fraction());
        }
        const total = this.#perMonth - this.#taken(start);
        const forPeople = Math.round(total * this.#shares.people);
        const forService = Math.round(total * this.#shares.service);
        return {
            firstHour,
            people: dealOut(people, forPeople),
            service: dealOut(service, forService),
            provisioning: dealOut(provisioning, total - forPeople - forService),
        };
    }
}
/** Running sums over the hours that end exactly at `total`. */
function dealOut(weights, total) {
    let sum = 0;
    for (const weight of weights)
        sum += weight;
    const sums = new Uint32Array(weights.length + 1);
    let running = 0;
    for (let index = 0; index < weights.length; index++) {
        running += sum > 0 ? weights[index] : 1;
        sums[index + 1] = Math.round((running / (sum > 0 ? sum : weights.length)) * total);
    }
    return sums;
}
function poisson(random, mean) {
    if (mean > 30)
        return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = random.fraction(); product > limit; product *= random.fraction())
        count++;
    return count;
}

;// CONCATENATED MODULE: ./lib/simulator/generator.js
/**
 * The seeded records of a realistic tenant, made on demand: an hour's outline (second, kind, actor) costs a fraction
 * of a microsecond a record and is kept for a few hours only; the text is written when a row is asked for, and comes
 * out the same every time. Shares, sizes and hours follow what published exports of real tenants show.
 */








const generator_HOUR = 3_600_000;
/** Positions are hour × 2²² + place: whole numbers well below 2⁵³. */
const generator_PLACES = 4_194_304;
/** Places from here on are the plan's. */
const PLANNED = generator_PLACES / 2;
/** Outlines kept at a time, in records; some 8 bytes each. */
const generator_KEPT = 400_000;
const KINDS = [...EXCHANGE, ...ENTRA, ...SHAREPOINT, ...OTHERS];
class Generator {
    #seed;
    #company;
    #schedule;
    #draws;
    #people;
    #members;
    #recordsPerMonth;
    #incidents;
    #plans = new Map();
    #outlines = new Map();
    #kept = 0;
    #random = new Random();
    constructor(seed, company, recordsPerMonth, incidents = []) {
        this.#seed = mix(seed, 0x9e4);
        this.#company = company;
        this.#recordsPerMonth = recordsPerMonth;
        this.#incidents = incidents;
        this.#schedule = new Schedule(seed, recordsPerMonth, start => this.#plan(start).occasions);
        this.#people = new Weighted(company.people.map(person => person.weight));
        this.#members = new Weighted(company.members.map(index => company.people[index]?.weight ?? 0));
        const draw = (part) => {
            const kinds = KINDS.flatMap((kind, index) => (kind.part === part ? [index] : []));
            return { kinds, weighted: new Weighted(kinds.map(index => KINDS[index].weight)) };
        };
        this.#draws = { people: draw('people'), service: draw('service'), provisioning: draw('provisioning') };
    }
    scan(from, to, visit) {
        const facts = { time: 0, recordType: 0, operation: '', userId: '' };
        const show = (position, shown) => {
            facts.time = shown.time;
            facts.recordType = shown.kind.recordType;
            facts.operation = shown.kind.operation;
            facts.userId = userIdOf(shown.kind, shown.actor);
            visit(position, facts);
        };
        const showStep = (hour, step) => show(hour * generator_PLACES + PLANNED + step.place, step);
        for (let hour = Math.floor(from / generator_HOUR); hour * generator_HOUR <= to; hour++) {
            const outline = this.#outline(hour);
            const begin = hour * generator_HOUR;
            const planned = this.#planned(hour);
            let next = planned.findIndex(step => step.time >= from);
            if (next < 0)
                next = planned.length;
            for (let place = firstAt(outline.seconds, (from - begin) / 1000); place < outline.seconds.length; place++) {
                const time = begin + outline.seconds[place] * 1000;
                for (; next < planned.length && planned[next].time < Math.min(time, to + 1); next++)
                    showStep(hour, planned[next]);
                if (time > to)
                    break;
                const kind = KINDS[outline.kinds[place]];
                show(hour * generator_PLACES + place, { time, kind, actor: this.#actorAt(outline.actors[place]) });
            }
            for (; next < planned.length && planned[next].time <= to; next++)
                showStep(hour, planned[next]);
        }
    }
    row(position) {
        const hour = Math.floor(position / generator_PLACES);
        const place = position % generator_PLACES;
        const { time, kind, actor, person, seat, write } = place >= PLANNED ? this.#step(hour, place - PLANNED) : this.#sketched(hour, place);
        const stream = mix(mix(this.#seed, hour), place);
        const draft = {
            random: this.#random.reset(stream, place),
            company: this.#company,
            time: new Date(time).toISOString().slice(0, 19),
            hour,
            id: idAt(stream, place),
            kind,
            actor,
            person,
            ...(seat && { seat }),
        };
        const { recordType, operation } = kind;
        return { time, recordType, operation, userId: userIdOf(kind, actor), id: draft.id, auditData: write(draft) };
    }
    /** The incidents of the months that touch [start, end), with the Ids of their records. */
    planted(start, end) {
        const found = [];
        for (let month = monthStart(start); month < end; month = monthStart(month + 40 * 24 * generator_HOUR)) {
            for (const { name, steps } of this.#plan(month).incidents) {
                const ids = steps.map(step => {
                    const place = PLANNED + step.place;
                    return idAt(mix(mix(this.#seed, Math.floor(step.time / generator_HOUR)), place), place);
                });
                found.push({ name, ids });
            }
        }
        return found;
    }
    #plan(start) {
        let plan = this.#plans.get(start);
        if (plan === undefined) {
            const month = { start, end: monthStart(start + 40 * 24 * generator_HOUR) };
            const words = { seed: this.#seed, records: this.#recordsPerMonth, incidents: this.#incidents };
            plan = planMonth(this.#company, month, words);
            if (this.#plans.size > 12)
                this.#plans.clear();
            this.#plans.set(start, plan);
        }
        return plan;
    }
    #step(hour, place) {
        return this.#plan(monthStart(hour * generator_HOUR)).hours.get(hour)?.byPlace[place];
    }
    #planned(hour) {
        return this.#plan(monthStart(hour * generator_HOUR)).hours.get(hour)?.byTime ?? [];
    }
    #sketched(hour, place) {
        const outline = this.#outline(hour);
        const kind = KINDS[outline.kinds[place]];
        const index = outline.actors[place];
        return {
            time: hour * generator_HOUR + outline.seconds[place] * 1000,
            kind,
            actor: this.#actorAt(index),
            person: index < this.#company.people.length ? index : -1,
            seat: undefined,
            place,
            write: kind.write,
        };
    }
    #actorAt(index) {
        const { people, services } = this.#company;
        return (index < people.length ? people[index] : services[index - people.length]);
    }
    #outline(hour) {
        const kept = this.#outlines.get(hour);
        if (kept !== undefined)
            return kept;
        const outline = this.#sketch(hour);
        this.#outlines.set(hour, outline);
        this.#kept += outline.seconds.length;
        for (const [oldest, old] of this.#outlines) {
            if (this.#kept <= generator_KEPT || oldest === hour)
                break;
            this.#outlines.delete(oldest);
            this.#kept -= old.seconds.length;
        }
        return outline;
    }
    #sketch(hour) {
        const counts = this.#schedule.hour(hour);
        const total = counts.people + counts.service + counts.provisioning;
        const random = new Random(mix(this.#seed, hour), 0x0071);
        const kinds = new Uint16Array(total);
        const actors = new Uint16Array(total);
        // second × 2²² + place of making: sorts by second, and stays deterministic within it
        const keys = new Float64Array(total);
        let made = 0;
        const ready = readiness(this.#company, Math.floor(hour / 24));
        const office = isOfficeTime(hour);
        const add = (second, part) => {
            const { kinds: choice, weighted } = this.#draws[part];
            let kind = choice[weighted.draw(random)];
            // administration keeps office hours, nearly always
            while (!office && isAdministration(KINDS[kind]) && random.chance(0.95))
                kind = choice[weighted.draw(random)];
            kinds[made] = kind;
            actors[made] = this.#draw(random, KINDS[kind], ready);
            keys[made] = second * generator_PLACES + made;
            made++;
        };
        for (let i = 0; i < counts.people; i++)
            add(random.below(3600), 'people');
        for (let i = 0; i < counts.service; i++)
            add(random.below(3600), 'service');
        const bursts = Math.max(1, Math.round(counts.provisioning / 75));
        for (let burst = 0, left = counts.provisioning; burst < bursts; burst++) {
            const size = Math.ceil(left / (bursts - burst));
            const begin = random.below(3600 - 120);
            for (let i = 0; i < size; i++)
                add(begin + random.below(120), 'provisioning');
            left -= size;
        }
        keys.sort();
        const outline = {
            seconds: new Uint16Array(total),
            kinds: new Uint16Array(total),
            actors: new Uint16Array(total),
        };
        for (let place = 0; place < total; place++) {
            const key = keys[place];
            outline.seconds[place] = Math.floor(key / generator_PLACES);
            outline.kinds[place] = kinds[key % generator_PLACES];
            outline.actors[place] = actors[key % generator_PLACES];
        }
        return outline;
    }
    /** Somebody who is there that day; of several, the one who is readier. */
    #draw(random, kind, ready) {
        const company = this.#company;
        if (typeof kind.by !== 'string')
            return company.people.length + random.pick(kind.by);
        let best = -1;
        for (let tries = 0; tries < 40; tries++) {
            const drawn = this.#candidate(random, kind.by);
            const readiness = ready[drawn];
            if (readiness > random.below(255))
                return drawn;
            if (readiness > 0 && (best < 0 || readiness > ready[best]))
                best = drawn;
            if (tries >= 6 && best >= 0)
                return best;
        }
        return best < 0 ? company.admins[0] : best;
    }
    #candidate(random, by) {
        const { members, admins, helpdesk } = this.#company;
        if (by === 'anyone')
            return this.#people.draw(random);
        if (by === 'members')
            return members[this.#members.draw(random)];
        return random.pick(by === 'helpdesk' ? helpdesk : admins);
    }
}
const isAdministration = ({ by }) => by === 'admins' || by === 'helpdesk';
const userIdOf = (kind, actor) => kind.workload === 'Exchange' ? actor.exchangeUserId : actor.userId;
const idAt = (stream, place) => random_guidOf(stream, mix(stream, 0x1d1), mix(stream, 0x1d2), mix(stream, place));
function monthStart(time) {
    const date = new Date(time);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
}
/** The first place whose second is not before `second`. */
function firstAt(seconds, second) {
    let low = 0;
    let high = seconds.length;
    while (low < high) {
        const middle = (low + high) >>> 1;
        if (seconds[middle] < second)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

;// CONCATENATED MODULE: ./lib/simulator/github.js
/**
 * What the action asks of GitHub's REST API: the repository's visibility, when the run was created, kept artifacts, and
 * whether issues may be written. Issues themselves are kept, not tended.
 */


function github(tenant, options, { artifacts, issues, secrets, environments }) {
    const app = new dist/* Hono */.$();
    const { permissions } = options;
    app.use(async (c, next) => {
        const fault = tenant.script.at('github');
        const status = fault === undefined ? refusalFor(c.req.header('authorization'), options) : Number(fault.slice('github-'.length));
        return status === undefined ? next() : refused(status);
    });
    app.get('/repos/:owner/:name', c => {
        if (!isOurs(c.req.param(), options))
            return refused(404);
        const [owner, name] = options.repository.split('/');
        const { visibility } = options;
        return c.json({
            id: 7_001,
            name,
            full_name: options.repository,
            owner: { login: owner, id: 9_919 },
            private: visibility !== 'public',
            visibility,
            default_branch: 'main',
        });
    });
    app.get('/repos/:owner/:name/actions/runs/:run', c => {
        if (!isOurs(c.req.param(), options) || c.req.param('run') !== String(options.runId))
            return refused(404);
        if (permissions.actions === 'none')
            return refused(403);
        const created = options.createdAt.toISOString().replace(/\.\d+Z$/, 'Z');
        return c.json({
            id: options.runId,
            name: 'Audit export',
            event: 'schedule',
            status: 'in_progress',
            run_number: 12,
            run_attempt: options.runAttempt,
            created_at: created,
            run_started_at: created,
            updated_at: created,
        });
    });
    app.get('/repos/:owner/:name/actions/artifacts', c => {
        if (!isOurs(c.req.param(), options))
            return refused(404);
        if (permissions.actions === 'none')
            return refused(403);
        const { name } = c.req.query();
        const found = artifacts.uploads.filter(each => name === undefined || each.name === name);
        const page = found.slice(-Number(c.req.query('per_page') ?? 30)).reverse();
        return c.json({ total_count: found.length, artifacts: page.map(each => listed(each, tenant.now(), options)) });
    });
    app.get('/repos/:owner/:name/actions/artifacts/:id/zip', c => {
        const address = artifacts.address(c.req.param('id'), new URL(c.req.url).origin);
        if (!isOurs(c.req.param(), options) || address === undefined)
            return refused(404);
        if (permissions.actions === 'none')
            return refused(403);
        return c.redirect(address, 302);
    });
    // Refused in this order: who may not write learns nothing of what is wrong with the issue.
    app.post('/repos/:owner/:name/issues', async (c) => {
        if (!isOurs(c.req.param(), options))
            return refused(404);
        if (c.req.header('authorization') === undefined)
            return refused(401);
        if (permissions.issues !== 'write')
            return refused(403);
        if (!options.hasIssues)
            return refused(410);
        const { title } = (await c.req.json().catch(() => ({})));
        if (typeof title !== 'string' || title.trim() === '')
            return refused(422);
        const issue = { number: issues.length + 1, title };
        issues.push(issue);
        return c.json({ ...issue, state: 'open', html_url: `https://github.com/${options.repository}/issues/${issue.number}` }, 201);
    });
    app.use('/repos/:owner/:name/actions/*', async (c, next) => isOurs(c.req.param(), options) ? next() : refused(404));
    app.route(`/repos/${options.repository}/actions`, secrets.handler(() => options.mayWriteSecrets !== false));
    app.route(`/repos/${options.repository}/environments`, environments.handler(() => options.mayWriteSecrets !== false));
    app.notFound(() => refused(404));
    return app;
}
function listed({ id, name, size, digest, createdAt, expiresAt }, now, options) {
    return {
        id,
        name,
        size_in_bytes: size,
        digest,
        expired: expiresAt !== undefined && Date.parse(expiresAt) <= now,
        created_at: createdAt,
        expires_at: expiresAt ?? null,
        workflow_run: { id: options.runId, head_branch: 'main' },
    };
}
const isOurs = ({ owner, name }, { repository }) => `${owner}/${name}`.toLowerCase() === repository.toLowerCase();
/** A private repository does not exist for those who may not read it. */
function refusalFor(authorization, options) {
    const token = /^(?:bearer|token) (.+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined)
        return options.visibility === 'public' ? undefined : 404;
    return token === options.token ? undefined : 401;
}
const WORDS = {
    401: 'Bad credentials',
    403: 'Resource not accessible by integration',
    404: 'Not Found',
    410: 'Issues has been disabled in this repository.',
    422: 'Validation Failed',
    503: 'Service unavailable',
};
const refused = (status) => new Response(JSON.stringify({
    message: WORDS[status] ?? 'Refused',
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
}), {
    status,
    headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-github-request-id': (0,external_node_crypto_.randomUUID)().slice(0, 18).toUpperCase(),
    },
});

// EXTERNAL MODULE: ./node_modules/blakejs/index.js
var blakejs = __webpack_require__(99874);
// EXTERNAL MODULE: ./node_modules/tweetnacl/nacl-fast.js
var nacl_fast = __webpack_require__(80668);
;// CONCATENATED MODULE: ./lib/simulator/github-secrets.js
/**
 * A repository's or an environment's secrets and variables as GitHub's REST API takes them: a secret comes sealed for the repository's key
 * and is opened here, by the primitives and not by the library that sealed it (libsodium's crypto_box_seal).
 * https://docs.github.com/rest/actions/secrets
 */




const NAME = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/;
/** GitHub's limit of a secret, in bytes. */
const LARGEST = 48_000;
/** Environments of the repository, each with secrets of its own, under a key of its own. */
class Environments {
    made = new Map();
    handler(mayWrite) {
        const app = new dist/* Hono */.$();
        app.get('/', c => c.json({ total_count: this.made.size, environments: [...this.made.keys()].map(name => ({ name })) }));
        app.get('/:environment', c => {
            const name = c.req.param('environment');
            return this.made.has(name) ? c.json({ name }) : github_secrets_refused(404, 'Not Found');
        });
        app.put('/:environment', c => {
            if (!mayWrite())
                return github_secrets_refused(403, 'Resource not accessible by personal access token');
            const name = c.req.param('environment');
            if (!this.made.has(name))
                this.made.set(name, new RepositorySecrets());
            return c.json({ name });
        });
        app.all('/:environment/*', async (c) => {
            const name = c.req.param('environment');
            const inside = this.made.get(name);
            if (inside === undefined)
                return github_secrets_refused(404, 'Not Found');
            const url = new URL(c.req.url);
            url.pathname = url.pathname.split(`/environments/${encodeURIComponent(name)}`)[1] ?? '';
            return await inside.handler(mayWrite).fetch(new Request(url, c.req.raw));
        });
        return app;
    }
}
class RepositorySecrets {
    secrets = new Map();
    variables = new Map();
    #keys = nacl_fast.box.keyPair();
    #keyId = (0,external_node_crypto_.randomUUID)();
    /** Behind the API's door: the caller's token was judged before. */
    handler(mayWrite) {
        const app = new dist/* Hono */.$();
        app.use(async (_c, next) => mayWrite() ? next() : github_secrets_refused(403, 'Resource not accessible by personal access token'));
        app.get('/secrets/public-key', c => c.json({ key_id: this.#keyId, key: Buffer.from(this.#keys.publicKey).toString('base64') }));
        app.get('/secrets/:name', c => {
            const name = named(c);
            return this.secrets.has(name) ? c.json({ name }) : github_secrets_refused(404, 'Not Found');
        });
        app.put('/secrets/:name', async (c) => {
            const { encrypted_value: sealed, key_id: keyId } = (await c.req.json());
            const text = keyId === this.#keyId && typeof sealed === 'string' ? this.#open(sealed) : undefined;
            if (!NAME.test(named(c)) || text === undefined)
                return github_secrets_refused(422, 'Bad request - The request is malformed');
            const known = this.secrets.has(named(c));
            this.secrets.set(named(c), text);
            return new Response(null, { status: known ? 204 : 201 });
        });
        app.delete('/secrets/:name', c => gone(this.secrets.delete(named(c))));
        app.get('/variables/:name', c => {
            const value = this.variables.get(named(c));
            return value === undefined ? github_secrets_refused(404, 'Not Found') : c.json({ name: named(c), value });
        });
        app.post('/variables', async (c) => {
            const { name, value } = (await c.req.json());
            if (!NAME.test(name))
                return github_secrets_refused(422, 'Invalid name');
            if (this.variables.has(name))
                return github_secrets_refused(409, 'Already exists - Variable already exists');
            this.variables.set(name, value);
            return new Response(null, { status: 201 });
        });
        app.patch('/variables/:name', async (c) => {
            if (!this.variables.has(named(c)))
                return github_secrets_refused(404, 'Not Found');
            this.variables.set(named(c), (await c.req.json()).value);
            return new Response(null, { status: 204 });
        });
        app.delete('/variables/:name', c => gone(this.variables.delete(named(c))));
        return app;
    }
    /** Ephemeral public key, then the box; the nonce is the hash of both public keys. */
    #open(base64) {
        const sealed = Buffer.from(base64, 'base64');
        const ephemeral = sealed.subarray(0, 32);
        if (sealed.length < 48)
            return undefined;
        const nonce = (0,blakejs.blake2b)(Buffer.concat([ephemeral, this.#keys.publicKey]), undefined, 24);
        const opened = nacl_fast.box.open(sealed.subarray(32), nonce, ephemeral, this.#keys.secretKey);
        return opened === null || opened.length > LARGEST ? undefined : Buffer.from(opened).toString('utf8');
    }
}
const named = (c) => c.req.param('name');
const gone = (was) => (was ? new Response(null, { status: 204 }) : github_secrets_refused(404, 'Not Found'));
const github_secrets_refused = (status, message) => new Response(JSON.stringify({ message, documentation_url: 'https://docs.github.com/rest', status: String(status) }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
});

;// CONCATENATED MODULE: ./lib/simulator/graph-queries.js
/**
 * Audit log queries as Graph keeps them: what each asks, where it stands by the services' clock, and what it found.
 * What a query finds is fixed when it ends; its pages can then be read as often as one likes.
 */





const LISTS = [
    'recordTypeFilters',
    'operationFilters',
    'userPrincipalNameFilters',
    'ipAddressFilters',
    'objectIdFilters',
];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
/** The body, or a sentence on what is wrong with it; stricter than the service where a client would be careless. */
function graph_queries_readBody(given) {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
        return 'The body has to be an object.';
    const { displayName, filterStartDateTime, filterEndDateTime, keywordFilter = '', ...rest } = given;
    if (typeof displayName !== 'string' || displayName === '')
        return 'displayName is missing.';
    for (const date of [filterStartDateTime, filterEndDateTime]) {
        if (typeof date !== 'string' || !INSTANT.test(date))
            return `${JSON.stringify(date)} is no instant with a Z.`;
    }
    const [start, end] = [String(filterStartDateTime), String(filterEndDateTime)];
    // Invalid request data: reported of PAX
    if (Date.parse(end) <= Date.parse(start))
        return 'Invalid request data';
    if (typeof keywordFilter !== 'string')
        return 'keywordFilter has to be a text.';
    const strange = Object.keys(rest).find(name => !LISTS.some(known => known === name));
    if (strange !== undefined)
        return `The property '${strange}' does not exist on type 'microsoft.graph.security.auditLogQuery'.`;
    const lists = Object.fromEntries(LISTS.map(name => {
        const value = rest[name] ?? [];
        return [name, Array.isArray(value) && value.every(item => typeof item === 'string') ? value : undefined];
    }));
    const wrong = LISTS.find(name => lists[name] === undefined);
    if (wrong !== undefined)
        return `${wrong} has to be a list of texts.`;
    const unknown = lists.recordTypeFilters?.find(name => /^\d/.test(name) || !('number' in readRecordType(name)));
    if (unknown !== undefined)
        return `Requested value '${unknown}' was not found.`;
    return { displayName, filterStartDateTime: start, filterEndDateTime: end, keywordFilter, ...lists };
}
/** As the service shows it: whatever the spelling of record types was, it answers in PascalCase (graph2otel). */
function shownBody(body) {
    const shown = (name) => {
        const type = readRecordType(name);
        return 'number' in type ? String(outsideRecordType(type.number)) : name;
    };
    return { ...body, recordTypeFilters: body.recordTypeFilters.map(shown) };
}
class GraphQueries {
    #tenant;
    #options;
    #queries = new Map();
    constructor(tenant, options) {
        this.#tenant = tenant;
        this.#options = options;
    }
    /** Undefined where too many are under way. */
    add(body, by) {
        const { counters } = this.#tenant;
        const underWay = [...this.#queries.values()].filter(query => this.isUnderWay(query)).length;
        if (underWay >= this.#options.concurrencyLimit)
            return undefined;
        const query = {
            id: (0,external_node_crypto_.randomUUID)(),
            created: this.#tenant.now(),
            body,
            by,
            fate: undefined,
            found: undefined,
            readings: 0,
        };
        this.#queries.set(query.id, query);
        counters.queries++;
        counters.queriesKept++;
        counters.queriesAtOnce = Math.max(counters.queriesAtOnce, underWay + 1);
        return query;
    }
    get(id) {
        return this.#queries.get(id);
    }
    remove(id) {
        const known = this.#queries.delete(id);
        if (known)
            this.#tenant.counters.queriesKept--;
        return known;
    }
    all() {
        return [...this.#queries.values()];
    }
    isUnderWay(query) {
        return ['notStarted', 'queued', 'running'].includes(this.statusOf(query));
    }
    statusOf(query) {
        const share = (this.#tenant.now() - query.created) / 1000 / this.#options.querySeconds;
        if (share < 0.2)
            return 'notStarted';
        if (share < 0.4)
            return 'queued';
        if (share < 1 || query.fate === 'stuck')
            return 'running';
        return query.fate ?? 'succeeded';
    }
    /** What a query that has succeeded found, in no order. */
    found(query, roles) {
        query.found ??= this.#search(query, roles);
        return query.found;
    }
    #search({ body, by, id, created }, roles) {
        const { script, records, seed } = this.#tenant;
        if (script.holds('always-empty'))
            return { positions: [], limited: false };
        const asked = searchOf(body);
        const types = new Set(body.recordTypeFilters.map(readRecordType).map(type => ('number' in type ? type.number : -1)));
        const matches = matcher(this.#tenant, asked);
        const positions = [];
        const take = (position, facts) => {
            if (types.size > 0 && !types.has(Number(facts.recordType)))
                return;
            if (matches(position, facts) && this.#isOpen(position, roles))
                positions.push(position);
        };
        records.see(asked, take, created + this.#options.querySeconds * 1000);
        const shuffled = new Random(mix(hashText(asked.key), seed), 3).shuffle(positions);
        const limited = shuffled.length > this.#options.recordLimit;
        const job = { by, organization: this.#tenant.id, jobId: id, isGraph: true, results: shuffled.length };
        records.leave(recordOfSearch({ ...job, from: asked.from, to: asked.to }, this.#tenant.now()));
        return { positions: shuffled.slice(0, this.#options.recordLimit), limited };
    }
    /** Permissions for single services leave out all other records without a word (graph2otel). */
    #isOpen(position, roles) {
        if (roles.includes('AuditLogsQuery.Read.All'))
            return true;
        const { Workload } = JSON.parse(this.#tenant.records.row(position).auditData);
        const service = Workload === 'AzureActiveDirectory' ? 'Entra' : Workload;
        return roles.includes(`AuditLogsQuery-${service}.Read.All`);
    }
}
/** Start inclusive, end exclusive, as clients in use take it (CIPP). */
function searchOf(body) {
    return {
        from: Date.parse(body.filterStartDateTime),
        to: Date.parse(body.filterEndDateTime) - 1,
        resultSize: Number.POSITIVE_INFINITY,
        recordType: undefined,
        operations: body.operationFilters,
        userIds: body.userPrincipalNameFilters,
        addresses: body.ipAddressFilters,
        objects: body.objectIdFilters,
        sites: [],
        freeText: body.keywordFilter,
        formatted: false,
        session: undefined,
        key: JSON.stringify({ ...body, displayName: '' }),
    };
}

;// CONCATENATED MODULE: ./lib/simulator/graph-records.js

const TYPE = 'microsoft.graph.security.defaultAuditData';
/** UserType 0 to 10. */
const USER_TYPES = [
    'Regular',
    'Reserved',
    'Admin',
    'DcAdmin',
    'System',
    'Application',
    'ServicePrincipal',
    'CustomPolicy',
    'SystemPolicy',
    'PartnerTechnician',
    'Guest',
];
/** @param straight the user fields are where their names say. */
function recordJson(row, tenant, straight) {
    const data = JSON.parse(row.auditData);
    const name = outsideRecordType(row.recordType);
    const [key, user] = [String(data.UserKey ?? '__NULL__'), row.userId];
    return JSON.stringify({
        id: row.id,
        createdDateTime: `${new Date(row.time).toISOString().slice(0, 19)}Z`,
        auditLogRecordType: typeof name === 'string' ? name : 'UnknownFutureValue',
        operation: row.operation,
        organizationId: tenant,
        userType: USER_TYPES[Number(data.UserType ?? 0)] ?? 'Regular',
        userId: straight ? user : key,
        service: data.Workload ?? '',
        objectId: data.ObjectId ?? null,
        userPrincipalName: straight ? key : user,
        clientIp: null,
        administrativeUnits: [''],
        auditData: { '@odata.type': `#${TYPE}`, ...annotated(data, true) },
    });
}
function annotated(data, isRecord) {
    const members = Object.entries(data).flatMap(([name, value]) => {
        if (isRecord && name === 'CreationTime')
            return [[name, `${String(value)}Z`]];
        if (Array.isArray(value)) {
            return [
                [`${name}@odata.type`, `#Collection(${TYPE})`],
                [name, value.map(item => (isObject(item) ? annotated(item, false) : item))],
            ];
        }
        if (isObject(value))
            return [[name, { '@odata.type': `#${TYPE}`, ...annotated(value, false) }]];
        if (typeof value === 'number')
            return [
                [`${name}@odata.type`, '#Int64'],
                [name, value],
            ];
        return [[name, value]];
    });
    return Object.fromEntries(members);
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/simulator/graph.js
/**
 * Microsoft Graph's audit log query: made, polled, paged, removed. Unkind as the wire is: v1.0 is not served and beta
 * is, pages are short, links break when they are encoded again, and neighbouring pages share a record.
 */








const DEFAULT_PAGE = 150;
/** No maximum is documented; beyond this the simulator refuses. */
const graph_MOST_A_PAGE = 1_000;
/** Part of every skiptoken; encoded or decoded once more it is another text. */
const SKIP = '1!4!MA--%2f1!48!';
function graph_graph(tenant, options, prefix) {
    const app = new dist/* Hono */.$();
    const service = new Graph(tenant, options, prefix);
    for (const version of ['v1.0', 'beta']) {
        const path = `/${version}/security/auditLog/queries`;
        app.post(path, c => service.create(c, version));
        app.get(path, c => service.list(c, version));
        app.get(`${path}/:id`, c => service.status(c, version));
        app.delete(`${path}/:id`, c => service.remove(c, version));
        app.get(`${path}/:id/records`, c => service.records(c, version));
    }
    return app;
}
class Graph {
    #tenant;
    #queries;
    #options;
    #prefix;
    #challengeText = '';
    constructor(tenant, options, prefix) {
        this.#tenant = tenant;
        this.#queries = new GraphQueries(tenant, options);
        this.#options = options;
        this.#prefix = prefix;
    }
    async create(c, version) {
        const asked = await this.#admit(c, version);
        if (asked instanceof Response)
            return asked;
        if (this.#tenant.script.holds('auditing-off'))
            return disabled('in the message');
        const fault = this.#tenant.script.at('graph-create');
        const refused = fault === undefined ? undefined : this.#refuse(fault, asked);
        if (refused !== undefined)
            return refused;
        const text = await c.req.text();
        const body = graph_queries_readBody(parsed(text));
        if (typeof body === 'string')
            return graph_refusal(400, 'BadRequest', body);
        const query = this.#queries.add(body, asked.oid);
        if (query === undefined)
            return graph_refusal(429, 'TooManyRequests', 'Too many requests');
        if (fault === 'graph-lost-post')
            throw new ConnectionReset();
        return graph_json(this.#wording(query, asked), 201);
    }
    async list(c, version) {
        const asked = await this.#admit(c, version);
        if (asked instanceof Response)
            return asked;
        const foreign = { id: (0,external_node_crypto_.randomUUID)(), displayName: 'Search of an administrator', status: 'running' };
        return graph_json({ value: [foreign, ...this.#queries.all().map(query => this.#wording(query, asked))] }, 200);
    }
    async status(c, version) {
        const asked = await this.#admit(c, version);
        if (asked instanceof Response)
            return asked;
        const query = this.#queries.get(c.req.param('id'));
        if (query === undefined)
            return graph_refusal(404, 'NotFound', 'The query does not exist.');
        switch (this.#tenant.script.at('graph-poll')) {
            case 'graph-failed':
                query.fate = 'failed';
                break;
            case 'graph-cancelled':
                query.fate = 'cancelled';
                break;
            case 'graph-stuck':
                query.fate = 'stuck';
                break;
            case 'graph-unknown-status':
                return graph_json({ ...this.#wording(query, asked), status: 'unknownFutureValue' }, 200);
            case 'graph-poll-400':
                return graph_refusal(400, 'BadRequest', 'The request could not be processed.');
            case 'graph-poll-502':
                return htmlPage(502, 'Bad Gateway');
            case 'graph-poll-reset':
                throw new ConnectionReset();
            case 'graph-gone':
                this.#queries.remove(query.id);
                return graph_refusal(404, 'NotFound', 'The query does not exist.');
        }
        return graph_json(this.#wording(query, asked), 200);
    }
    async remove(c, version) {
        const asked = await this.#admit(c, version);
        if (asked instanceof Response)
            return asked;
        if (this.#tenant.script.holds('graph-no-delete'))
            return new Response(null, { status: 405 });
        return this.#queries.remove(c.req.param('id'))
            ? new Response(null, { status: 204 })
            : graph_refusal(404, 'NotFound', 'The query does not exist.');
    }
    async records(c, version) {
        const asked = await this.#admit(c, version);
        if (asked instanceof Response)
            return asked;
        const query = this.#queries.get(c.req.param('id'));
        if (query === undefined)
            return graph_refusal(404, 'NotFound', 'The query does not exist.');
        if (this.#queries.statusOf(query) !== 'succeeded')
            return graph_refusal(400, 'BadRequest', 'The query has not succeeded.');
        const place = readPlace(new URL(c.req.url).search);
        if (place === undefined)
            return graph_refusal(400, 'BadRequest', 'The skiptoken is not one.');
        if (place === 'top')
            return graph_refusal(400, 'BadRequest', 'The limit of $top is exceeded.');
        return this.#page(asked, query, { ...place, size: Math.min(place.size, this.#options.pageSize) });
    }
    #page(asked, query, { offset, size, top }) {
        const { script, records, id: tenantId } = this.#tenant;
        const { positions } = this.#queries.found(query, asked.roles);
        if (offset === 0)
            query.readings++;
        // Neighbouring pages share a record.
        const first = Math.max(0, offset - 1);
        let shown = positions.slice(first, offset + size);
        const last = offset + size >= positions.length;
        const fault = script.at('graph-records', name => graph_canShow(name, { offset, rows: shown.length, last, top }));
        switch (fault) {
            case 'graph-top-400':
                return graph_refusal(400, 'BadRequest', 'Query option Top is not allowed.');
            case 'graph-records-429':
                return graph_refusal(429, 'TooManyRequests', 'Too many requests', { 'retry-after': '3' });
            case 'graph-records-504':
                return htmlPage(504, 'Gateway Timeout');
            case 'graph-expired-token':
                this.#tenant.refusedTokens.add(asked.uti);
                return graph_refusal(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.');
            case 'graph-unstable':
                shown = shown.slice(0, -1);
                break;
        }
        const straight = script.holds('graph-straight-users');
        const rows = shown.map(position => recordJson(records.row(position), tenantId, straight));
        const next = fault === 'graph-looping-link' ? offset : offset + size;
        const link = `${asked.base}/security/auditLog/queries/${query.id}/records?$skiptoken=${SKIP}${graph_skipToken(next, size)}`;
        const nextLink = fault === 'graph-foreign-link' ? link.replace(/^https?:\/\/[^/]+/, 'https://graph.example') : link;
        const envelope = JSON.stringify({
            '@odata.context': `${asked.base}/$metadata#security/auditLog/queries('${query.id}')/records`,
            '@odata.count': fault === 'graph-count' ? rows.length + 1 : rows.length,
            ...(last && fault !== 'graph-looping-link' ? {} : { '@odata.nextLink': nextLink }),
        });
        const text = `${envelope.slice(0, -1)},"value":[${rows.join(',')}]}`;
        if (fault === 'graph-cut-page' || this.#isPoisoned(shown))
            return cutJson(text);
        if (fault === 'graph-records-reset')
            return cutOff(Buffer.from(text), { status: 200, headers: HEADERS });
        return new Response(text, { status: 200, headers: HEADERS });
    }
    /** A record that the service can't write: each page that holds it breaks off there. */
    #isPoisoned(shown) {
        return this.#tenant.script.holds('graph-poison') && shown.some(position => position % 211 === 5);
    }
    async #admit(c, version) {
        const reading = await readToken(this.#tenant, c.req.raw, 'graph', this.#tenant.id);
        if ('refused' in reading) {
            if (reading.refused === 'claims')
                return this.#challenge('');
            return graph_refusal(401, 'InvalidAuthenticationToken', 'Access token is missing or not valid.');
        }
        // A role named in an issue: AI-in-One #59
        if (!reading.roles.some(role => role.startsWith('AuditLogsQuery'))) {
            return graph_refusal(403, 'Forbidden', `App:${this.#tenant.clientId} dont have any permissions`);
        }
        if (version === 'v1.0' && !this.#tenant.script.holds('graph-v1'))
            return graph_refusal(404, 'UnknownError', '');
        return { c, ...reading, base: `${new URL(c.req.url).origin}${this.#prefix}/${version}` };
    }
    #refuse(fault, asked) {
        switch (fault) {
            case 'graph-500':
                return graph_refusal(500, 'InternalServerError', 'Internal server error');
            case 'graph-unknown-error':
                return graph_refusal(400, 'UnknownError', '');
            case 'graph-502-html':
                return htmlPage(502, 'Bad Gateway');
            case 'graph-429-seconds':
                return graph_refusal(429, 'TooManyRequests', 'Too many requests', { 'retry-after': '20' });
            case 'graph-429-none':
                return graph_refusal(429, 'TooManyRequests', 'Too many requests');
            case 'graph-reset':
                throw new ConnectionReset();
            case 'graph-401':
                this.#tenant.refusedTokens.add(asked.uti);
                return graph_refusal(401, 'InvalidAuthenticationToken', 'Access token validation failure.');
            case 'graph-claims-challenge':
                return this.#challenge(`${this.#tenant.seed}/${asked.uti}`);
            case 'graph-403-bare':
                return htmlPage(403, 'Forbidden');
            case 'graph-403':
                return graph_refusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');
            case 'graph-auditing-disabled':
                return disabled('as the status');
            default:
                return undefined;
        }
    }
    #challenge(seed) {
        if (seed !== '') {
            const made = makeChallenge(seed);
            this.#tenant.requiredClaims = made.nbf;
            this.#challengeText = made.claims;
        }
        const challenge = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${this.#challengeText}"`;
        return graph_refusal(401, 'InvalidAuthenticationToken', 'Continuous access evaluation resulted in challenge.', {
            'www-authenticate': challenge,
        });
    }
    #wording(query, { roles }) {
        const status = this.#queries.statusOf(query);
        const ended = status === 'succeeded' ? this.#queries.found(query, roles) : undefined;
        const says = ended !== undefined && !this.#tenant.script.holds('graph-limit-unsaid');
        return {
            id: query.id,
            ...shownBody(query.body),
            status,
            ...(says ? { isRecordCountLimitExceeded: ended.limited } : {}),
        };
    }
}
/** Where a page begins, by the address as it came; undefined for a token that was encoded again. */
function readPlace(search) {
    const token = /[?&](?:\$|%24)skiptoken=([^&]*)/.exec(search)?.[1];
    if (token === undefined) {
        const top = /[?&](?:\$|%24)top=(\d+)/.exec(search)?.[1];
        const size = top === undefined ? DEFAULT_PAGE : Number(top);
        return size < 1 || size > graph_MOST_A_PAGE ? 'top' : { offset: 0, size, top: top !== undefined };
    }
    if (!token.startsWith(SKIP))
        return undefined;
    const [offset, size] = Buffer.from(token.slice(SKIP.length), 'base64url').toString().split('.').map(Number);
    return offset === undefined || size === undefined ? undefined : { offset, size, top: false };
}
const graph_skipToken = (offset, size) => Buffer.from(`${offset}.${size}`).toString('base64url');
function graph_canShow(name, { offset, rows, last, top }) {
    if (name === 'graph-top-400')
        return top;
    if (name === 'graph-expired-token' || name === 'graph-looping-link')
        return offset > 0;
    if (name === 'graph-foreign-link')
        return !last;
    return rows > 0;
}
/** Extractor #75, msgraph-sdk-powershell #2677: 200, the JSON ends in the middle, and an error is glued on. */
function cutJson(text) {
    const error = '{"error":{"code":"UnknownError","message":"Unexpected Jsontoken. Check response for property value[19].auditData.FileSizeBytes"}}';
    return new Response(text.slice(0, Math.floor(text.length * 0.7)) + error, { status: 200, headers: HEADERS });
}
/** CIPP has met both forms. */
function disabled(form) {
    const inside = { Status: 'AuditingDisabledTenant', Message: 'Auditing is disabled for the tenant.' };
    return form === 'as the status' ? graph_json(inside, 200) : graph_refusal(400, 'BadRequest', JSON.stringify(inside));
}
const HEADERS = {
    'content-type': 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
};
function graph_json(body, status, headers = {}) {
    return new Response(JSON.stringify(body), { status, headers: { ...HEADERS, 'request-id': (0,external_node_crypto_.randomUUID)(), ...headers } });
}
function graph_refusal(status, code, message, headers = {}) {
    const innerError = { date: '2026-11-24T00:00:00', 'request-id': (0,external_node_crypto_.randomUUID)() };
    return graph_json({ error: { code, message, innerError } }, status, headers);
}
function parsed(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./node_modules/@hono/node-server/dist/index.mjs + 1 modules
var node_server_dist = __webpack_require__(54735);
// EXTERNAL MODULE: ./node_modules/@hono/node-server/dist/utils/response.mjs
var utils_response = __webpack_require__(84043);
;// CONCATENATED MODULE: ./lib/simulator/listen.js



async function listenOnLoopback(handle, port = 0) {
    const server = (0,node_server_dist/* createAdaptorServer */.b$)({
        overrideGlobalObjects: false,
        fetch: async (request, bindings) => {
            const { outgoing } = bindings;
            const response = await handle(request).catch((error) => {
                if (error instanceof ConnectionReset)
                    return undefined;
                throw error;
            });
            if (response === undefined) {
                outgoing.socket?.destroy();
                return utils_response/* RESPONSE_ALREADY_SENT */.o;
            }
            const part = partBeforeBreak(response);
            if (part === undefined)
                return response;
            outgoing.writeHead(response.status, Object.fromEntries(response.headers));
            outgoing.write(part, () => outgoing.socket?.destroy());
            return utils_response/* RESPONSE_ALREADY_SENT */.o;
        },
    });
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
    });
    const { port: bound } = server.address();
    return {
        origin: `http://127.0.0.1:${bound}`,
        close: () => new Promise((resolve, reject) => {
            server.close(error => (error ? reject(error) : resolve()));
            if ('closeAllConnections' in server)
                server.closeAllConnections();
        }),
    };
}

;// CONCATENATED MODULE: ./lib/simulator/mail.js
/**
 * Graph's `sendMail` of the tenant's mailboxes. Refused in this order: the token, the mailbox, the app, the message: a message
 * to nobody tells a caller that all before it was right (ErrorInvalidRecipients, msgraph-sdk-dotnet #1891).
 * https://learn.microsoft.com/graph/api/user-sendmail
 */



/** @param sent takes what was sent. */
function mail(tenant, { mailboxes, withheld }, sent) {
    const app = new dist/* Hono */.$();
    const has = (list, address) => list.some(one => one.toLowerCase() === address.toLowerCase());
    app.post('/v1.0/users/:from/sendMail', async (c) => {
        const from = c.req.param('from');
        const reading = await readToken(tenant, c.req.raw, 'graph', tenant.id);
        if ('refused' in reading)
            return mail_refusal(401, 'InvalidAuthenticationToken', 'Access token is missing or not valid.');
        if (!has(mailboxes, from))
            return mail_refusal(404, 'ErrorInvalidUser', `The requested user '${from}' is invalid.`);
        if (!reading.roles.includes('Mail.Send'))
            return mail_refusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
        if (has(withheld, from)) {
            const says = 'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.';
            return mail_refusal(403, 'ErrorAccessDenied', says);
        }
        const message = await messageOf(c);
        if (typeof message === 'string')
            return mail_refusal(400, 'BadRequest', message);
        if (message.to.length === 0) {
            const says = "At least one recipient is not valid., A message can't be sent because it contains no recipients.";
            return mail_refusal(400, 'ErrorInvalidRecipients', says);
        }
        sent.push({ from, ...message });
        return new Response(null, { status: 202, headers: { 'request-id': (0,external_node_crypto_.randomUUID)() } });
    });
    return app;
}
/** What is to be sent, or what is wrong with it. */
async function messageOf(c) {
    const body = (await c.req.json().catch(() => undefined));
    const { message } = body ?? {};
    if (typeof message !== 'object' || message === null)
        return 'The property message is missing.';
    if ('from' in message || 'sender' in message)
        return 'from and sender are the mailbox’s own; leave them out.';
    const { subject, toRecipients } = message;
    if (typeof subject !== 'string' || !Array.isArray(toRecipients))
        return 'subject or toRecipients is missing.';
    const to = toRecipients.map((one) => one?.emailAddress?.address);
    if (!to.every(address => typeof address === 'string'))
        return 'A recipient has no emailAddress.address.';
    return { to, subject };
}
function mail_refusal(status, code, message) {
    const id = (0,external_node_crypto_.randomUUID)();
    return new Response(JSON.stringify({ error: { code, message, innerError: { 'request-id': id } } }), {
        status,
        headers: { 'content-type': 'application/json', 'request-id': id },
    });
}

;// CONCATENATED MODULE: ./lib/simulator/tenant-records.js
/**
 * The tenant's records as they truly are, and as a search happens to see them: the faults that live in the data
 * (bursts, doubles, records without an Id) belong to the truth; those that hide records only to the view.
 */


const tenant_records_MINUTE = 60_000;
const tenant_records_DAY = 86_400_000;
/** Burst records have negative positions: −(month × 2¹⁸ + place + 1). */
const BURST_PLACES = 262_144;
/** Positions of what searches leave behind begin beyond any month's. */
const LEFT = 2 ** 50;
const BURSTS = [
    ['burst', 6_000, false],
    ['burst-one-user', 6_000, true],
    ['burst-60000', 60_000, false],
    ['burst-60000-one-user', 60_000, true],
];
const BURST_KINDS = ['FileDeleted', 'FileRecycled', 'ListItemUpdated', 'FileModified'].map(operation => SHAREPOINT.find(kind => kind.operation === operation));
class TenantRecords {
    #source;
    #company;
    #script;
    #seed;
    #now;
    /** Generated records happen; given ones are simply there. */
    #happens;
    #arrival;
    #leaves;
    #left = [];
    #bursting = new Map();
    #firstCut = new Map();
    #shown = new Map();
    constructor(parts) {
        this.#source = parts.source;
        this.#company = parts.company;
        this.#script = parts.script;
        this.#seed = parts.seed;
        this.#now = parts.now;
        this.#happens = parts.happens;
        this.#arrival = parts.arrival;
        this.#leaves = parts.leaves;
    }
    /** Keeps what a search leaves behind, where searches do so. */
    leave(row) {
        if (this.#leaves)
            this.#left.push(row);
    }
    /** Every record that exists with `from ≤ time ≤ to`, in time order. */
    scan({ from, to }, visit) {
        const end = this.#happens ? Math.min(to, this.#now()) : to;
        const others = this.#beside(from, end);
        let next = 0;
        const conflicts = this.#script.holds('conflicts');
        this.#source.scan(from, end, (position, facts) => {
            for (; next < others.length && others[next].time < facts.time; next++)
                others[next].scan(visit);
            visit(position, facts);
            if (conflicts && position % 50 === 7)
                visit(position + 0.5, facts);
        });
        for (; next < others.length; next++)
            others[next].scan(visit);
    }
    /** What is not of the source, in time order. */
    #beside(from, to) {
        const bursts = this.#bursts(from, to).map(burst => ({
            time: burst.time,
            scan: (visit) => this.#scanBurst(burst, visit),
        }));
        const left = this.#left.flatMap((row, index) => row.time >= from && row.time <= to ? [{ time: row.time, scan: (visit) => visit(LEFT + index, row) }] : []);
        return left.length === 0 ? bursts : [...bursts, ...left].sort((a, b) => a.time - b.time);
    }
    /** What of it a search sees that looks at `now`. */
    see(asked, visit, now = this.#now()) {
        const { from, to } = this.#bounds(asked);
        const late = this.#script.use('late');
        const lostAlways = this.#script.holds('lost-always');
        const lostByCut = this.#script.holds('lost-by-cut');
        const cut = `${asked.from}/${asked.to}`;
        this.scan({ from, to }, (position, facts) => {
            const place = Math.abs(Math.floor(position)) % 40;
            if (late && place === 11)
                return;
            if (lostAlways && place === 17)
                return;
            if (now < this.foundFrom(position, facts.time))
                return;
            if (lostByCut && place === 13) {
                const first = this.#firstCut.get(position) ?? cut;
                this.#firstCut.set(position, first);
                if (first === cut)
                    return;
            }
            if (this.#isLostChild(position, asked))
                return;
            visit(position, facts);
        });
    }
    /** From when on a search finds the record, in ms. */
    foundFrom(position, time) {
        const late = this.#arrival || position >= LEFT || this.#script.holds('late-clock');
        return late ? time + lag(position) : time;
    }
    /** Remembers some rows of a cut answer, for the fault that loses them in a narrower search. */
    cutAnswer(asked, positions) {
        if (!this.#script.holds('lost-in-child'))
            return;
        for (const position of positions.slice(0, 3))
            this.#shown.set(position, asked.to - asked.from);
    }
    row(position) {
        if (position < 0)
            return this.#burstRow(position);
        if (position >= LEFT)
            return this.#left[position - LEFT];
        const row = this.#source.row(Math.floor(position));
        if (!Number.isInteger(position)) {
            const end = row.auditData.lastIndexOf('}');
            return { ...row, auditData: `${row.auditData.slice(0, end)},"Revision":2${row.auditData.slice(end)}` };
        }
        if (position % 50 === 9 && this.#script.holds('no-id')) {
            return { ...row, id: '', auditData: row.auditData.replace(`"Id":${JSON.stringify(row.id)},`, '') };
        }
        return row;
    }
    #bounds({ from, to }) {
        const since = this.#script.holds('retention') ? this.#now() - 180 * tenant_records_DAY : Number.NEGATIVE_INFINITY;
        return {
            from: Math.max(since, this.#script.holds('exclusive-start') ? from + 1 : from),
            to: this.#script.holds('exclusive-end') ? to - 1 : to,
        };
    }
    #isLostChild(position, { from, to }) {
        const width = this.#shown.get(position);
        if (width === undefined || to - from >= width)
            return false;
        this.#shown.delete(position);
        return this.#script.use('lost-in-child');
    }
    #bursts(from, to) {
        if (to < from || !BURSTS.some(([fault]) => this.#script.holds(fault)))
            return [];
        const bursts = [];
        for (let month = monthOf(from); startOf(month) <= to; month++) {
            bursts.push(...this.#burstsOf(month).filter(({ time }) => time >= from && time <= to));
        }
        return bursts;
    }
    #burstsOf(month) {
        const known = this.#bursting.get(month);
        if (known !== undefined)
            return known;
        const random = new Random(mix(this.#seed, month), 0xb0);
        const hour = random.between(4, 23) * 24 + random.between(8, 15);
        const time = startOf(month) + hour * 60 * tenant_records_MINUTE + random.below(3600) * 1000;
        const bursts = [];
        let place = 0;
        for (const [fault, records, onePerson] of BURSTS) {
            if (!this.#script.holds(fault))
                continue;
            bursts.push({ time, month, place, records, onePerson });
            place += records;
        }
        this.#bursting.set(month, bursts);
        return bursts;
    }
    #scanBurst(burst, visit) {
        for (let i = 0; i < burst.records; i++) {
            const position = -(burst.month * BURST_PLACES + burst.place + i + 1);
            const { kind, person } = this.#burstCast(position, burst);
            const userId = this.#company.people[person].userId;
            visit(position, { time: burst.time, recordType: kind.recordType, operation: kind.operation, userId });
        }
    }
    #burstCast(position, burst) {
        if (burst.onePerson)
            return { kind: BURST_KINDS[0], person: 3 % this.#company.people.length };
        const chance = mix(-position, 0xca57);
        return {
            kind: BURST_KINDS[chance % BURST_KINDS.length],
            person: (chance >>> 8) % this.#company.people.length,
        };
    }
    #burstRow(position) {
        const month = Math.floor((-position - 1) / BURST_PLACES);
        const place = (-position - 1) % BURST_PLACES;
        const burst = this.#burstsOf(month).find(({ place: first, records }) => place >= first && place < first + records);
        const { kind, person } = this.#burstCast(position, burst);
        const actor = this.#company.people[person];
        const stream = mix(mix(this.#seed, month), place);
        const id = random_guidOf(stream, mix(stream, place), mix(stream, 2), mix(place, month));
        const auditData = kind.write({
            random: new Random(stream, place),
            company: this.#company,
            time: new Date(burst.time).toISOString().slice(0, 19),
            hour: Math.floor(burst.time / (60 * tenant_records_MINUTE)),
            id,
            kind,
            actor,
            person,
        });
        return {
            time: burst.time,
            recordType: kind.recordType,
            operation: kind.operation,
            userId: actor.userId,
            id,
            auditData,
        };
    }
}
/** Months are counted from the year 0. */
const monthOf = (time) => new Date(time).getUTCFullYear() * 12 + new Date(time).getUTCMonth();
const startOf = (month) => Date.UTC(Math.floor(month / 12), month % 12);
/**
 * How long after the event a record can be found: four fifths within the hour, 95 % within a day, 99.8 % within two,
 * all within seven (Power Platform CoE starter project, issue 9190).
 */
function lag(position) {
    const chance = mix(Math.abs(Math.floor(position)) >>> 0, 0x1a9) / 4294967296;
    const spread = mix(Math.abs(Math.floor(position)) >>> 0, 0x1aa) / 4294967296;
    if (chance < 0.8)
        return (10 + 50 * spread) * tenant_records_MINUTE;
    if (chance < 0.95)
        return (60 + 23 * 60 * spread) * tenant_records_MINUTE;
    if (chance < 0.998)
        return tenant_records_DAY + tenant_records_DAY * spread;
    return 2 * tenant_records_DAY + 5 * tenant_records_DAY * spread;
}

;// CONCATENATED MODULE: ./lib/simulator/vault.js
/**
 * One key vault with one certificate: its public part, its secret (PFX with an empty password, or PEM), and its key,
 * which signs. Judges requests as the documentation has it; words of refusals follow published reports of them.
 * https://learn.microsoft.com/rest/api/keyvault
 */




/** Name of a version, as 32 hexadecimal digits. */
function versionOf(certificate) {
    return (0,external_node_crypto_.createHash)('sha256').update(certificate.raw).digest('hex').slice(0, 32);
}
const ACTIONS = {
    certificate: 'Microsoft.KeyVault/vaults/certificates/read',
    secret: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
    key: 'Microsoft.KeyVault/vaults/keys/sign/action',
};
function vault_vault(tenant, options) {
    const app = new dist/* Hono */.$();
    const { name, certificate: certificateName } = options;
    const id = (kind, version) => `https://${name}.vault.azure.net/${kind}/${certificateName}/${version}`;
    const seconds = (text) => Math.floor(Date.parse(text) / 1000);
    app.on('GET', ['/certificates/:name', '/certificates/:name/:version'], async (c) => {
        const refused = await vault_refusal(tenant, options, { c, part: 'certificate' });
        if (refused)
            return vault_answer(refused);
        const found = find(options, c);
        if (found === undefined)
            return vault_answer(vault_notFound('certificate', c.req.param('name')));
        const { certificate } = found;
        const version = versionOf(certificate);
        return c.json({
            id: id('certificates', version),
            kid: id('keys', version),
            sid: id('secrets', version),
            x5t: (0,external_node_crypto_.createHash)('sha1').update(certificate.raw).digest('base64url'),
            cer: certificate.raw.toString('base64'),
            attributes: {
                enabled: !tenant.script.use('vault-disabled'),
                nbf: seconds(certificate.validFrom),
                exp: seconds(certificate.validTo),
                recoveryLevel: 'Recoverable+Purgeable',
                recoverableDays: 90,
            },
            policy: {
                id: `https://${name}.vault.azure.net/certificates/${certificateName}/policy`,
                key_props: { exportable: options.exportable, kty: 'RSA', key_size: 2048, reuse_key: false },
                secret_props: { contentType: options.contentType },
                x509_props: { subject: certificate.subject, validity_months: 12 },
                issuer: { name: 'Self' },
            },
        });
    });
    app.on('GET', ['/secrets/:name', '/secrets/:name/:version'], async (c) => {
        const refused = await vault_refusal(tenant, options, { c, part: 'secret' });
        if (refused)
            return vault_answer(refused);
        const found = find(options, c);
        if (found === undefined)
            return vault_answer(vault_notFound('secret', c.req.param('name')));
        const version = versionOf(found.certificate);
        return c.json({
            value: secretOf(await played(tenant, found), options),
            contentType: options.contentType,
            id: id('secrets', version),
            managed: true,
            attributes: { enabled: true },
            kid: id('keys', version),
        });
    });
    app.post('/keys/:name/:version/sign', async (c) => {
        const refused = await vault_refusal(tenant, options, { c, part: 'key' });
        if (refused)
            return vault_answer(refused);
        const found = find(options, c);
        if (found === undefined)
            return vault_answer(vault_notFound('key', c.req.param('name')));
        const { alg, value } = (await c.req.json().catch(() => ({})));
        const digest = Buffer.from(typeof value === 'string' ? value : '', 'base64url');
        if ((alg !== 'PS256' && alg !== 'RS256') || digest.length !== 32 || digest.toString('base64url') !== value) {
            return vault_answer({
                status: 400,
                code: 'BadParameter',
                message: 'Property alg or value has an invalid value: expected is a SHA-256 digest in base64url.',
            });
        }
        const { privateKey } = await played(tenant, found);
        const signature = alg === 'PS256' ? signPss(privateKey, digest) : signPkcs1(privateKey, digest);
        return c.json({ kid: id('keys', versionOf(found.certificate)), value: signature.toString('base64url') });
    });
    app.all('*', () => vault_answer({ status: 404, code: 'NotFound', message: 'The resource was not found.' }));
    return app;
}
function find({ certificate, versions }, c) {
    if (c.req.param('name')?.toLowerCase() !== certificate.toLowerCase())
        return undefined;
    const version = c.req.param('version');
    return version === undefined ? versions.at(-1) : versions.find(each => versionOf(each.certificate) === version);
}
/** What is refused before anything is looked up. */
async function vault_refusal(tenant, { name, certificate }, { c, part }) {
    const fault = tenant.script.at('vault');
    const caller = `Caller: appid=${tenant.clientId};oid=${tenant.app(tenant.clientId)?.servicePrincipal};iss=https://sts.windows.net/${tenant.id}/`;
    if (fault === 'vault-503')
        return { status: 503, code: 'ServiceUnavailable', message: 'The service is unavailable.' };
    if (fault === 'vault-429') {
        const message = 'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached';
        return { status: 429, code: 'Throttled', message };
    }
    if (c.req.query('api-version') !== '7.4')
        return { status: 400, code: 'BadParameter', message: 'api-version must be specified and supported: 7.4.' };
    const reading = await readToken(tenant, c.req.raw, 'vault', tenant.id);
    if (fault === 'vault-401' || 'refused' in reading) {
        const why = 'refused' in reading ? reading.refused : 'revoked';
        return {
            status: 401,
            code: 'Unauthorized',
            message: why === 'missing' ? 'AKV10000: Request is missing a Bearer or PoP token.' : `Token refused: ${why}.`,
            headers: {
                'www-authenticate': `Bearer authorization="https://login.microsoftonline.com/${tenant.id}", resource="https://vault.azure.net"`,
            },
        };
    }
    const whose = `${caller}\r\nVault: ${name};location=westeurope`;
    if (fault === 'vault-firewall') {
        return {
            status: 403,
            code: 'Forbidden',
            message: `Client address is not authorized and caller is not a trusted service.\r\nClient address: 203.0.113.7\r\n${whose}`,
            inner: 'ForbiddenByFirewall',
        };
    }
    if (tenant.script.use(`vault-forbidden-${part}`)) {
        return {
            status: 403,
            code: 'Forbidden',
            message: `Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions were changed recently, please observe propagation time.\r\n${caller}\r\nAction: '${ACTIONS[part]}'\r\nResource: '/subscriptions/00000000-0000-4000-8000-000000000000/resourcegroups/audit/providers/microsoft.keyvault/vaults/${name}/${part}s/${certificate}'\r\nAssignment: (not found)\r\nDenyAssignmentId: null\r\nDecisionReason: null \r\nVault: ${name};location=westeurope`,
            inner: 'ForbiddenByRbac',
        };
    }
    return undefined;
}
const vault_notFound = (part, name) => ({
    status: 404,
    code: `${part.charAt(0).toUpperCase()}${part.slice(1)}NotFound`,
    message: `A ${part} with (name/id) ${name} was not found in this key vault. If you recently deleted this ${part} you may be able to recover it using the correct recovery command.`,
});
function vault_answer({ status, code, message, inner, headers }) {
    const error = { code, message, ...(inner === undefined ? {} : { innererror: { code: inner } }) };
    return new Response(JSON.stringify({ error }), {
        status,
        headers: {
            'content-type': 'application/json; charset=utf-8',
            'x-ms-request-id': (0,external_node_crypto_.randomUUID)(),
            'x-ms-keyvault-region': 'westeurope',
            ...headers,
        },
    });
}
/** With the fault, secret and key are of another version than they say. */
async function played(tenant, found) {
    if (!tenant.script.use('vault-other-version'))
        return found;
    const other = await sharedCertificate('other version');
    return other;
}
function secretOf({ certificate, privateKey }, { contentType, exportable }) {
    if (!exportable)
        return certificate.raw.toString('base64');
    if (contentType === 'application/x-pkcs12')
        return encodePfx(certificate.raw, privateKey, '').toString('base64');
    return `${privateKey.export({ type: 'pkcs8', format: 'pem' })}${certificate.toString()}`;
}
/** RSASSA-PKCS1-v1_5 of a digest: RFC 8017 §8.2, with SHA-256's DigestInfo before it. */
function signPkcs1(key, digest) {
    const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    return (0,external_node_crypto_.privateEncrypt)({ key, padding: external_node_crypto_.constants.RSA_PKCS1_PADDING }, Buffer.concat([prefix, digest]));
}
/** RSASSA-PSS of a digest, salt as long as the hash: RFC 8017 §9.1.1. Node's own `sign` would hash it once more. */
function signPss(key, digest) {
    const length = (key.asymmetricKeyDetails?.modulusLength ?? 2048) / 8;
    const sha256 = (...parts) => (0,external_node_crypto_.createHash)('sha256').update(Buffer.concat(parts)).digest();
    const salt = (0,external_node_crypto_.randomBytes)(32);
    const hash = sha256(Buffer.alloc(8), digest, salt);
    const block = Buffer.concat([Buffer.alloc(length - 32 - 32 - 2), Buffer.from([1]), salt]);
    for (let at = 0, counter = 0; at < block.length; at += 32, counter++) {
        const mask = sha256(hash, Buffer.from([0, 0, counter >> 8, counter & 0xff]));
        for (let i = 0; i < 32 && at + i < block.length; i++)
            block[at + i] = (block[at + i] ?? 0) ^ (mask[i] ?? 0);
    }
    block[0] = (block[0] ?? 0) & 0x7f;
    return (0,external_node_crypto_.privateDecrypt)({ key, padding: external_node_crypto_.constants.RSA_NO_PADDING }, Buffer.concat([block, hash, Buffer.from([0xbc])]));
}

;// CONCATENATED MODULE: ./lib/simulator/simulator.js
/**
 * A simulated Microsoft 365 tenant and the services around it, as handlers that need no port, or listening on
 * loopback. It imports nothing from the program it serves, so that one misunderstanding cannot hide in both.
 */
























/** What is wrong with the options, all at once. */
class SimulatorMistakes extends Error {
    mistakes;
    constructor(mistakes) {
        super(mistakes.join('\n'));
        this.mistakes = mistakes;
    }
}
const TENANT = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634';
const CLIENT = 'a7d3b1c2-5e4f-4a6b-8c9d-0e1f2a3b4c5d';
const VAULT = 'https://vault.azure.net';
const simulator_GRAPH = 'https://graph.microsoft.com';
const simulator_EXCHANGE = 'https://outlook.office365.com';
/** A Global Administrator with the scopes that the Azure CLI's token for Graph carries, and one more for roles. */
const ADMINISTRATOR = {
    scopes: ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
    directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'],
};
const SERVICE_PRINCIPAL = 'd41c9be0-6f0a-4a2e-9e55-7b2f0c1a8d63';
/** Microsoft's own fictitious company. */
const DOMAIN = 'fabrikam.onmicrosoft.com';
async function createSimulator(options = {}) {
    const made = options.certificate ?? (await sharedCertificate());
    const repository = {
        repository: 'fabrikam/audit-archive',
        runId: 19_283_746,
        visibility: 'private',
        createdAt: new Date((options.now ?? Date.now)()),
        runAttempt: 1,
        token: 'ghs_simulated',
        permissions: { actions: 'read', issues: 'write' },
        hasIssues: true,
        retentionDays: 90,
        ...options.github,
    };
    const job = {
        repository: repository.repository,
        ownerId: 9_919,
        repositoryId: 7_001,
        idsInSubject: false,
        ref: 'refs/heads/main',
        event: 'schedule',
        environment: undefined,
        issuer: GITHUB_ISSUER,
        subject: undefined,
        ...options.job,
    };
    const directory = new Directory();
    const exchangeRoles = new ExchangeRoles(directory, options.customized ?? true);
    const secrets = new RepositorySecrets();
    const environments = new Environments();
    const tenant = foundTenant(options, { made, job, directory, exchangeRoles });
    const administratorTokens = async () => ({
        graph: await issuePersonalToken(tenant, simulator_GRAPH, { ...ADMINISTRATOR, ...options.administrator }),
        exchange: await issuePersonalToken(tenant, simulator_EXCHANGE, {
            ...ADMINISTRATOR,
            ...options.administrator,
            scopes: ['Exchange.Manage'],
        }),
    });
    const oidc = new OidcProvider(job, tenant);
    const vaultOptions = {
        name: 'fabrikam-audit',
        certificate: 'm365-audit-export',
        versions: [made],
        exportable: true,
        contentType: 'application/x-pkcs12',
        ...options.vault,
    };
    const identity = runtimeIdentity();
    const artifacts = new ArtifactService(tenant, identity);
    const exchangeOptions = {
        concurrencyLimit: options.concurrencyLimit ?? 10,
        pageSize: options.pageSize ?? 1_000,
        latency: options.latency ?? { perCall: 0, perRow: 0 },
        slowSeconds: options.slowSeconds ?? 200,
        onSearch: options.onSearch ?? (() => { }),
        cmdlets: options.cmdlets ?? ['Get-AdminAuditLogConfig', 'Get-OrganizationConfig', 'Search-UnifiedAuditLog'],
    };
    const app = new dist/* Hono */.$();
    app.route('/login', login_login(tenant, '/login'));
    app.route('/exchange', exchange(tenant, exchangeOptions, '/exchange', options.bare ? exchangeRoles : undefined));
    const graphOptions = {
        querySeconds: 75,
        recordLimit: 1_000_000,
        pageSize: 1_000,
        concurrencyLimit: 10,
        ...options.graph,
    };
    app.route('/graph', graph_graph(tenant, graphOptions, '/graph'));
    if (options.bare)
        app.route('/graph', directoryApi(tenant, directory));
    const sent = [];
    const mailOptions = { mailboxes: [`audit@${tenant.company.domain}`], withheld: [], ...options.mail };
    app.route('/graph', mail(tenant, mailOptions, sent));
    app.route('/vault', vault_vault(tenant, vaultOptions));
    app.route('/oidc', oidc.handler());
    const issues = [];
    app.route('/github', github(tenant, repository, { artifacts, issues, secrets, environments }));
    app.route(TWIRP, artifacts.twirp());
    app.route('/blob', artifacts.blobs());
    app.get('/counters', context => context.json(tenant.counters));
    app.onError(error => {
        throw error;
    });
    const fetch = async (request) => app.fetch(request);
    return {
        fetch,
        async listen(port) {
            const { origin, close } = await listenOnLoopback(fetch, port);
            const endpoints = {
                login: `${origin}/login`,
                exchange: `${origin}/exchange`,
                graph: `${origin}/graph`,
                vault: `${origin}/vault`,
            };
            return {
                origin,
                endpoints,
                environment: {
                    ...environmentOf(origin, endpoints, { tenant, made, repository, token: identity.token, bare: options.bare }),
                    ...(options.bare ? administration(await administratorTokens(), repository) : {}),
                    ...oidc.variables(origin),
                },
                close,
            };
        },
        tenantId: tenant.id,
        domain: tenant.domain,
        clientId: tenant.clientId,
        pfx: made.pfx,
        pfxPassword: made.password,
        vaultCertificate: `https://${vaultOptions.name}.vault.azure.net/certificates/${vaultOptions.certificate}`,
        idTokenVariables: origin => oidc.variables(origin),
        vaultToken: async () => {
            const app = tenant.app(CLIENT);
            if (app === undefined)
                throw new SimulatorMistakes(['A bare tenant has no app that could reach the vault.']);
            return (await issueToken(tenant, app, { resource: VAULT, claims: undefined, withRoles: true })).token;
        },
        directory,
        exchangeRoles,
        repositorySecrets: secrets,
        environments,
        administratorTokens,
        truth: (start, end) => simulator_truth(tenant, start, end),
        planted: (start, end) => tenant.planted(start, end),
        counters: tenant.counters,
        uploads: artifacts.uploads,
        sent,
        issues,
    };
}
/** The app of a tenant that does not start bare: everything an export needs is granted. */
function exportsApp(options, { made, job }) {
    return {
        clientId: CLIENT,
        servicePrincipal: SERVICE_PRINCIPAL,
        roles: {
            exchange: ['Exchange.ManageAsApp'],
            graph: ['AuditLogsQuery.Read.All', 'Mail.Send'],
            ...options.roles,
        },
        directoryRoles: [],
        certificates: [made.certificate, ...(options.certificates ?? []).map(each => new external_node_crypto_.X509Certificate(each))],
        federatedCredentials: options.federatedCredentials ?? [
            { issuer: job.issuer, subject: jobSubject(job), audiences: [AUDIENCE] },
        ],
    };
}
function foundTenant(options, founding) {
    const seed = options.seed ?? 1;
    const recordsPerMonth = options.recordsPerMonth ?? 40_000;
    const { planned, mistakes } = parseFaults(options.faults);
    const given = options.records === undefined ? undefined : FixedRecords.read(options.records);
    mistakes.push(...(given?.mistakes ?? []));
    const incidents = parseIncidents(options.incidents);
    mistakes.push(...incidents.mistakes);
    if (given !== undefined && incidents.names.length > 0) {
        mistakes.push('Incidents are planted into generated records only, not into given ones.');
    }
    if (!Number.isInteger(seed))
        mistakes.push(`The seed has to be a whole number, not ${seed}.`);
    if (!Number.isInteger(recordsPerMonth) || recordsPerMonth < 0 || recordsPerMonth > 50_000_000) {
        mistakes.push(`Records a month have to be a whole number from 0 to 50,000,000, not ${recordsPerMonth}.`);
    }
    if (mistakes.length > 0)
        throw new SimulatorMistakes(mistakes);
    const id = given?.records.organization ?? TENANT;
    const company = createDirectory({ seed, people: headcount(recordsPerMonth), organization: id, initialDomain: DOMAIN });
    const script = new FaultScript(planned);
    const now = options.now ?? Date.now;
    const generator = new Generator(seed, company, recordsPerMonth, incidents.names);
    const source = given?.records ?? generator;
    const app = exportsApp(options, founding);
    return {
        seed,
        id,
        domain: DOMAIN,
        company,
        clientId: CLIENT,
        app: options.bare ? id => founding.directory.registered(id) : id => (id === CLIENT ? app : undefined),
        mayAudit: principal => options.bare ? founding.exchangeRoles.mayAudit(principal) : principal === SERVICE_PRINCIPAL,
        records: new TenantRecords({
            source,
            company,
            script,
            seed,
            now,
            happens: given === undefined,
            arrival: options.arrival ?? false,
            leaves: options.leaves ?? false,
        }),
        planted: (start, end) => generator.planted(start, end),
        script,
        counters: {
            searches: 0,
            pages: 0,
            tokens: 0,
            idTokens: 0,
            uploads: 0,
            queries: 0,
            queriesAtOnce: 0,
            queriesKept: 0,
            faultsPlayed: script.played,
        },
        tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3_900,
        now,
        assertionNow: options.assertionNow ?? now,
        sleep: options.sleep ?? (async (ms, signal) => (ms > 0 ? (0,promises_.setTimeout)(ms, undefined, signal ? { signal } : {}) : undefined)),
        requiredClaims: undefined,
        refusedTokens: new Set(),
        claimsTokens: new Set(),
    };
}
/** A second's records at a time, so that a month of millions is never held. */
function* simulator_truth(tenant, start, end) {
    const HOUR = 3_600_000;
    for (let hour = start; hour < end; hour = Math.floor(hour / HOUR) * HOUR + HOUR) {
        const last = Math.min(end, Math.floor(hour / HOUR) * HOUR + HOUR) - 1;
        const positions = [];
        tenant.records.scan({ from: hour, to: last }, (position, { time }) => positions.push({ position, time }));
        let second = [];
        for (const { position, time } of positions) {
            if (second.length > 0 && second[0].time !== time) {
                yield* inOrder(second);
                second = [];
            }
            const row = tenant.records.row(position);
            second.push({ ...row, found: tenant.records.foundFrom(position, row.time) });
        }
        yield* inOrder(second);
    }
}
function inOrder(rows) {
    const less = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    return rows
        .sort((a, b) => less(a.id, b.id) || less(a.auditData, b.auditData))
        .map(({ id, time, auditData, found }) => ({ id, time: new Date(time).toISOString(), auditData, found }));
}
function environmentOf(origin, endpoints, parts) {
    const { tenant, made, repository, token, bare } = parts;
    return {
        M365_AUDIT_ENDPOINTS: JSON.stringify(endpoints),
        'INPUT_TENANT-ID': tenant.id,
        ...(bare
            ? {}
            : {
                'INPUT_CLIENT-ID': tenant.clientId,
                INPUT_CERTIFICATE: made.pfx.toString('base64'),
                'INPUT_CERTIFICATE-PASSWORD': made.password,
            }),
        'INPUT_GITHUB-TOKEN': repository.token,
        GITHUB_API_URL: `${origin}/github`,
        // @actions/artifact refuses every server but GitHub's own
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: repository.repository,
        GITHUB_RUN_ID: String(repository.runId),
        GITHUB_RUN_ATTEMPT: String(repository.runAttempt),
        GITHUB_RETENTION_DAYS: String(repository.retentionDays),
        ACTIONS_RESULTS_URL: `${origin}/`,
        ACTIONS_RUNTIME_TOKEN: token,
    };
}
/** Variables with which an administrator's set-up works against a bare tenant. */
function administration(tokens, { token }) {
    return { M365_ADMIN_GRAPH_TOKEN: tokens.graph, M365_ADMIN_EXCHANGE_TOKEN: tokens.exchange, GH_TOKEN: token };
}

;// CONCATENATED MODULE: ./lib/simulator/command.js
/** The terminal command `simulator`: reads its options, serves until it is told to stop, prints one line of JSON. */





const OPTIONS = {
    records: { type: 'string' },
    seed: { type: 'string' },
    port: { type: 'string' },
    faults: { type: 'string' },
    incidents: { type: 'string' },
    pfx: { type: 'string' },
    password: { type: 'string' },
    'month-records': { type: 'string' },
    bare: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
};
const USAGE = `Serves a simulated Microsoft 365 tenant and the services around it on this machine.

  simulator [--records FILE.jsonl[.gz]] [--seed N] [--port P] [--faults LIST]
            [--incidents LIST] [--pfx FILE --password P] [--month-records N] [--bare]

  --records        audit records to hold, one AuditData a line, instead of generated ones
  --seed           another tenant (1)
  --port           port on 127.0.0.1; a free one where it is not given
  --faults         what goes wrong, by name: cancelled,429-seconds:3,slow:always or demo
  --incidents      what is planted into every month, by name: bec,spray or demo or all
  --pfx            certificate of the app (PFX, PEM or DER) instead of the simulator's own
  --password       its password
  --month-records  generated records a month (40000)
  --bare           a tenant without any app, for the command setup; its variables hold an administrator's tokens
`;
/** So many mistakes of a records file are shown; the rest is counted. */
const SHOWN = 40;
/** Exit code 0 after a stop, 2 for mistakes: every one is named. */
async function runSimulatorCommand(argv, io) {
    const { options, port, help, pfx, mistakes } = readOptions(argv);
    if (help) {
        io.stdout.write(USAGE);
        return 0;
    }
    let simulator;
    try {
        simulator = await createSimulator(options);
    }
    catch (error) {
        if (!(error instanceof SimulatorMistakes))
            throw error;
        mistakes.push(...error.mistakes);
    }
    if (simulator === undefined || mistakes.length > 0)
        return refuse(mistakes, io);
    let listening;
    try {
        listening = await simulator.listen(port);
    }
    catch (error) {
        return refuse([`The port ${port} cannot be used (${error.message}).`], io);
    }
    const { origin, endpoints, environment } = listening;
    if (pfx !== undefined) {
        delete environment.INPUT_CERTIFICATE;
        environment['INPUT_CERTIFICATE-FILE'] = pfx.file;
        environment['INPUT_CERTIFICATE-PASSWORD'] = pfx.password;
    }
    const line = {
        origin,
        endpoints,
        github: `${origin}/github`,
        results: `${origin}/`,
        tenant: simulator.tenantId,
        domain: simulator.domain,
        client: simulator.clientId,
        environment,
    };
    io.stdout.write(`${JSON.stringify(line)}\n`);
    await stopped(io.stop);
    await listening.close();
    return 0;
}
function refuse(mistakes, io) {
    const shown = mistakes.slice(0, SHOWN);
    if (mistakes.length > SHOWN)
        shown.push(`… and ${mistakes.length - SHOWN} more.`);
    io.stderr.write(`${shown.join('\n')}\n`);
    return 2;
}
function readOptions(argv) {
    const mistakes = [];
    const { tokens, values } = (0,external_node_util_.parseArgs)({
        args: [...argv],
        options: OPTIONS,
        strict: false,
        allowPositionals: true,
        tokens: true,
    });
    for (const token of tokens) {
        if (token.kind === 'positional')
            mistakes.push(`"${token.value}" is not understood; options begin with --.`);
        if (token.kind !== 'option')
            continue;
        if (!(token.name in OPTIONS)) {
            mistakes.push(`There is no option ${token.rawName}. Known are: ${Object.keys(OPTIONS)
                .map(name => `--${name}`)
                .join(', ')}.`);
        }
        else if (!['help', 'bare'].includes(token.name) && (typeof token.value !== 'string' || token.value === '')) {
            mistakes.push(`The option ${token.rawName} needs a value.`);
        }
    }
    const text = (name) => {
        const value = values[name];
        return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const number = (name, most) => {
        const given = text(name);
        if (given === undefined)
            return undefined;
        if (/^\d+$/.test(given) && Number(given) <= most)
            return Number(given);
        mistakes.push(`--${name} has to be a whole number from 0 to ${most}, not "${given}".`);
        return undefined;
    };
    const options = {};
    const seed = number('seed', 4_294_967_295);
    if (seed !== undefined)
        options.seed = seed;
    const month = number('month-records', 50_000_000);
    if (month !== undefined)
        options.recordsPerMonth = month;
    const faults = text('faults');
    if (faults !== undefined)
        options.faults = faults;
    const incidents = text('incidents');
    if (incidents !== undefined)
        options.incidents = incidents;
    const records = text('records');
    if (records !== undefined)
        options.records = readRecords(records, mistakes);
    if (values.bare === true)
        options.bare = true;
    const pfx = readPfx(text('pfx'), text('password'), options, mistakes);
    return { options, port: number('port', 65_535) ?? 0, help: values.help === true, pfx, mistakes };
}
function readRecords(file, mistakes) {
    try {
        const bytes = (0,external_node_fs_.readFileSync)(file);
        return lines(bytes[0] === 0x1f && bytes[1] === 0x8b ? (0,external_node_zlib_.gunzipSync)(bytes) : bytes);
    }
    catch (error) {
        mistakes.push(`The records file ${file} cannot be read (${error.message}).`);
        return [];
    }
}
/** Line by line from the bytes: a large file is longer than a string may be. */
function* lines(bytes) {
    const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    for (let start = bom ? 3 : 0; start < bytes.length;) {
        const newline = bytes.indexOf(10, start);
        const end = newline < 0 ? bytes.length : newline;
        yield bytes.toString('utf8', start, bytes[end - 1] === 13 ? end - 1 : end);
        start = end + 1;
    }
}
function readPfx(file, password, options, mistakes) {
    if (file === undefined) {
        if (password !== undefined)
            mistakes.push('--password is given without --pfx.');
        return undefined;
    }
    try {
        const read = readCertificates((0,external_node_fs_.readFileSync)(file), password ?? '');
        if ('why' in read)
            mistakes.push(`No certificate comes out of ${file}: ${read.why}.`);
        else
            options.certificates = read.certificates.map(certificate => certificate.raw);
    }
    catch (error) {
        mistakes.push(`The certificate file ${file} cannot be read (${error.message}).`);
    }
    return { file, password: password ?? '' };
}
function stopped(stop) {
    return new Promise(resolve => {
        if (stop === undefined) {
            process.once('SIGINT', () => resolve());
            process.once('SIGTERM', () => resolve());
        }
        else if (stop.aborted)
            resolve();
        else
            stop.addEventListener('abort', () => resolve(), { once: true });
    });
}


/***/ })

};
