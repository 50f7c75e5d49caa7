export const id = 24;
export const ids = [24];
export const modules = {

/***/ 37124:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {

!function(e,t){if(true)module.exports=t();else { var r, n; }}(global,function(){return function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={i:r,l:!1,exports:{}};return e[r].call(o.exports,o,o.exports,n),o.l=!0,o.exports}return n.m=e,n.c=t,n.d=function(e,t,r){n.o(e,t)||Object.defineProperty(e,t,{enumerable:!0,get:r})},n.r=function(e){"undefined"!=typeof Symbol&&Symbol.toStringTag&&Object.defineProperty(e,Symbol.toStringTag,{value:"Module"}),Object.defineProperty(e,"__esModule",{value:!0})},n.t=function(e,t){if(1&t&&(e=n(e)),8&t)return e;if(4&t&&"object"==typeof e&&e&&e.__esModule)return e;var r=Object.create(null);if(n.r(r),Object.defineProperty(r,"default",{enumerable:!0,value:e}),2&t&&"string"!=typeof e)for(var o in e)n.d(r,o,function(t){return e[t]}.bind(null,o));return r},n.n=function(e){var t=e&&e.__esModule?function(){return e.default}:function(){return e};return n.d(t,"a",t),t},n.o=function(e,t){return Object.prototype.hasOwnProperty.call(e,t)},n.p="",n(n.s=2)}([function(e,t){e.exports=__webpack_require__(80668)},function(e,t){e.exports=__webpack_require__(94931)},function(e,t,n){"use strict";n.r(t);var r=n(0),o=n.n(r);const u=o.a.box.publicKeyLength+o.a.box.overheadLength;var a=n(1),i=n.n(a);function l(e,t){var n=i.a.blake2bInit(o.a.box.nonceLength,null);return i.a.blake2bUpdate(n,e),i.a.blake2bUpdate(n,t),i.a.blake2bFinal(n)}function f(e,t){var n=new Uint8Array(u+e.length),r=o.a.box.keyPair();n.set(r.publicKey);var a=l(r.publicKey,t),i=o.a.box(e,a,t,r.secretKey);return n.set(i,r.publicKey.length),function(e){for(var t=0;t<e.length;t++)e[t]=0}(r.secretKey),n}function c(e,t,n){var r=e.subarray(0,o.a.box.publicKeyLength),u=l(r,t),a=e.subarray(o.a.box.publicKeyLength);return o.a.box.open(a,u,r,n)}n.d(t,"overheadLength",function(){return u}),n.d(t,"seal",function(){return f}),n.d(t,"open",function(){return c});t.default={seal:f,open:c}}])});

/***/ }),

/***/ 82024:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runSetup: () => (/* binding */ runSetup)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/wire/body.js
var wire_body = __webpack_require__(51901);
// EXTERNAL MODULE: ./lib/wire/failure.js
var wire_failure = __webpack_require__(19579);
// EXTERNAL MODULE: ./lib/wire/send.js
var send = __webpack_require__(38475);
;// CONCATENATED MODULE: ./lib/setup/call.js
/** One JSON request to Graph's directory or to GitHub, and what its refusals mean to an administrator. */



const setupPolicy = {
    tries: 5,
    base: 2_000,
    longest: 60_000,
    timeout: 60_000,
    maximumBytes: 8 << 20,
    jitter: Math.random,
};
function api(world, settings) {
    return {
        call: async (method, path, body, missing) => await (0,send/* send */.t)(world, {
            policy: setupPolicy,
            request: async () => {
                const headers = {
                    accept: 'application/json',
                    ...(await settings.headers()),
                    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
                };
                return new Request(`${settings.base}${path}`, {
                    method,
                    headers,
                    body: body === undefined ? null : JSON.stringify(body),
                });
            },
            read: answer => read(answer, { path, missing: missing !== undefined, settings }),
        }),
    };
}
function read(answer, { path, missing, settings }) {
    const { status } = answer;
    const json = (0,wire_body/* bodyJson */.z)(answer, setupPolicy.maximumBytes);
    const body = typeof json === 'object' && json !== null ? json : undefined;
    if (status >= 200 && status < 300)
        return { done: body };
    if (status === 404 && missing)
        return { done: undefined };
    const error = (body?.error ?? body);
    const words = [error?.code, error?.message]
        .filter(one => typeof one === 'string')
        .join(': ')
        .slice(0, 400);
    const failure = settings.refused(status, words, path);
    return status === 429 || status >= 500 ? { retry: failure, throttled: status === 429 } : { failed: failure };
}
/** Graph's directory, by the administrator's token. */
function graphApi(world, { graph, token }) {
    return api(world, {
        base: `${graph}/v1.0`,
        headers: async () => ({ authorization: `Bearer ${await token()}` }),
        refused: graphRefusal,
    });
}
/** Entra's words for what was made a moment ago and is not known to this server yet. */
const spreading = /does not exist or one of its queried|does not reference a valid application object/;
function graphRefusal(status, words, path) {
    const evidence = { HTTP: String(status), ...(spreading.test(words) ? { spreading: 'yes' } : {}) };
    if (status === 401) {
        return new wire_failure/* Failure */.HR({
            code: 'SETUP_TOKEN',
            message: `Graph does not take the administrator’s token: ${words || '401'}.`,
            remedy: 'It may have run out after an hour: get a new one (az login; az account get-access-token), and run setup again.',
            evidence,
        });
    }
    if (status === 403) {
        const role = path.startsWith('/roleManagement') || path.includes('appRoleAssignments');
        return new wire_failure/* Failure */.HR({
            code: 'SETUP_FORBIDDEN',
            message: `The administrator’s token may not do this: ${words || '403'} (${path.split('?')[0]}).`,
            remedy: role
                ? 'A Global Administrator or Privileged Role Administrator has to run this step: its token needs AppRoleAssignment.ReadWrite.All (and RoleManagement.ReadWrite.Directory for a directory role). Run setup again then: what is done is not done twice.'
                : 'An Application Administrator or Global Administrator has to run setup: the token needs Application.ReadWrite.All.',
            evidence,
        });
    }
    return new wire_failure/* Failure */.HR({
        code: 'SETUP_GRAPH',
        message: `Graph answers ${status} to ${path.split('?')[0]}${words ? `: ${words}` : ''}.`,
        remedy: 'Run setup again: what is done is not done twice. If it stays, do this step by the command shown above.',
        evidence,
    });
}

// EXTERNAL MODULE: ./lib/signin/permissions.js
var permissions = __webpack_require__(33490);
// EXTERNAL MODULE: ./lib/signin/subject.js
var signin_subject = __webpack_require__(83222);
;// CONCATENATED MODULE: ./lib/setup/step.js
/** One step of a set-up: looked up, shown, done, or found done already. */

/** Steps in order; the number of those that changed something, or would have. The first failure ends them. */
async function runSteps(steps, { world, dryRun }) {
    let changes = 0;
    for (const step of steps) {
        const look = await step.look();
        if ('there' in look) {
            world.log(`  = ${look.there}`);
            continue;
        }
        world.log(`  ${dryRun ? '?' : '+'} ${look.todo}`);
        for (const line of look.shows)
            world.log(`      ${line.replaceAll('\n', '\n      ')}`);
        changes++;
        if (!dryRun)
            await look.act();
    }
    return changes;
}
/** How long a new object may stay unknown to other services. Milliseconds. */
const patience = 120_000;
/** Tries again while Entra has not spread what was just made: for two minutes, every few seconds. */
async function onceSpread(world, attempt) {
    const until = world.now() + patience;
    for (let wait = 2_000;; wait = Math.min(wait * 1.5, 15_000)) {
        try {
            return await attempt();
        }
        catch (error) {
            if (!(error instanceof wire_failure/* Failure */.HR) || error.evidence.spreading !== 'yes' || world.now() > until)
                throw error;
            world.debug(`not known everywhere yet; again in ${Math.round(wait / 1000)} s`);
            await world.sleep(wait);
        }
    }
}

;// CONCATENATED MODULE: ./lib/setup/registration.js
/** The application in Entra: registration, certificate or federated credential, directory role. */




/** By this tag, and by these words on its parts, setup knows its own again; nothing else is ever changed or removed. */
const mark = 'made-by-m365-audit-export-setup';
/** In what is shown, where the real id is not known yet. */
const clientIdOf = ({ registered }) => registered.app?.appId ?? '<client id>';
const principalOf = ({ registered }) => registered.principal ?? '<object id of the enterprise application>';
/** The registration of this name. Throws where another hand made it. */
async function findApp({ graph, settings, }) {
    if (graph === undefined)
        return undefined;
    const found = await listAll(graph, `/applications?$filter=displayName eq '${settings.name}'`);
    const own = found.filter(app => Array.isArray(app.tags) && app.tags.includes(mark));
    if (own.length > 1 || (own.length === 0 && found.length > 0)) {
        throw new wire_failure/* Failure */.HR({
            code: 'SETUP_APP_FOREIGN',
            message: own.length > 1
                ? `There are ${own.length} applications called ${settings.name} that setup made.`
                : `There is an application called ${settings.name} (${found[0]?.appId}) that setup did not make: it is left alone.`,
            remedy: own.length > 1
                ? 'Remove all but one in Entra → App registrations.'
                : `Choose another name with --name, or add the tag ${mark} to it (az ad app update --id ${found[0]?.appId} --set tags='["${mark}"]') if setup shall manage it.`,
        });
    }
    const [app] = own;
    return app && { id: String(app.id), appId: String(app.appId) };
}
async function findPrincipal(graph, appId) {
    return (await listAll(graph, `/servicePrincipals?$filter=appId eq '${appId}'`))[0];
}
async function listAll(graph, path) {
    const answer = await graph.call('GET', path.replaceAll(' ', '%20'));
    return Array.isArray(answer?.value) ? answer.value : [];
}
/** Application and enterprise application. New ones have no delegated permission; an old default User.Read goes. */
function registration(site) {
    const { graph, settings, registered, world } = site;
    const manifest = { displayName: settings.name, signInAudience: 'AzureADMyOrg', tags: [mark] };
    return [
        {
            look: async () => {
                registered.app = await findApp(site);
                if (registered.app)
                    return { there: `The application ${settings.name}, client id ${registered.app.appId}` };
                return {
                    todo: `Register the application ${settings.name}`,
                    shows: [
                        `POST /v1.0/applications ${JSON.stringify(manifest)}`,
                        `az ad app create --display-name '${settings.name}' --sign-in-audience AzureADMyOrg`,
                    ],
                    act: async () => {
                        const made = await required(graph).call('POST', '/applications', manifest);
                        registered.app = { id: String(made?.id), appId: String(made?.appId) };
                        world.log(`      client id ${registered.app.appId}`);
                    },
                };
            },
        },
        {
            look: async () => {
                const known = graph && registered.app && (await findPrincipal(graph, registered.app.appId));
                registered.principal = known && String(known.id);
                if (registered.principal)
                    return { there: `The enterprise application, object id ${registered.principal}` };
                const shown = { appId: clientIdOf(site) };
                return {
                    todo: 'Create the enterprise application (service principal)',
                    shows: [`POST /v1.0/servicePrincipals ${JSON.stringify(shown)}`, `az ad sp create --id ${shown.appId}`],
                    act: async () => {
                        const body = { appId: clientIdOf(site) };
                        const made = await onceSpread(world, () => required(graph).call('POST', '/servicePrincipals', body));
                        registered.principal = String(made?.id);
                    },
                };
            },
        },
    ];
}
/** A registration that was made a moment ago may not be found: that is no answer yet. */
async function seen({ graph, world }, { id }, query = '') {
    return await onceSpread(world, () => required(graph).call('GET', `/applications/${id}${query}`));
}
/** One of Entra's own roles in place of a role group: more rights than an export needs, and no Exchange step. */
function directoryRole(site, role) {
    const { graph, registered, world } = site;
    const roleDefinitionId = permissions/* auditDirectoryRoles */.m[role] ?? '';
    const body = () => ({ principalId: principalOf(site), roleDefinitionId, directoryScopeId: '/' });
    const path = '/roleManagement/directory/roleAssignments';
    return {
        look: async () => {
            const filter = `${path}?$filter=principalId eq '${registered.principal}'`;
            const all = graph && registered.principal ? await listAll(graph, filter) : [];
            if (all.some(each => each.roleDefinitionId === roleDefinitionId))
                return { there: `The directory role ${role}` };
            return {
                todo: `Assign the directory role ${role}`,
                shows: [`POST /v1.0${path} ${JSON.stringify(body())}`],
                act: async () => {
                    await onceSpread(world, () => required(graph).call('POST', path, body()));
                },
            };
        },
    };
}
async function registeredKeys(site) {
    const { registered } = site;
    if (site.graph === undefined || registered.app === undefined)
        return [];
    const answer = await seen(site, registered.app, '?$select=keyCredentials');
    return Array.isArray(answer?.keyCredentials) ? answer.keyCredentials : [];
}
/** Of setup's own certificates the one that was made last; undefined where none is valid. */
function newestOwn(keys, now) {
    return keys
        .filter(each => each.displayName === mark && Date.parse(each.endDateTime) > now)
        .reduce((best, each) => (best && Date.parse(best.startDateTime) >= Date.parse(each.startDateTime) ? best : each), undefined);
}
function thumbprintOf(certificate) {
    return certificate.fingerprint.replaceAll(':', '');
}
/** The certificate's public half in the registration, beside those that are there. Expired ones of ours go. */
function uploaded(site, certificate) {
    const { graph, registered, world } = site;
    return {
        look: async () => {
            const keys = await registeredKeys(site);
            const der = certificate?.raw.toString('base64');
            const thumbprint = certificate ? thumbprintOf(certificate) : '<thumbprint>';
            if (keys.some(each => each.key === der))
                return { there: `The certificate ${thumbprint} in the registration` };
            const kept = keys.filter(each => each.displayName !== mark || Date.parse(each.endDateTime) > world.now());
            const added = { displayName: mark, type: 'AsymmetricX509Cert', usage: 'Verify', key: der };
            const beside = kept.length > 0 ? `, beside ${kept.length} in use` : '';
            const shown = {
                keyCredentials: [...kept.map(each => `<as it is: ${each.keyId}>`), { ...added, key: '<audit.cer in base64>' }],
            };
            return {
                todo: `Upload the certificate ${thumbprint}${beside}`,
                shows: [
                    `PATCH /v1.0/applications/${registered.app?.id ?? '<object id>'} ${JSON.stringify(shown)}`,
                    `az ad app credential reset --id ${clientIdOf(site)} --append --cert @audit.pem   # a copy without the key`,
                ],
                act: async () => {
                    const { id } = required(registered.app);
                    const body = { keyCredentials: [...kept, added] };
                    await onceSpread(world, () => required(graph).call('PATCH', `/applications/${id}`, body));
                },
            };
        },
    };
}
/** What Entra compares GitHub's token with, letter by letter. */
function federated(site, subject) {
    const { graph, registered, world, cloud } = site;
    const name = `github-${subject.replace(/^repo:/, '')}`.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 120);
    const body = { name, issuer: signin_subject/* githubIssuer */.rV, subject, audiences: [cloud.federationAudience], description: mark };
    return {
        look: async () => {
            const { app } = registered;
            const path = `/applications/${app?.id ?? '<object id>'}/federatedIdentityCredentials`;
            const all = graph && app ? await onceSpread(world, () => listAll(graph, path)) : [];
            if (all.some(each => each.subject === subject && each.issuer === body.issuer))
                return { there: `The federated credential for ${subject}` };
            return {
                todo: `Trust GitHub’s token with the subject ${subject}`,
                shows: [
                    `POST /v1.0${path} ${JSON.stringify(body)}`,
                    `az ad app federated-credential create --id ${clientIdOf(site)} --parameters '${JSON.stringify(body)}'`,
                ],
                act: async () => {
                    const url = `/applications/${required(registered.app).id}/federatedIdentityCredentials`;
                    await onceSpread(world, () => required(graph).call('POST', url, body));
                },
            };
        },
    };
}
/** What an earlier step has made by the time that it is needed. */
function required(value) {
    if (value !== undefined)
        return value;
    throw new wire_failure/* Failure */.HR({
        code: 'SETUP_ORDER',
        message: 'A step of the set-up came before the one that it needs.',
        remedy: 'This is a fault of the program. Please report it with the version and this message.',
    });
}

;// CONCATENATED MODULE: ./lib/setup/consent.js
/** The application's permissions: listed in the registration, consented to, and withdrawn when they are not asked for any more. */




/**
 * Which permissions the registration asks for; then each one granted, which is the administrator's consent, and those of
 * an earlier set-up withdrawn. What another hand granted beside the ones that setup knows is left alone.
 */
function grants(site) {
    const asked = site.settings.permissions;
    const others = Object.values(permissions/* permissions */.P).filter(known => !asked.some(one => one.value === known.value));
    return [requested(site, others), ...asked.map(permission => granted(site, permission)), withdrawn(site, others)];
}
/** Delegated, and put into every registration that the portal makes: an app that signs in as itself has no use for it. */
const userRead = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d';
function requested(site, others) {
    const { graph, settings, registered, world } = site;
    return {
        look: async () => {
            const app = graph && registered.app && (await seen(site, registered.app));
            const listed = Array.isArray(app?.requiredResourceAccess) ? app.requiredResourceAccess : [];
            const unwanted = await Promise.all(others.map(async (one) => (await findRole(graph, one))?.roleId));
            const kept = without(listed, [userRead, ...unwanted]);
            const wanted = await withPermissions(graph, kept, settings.permissions);
            if (sameAccess(listed, wanted))
                return { there: 'The registration lists these permissions, and no User.Read' };
            const body = { requiredResourceAccess: wanted };
            return {
                todo: 'List the permissions in the registration, without the portal’s default User.Read',
                shows: [`PATCH /v1.0/applications/${registered.app?.id ?? '<object id>'} ${JSON.stringify(body)}`],
                act: async () => {
                    const { id } = required(registered.app);
                    await onceSpread(world, () => required(graph).call('PATCH', `/applications/${id}`, body));
                },
            };
        },
    };
}
function without(listed, ids) {
    return listed.map(({ resourceAppId, resourceAccess }) => ({
        resourceAppId,
        resourceAccess: resourceAccess.filter(({ id }) => !ids.includes(id)),
    }));
}
/** What is listed, and what is wanted beside it. */
async function withPermissions(graph, listed, permissions) {
    const entries = listed.flatMap(each => each.resourceAccess.map(one => ({ resource: each.resourceAppId, ...one })));
    for (const permission of permissions) {
        const { roleId } = await resourceRole(graph, permission);
        if (!entries.some(each => each.id === roleId))
            entries.push({ resource: permission.resource, id: roleId, type: 'Role' });
    }
    return [...new Set(entries.map(each => each.resource))].map(resourceAppId => ({
        resourceAppId,
        resourceAccess: entries.filter(each => each.resource === resourceAppId).map(({ id, type }) => ({ id, type })),
    }));
}
function sameAccess(given, wanted) {
    const flat = (access) => access.flatMap(each => each.resourceAccess.map(one => `${each.resourceAppId} ${one.id} ${one.type}`)).sort();
    return flat(given).join() === flat(wanted).join();
}
/** The role's id, by its name, from the resource in this very tenant. */
async function resourceRole(graph, permission) {
    if (graph === undefined)
        return { resourceId: `<${permission.resourceName}>`, roleId: `<id of ${permission.value}>` };
    const role = await findRole(graph, permission);
    if (role)
        return role;
    const resource = await findPrincipal(graph, permission.resource);
    throw new wire_failure/* Failure */.HR({
        code: 'SETUP_NO_PERMISSION',
        message: `This tenant knows no application permission ${permission.value} of ${permission.resourceName}.`,
        remedy: resource
            ? 'The cloud may lack it: choose another --source.'
            : `The service is not in the tenant: it needs a licence with it, or az ad sp create --id ${permission.resource}.`,
    });
}
/** Undefined where the tenant lacks it, or nothing is looked up. */
async function findRole(graph, permission) {
    const resource = graph && (await findPrincipal(graph, permission.resource));
    const roles = Array.isArray(resource?.appRoles) ? resource.appRoles : [];
    const role = roles.find(each => each.value === permission.value);
    return resource && role && { resourceId: String(resource.id), roleId: String(role.id) };
}
/** The consent to one permission, if there is one. */
async function findGrant({ graph, registered, world }, role) {
    const { principal } = registered;
    if (graph === undefined || principal === undefined || role === undefined)
        return undefined;
    const all = await onceSpread(world, () => listAll(graph, `/servicePrincipals/${principal}/appRoleAssignments`));
    return all.find(each => each.resourceId === role.resourceId && each.appRoleId === role.roleId);
}
function granted(site, permission) {
    const { graph, world } = site;
    return {
        look: async () => {
            const role = await resourceRole(graph, permission);
            const { resourceId, roleId } = role;
            const path = `/servicePrincipals/${principalOf(site)}/appRoleAssignments`;
            if (await findGrant(site, role))
                return { there: `${permission.value} with admin consent` };
            const body = () => ({ principalId: principalOf(site), resourceId, appRoleId: roleId });
            return {
                todo: `Grant ${permission.value} of ${permission.resourceName}, with admin consent: ${permission.why}`,
                shows: [
                    `POST /v1.0${path} ${JSON.stringify(body())}`,
                    `az rest --method POST --url '${site.cloud.graph}/v1.0${path}' --body '${JSON.stringify(body())}'`,
                ],
                act: async () => {
                    const url = `/servicePrincipals/${principalOf(site)}/appRoleAssignments`;
                    await onceSpread(world, () => required(graph).call('POST', url, body()));
                },
            };
        },
    };
}
/** Of a set-up for more than is asked for now. */
function withdrawn(site, others) {
    const { graph, world } = site;
    return {
        look: async () => {
            if (graph === undefined)
                return { there: 'What an earlier set-up granted beyond these is looked up with a token' };
            const found = [];
            for (const permission of others) {
                const grant = await findGrant(site, await findRole(graph, permission));
                const path = `/servicePrincipals/${principalOf(site)}/appRoleAssignments/${grant?.id}`;
                if (grant)
                    found.push({ path, name: `${permission.value} of ${permission.resourceName}` });
            }
            if (found.length === 0)
                return { there: 'No permission of an earlier set-up beyond these' };
            return {
                todo: `Withdraw ${found.map(({ name }) => name).join(', ')}, not asked for any more`,
                shows: found.flatMap(({ path }) => [
                    `DELETE /v1.0${path}`,
                    `az rest --method DELETE --url '${site.cloud.graph}/v1.0${path}'`,
                ]),
                act: async () => {
                    for (const { path } of found)
                        await graph.call('DELETE', path, undefined, 'is an answer');
                    world.log('      tokens that were issued before carry them for another hour');
                },
            };
        },
    };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./lib/signin/create-certificate.js
/** Makes what the app signs in with: a key with a self-signed certificate, or with a request to a certificate authority. */



/** Bits. What Entra takes at least is 2,048. */
const modulusLength = 3072;
/** A key with a certificate that it signed itself, valid for `years` from `now` (ms) on. */
async function makeSelfSigned(name, years, now) {
    const { default: forge } = await __webpack_require__.e(/* import() */ 542).then(__webpack_require__.t.bind(__webpack_require__, 8542, 19));
    const { keyPem, key } = await makeKey(forge);
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
    // A positive number: the first bit would be its sign.
    certificate.serialNumber = `01${(0,external_node_crypto_.randomBytes)(15).toString('hex')}`;
    certificate.validity.notBefore = new Date(now - 300_000);
    certificate.validity.notAfter = new Date(now);
    certificate.validity.notAfter.setUTCFullYear(new Date(now).getUTCFullYear() + years);
    const subject = [{ name: 'commonName', value: name }];
    certificate.setSubject(subject);
    certificate.setIssuer(subject);
    certificate.setExtensions([
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, critical: true },
        { name: 'extKeyUsage', clientAuth: true },
    ]);
    certificate.sign(key, forge.md.sha256.create());
    return { keyPem, certificatePem: forge.pki.certificateToPem(certificate).replaceAll('\r', '') };
}
/** A key with a request (PKCS #10) that a certificate authority answers with a certificate. */
async function makeRequest(name) {
    const { default: forge } = await __webpack_require__.e(/* import() */ 542).then(__webpack_require__.t.bind(__webpack_require__, 8542, 19));
    const { keyPem, key } = await makeKey(forge);
    const request = forge.pki.createCertificationRequest();
    request.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
    request.setSubject([{ name: 'commonName', value: name }]);
    request.sign(key, forge.md.sha256.create());
    return { keyPem, requestPem: forge.pki.certificationRequestToPem(request).replaceAll('\r', '') };
}
/** Node makes the key: node-forge takes seconds for it. */
async function makeKey(forge) {
    const { privateKey } = await (0,external_node_util_.promisify)(external_node_crypto_.generateKeyPair)('rsa', { modulusLength });
    const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return { keyPem, key: forge.pki.privateKeyFromPem(keyPem) };
}
/**
 * The key joined with an authority's answer: PEM, DER, or PKCS #7 in either form, as certificate authorities send them.
 * Throws where none of its certificates is the key's.
 */
async function joinAnswer(keyPem, answer) {
    const { default: forge } = await __webpack_require__.e(/* import() */ 542).then(__webpack_require__.t.bind(__webpack_require__, 8542, 19));
    const certificates = certificatesOf(forge, Buffer.from(answer));
    const key = (0,external_node_crypto_.createPrivateKey)(keyPem);
    const own = certificates.find(one => one.checkPrivateKey(key));
    if (own === undefined) {
        throw new wire_failure/* Failure */.HR({
            code: 'SETUP_ANSWER',
            message: certificates.length === 0
                ? 'The answer holds no certificate.'
                : `None of the ${certificates.length} certificates in the answer belongs to the key that the request was made with.`,
            remedy: 'Give the file that the authority sent for this very request; a new request makes a new key.',
        });
    }
    const chain = certificates.filter(one => one !== own);
    return { keyPem, certificatePem: [own, ...chain].map(one => one.toString()).join('') };
}
function certificatesOf(forge, answer) {
    const text = answer.toString('latin1');
    const blocks = [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[^-]+-----END \1-----/g)];
    if (blocks.length > 0) {
        return blocks.flatMap(([pem, label]) => {
            if (label === 'CERTIFICATE')
                return [new external_node_crypto_.X509Certificate(pem)];
            return label === 'PKCS7' || label === 'CMS' ? ofPkcs7(forge, forge.pem.decode(pem)[0]?.body ?? '') : [];
        });
    }
    try {
        return [new external_node_crypto_.X509Certificate(answer)];
    }
    catch {
        return ofPkcs7(forge, text);
    }
}
function ofPkcs7(forge, der) {
    try {
        const message = forge.pkcs7.messageFromAsn1(forge.asn1.fromDer(der, false));
        const inside = 'certificates' in message ? message.certificates : [];
        return inside.map(one => new external_node_crypto_.X509Certificate(forge.pki.certificateToPem(one)));
    }
    catch {
        return [];
    }
}
/** Key and certificates as one PFX, as Windows and this program read it. */
async function packPfx({ keyPem, certificatePem }, password) {
    const { default: forge } = await __webpack_require__.e(/* import() */ 542).then(__webpack_require__.t.bind(__webpack_require__, 8542, 19));
    const chain = certificatePem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    const certificates = chain.map(one => forge.pki.certificateFromPem(one));
    const pfx = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(keyPem), certificates, password, {
        algorithm: 'aes256',
    });
    return Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'binary');
}

;// CONCATENATED MODULE: ./lib/setup/files.js
/** Key, certificate and password on this machine: readable by their owner alone, found again by the next run. */





const fileNames = {
    pfx: 'audit.pfx',
    pem: 'audit.pem',
    cer: 'audit.cer',
    password: 'password.txt',
    key: 'request-key.pem',
    request: 'request.csr',
};
/** What lies in the folder, the last renewal first; undefined where nothing does. */
function newestCredential(folder, world) {
    const renewed = (0,external_node_fs_.existsSync)(folder) ? (0,external_node_fs_.readdirSync)(folder).filter(name => name.startsWith('renewed-')) : [];
    const folders = [
        ...renewed
            .sort()
            .reverse()
            .map(name => (0,external_node_path_.join)(folder, name)),
        folder,
    ];
    return folders.map(each => readCredential(each, world)).find(each => each !== undefined);
}
/** What lies in the folder; undefined where there is no whole set. */
function readCredential(folder, world) {
    const at = (name) => (0,external_node_path_.join)(folder, fileNames[name]);
    if (!['pfx', 'cer', 'password'].every(name => (0,external_node_fs_.existsSync)(at(name))))
        return undefined;
    const password = (0,external_node_fs_.readFileSync)(at('password'), 'utf8').trim();
    world.mask(password);
    return { certificate: new external_node_crypto_.X509Certificate((0,external_node_fs_.readFileSync)(at('cer'))), pfx: (0,external_node_fs_.readFileSync)(at('pfx')), password, folder };
}
/** A new key, with its own signature or with an authority's. */
async function makeCredential(folder, settings, world) {
    const made = settings.answer === undefined
        ? await makeSelfSigned(settings.name, settings.years, world.now())
        : await joined(settings.answer, settings, world);
    return await keep(folder, made, { settings, world });
}
async function joined(answer, settings, world) {
    const keyFile = (0,external_node_path_.join)(settings.folder, fileNames.key);
    const keyPem = readText(keyFile, 'the key of the request');
    world.mask(keyPem);
    return await joinAnswer(keyPem, Buffer.from(readBytes(answer, 'the authority’s answer')));
}
/**
 * The password is written beside the key and never shown: a screen is kept in scroll-back and recordings, and the file
 * is no weaker than the key that it lies beside.
 */
async function keep(folder, made, { settings, world }) {
    const password = settings.passwordFile
        ? readText(settings.passwordFile, 'the password').trim()
        : (0,external_node_crypto_.randomBytes)(24).toString('base64url');
    world.mask(password);
    world.mask(made.keyPem);
    if (!/^[\x21-\x7e]+$/.test(password)) {
        throw new wire_failure/* Failure */.HR({
            code: 'SETUP_PASSWORD',
            message: 'The password in --password-file is empty, or has spaces or letters beyond ASCII.',
            remedy: 'Use printable ASCII: programs disagree on how a PFX takes other letters.',
        });
    }
    const pfx = await packPfx(made, password);
    const certificate = new external_node_crypto_.X509Certificate(made.certificatePem);
    makePrivateFolder(folder);
    writePrivate((0,external_node_path_.join)(folder, fileNames.password), `${password}\n`);
    writePrivate((0,external_node_path_.join)(folder, fileNames.pem), made.certificatePem + made.keyPem);
    writePrivate((0,external_node_path_.join)(folder, fileNames.pfx), pfx);
    (0,external_node_fs_.writeFileSync)((0,external_node_path_.join)(folder, fileNames.cer), certificate.raw);
    return { certificate, pfx, password, folder };
}
/** Makes key and request, and says what to do with them; a request that lies there already is kept. */
async function writeRequest(settings, world) {
    const path = (0,external_node_path_.join)(settings.folder, fileNames.request);
    if ((0,external_node_fs_.existsSync)(path))
        return world.log(`  = The request ${path} is there, with its key.`);
    world.log(`  ${settings.dryRun ? '?' : '+'} A key and a certificate request, ${path}`);
    if (settings.dryRun)
        return;
    const { keyPem, requestPem } = await makeRequest(settings.name);
    world.mask(keyPem);
    makePrivateFolder(settings.folder);
    writePrivate((0,external_node_path_.join)(settings.folder, fileNames.key), keyPem);
    (0,external_node_fs_.writeFileSync)(path, requestPem);
    world.log(`Send ${path} to the certificate authority; then: setup --tenant-id … --answer FILE`);
}
function makePrivateFolder(folder) {
    (0,external_node_fs_.mkdirSync)(folder, { recursive: true, mode: 0o700 });
}
/** `mode` is for new files only: an old one may have been open to others. */
function writePrivate(path, content) {
    (0,external_node_fs_.writeFileSync)(path, content, { mode: 0o600 });
    (0,external_node_fs_.chmodSync)(path, 0o600);
}
function readText(path, what) {
    return Buffer.from(readBytes(path, what)).toString('utf8');
}
function readBytes(path, what) {
    try {
        return (0,external_node_fs_.readFileSync)(path);
    }
    catch (error) {
        throw new wire_failure/* Failure */.HR({
            code: 'SETUP_FILE',
            message: `The file ${path} (${what}) can’t be read: ${(0,wire_failure/* causes */.ps)(error)}.`,
            remedy: 'Check the path; --answer needs the same --folder as --request had.',
            cause: error,
        });
    }
}

;// CONCATENATED MODULE: ./lib/setup/places.js
function secretLocation({ name, environment }) {
    if (environment === undefined)
        return { name, path: '/actions' };
    return { name: `the environment ${environment} of ${name}`, path: addressOf(environment) };
}
/** All of them, the repository first. */
async function secretLocations({ name, github }) {
    const answer = await github.call('GET', '/environments?per_page=100', undefined, 'is an answer');
    const environments = Array.isArray(answer?.environments) ? answer.environments : [];
    return [undefined, ...environments.map(each => String(each.name))].map(environment => secretLocation({ name, environment }));
}
/** An environment that is there is left as it is: to write to it would take its protection away. */
function environmentMade({ name, environment, github }) {
    const path = addressOf(environment);
    return {
        look: async () => {
            if (await github.call('GET', path, undefined, 'is an answer'))
                return { there: `The environment ${environment} of ${name}` };
            return {
                todo: `Make the environment ${environment} in ${name}`,
                shows: [`PUT /repos/${name}${path}`, `gh api --method PUT 'repos/${name}${path}'`],
                act: async () => {
                    await github.call('PUT', path, {});
                },
            };
        },
    };
}
function addressOf(environment) {
    return `/environments/${encodeURIComponent(environment)}`;
}

// EXTERNAL MODULE: ./node_modules/tweetnacl-sealedbox-js/sealedbox.node.js
var sealedbox_node = __webpack_require__(37124);
;// CONCATENATED MODULE: ./lib/setup/repository.js
/** The export's secrets and variables at GitHub: stored through GitHub's API, sealed for it alone, or as commands of `gh`. */
/// <reference path="./tweetnacl-sealedbox-js.d.ts" />







const secretNames = ['M365_CERTIFICATE', 'M365_CERTIFICATE_PASSWORD'];
/** Names of variables; the thumbprint tells which certificate the secret holds, which nobody can read back. */
const variableNames = ['M365_TENANT_ID', 'M365_CLIENT_ID', 'M365_CERTIFICATE_THUMBPRINT'];
function openRepository(world, { name, environment, token, apiUrl }) {
    world.mask(token);
    const github = api(world, {
        base: `${apiUrl}/repos/${name}`,
        headers: async () => ({
            authorization: `Bearer ${token}`,
            'user-agent': 'm365-audit-export',
            'x-github-api-version': '2022-11-28',
        }),
        refused: (status, words) => refusal(name, status, words),
    });
    return { name, environment, github };
}
/**
 * The subject in both forms that GitHub writes it in: which of them a repository presents can't be asked. Only the one
 * with ids is safe from somebody who takes a name that was given up; the other is there for older repositories.
 */
async function bothForms(repository, subject) {
    const facts = await repository?.github.call('GET', '');
    if (repository === undefined || facts === undefined)
        return [subject];
    const owner = facts.owner;
    const ids = { repository: repository.name, repositoryId: String(facts.id ?? ''), ownerId: String(owner?.id ?? '') };
    const other = (0,signin_subject/* otherForm */.j6)({ issuer: signin_subject/* githubIssuer */.rV, subject, audience: '', ...ids });
    return other === undefined ? [subject] : [subject, other];
}
/** What the workflow of the README reads. Without `credential` the key is not here, and its secrets can't be stored. */
function toStore(site, { certificate, credential }) {
    const variables = { M365_TENANT_ID: site.tenantId, M365_CLIENT_ID: clientIdOf(site) };
    if (site.settings.subject !== undefined)
        return { secrets: {}, variables };
    return {
        secrets: {
            M365_CERTIFICATE: credential?.pfx.toString('base64') ?? '',
            M365_CERTIFICATE_PASSWORD: credential?.password ?? '',
        },
        variables: {
            ...variables,
            M365_CERTIFICATE_THUMBPRINT: certificate ? thumbprintOf(certificate) : '<thumbprint>',
        },
    };
}
function stored(repository, site, held) {
    const { environment } = repository;
    const put = putAll(repository, site, held);
    return environment === undefined ? [put] : [environmentMade({ ...repository, environment }), put];
}
/** Secrets first: a variable that names a certificate says that its secret is there. */
function putAll(repository, site, held) {
    const { github } = repository;
    const place = secretLocation(repository);
    const address = `/repos/${repository.name}${place.path}`;
    return {
        look: async () => {
            const given = toStore(site, held());
            const { secrets, variables } = given;
            if (await isStored(github, place, given))
                return { there: `Secrets and variables of ${place.name}` };
            if (held().certificate !== undefined && held().credential === undefined)
                throw keyElsewhere(place.name);
            return {
                todo: `Store ${[...Object.keys(secrets), ...Object.keys(variables)].join(', ')} in ${place.name}`,
                shows: [
                    ...Object.keys(secrets).map(one => `PUT ${address}/secrets/${one} {"encrypted_value":"<sealed>"}`),
                    ...Object.entries(variables).map(([one, value]) => `POST ${address}/variables ${JSON.stringify({ name: one, value })}`),
                ],
                act: async () => {
                    for (const [one, value] of Object.entries(secrets))
                        await putSecret(github, place, { name: one, value });
                    for (const [one, value] of Object.entries(variables))
                        await putVariable(github, place, { name: one, value });
                },
            };
        },
    };
}
/** Which certificate the secret holds, by the variable that setup stores with it. */
async function storedThumbprint(repository) {
    return await variable(repository.github, secretLocation(repository), 'M365_CERTIFICATE_THUMBPRINT');
}
async function variable(github, { path }, name) {
    return (await github.call('GET', `${path}/variables/${name}`, undefined, 'is an answer'))?.value;
}
function keyElsewhere(name) {
    return new wire_failure/* Failure */.HR({
        code: 'SETUP_KEY_ELSEWHERE',
        message: `The application has a valid certificate, but its key is not in the folder, so ${name} can’t be given it.`,
        remedy: 'Give the folder that holds audit.pfx with --folder, or make a new certificate beside the old one: setup --renew.',
    });
}
async function isStored(github, place, { secrets, variables }) {
    for (const one of Object.keys(secrets))
        if ((await github.call('GET', `${place.path}/secrets/${one}`, undefined, 'is an answer')) === undefined)
            return false;
    for (const [one, value] of Object.entries(variables))
        if ((await variable(github, place, one)) !== value)
            return false;
    return true;
}
/** https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api */
async function putSecret(github, { path }, { name, value }) {
    const { key, key_id } = (await github.call('GET', `${path}/secrets/public-key`)) ?? {};
    const sealed = sealedbox_node.seal(Buffer.from(value), Buffer.from(String(key), 'base64'));
    await github.call('PUT', `${path}/secrets/${name}`, {
        encrypted_value: Buffer.from(sealed).toString('base64'),
        key_id,
    });
}
async function putVariable(github, place, named) {
    const { path } = place;
    if ((await variable(github, place, named.name)) === undefined)
        await github.call('POST', `${path}/variables`, named);
    else
        await github.call('PATCH', `${path}/variables/${named.name}`, named);
}
/** Takes them away wherever the variable says that they are this app's; environments themselves stay. */
function unstored(repository, appId) {
    const { github, name } = repository;
    return {
        look: async () => {
            const places = [];
            for (const place of await secretLocations(repository))
                if ((await variable(github, place, 'M365_CLIENT_ID')) === appId)
                    places.push(place);
            if (places.length === 0)
                return { there: `Nothing of this app in ${name}` };
            return {
                todo: `Delete the secrets and variables of this app in ${places.map(place => place.name).join(', ')}`,
                shows: [...secretNames, ...variableNames].map(one => `DELETE …/${one}`),
                act: async () => {
                    for (const place of places)
                        await deleteAll(github, place);
                },
            };
        },
    };
}
async function deleteAll(github, { path }) {
    for (const one of secretNames)
        await github.call('DELETE', `${path}/secrets/${one}`, undefined, 'is an answer');
    // The client id last: by it the rest is found again.
    for (const one of [variableNames[0], variableNames[2], variableNames[1]])
        await github.call('DELETE', `${path}/variables/${one}`, undefined, 'is an answer');
}
/** The same for a terminal with the GitHub CLI; values of secrets come from files, never from the command line. */
function ghCommands(folder, { secrets, variables }, { repository, environment }) {
    const where = `${environment ? ` --env '${environment}'` : ''}${repository ? ` --repo ${repository}` : ''}`;
    const files = {
        M365_CERTIFICATE: `base64 < ${folder}/${fileNames.pfx}`,
        M365_CERTIFICATE_PASSWORD: `cat ${folder}/${fileNames.password}`,
    };
    const address = `repos/${repository ?? '{owner}/{repo}'}/environments/${encodeURIComponent(environment ?? '')}`;
    return [
        ...(environment ? [`gh api --silent '${address}' || gh api --silent --method PUT '${address}'`] : []),
        ...Object.keys(secrets).map(one => `${files[one]} | gh secret set ${one}${where}`),
        ...Object.entries(variables).map(([one, value]) => `gh variable set ${one} --body '${value}'${where}`),
    ];
}
function refusal(name, status, words) {
    const what = {
        401: [
            'SETUP_GITHUB_401',
            'GitHub does not take the token',
            'Get another: gh auth login, then GH_TOKEN=$(gh auth token).',
        ],
        403: [
            'SETUP_GITHUB_403',
            `The token may not write secrets and variables of ${name}`,
            'It needs the scope repo, or as a fine-grained token the repository permissions Secrets and Variables, for an environment Environments (and Administration to make it): read and write; the person must be an administrator of the repository. Without GH_TOKEN setup prints the gh commands instead.',
        ],
        404: [
            'SETUP_GITHUB_404',
            `There is no repository ${name}, or the token may not see it`,
            'Check --repository OWNER/NAME, and that the token reaches private repositories.',
        ],
    };
    const [code, message, remedy] = what[status] ?? [
        'SETUP_GITHUB',
        `GitHub answers ${status}`,
        'Run setup again later: what is done is not done twice. See githubstatus.com.',
    ];
    return new wire_failure/* Failure */.HR({
        code,
        message: `${message}${words ? `: ${words}` : ''}.`,
        remedy,
        evidence: { HTTP: String(status) },
    });
}

// EXTERNAL MODULE: ./lib/sources/invoke.js
var invoke = __webpack_require__(75612);
;// CONCATENATED MODULE: ./lib/setup/role-group.js
/** The right to search the audit log and no other: an Exchange role group that holds View-Only Audit Logs alone. */






const auditRole = 'View-Only Audit Logs';
const groupName = ({ settings }) => `${settings.name} readers`;
function exchangeCmdlets(site, administrator) {
    const { world, cloud, tenantId } = site;
    const token = async () => ({ secret: await administrator.token('exchange'), expiresAt: Number.POSITIVE_INFINITY });
    const settings = {
        world,
        exchange: cloud.exchange,
        cloud: cloud.name,
        tenantId,
        tokens: { token, renew: token },
        policy: setupPolicy,
        connectionId: (0,external_node_crypto_.randomUUID)(),
        throttled: () => { },
        count: () => { },
    };
    return async (name, parameters = {}) => {
        const body = JSON.stringify({ CmdletInput: { CmdletName: name, Parameters: parameters } });
        const run = {
            cmdlet: name,
            body,
            requestId: (0,external_node_crypto_.randomUUID)(),
            cookies: new Map(),
            signal: new AbortController().signal,
        };
        try {
            const rows = [];
            for (let link = (0,invoke/* invokeUrl */.U_)(cloud.exchange, tenantId); link !== undefined;) {
                const page = await (0,invoke/* invokePage */.Cf)(settings, run, link);
                if (page.errors.length > 0)
                    throw role_group_refusal(name, new Error(page.errors.join('; ')));
                rows.push(...page.rows);
                link = page.next;
            }
            return rows;
        }
        catch (error) {
            throw error instanceof wire_failure/* Failure */.HR && error.code.startsWith('SETUP_') ? error : role_group_refusal(name, error);
        }
    };
}
/** https://learn.microsoft.com/powershell/exchange/app-only-auth-powershell-v2: the order is this. */
function roleGroup(site, run) {
    const { world, settings, registered } = site;
    const name = groupName(site);
    const described = `${mark}: may search the audit log`;
    return [
        {
            look: async () => {
                const all = run && registered.principal ? await run('Get-ServicePrincipal') : [];
                if (all.some(each => same(each.ObjectId, registered.principal) || same(each.AppId, registered.app?.appId)))
                    return { there: 'The service principal in Exchange' };
                return {
                    todo: 'Make the service principal known to Exchange',
                    shows: [
                        `Connect-ExchangeOnline${environmentOf(site)}   # once, for the commands of Exchange`,
                        `New-ServicePrincipal -AppId ${clientIdOf(site)} -ObjectId ${principalOf(site)} -DisplayName '${settings.name}'`,
                    ],
                    act: async () => {
                        const parameters = { AppId: clientIdOf(site), ObjectId: principalOf(site), DisplayName: settings.name };
                        await onceSpread(world, () => needed(run)('New-ServicePrincipal', parameters));
                    },
                };
            },
        },
        {
            look: async () => {
                const group = run && (await findGroup(site, run));
                if (group)
                    return { there: `The role group ${name} with ${auditRole} alone` };
                return {
                    todo: `Create the role group ${name} with ${auditRole} alone`,
                    shows: [`New-RoleGroup -Name '${name}' -Roles '${auditRole}' -Description '${described}'`],
                    act: async () => {
                        const parameters = { Name: name, Roles: [auditRole], Description: described };
                        await customizing(site, needed(run), () => needed(run)('New-RoleGroup', parameters));
                    },
                };
            },
        },
        {
            look: async () => {
                const known = run && registered.principal && (await findGroup(site, run));
                const members = run && known ? await run('Get-RoleGroupMember', { Identity: name }) : [];
                if (members.some(each => Object.values(each).some(value => same(value, registered.principal))))
                    return { there: 'The app is a member of the role group' };
                return {
                    todo: 'Make the app a member of the role group',
                    shows: [`Add-RoleGroupMember -Identity '${name}' -Member ${principalOf(site)}`],
                    act: async () => {
                        const parameters = { Identity: name, Member: principalOf(site) };
                        await onceSpread(world, () => needed(run)('Add-RoleGroupMember', parameters)).catch(error => {
                            if (!/already a member/.test(String(error)))
                                throw error;
                        });
                    },
                };
            },
        },
    ];
}
function environmentOf({ cloud: { exchangeEnvironment } }) {
    return exchangeEnvironment === 'O365Default' ? '' : ` -ExchangeEnvironmentName ${exchangeEnvironment}`;
}
/** The group of setup's own; throws where another hand made one of that name. */
async function findGroup(site, run) {
    const name = groupName(site);
    const group = (await run('Get-RoleGroup')).find(each => same(each.Name, name));
    if (group === undefined || String(group.Description).includes(mark))
        return group;
    throw new wire_failure/* Failure */.HR({
        code: 'SETUP_ROLE_GROUP_FOREIGN',
        message: `There is a role group called ${name} that setup did not make: it is left alone.`,
        remedy: 'Choose another --name, which names the role group too, or rename or remove that group.',
    });
}
/** A tenant whose organisation was never customised takes no role group until it is. */
async function customizing(site, run, act) {
    try {
        await act();
    }
    catch (error) {
        if (!/Enable-OrganizationCustomization/.test(String(error)))
            throw error;
        site.world.log('      Enable-OrganizationCustomization comes first, once in a tenant’s life; it can take a while');
        await run('Enable-OrganizationCustomization');
        await onceSpread(site.world, act);
    }
}
function needed(run) {
    if (run)
        return run;
    throw role_group_refusal('Connect-ExchangeOnline', new Error('no connection'));
}
const same = (a, b) => typeof a === 'string' && typeof b === 'string' && a.toLowerCase() === b.toLowerCase();
function role_group_refusal(cmdlet, error) {
    const failure = error instanceof wire_failure/* Failure */.HR ? error : undefined;
    const words = failure?.message ?? String(error);
    const refused = failure?.code === 'EXCHANGE_401' || failure?.code === 'EXCHANGE_403';
    const reached = refused || !failure?.code.startsWith('WIRE_');
    const spreading = /was not found in AAD|couldn['’]t be found|Enable-OrganizationCustomization/.test(words);
    const byHand = 'Or do this step in PowerShell (Connect-ExchangeOnline; setup --dry-run prints the commands), or give --directory-role ‘Compliance Administrator’ instead; then run setup again.';
    return new wire_failure/* Failure */.HR({
        code: refused ? 'SETUP_EXCHANGE_FORBIDDEN' : reached ? 'SETUP_EXCHANGE' : 'SETUP_EXCHANGE_UNREACHABLE',
        message: refused
            ? `Exchange does not let this administrator run ${cmdlet}.`
            : reached
                ? `Exchange refuses ${cmdlet}: ${words}`
                : `Exchange can’t be reached for ${cmdlet}: ${words}`,
        remedy: refused
            ? `An Exchange Administrator or Global Administrator has to run this step; put such a person’s token into M365_ADMIN_EXCHANGE_TOKEN. ${byHand}`
            : byHand,
        ...(spreading ? { evidence: { spreading: 'yes' } } : {}),
        cause: error,
    });
}

;// CONCATENATED MODULE: ./lib/setup/removal.js
/** Takes away what setup made, and nothing else: each thing is known by its mark. */




/** The application last: by it the rest is found again when a step failed. */
function removal(desk) {
    const { graph, registered, exchange, repository } = desk;
    const found = {
        look: async () => {
            registered.app = await findApp(desk);
            const principal = graph && registered.app && (await findPrincipal(graph, registered.app.appId));
            registered.principal = principal && String(principal.id);
            return {
                there: registered.app ? `The application, client id ${registered.app.appId}` : 'No application of setup’s own',
            };
        },
    };
    const secrets = {
        look: async () => repository && registered.app
            ? await unstored(repository, registered.app.appId).look()
            : { there: 'No repository to look into (--repository and GH_TOKEN)' },
    };
    return [found, secrets, ...(exchange ? exchangeSteps(desk, exchange) : []), application(desk)];
}
function exchangeSteps(site, run) {
    const { registered } = site;
    return [
        {
            look: async () => {
                const name = groupName(site);
                if ((await findGroup(site, run)) === undefined)
                    return { there: `No role group ${name}` };
                return {
                    todo: `Remove the role group ${name}`,
                    shows: [`Remove-RoleGroup -Identity '${name}' -Confirm:$false`],
                    act: async () => {
                        await run('Remove-RoleGroup', { Identity: name, Confirm: false });
                    },
                };
            },
        },
        {
            look: async () => {
                const known = (await run('Get-ServicePrincipal')).some(each => each.AppId === registered.app?.appId);
                const { principal } = registered;
                if (!known || principal === undefined)
                    return { there: 'No service principal of it in Exchange' };
                return {
                    todo: 'Remove the service principal from Exchange',
                    shows: [`Remove-ServicePrincipal -Identity ${principal} -Confirm:$false`],
                    act: async () => {
                        await run('Remove-ServicePrincipal', { Identity: principal, Confirm: false });
                    },
                };
            },
        },
    ];
}
/** Service principal, consents and directory roles go with it. */
function application(site) {
    const { graph, registered, world } = site;
    return {
        look: async () => {
            const { app } = registered;
            if (graph === undefined)
                throw new wire_failure/* Failure */.HR({
                    code: 'SETUP_NO_TOKEN',
                    message: 'Without an administrator’s token nothing can be looked up, so there is nothing to show.',
                    remedy: 'az login, or set M365_ADMIN_GRAPH_TOKEN.',
                });
            if (app === undefined)
                return { there: 'Nothing in Entra' };
            return {
                todo: 'Delete the application, with its credentials, consents and roles',
                shows: [`DELETE /v1.0/applications/${app.id}`, `az ad app delete --id ${app.appId}`],
                act: async () => {
                    await required(graph).call('DELETE', `/applications/${app.id}`);
                    world.log('      Entra keeps it among the deleted items for 30 days, from where it can be restored');
                },
            };
        },
    };
}

// EXTERNAL MODULE: ./lib/setup/settings.js
var setup_settings = __webpack_require__(26744);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: ./lib/signin/claims.js
var signin_claims = __webpack_require__(83049);
;// CONCATENATED MODULE: ./lib/setup/tokens.js
/** The administrator's own tokens: from the environment, or from the Azure CLI; checked for tenant and service. */




const variables = { graph: 'M365_ADMIN_GRAPH_TOKEN', exchange: 'M365_ADMIN_EXCHANGE_TOKEN' };
const azureCli = async (words) => {
    const { stdout } = await (0,external_node_util_.promisify)(external_node_child_process_.execFile)('az', [...words], { timeout: 60_000, shell: process.platform === 'win32' });
    return stdout;
};
function administrator(world, { cloud, tenantId, environment, az }) {
    const known = new Map();
    const fetchToken = async (service) => {
        const given = environment[variables[service]]?.trim();
        const resource = cloud.scopes[service].replace('/.default', '');
        const token = given || (await fromCli({ service, resource, tenantId, cloud, az }));
        world.mask(token);
        check(token, { service, resource, tenantId });
        return token;
    };
    return {
        token: async (service) => {
            const token = known.get(service) ?? (await fetchToken(service));
            known.set(service, token);
            return token;
        },
    };
}
async function fromCli({ service, resource, tenantId, cloud, az }) {
    const elsewhere = cloud.azure === 'AzureCloud' ? '' : `az cloud set --name ${cloud.azure} && `;
    try {
        const words = [
            'account',
            'get-access-token',
            '--resource',
            resource,
            '--tenant',
            tenantId,
            '--query',
            'accessToken',
        ];
        return (await az([...words, '--output', 'tsv'])).trim();
    }
    catch (error) {
        const exchange = service === 'exchange';
        throw new wire_failure/* Failure */.HR({
            code: 'SETUP_NO_TOKEN',
            message: `There is no administrator’s token for ${exchange ? 'Exchange' : 'Microsoft Graph'}: ${variables[service]} is not set, and the Azure CLI gives none (${(0,wire_failure/* causes */.ps)(error).split('\n')[0]?.slice(0, 200)}).`,
            remedy: exchange
                ? `Sign in with ${elsewhere}az login --tenant ${tenantId} as an Exchange Administrator, or set ${variables.exchange}; or do the Exchange step in PowerShell (setup --dry-run prints it), or give --directory-role 'Compliance Administrator' instead.`
                : `Sign in with ${elsewhere}az login --tenant ${tenantId} as a Global Administrator or Privileged Role Administrator, or set ${variables.graph}. setup --dry-run works without.`,
            cause: error,
        });
    }
}
function check(token, { service, resource, tenantId }) {
    const claims = (0,signin_claims/* readClaims */.Ip)(token);
    if (claims === undefined)
        return;
    const wrong = claims.tid.toLowerCase() !== tenantId
        ? `is for tenant ${claims.tid}, not for ${tenantId}`
        : claims.aud.startsWith('http') && new URL(claims.aud).host !== new URL(resource).host
            ? `is for ${claims.aud}, not for ${resource}`
            : undefined;
    if (wrong === undefined)
        return;
    throw new wire_failure/* Failure */.HR({
        code: 'SETUP_TOKEN',
        message: `The administrator’s token in use ${wrong}.`,
        remedy: `Get another: az account get-access-token --resource ${resource} --tenant ${tenantId}; it goes into ${variables[service]}, or unset that to have it fetched.`,
    });
}

// EXTERNAL MODULE: ./lib/signin/cloud.js
var signin_cloud = __webpack_require__(4675);
// EXTERNAL MODULE: ./lib/signin/endpoints.js
var endpoints = __webpack_require__(51560);
// EXTERNAL MODULE: ./lib/signin/tenant.js
var tenant = __webpack_require__(39260);
;// CONCATENATED MODULE: ./lib/setup.js
/** The command `setup`: from a bare tenant to one that can be exported, and back; each step looked up, shown, done. */

















async function runSetup(place) {
    const { host, world } = place;
    const parsed = (0,setup_settings.parseSetup)(host);
    if ('mistakes' in parsed) {
        for (const mistake of parsed.mistakes)
            host.fail(`${mistake.message} [${mistake.code}] ${mistake.remedy}`);
        return;
    }
    const { settings } = parsed;
    try {
        if (settings.act === 'request')
            return await writeRequest({ ...settings, folder: (0,external_node_path_.resolve)(settings.folder) }, world);
        const desk = await openDesk(place, { ...settings, folder: (0,external_node_path_.resolve)(host.facts.workspace, settings.folder) });
        const changes = await acts[settings.act](desk);
        if (desk.registered.app)
            host.output('client-id', desk.registered.app.appId);
        if (settings.dryRun)
            world.log(`\nNothing was changed; ${changes} steps would be.`);
        else
            world.log(`\n${changes === 0 ? 'Nothing was left to do.' : `Done: ${changes} ${changes === 1 ? 'step' : 'steps'}.`}`);
    }
    catch (error) {
        host.fail((0,wire_failure/* explain */.WE)((0,wire_failure/* asFailure */.h_)(error)));
    }
}
async function openDesk({ world, environment, az = azureCli }, settings) {
    const cloud = (0,endpoints/* withEndpoints */.X)((0,signin_cloud/* cloudNamed */.X)(settings.cloud), environment.M365_AUDIT_ENDPOINTS);
    for (const limit of cloud.limits)
        world.log(limit);
    const tenantId = await (0,tenant/* resolveTenant */.l)(world, cloud, settings.tenant);
    const admin = administrator(world, { cloud, tenantId, environment, az });
    const graph = (await reachable(admin, 'graph', settings))
        ? graphApi(world, { graph: cloud.graph, token: () => admin.token('graph') })
        : undefined;
    const site = { world, settings, cloud, tenantId, graph, registered: { app: undefined, principal: undefined } };
    const needsExchange = settings.exchange && (settings.directoryRole === undefined || settings.act === 'remove');
    const exchange = needsExchange && (await reachable(admin, 'exchange', settings)) ? exchangeCmdlets(site, admin) : undefined;
    const token = (environment.GH_TOKEN || environment.GITHUB_TOKEN)?.trim();
    const apiUrl = environment.GITHUB_API_URL || 'https://api.github.com';
    const repository = settings.repository && token
        ? openRepository(world, { name: settings.repository, environment: settings.environment, token, apiUrl })
        : undefined;
    return { ...site, exchange, repository };
}
/** A dry run works without tokens, and then looks nothing up. What a token lacks is said before anything is changed. */
async function reachable(admin, service, { dryRun }) {
    try {
        await admin.token(service);
        return true;
    }
    catch (error) {
        if (dryRun && error instanceof wire_failure/* Failure */.HR && error.code === 'SETUP_NO_TOKEN')
            return false;
        throw error;
    }
}
const acts = {
    make: async (desk) => {
        const held = { certificate: undefined, credential: undefined };
        const federation = desk.settings.subject;
        const proof = federation === undefined
            ? certificateSteps(desk, held, certificate)
            : (await bothForms(desk.repository, federation)).map(subject => federated(desk, subject));
        return await finish(desk, held, [...registration(desk), ...proof, ...grants(desk), ...rights(desk)]);
    },
    renew: async (desk) => {
        const held = { certificate: undefined, credential: undefined };
        return await finish(desk, held, [existing(desk), ...certificateSteps(desk, held, renewal)]);
    },
    finish: async (desk) => await run(desk, [existing(desk), finishing(desk)]),
    remove: async (desk) => await run(desk, removal(desk)),
};
async function run({ world, settings }, steps) {
    return await runSteps(steps, { world, dryRun: settings.dryRun });
}
async function finish(desk, held, steps) {
    const { repository } = desk;
    const changes = await run(desk, repository ? [...steps, ...stored(repository, desk, () => held)] : steps);
    sayWhatIsLeft(desk, held);
    return changes;
}
function certificateSteps(desk, held, first) {
    return [first(desk, held), { look: async () => await uploaded(desk, held.certificate).look() }];
}
/** The one in the folder; else the one in the registration, whose key is elsewhere; else a new one. */
function certificate(desk, held) {
    const { settings, world } = desk;
    return {
        look: async () => {
            hold(held, newestCredential(settings.folder, world));
            if (held.certificate && Date.parse(held.certificate.validTo) <= world.now())
                throw expired(held.certificate);
            if (held.certificate)
                return { there: `Certificate and key in ${settings.folder}, until ${held.certificate.validTo}` };
            const known = newestOwn(await registeredKeys(desk), world.now());
            if (!known?.key)
                return making(desk, held, settings.folder);
            held.certificate = new external_node_crypto_.X509Certificate(Buffer.from(known.key, 'base64'));
            return { there: `A certificate until ${known.endDateTime}, whose key is not in ${settings.folder}` };
        },
    };
}
/** A new one in a folder of its own; where two are in use already, only what was begun is brought to its end. */
function renewal(desk, held) {
    const { settings, world } = desk;
    return {
        look: async () => {
            const folder = (0,external_node_path_.join)(settings.folder, `renewed-${new Date(world.now()).toISOString().slice(0, 10)}`);
            hold(held, readCredential(folder, world));
            if (held.certificate)
                return { there: `The new certificate and key in ${folder}` };
            const own = (await registeredKeys(desk)).filter(each => each.displayName === mark);
            if (own.filter(each => Date.parse(each.endDateTime) > world.now()).length > 1)
                throw overlapping();
            return making(desk, held, folder);
        },
    };
}
function making(desk, held, folder) {
    const { settings, world } = desk;
    const kind = settings.answer === undefined
        ? `with its own signature, for ${settings.years} ${settings.years === 1 ? 'year' : 'years'}`
        : 'with the authority’s answer';
    return {
        todo: `Make a certificate ${kind}, into ${folder}`,
        shows: [`${fileNames.pfx}, ${fileNames.pem}, ${fileNames.password} (for their owner alone), ${fileNames.cer}`],
        act: async () => hold(held, await makeCredential(folder, settings, world)),
    };
}
function hold(held, credential) {
    held.credential = credential;
    held.certificate = credential?.certificate;
}
function rights(desk) {
    const { settings } = desk;
    if (!settings.exchange)
        return [];
    if (settings.directoryRole !== undefined)
        return [directoryRole(desk, settings.directoryRole)];
    return roleGroup(desk, desk.exchange);
}
function existing(desk) {
    const [application] = registration(desk);
    return {
        look: async () => {
            const look = await required(application).look();
            if ('there' in look || desk.graph === undefined)
                return look;
            throw new wire_failure/* Failure */.HR({
                code: 'SETUP_NOT_THERE',
                message: `There is no application called ${desk.settings.name} that setup made.`,
                remedy: 'Run setup without --renew first, or give its --name.',
            });
        },
    };
}
/** Where the repository is known, the old one goes only when the new one is stored there. */
function finishing(desk) {
    const { graph, registered, repository, world } = desk;
    return {
        look: async () => {
            const keys = await registeredKeys(desk);
            const newest = newestOwn(keys, world.now());
            const old = keys.filter(each => each.displayName === mark && each !== newest);
            if (old.length === 0 || newest === undefined)
                return { there: 'One certificate of setup’s own, no older one' };
            if (repository)
                await checkStored(repository, newest);
            return {
                todo: `Take ${old.length} older out of the registration; the certificate until ${newest.endDateTime} stays`,
                shows: old.map(each => `az ad app credential delete --cert --id ${registered.app?.appId} --key-id ${each.keyId}`),
                act: async () => {
                    const body = { keyCredentials: keys.filter(each => !old.includes(each)) };
                    await required(graph).call('PATCH', `/applications/${required(registered.app).id}`, body);
                    world.log('      tokens that were issued with the old one last for another hour');
                },
            };
        },
    };
}
async function checkStored(repository, newest) {
    const thumbprint = thumbprintOf(new external_node_crypto_.X509Certificate(Buffer.from(newest.key ?? '', 'base64')));
    if ((await storedThumbprint(repository)) === thumbprint)
        return;
    throw new wire_failure/* Failure */.HR({
        code: 'SETUP_NOT_STORED',
        message: `The new certificate ${thumbprint} is not stored in ${secretLocation(repository).name}: without the old one its runs would fail.`,
        remedy: 'Store it first: setup --renew --repository OWNER/NAME with GH_TOKEN, and the same --environment if it has one; then finish.',
    });
}
function overlapping() {
    return new wire_failure/* Failure */.HR({
        code: 'SETUP_OVERLAP',
        message: 'Two certificates of setup’s own are valid already.',
        remedy: 'Let a run of the workflow pass with the new one, then: setup --renew --finish.',
    });
}
function expired({ validTo }) {
    return new wire_failure/* Failure */.HR({
        code: 'SETUP_EXPIRED',
        message: `The certificate in the folder ran out on ${validTo}.`,
        remedy: 'Make a new one: setup --renew, with the same --folder and --repository.',
    });
}
function sayWhatIsLeft(desk, held) {
    const { world, settings } = desk;
    const folder = held.credential?.folder ?? settings.folder;
    if (!desk.repository && (held.credential || settings.dryRun || settings.subject !== undefined)) {
        world.log('\nFor the repository, without values on the screen:');
        for (const command of ghCommands(folder, toStore(desk, held), settings))
            world.log(`  ${command}`);
    }
    if (settings.dryRun)
        return;
    if (held.credential)
        world.log(`\nThe key is in ${folder}: keep it safe, or delete it once the secrets are stored.`);
    if (settings.act === 'renew')
        world.log('Both certificates are valid now; after a good run: setup --renew --finish.');
    else if (settings.exchange)
        world.log('Exchange may take up to four hours to let a new member in.');
}


/***/ }),

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

/***/ 75612:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cf: () => (/* binding */ invokePage),
/* harmony export */   LH: () => (/* binding */ troubleOf),
/* harmony export */   RL: () => (/* binding */ newSession),
/* harmony export */   Ru: () => (/* binding */ grantRole),
/* harmony export */   UX: () => (/* binding */ idsOf),
/* harmony export */   U_: () => (/* binding */ invokeUrl),
/* harmony export */   cA: () => (/* binding */ tokenRefused),
/* harmony export */   dI: () => (/* binding */ anchorOf),
/* harmony export */   o0: () => (/* binding */ forbidden)
/* harmony export */ });
/* harmony import */ var _audit_json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5949);
/* harmony import */ var _signin_remedies_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(34952);
/* harmony import */ var _wire_body_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51901);
/* harmony import */ var _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(19579);
/* harmony import */ var _wire_send_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38475);
/**
 * One page of one cmdlet run over Exchange's `InvokeCommand`, the private HTTP contract of Microsoft's own PowerShell
 * module: its headers, its two families of errors, and its answers that are not JSON.
 */





const pageSize = 1000;
function newSession() {
    return {
        token: undefined,
        renewals: 0,
        renewal: undefined,
        refusals: 0,
        async next(tokens) {
            this.token = this.renewal ? await tokens.renew(this.renewal) : await tokens.token();
            this.renewal = undefined;
            return this.token;
        },
    };
}
/** @param link where to POST: the cmdlet's endpoint, or the `@odata.nextLink` of the page before. */
async function invokePage(settings, run, link) {
    const session = newSession();
    return await (0,_wire_send_js__WEBPACK_IMPORTED_MODULE_2__/* .send */ .t)(settings.world, {
        policy: settings.policy,
        signal: run.signal,
        request: async () => {
            const token = await session.next(settings.tokens);
            settings.count(run.cmdlet);
            return new Request(link, { method: 'POST', headers: headersOf(settings, run, token.secret), body: run.body });
        },
        read: answer => {
            keepCookies(run, answer);
            if (answer.status === 401)
                return tokenRefused(answer, session);
            if (answer.status === 403 && !isConcurrencyRefusal(answer, settings))
                return forbidden(answer, session, settings);
            return readAnswer(answer, settings, link);
        },
        onRetry: (_failure, throttled, delay) => {
            if (throttled)
                settings.throttled(delay);
        },
    });
}
/** The endpoint of a tenant's cmdlets. `beta` is Exchange's own word, not Graph's. */
function invokeUrl(exchange, tenantId) {
    return `${exchange}/adminapi/beta/${tenantId}/InvokeCommand`;
}
/** The organisation's system mailbox, the same GUID in every tenant: pages are found again only with the same anchor. */
function anchorOf({ tenantId }) {
    return `APP:SystemMailbox{bb558c35-97f1-4cb9-8ff7-d53741dc928c}@${tenantId}`;
}
function headersOf(settings, run, token) {
    const headers = new Headers({
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=utf-8',
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'x-anchormailbox': anchorOf(settings),
        'x-responseformat': 'json',
        'x-serializationlevel': 'Partial',
        'x-cmdletname': run.cmdlet,
        'x-clientapplication': 'm365-audit-export',
        'client-request-id': run.requestId,
        'connection-id': settings.connectionId,
        prefer: `odata.maxpagesize=${pageSize}`,
    });
    if (run.cookies.size > 0)
        headers.set('cookie', [...run.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    return headers;
}
function keepCookies(run, answer) {
    for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^\s*([^=;]+)=([^;]*)/.exec(line) ?? [];
        if (name !== undefined && value !== undefined)
            run.cookies.set(name, value);
    }
}
function tokenRefused(answer, session) {
    const challenge = answer.headers.get('www-authenticate') ?? '';
    const claims = /claims="([^"]+)"/.exec(challenge)?.[1];
    const failure = new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
        code: 'EXCHANGE_401',
        message: 'Exchange refuses the token (401) although it was issued for it.',
        remedy: 'The application needs both the app role Exchange.ManageAsApp with admin consent and an Exchange role with View-Only Audit Logs. ' +
            'If both were granted within the last hours, wait: it can take up to four.',
        evidence: evidenceOf(answer),
    });
    if (session.renewals++ > 0)
        return { failed: failure };
    session.renewal = {
        ...(session.token && { refused: session.token }),
        ...(claims !== undefined && { claims }),
    };
    return { retry: failure };
}
function forbidden(answer, session, settings) {
    const words = errorWords((0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyJson */ .z)(answer, settings.policy.maximumBytes));
    const claims = session.token?.claims;
    const failure = new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
        code: 'EXCHANGE_403',
        message: `Exchange does not let this application run the command (403)${words ? `: ${words}` : ''}.`,
        remedy: grantRole(idsOf(claims), settings.cloud),
        evidence: evidenceOf(answer),
    });
    // Once more, since a role that was just granted reaches the back ends one by one.
    return session.refusals++ > 0 ? { failed: failure } : { retry: failure };
}
function idsOf(claims) {
    return claims ? { client: claims.appid, object: claims.oid, tenant: claims.tid } : {};
}
/** The commands that let an app search the log and nothing else; the token tells which app. */
function grantRole({ client = '<client id>', object, tenant }, cloud) {
    return ('An Exchange administrator must give the application a role group that holds View-Only Audit Logs: ' +
        `New-ServicePrincipal -AppId ${client} -ObjectId ${object ?? '<object id of the enterprise application>'}; ` +
        'New-RoleGroup "Audit Export" -Roles "View-Only Audit Logs"; ' +
        `Add-RoleGroupMember "Audit Export" -Member ${object ?? '<object id>'}. It can take up to four hours to take effect. ` +
        (0,_signin_remedies_js__WEBPACK_IMPORTED_MODULE_3__/* .bySetup */ .z$)('', { ...(tenant === undefined ? {} : { tenant }), cloud }));
}
const transientStatus = new Set([408, 500, 502, 503, 504]);
const transientNames = /DCOverloadedException|SuitabilityDirectoryException|ServerInMMException|ADServerSettingsChangedException|StorageTransientException/;
const wrongQuestion = /AmbiguousParameterSetException|ParameterTransformationException|ParameterBindingException|ValidateRange/;
const concurrency = /maximum number of concurrent requests/i;
const paginationExpired = /expired or invalid pagination request/i;
function readAnswer(answer, settings, link) {
    const limit = settings.policy.maximumBytes;
    const { status } = answer;
    if (status === 429 || isConcurrencyRefusal(answer, settings)) {
        return {
            retry: trouble('EXCHANGE_THROTTLED', `Exchange asks for fewer requests (${status})`, answer),
            throttled: true,
        };
    }
    if (transientStatus.has(status)) {
        return {
            retry: trouble('EXCHANGE_UNAVAILABLE', `Exchange is not available (${status})`, answer),
            throttled: status === 503,
        };
    }
    const json = (0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyJson */ .z)(answer, limit);
    if (status === 200 || status === 204)
        return readPage(answer, json, link);
    const words = errorWords(json) || ((0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyText */ .G)(answer, limit) ?? '').slice(0, 200);
    if (transientNames.test(words))
        return { retry: trouble('EXCHANGE_TRANSIENT', `Exchange failed for a moment: ${words}`, answer) };
    if (paginationExpired.test(words))
        return { failed: trouble('EXCHANGE_PAGINATION', 'Exchange no longer knows the page it promised', answer) };
    if (status >= 300 && status < 400)
        return { failed: trouble('EXCHANGE_REDIRECT', `Exchange redirects elsewhere (${status})`, answer) };
    if (wrongQuestion.test(words))
        return { failed: trouble('EXCHANGE_QUESTION', `Exchange does not accept the question: ${words}`, answer) };
    return { failed: trouble('EXCHANGE_ERROR', `Exchange answers ${status}${words ? `: ${words}` : ''}`, answer) };
}
function readPage(answer, json, link) {
    if (!(0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(json)) {
        return {
            retry: trouble('EXCHANGE_UNREADABLE', `The answer is not the JSON it should be (${answer.bytes.length} bytes)`, answer),
        };
    }
    const errors = [
        ...texts(json['@adminapi.errors']),
        ...(json.error === undefined ? [] : [errorWords(json) || 'unnamed']),
    ];
    const warnings = texts(json['@adminapi.warnings']);
    if (errors.some(text => transientNames.test(text))) {
        return { retry: trouble('EXCHANGE_TRANSIENT', `Exchange failed for a moment: ${errors.join('; ')}`, answer) };
    }
    if (!Array.isArray(json.value) && errors.length === 0) {
        return { retry: trouble('EXCHANGE_UNREADABLE', 'The answer has no list of rows', answer) };
    }
    const rows = Array.isArray(json.value) ? json.value : [];
    const next = json['@odata.nextLink'];
    if (next === undefined || next === null || next === '')
        return { done: { rows, warnings, errors } };
    if (typeof next !== 'string' || !sameEndpoint(next, link)) {
        return { failed: trouble('EXCHANGE_FOREIGN_LINK', 'The next page is said to be on another host', answer) };
    }
    return { done: { rows, warnings, errors, next: new URL(next, link).href } };
}
function isConcurrencyRefusal(answer, settings) {
    if (answer.status < 400 || answer.bytes.length > 4096)
        return false;
    return concurrency.test((0,_wire_body_js__WEBPACK_IMPORTED_MODULE_0__/* .bodyText */ .G)(answer, settings.policy.maximumBytes) ?? '');
}
/** The token goes only to the host and path it was meant for. */
function sameEndpoint(next, link) {
    try {
        const a = new URL(next, link);
        const b = new URL(link);
        return a.origin === b.origin && a.pathname.toLowerCase() === b.pathname.toLowerCase();
    }
    catch {
        return false;
    }
}
/**
 * The sentence that means something: `innererror.internalexception.message`, then `details[0].message` without its
 * type, then `error.message`, which alone is mostly “Invalid Operation”.
 */
function errorWords(json) {
    const error = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(json) && (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(json.error) ? json.error : undefined;
    if (!error)
        return '';
    const inner = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(error.innererror) ? error.innererror : {};
    const internal = (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(inner.internalexception) ? inner.internalexception : {};
    const detail = Array.isArray(error.details) && (0,_audit_json_js__WEBPACK_IMPORTED_MODULE_4__/* .isObject */ .Gv)(error.details[0]) ? error.details[0].message : undefined;
    const words = [internal.message, detail, error.message].find(text => typeof text === 'string' && text !== '');
    const type = typeof internal.type === 'string' ? internal.type.split('.').at(-1) : undefined;
    return [type, typeof words === 'string' ? words.slice(0, 500) : undefined].filter(Boolean).join(': ');
}
/** An answer that is none to `what`: to be asked for again, or the end. */
function troubleOf(answer, what) {
    const { status } = answer;
    if (status === 429)
        return { retry: trouble('EXCHANGE_THROTTLED', 'Exchange asks for fewer requests (429)', answer), throttled: true };
    if (transientStatus.has(status))
        return { retry: trouble('EXCHANGE_UNAVAILABLE', `Exchange is not available (${status})`, answer) };
    return { failed: trouble('EXCHANGE_ERROR', `Exchange answers ${status}, which is not ${what}`, answer) };
}
function trouble(code, words, answer) {
    return new _wire_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR({
        code,
        message: `${words.replace(/\.$/, '')}.`,
        remedy: 'A later run may pass. If it stays, look at the Microsoft 365 service health and give Microsoft the request id.',
        evidence: evidenceOf(answer),
    });
}
function evidenceOf(answer) {
    const id = answer.headers.get('request-id');
    return { HTTP: String(answer.status), ...(id ? { 'request-id': id } : {}) };
}
function texts(value) {
    return Array.isArray(value) ? value.map(entry => (typeof entry === 'string' ? entry : JSON.stringify(entry))) : [];
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


/***/ }),

/***/ 75371:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ retryDelay)
/* harmony export */ });
/**
 * How long to wait before the next attempt: what the service asks for in `Retry-After` (seconds or an HTTP date,
 * RFC 9110 §10.2.3), else doubling from `base`, with up to half of it again as jitter. A date gone by says nothing:
 * the clocks differ.
 */
function retryDelay(policy, attempt, retryAfter, now) {
    const asked = parseRetryAfter(retryAfter, now);
    const backoff = policy.base * 2 ** (attempt - 1) * (1 + policy.jitter() / 2);
    return Math.min(asked ?? backoff, policy.longest);
}
function parseRetryAfter(text, now) {
    if (text === null)
        return undefined;
    if (/^\s*\d+(\.\d+)?\s*$/.test(text))
        return Number(text) * 1000;
    // `Date.parse` takes “-5” for a day in 2001.
    const date = /^\s*[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
    return date > now ? date - now : undefined;
}


/***/ }),

/***/ 38475:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ send)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(19579);
/* harmony import */ var _retry_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(75371);


/**
 * Sends a request until it is read, refused, or the policy's tries run out; then throws the last `Failure`.
 * What never arrived (reset, refused, timed out) counts as a reason to try again, with the cause kept in words.
 */
async function send(world, exchange) {
    for (let attempt = 1;; attempt++) {
        const { reading, answer } = await attemptOnce(world, exchange);
        if ('done' in reading)
            return reading.done;
        if ('failed' in reading)
            throw reading.failed;
        const limit = Math.min(exchange.policy.tries, reading.tries ?? Number.POSITIVE_INFINITY);
        if (attempt >= limit)
            throw reading.retry;
        const delay = (0,_retry_js__WEBPACK_IMPORTED_MODULE_1__/* .retryDelay */ .a)(exchange.policy, attempt, answer?.headers.get('retry-after') ?? null, world.now());
        exchange.onRetry?.(reading.retry, reading.throttled ?? false, delay);
        world.debug(`attempt ${attempt} of ${limit}: ${reading.retry.message}; again in ${(delay / 1000).toFixed(1)} s`);
        await world.sleep(delay, exchange.signal);
    }
}
async function attemptOnce(world, exchange) {
    exchange.signal?.throwIfAborted();
    const request = await exchange.request();
    const started = world.now();
    const timeout = AbortSignal.timeout(exchange.policy.timeout);
    const signal = exchange.signal ? AbortSignal.any([exchange.signal, timeout]) : timeout;
    const where = `${request.method} ${new URL(request.url).host}${new URL(request.url).pathname}`;
    let answering = false;
    try {
        const response = await world.fetch(new Request(request, { signal }));
        answering = true;
        const bytes = await readBody(response, exchange.policy.maximumBytes);
        const answer = { status: response.status, headers: response.headers, bytes };
        const id = response.headers.get('request-id');
        world.debug(`${where} → ${answer.status}, ${bytes.length} bytes, ${world.now() - started} ms${id ? `, request-id ${id}` : ''}`);
        return { reading: exchange.read(answer), answer };
    }
    catch (error) {
        exchange.signal?.throwIfAborted();
        if (error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR)
            return { reading: { failed: error } };
        const { policy } = exchange;
        const tries = policy.triesWhenBroken ?? policy.tries;
        if (timeout.aborted)
            return { reading: { retry: tooSlow(where, policy.timeout, error), tries } };
        if (answering || isReset(error))
            return { reading: { retry: broken(where, error), tries } };
        return { reading: { retry: unreachable(where, error) } };
    }
}
async function readBody(response, maximumBytes) {
    const parts = [];
    let length = 0;
    for await (const part of response.body ?? []) {
        length += part.length;
        if (length > maximumBytes) {
            throw new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
                code: 'WIRE_TOO_LARGE',
                message: `The answer is larger than ${maximumBytes} bytes.`,
                remedy: 'The request must be cut smaller.',
            });
        }
        parts.push(part);
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}
/** Whether the connection stood and broke, by the words of Node's sockets and undici. */
function isReset(error) {
    return /ECONNRESET|EPIPE|UND_ERR_SOCKET|other side closed|terminated|premature close|socket hang up/i.test((0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error));
}
function tooSlow(where, timeout, error) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'WIRE_TIMEOUT',
        message: `No complete answer within ${timeout / 1000} s from ${where}.`,
        remedy: 'The service is slow or the network drops the connection; a later run may pass.',
        cause: error,
    });
}
function broken(where, error) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'WIRE_RESET',
        message: `The connection broke: ${where}: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}.`,
        remedy: 'The service or something between drops connections that take long; a later run may pass.',
        cause: error,
    });
}
function unreachable(where, error) {
    return new _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR({
        code: 'WIRE_UNREACHABLE',
        message: `The connection failed: ${where}: ${(0,_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .causes */ .ps)(error)}.`,
        remedy: 'Check that the runner reaches this host (firewall, DNS, TLS inspection, HTTPS_PROXY and NO_PROXY).',
        cause: error,
    });
}


/***/ })

};
