/** How Exchange refuses: two families of JSON, plain text, HTML, and runs of NUL bytes. */
import {randomUUID} from 'node:crypto'
import {JSON_TYPE} from './envelopes.ts'
import type {SearchRefusal} from './search.ts'

/** The family of refusals that say "Invalid Operation", whatever the cause (graph2otel, live July 2026). */
export function invalidOperation({type, says}: SearchRefusal, status = 400): Response {
  const body = {
    error: {
      code: 'BadRequest',
      message: 'Invalid Operation',
      details: [{code: 'Client', target: '', message: `|${type}|${says}`}],
      innererror: {
        message: 'Invalid Operation',
        type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
        stacktrace: '',
        internalexception: {message: says, type, stacktrace: ''},
      },
      'adminapi.warnings@odata.type': '#Collection(String)',
      '@adminapi.warnings': [],
    },
  }
  return refusalJson(body, status, {'x-exceptiontype': type})
}

/** The family of a cmdlet that failed while it ran, in both forms of its details (Module). */
export function cmdletFailed({type, says}: SearchRefusal, form: 'json' | 'three parts'): Response {
  const name = type.split('.').at(-1) ?? type
  const message =
    form === 'json'
      ? JSON.stringify({ClassName: name, Message: says, localizedString: {stringId: 'Ex6F9304'}})
      : `Ex6F9304|${type}|${says}`
  const body = {
    error: {
      code: 'InternalServerError',
      message: 'Error executing cmdlet',
      details: [{code: 'Context', target: '', message}],
      innererror: {
        message: 'Error executing cmdlet',
        type: 'Microsoft.Exchange.Admin.OData.Core.ODataServiceException',
        stacktrace: '',
      },
    },
  }
  return refusalJson(body, 400, {'x-exceptiontype': name})
}

const refusalJson = (body: object, status: number, headers: Record<string, string>): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {'content-type': JSON_TYPE, 'request-id': randomUUID(), ...headers},
  })

/** A 403 is a long run of NUL bytes, not JSON (graph2otel, live July 2026). */
export const nulForbidden = (): Response =>
  new Response(new Uint8Array(512), {
    status: 403,
    headers: {'content-type': 'application/json', 'request-id': randomUUID()},
  })

export const htmlPage = (status: number, title: string): Response =>
  new Response(
    `<!DOCTYPE html>\r\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>FrontEnd: FR0P281CA0101</p></body></html>`,
    {
      status,
      headers: {'content-type': 'text/html; charset=utf-8'},
    },
  )

export const unauthorisedAnswer = (more: string): Response =>
  new Response(null, {
    status: 401,
    headers: {
      'www-authenticate': `Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"${more}`,
    },
  })

export const throttled = (headers: Record<string, string>): Response =>
  new Response('{"error":{"code":"TooManyRequests","message":"Too many requests."}}', {
    status: 429,
    headers: {'content-type': 'application/json', ...headers},
  })

/** Plain text, whatever the status says (ExoHelper). */
export const tooMany = (): Response =>
  new Response('You have reached the maximum number of concurrent requests per tenant. Please wait and try again', {
    status: 400,
    headers: {'content-type': 'text/plain'},
  })
