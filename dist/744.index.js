export const id=744;export const ids=[744];export const modules={26744:((e,t,n)=>{n.r(t),n.d(t,{parseSetup:()=>parseSetup,setupUsage:()=>l});var r=n(95553),i=n(70625),a=n(4675),o=n(33490);
let s=[`dry-run`,`remove`,`renew`,`finish`,`request`,`federated`,`mail`],c=[`tenant-id`,`cloud`,`name`,`source`,`directory-role`,`repository`,`environment`,`branch`,`subject`,`years`,`folder`,`answer`,`password-file`],l=`Usage: node dist/index.js setup --tenant-id TENANT [--repository OWNER/NAME] [options]

Registers the export's application, gives it a certificate and the least rights, and stores the repository's secrets.
Every step is looked up first, shown, then done; run it again as often as you like.

  --dry-run              print everything, change nothing; without a token, or without a network, nothing is looked up
  --remove               take away what setup made
  --renew                add a new certificate beside the old one; --renew --finish then takes the old one away
  --request              make a key and a request for a certificate authority, and stop
  --answer FILE          join the authority's answer with that key, and go on
  --environment NAME     the job's environment at GitHub: secrets and variables are stored there; in a private
                         repository environments need GitHub Pro, Team or Enterprise: leave it out on GitHub Free
  --federated            GitHub's OIDC token instead of a certificate; with --environment NAME, --branch NAME (main)
                         or --subject TEXT
  --source WHICH         exchange (default), graph or both
  --mail                 also Mail.Send
  --directory-role NAME  instead of an Exchange role group: ${Object.keys(o.m).join(`, `)}
  --name NAME            of the application (m365-audit-export)
  --years N              the certificate is valid, 1 to 3 (1)
  --folder DIRECTORY     for key, certificate and password (m365-audit-setup)
  --password-file FILE   the PFX's password; a generated one where it is not given
  --cloud CLOUD          ${a.c.join(`, `)}

The administrator's tokens come from M365_ADMIN_GRAPH_TOKEN and M365_ADMIN_EXCHANGE_TOKEN, or from the Azure CLI (az);
GitHub's from GH_TOKEN or GITHUB_TOKEN, without which the gh commands are printed.
`;
function parseSetup(e){let t=new Options(e);t.refuseUnknown();let n=actOf(t),r=t.read(`cloud`,(0,i.yL)(a.c))??`worldwide`,s=t.read(`source`,(0,i.yL)([`exchange`,`graph`,`both`]))??`exchange`,c=t.read(`repository`,repositoryName),l=t.on(`federated`),u={act:n,dryRun:t.on(`dry-run`),tenant:tenantOf(t,n),cloud:r,name:t.read(`name`,applicationName)??`m365-audit-export`,permissions:[...s===`graph`?[]:[o.P.exchange],...s===`exchange`?[]:[o.P.graph],...t.on(`mail`)?[o.P.mail]:[]],
directoryRole:t.read(`directory-role`,directoryRole),exchange:s!==`graph`,subject:subjectOf(t,{federated:l,repository:c}),subjectAsGiven:l&&t.text(`subject`)!==``,years:t.read(`years`,(0,i.rD)(1,3))??1,folder:t.text(`folder`)||`m365-audit-setup`,answer:t.text(`answer`)||void 0,passwordFile:t.text(`password-file`)||void 0,repository:c,environment:t.text(`environment`)||void 0};return refuseContradictions(t,{act:n,cloud:r,source:s,federated:l}),t.mistakes.length>0?{mistakes:t.mistakes}:{
settings:u}}class Options{mistakes=[];host;constructor(e){this.host=e}wrong(e,t){this.mistakes.push({code:`INPUT_SETUP`,message:e,remedy:t})}text(e){return this.host.given.includes(e)?this.host.input(e):``}read(e,t){let n=this.text(e);if(n===``)return;let i=t(n);if(`ok`in i)return i.ok;this.wrong((0,r.Mr)(`--${e}`,n,i.wrong),i.wrong.remedy)}on(e){return this.read(e,i.zM)??!1}refuseUnknown(){for(let e of this.host.given)
[...s,...c].some(t=>t===e)||this.wrong(`There is no option --${e} of setup.`,`See node dist/index.js setup --help.`);for(let e of this.host.strays??[])this.wrong(`${(0,r.f$)(e)} belongs to no option.`,`Options begin with --.`)}}function actOf(e){let t=[`remove`,`renew`,`request`].filter(t=>e.on(t));t.length>1&&e.wrong(`${t.map(e=>`--${e}`).join(` and `)} don’t go together.`,`Run one after the other.`);let n=e.on(`finish`);
return n&&!t.includes(`renew`)&&e.wrong(`--finish alone means nothing.`,`Write --renew --finish.`),n?`finish`:t[0]??`make`}function tenantOf(e,t){return e.text(`tenant-id`)===``&&t!==`request`&&e.wrong(`--tenant-id is missing.`,`Give the tenant’s GUID or domain: --tenant-id contoso.onmicrosoft.com.`),e.read(`tenant-id`,i.i8)??``}let applicationName=e=>e.length>40||/['"\n\\]/.test(e)?{wrong:{expected:`at most 40 characters, without quotes and backslashes`,remedy:`Choose another name.`}}:{
ok:e},repositoryName=e=>/^[\w.-]+\/[\w.-]+$/.test(e)?{ok:e}:{wrong:{expected:`owner/name`,remedy:`As in --repository contoso/audit.`}},directoryRole=e=>{let t=Object.keys(o.m);return t.includes(e)?{ok:e}:{wrong:{why:`this role can’t search the audit log`,expected:t.join(` or `),remedy:`Write the role’s name in quotes, or leave the option out.`}}};function subjectOf(e,{federated:t,repository:n}){let r=[`environment`,`branch`,`subject`].filter(t=>e.text(t)!==``);if(!t){
let t=r.find(e=>e!==`environment`);t&&e.wrong(`--${t} is for --federated.`,`Add --federated, or leave it out.`);return}r.length>1&&e.wrong(`${r.map(e=>`--${e}`).join(` and `)} don’t go together.`,`GitHub’s subject names one of them.`);let i=e.text(`subject`);if(i!==``)return i;e.text(`repository`)===``&&e.wrong(`--federated needs --repository.`,`As in --repository contoso/audit.`);let a=e.text(`environment`);
return a===``?`repo:${n}:ref:refs/heads/${e.text(`branch`)||`main`}`:`repo:${n}:environment:${a}`}function refuseContradictions(e,{act:t,cloud:n,source:r,federated:i}){let{graphAuditLogQuery:o,limits:s}=(0,a.X)(n);
r!==`exchange`&&!o&&e.wrong(`--source “${r}” can’t serve in the cloud ${n}.`,s.join(` `)),e.text(`directory-role`)!==``&&r===`graph`&&e.wrong(`--directory-role is given, and Graph needs none.`,`Leave it out, or add --source both.`),i&&((t===`renew`||t===`finish`)&&e.wrong(`--renew and --federated don’t go together.`,`Federated credentials don’t run out: there is nothing to renew.`),(e.text(`answer`)!==``||t===`request`)&&e.wrong(`--federated needs no certificate.`,`Leave --request and --answer out.`))}}),
33490:((e,t,n)=>{n.d(t,{P:()=>a,m:()=>o});let r={resource:`00000002-0000-0ff1-ce00-000000000000`,resourceName:`Office 365 Exchange Online`},i={resource:`00000003-0000-0000-c000-000000000000`,resourceName:`Microsoft Graph`},a={exchange:{...r,value:`Exchange.ManageAsApp`,why:`to run Search-UnifiedAuditLog (source: exchange)`},graph:{...i,value:`AuditLogsQuery.Read.All`,why:`to query the audit log (source: graph)`},mail:{...i,value:`Mail.Send`,why:`to mail the report (mail-to)`}},o={
"Compliance Administrator":`17315797-102d-40b4-93e0-432062caca18`,"Exchange Administrator":`29232cdf-9323-42fd-ade2-1d097af3e4de`,"Global Administrator":`62e90394-69f5-4237-9190-012177145e10`}})};