export const id = 392;
export const ids = [392];
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


/***/ })

};
