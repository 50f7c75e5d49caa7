export const id=6744;export const ids=[6744];export const modules={26744:((e,t,n)=>{n.r(t),n.d(t,{parseSetup:()=>parseSetup,setupOptionKinds:()=>u,setupUsage:()=>d,tokenVariables:()=>tokenVariables});var r=n(37178),i=n(95553),a=n(70625),o=n(4675),s=n(33490);
let c=[`dry-run`,`remove`,`renew`,`finish`,`request`,`federated`,`mail`,`archive-lock`],l=[`tenant-id`,`tenants`,`cloud`,`name`,`source`,`directory-role`,`managed-identity`,`repository`,`environment`,`branch`,`subject`,`years`,`folder`,`answer`,`password-file`,`archive-to`],u=Object.fromEntries([...c.map(e=>[e,{type:`boolean`}]),...l.map(e=>[e,{
type:`string`}])]),d=`Usage: node dist/index.js setup --tenant-id TENANT [--repository OWNER/NAME] [options]
       node dist/index.js setup --tenants FILE [--repository OWNER/NAME] [options]

Registers the export's application, gives it a certificate and the least rights, and stores the repository's secrets.
Every step is looked up first, shown, then done; run it again as often as you like.

  --dry-run              print everything, change nothing; without a token, or without a network, nothing is looked up
  --remove               remove what setup made
  --renew                add a new certificate; --renew --finish then removes the old one
  --request              make a key and a request for a certificate authority, and stop
  --answer FILE          join the authority's answer with that key, and go on
  --tenants FILE         every tenant of the file, with an application of its own in each; a tenant that fails stops
                         no other
  --environment NAME     the job's environment at GitHub: secrets and variables are stored there; in a private
                         repository environments need GitHub Pro, Team or Enterprise: leave it out on GitHub Free
  --federated            GitHub's OIDC token instead of a certificate; with --environment NAME, --branch NAME (main)
                         or --subject TEXT
  --managed-identity ID  instead of an application: the rights go to this managed identity of Azure, by object or client id
  --source WHICH         exchange (default), graph or both
  --mail                 also Mail.Send
  --archive-to ADDRESS   prints the command that lets the app write to this Azure Blob container; with --archive-lock,
                         also lock what it wrote
  --directory-role NAME  instead of an Exchange role group: ${Object.keys(s.m).join(`, `)}
  --name NAME            of the application (m365-audit-export)
  --years N              the certificate is valid, 1 to 3 (1)
  --folder DIRECTORY     for key, certificate and password (m365-audit-setup)
  --password-file FILE   the PFX's password; a generated one where it is not given
  --cloud CLOUD          ${o.c.join(`, `)}

The administrator's tokens come from M365_ADMIN_GRAPH_TOKEN and M365_ADMIN_EXCHANGE_TOKEN, or from the Azure CLI (az);
GitHub's from GH_TOKEN or GITHUB_TOKEN, without which the gh commands are printed. With --tenants, a tenant's own
tokens come from M365_ADMIN_GRAPH_TOKEN_CONTOSO and M365_ADMIN_EXCHANGE_TOKEN_CONTOSO, by its name in the file,
in which each hyphen becomes _.
`;
function tokenVariables({tokenSuffix:e}){let named=t=>`${t}${e}`;return{graph:named(`M365_ADMIN_GRAPH_TOKEN`),exchange:named(`M365_ADMIN_EXCHANGE_TOKEN`)}}function parseSetup(e){let t=new Options(e);t.refuseUnknown();let n=actOf(t),r=t.read(`cloud`,(0,a.yL)(o.c))??`worldwide`,i=t.read(`source`,(0,a.yL)([`exchange`,`graph`,`both`]))??`exchange`,c=t.read(`repository`,f),l=t.on(`federated`),u={act:n,dryRun:t.on(`dry-run`),tenants:t.text(`tenants`),idsInFile:!1,tokenSuffix:``,tenant:tenantOf(t,n),
cloud:r,name:t.read(`name`,applicationName)??`m365-audit-export`,permissions:[...i===`graph`?[]:[s.P.exchange],...i===`exchange`?[]:[s.P.graph],...t.on(`mail`)?[s.P.mail]:[]],directoryRole:t.read(`directory-role`,directoryRole),exchange:i!==`graph`,identity:t.read(`managed-identity`,identityId),subject:subjectOf(t,{federated:l,repository:c}),subjectAsGiven:l&&t.text(`subject`)!==``,years:t.read(`years`,(0,a.rD)(1,3))??1,folder:t.text(`folder`)||`m365-audit-setup`,answer:t.text(`answer`)||void 0,
passwordFile:t.text(`password-file`)||void 0,repository:c,environment:t.text(`environment`)||void 0,archive:archiveOf(t)};return refuseWithIdentity(t,{act:n,federated:l}),refuseContradictions(t,{act:n,cloud:r,source:i,federated:l}),t.mistakes.length>0?{mistakes:t.mistakes}:{settings:u}}class Options{mistakes=[];host;constructor(e){this.host=e}wrong(e,t){this.mistakes.push({code:`INPUT_SETUP`,message:e,remedy:t})}text(e){return this.host.given.includes(e)?this.host.input(e):``}read(e,t){
let n=this.text(e);if(n===``)return;let r=t(n);if(`ok`in r)return r.ok;this.wrong((0,i.Mr)(`--${e}`,n,r.wrong),r.wrong.remedy)}on(e){return this.read(e,a.zM)??!1}refuseUnknown(){for(let{code:e,message:t,remedy:n}of this.host.mistakes??[])this.mistakes.push({code:e,message:t,remedy:n});let e=[...c,...l];for(let t of this.host.given.filter(t=>!e.includes(t))){let n=(0,r.a)(t,e),i=n?`Did you mean --${n}?`:`See node dist/index.js setup --help.`;this.wrong(`There is no option --${t} of setup.`,i)}
for(let e of this.host.strays??[])this.wrong(`${(0,i.f$)(e)} belongs to no option.`,`Options begin with --.`)}}function actOf(e){let t=[`remove`,`renew`,`request`].filter(t=>e.on(t));t.length>1&&e.wrong(`${t.map(e=>`--${e}`).join(` and `)} don\u2019t go together.`,`Run one after the other.`);let n=e.on(`finish`);return n&&!t.includes(`renew`)&&e.wrong(`--finish alone means nothing.`,`Write --renew --finish.`),n?`finish`:t[0]??`make`}function tenantOf(e,t){
return e.text(`tenants`)===``?(e.text(`tenant-id`)===``&&t!==`request`&&e.wrong(`--tenant-id is missing.`,`Give the tenant\u2019s GUID or domain: --tenant-id contoso.onmicrosoft.com.`),e.read(`tenant-id`,a.i8)??``):``}let applicationName=e=>e.length>40||/['"\n\\]/.test(e)?{wrong:{expected:`at most 40 characters, without quotes and backslashes`,remedy:`Choose another name.`}}:{ok:e},f=(0,a.dC)({expected:`owner/name`,remedy:`As in --repository contoso/audit.`}),p=(0,a.MT)({
expected:`https://ACCOUNT.blob.core.windows.net/CONTAINER`,remedy:`Write it as in the workflow\u2019s archive-to.`});function archiveOf(e){let t=e.read(`archive-to`,p),n=e.on(`archive-lock`);return n&&e.text(`archive-to`)===``&&e.wrong(`--archive-lock is given without --archive-to.`,`Name the container, or leave it out.`),t&&{address:t,isLocked:n}}let directoryRole=e=>{let t=Object.keys(s.m);return t.includes(e)?{ok:e}:{wrong:{why:`this role can\u2019t search the audit log`,
expected:t.join(` or `),remedy:`Write the role\u2019s name in quotes, or leave the option out.`}}};function subjectOf(e,{federated:t,repository:n}){let r=[`environment`,`branch`,`subject`].filter(t=>e.text(t)!==``);if(!t){let t=r.find(e=>e!==`environment`);t&&e.wrong(`--${t} is for --federated.`,`Add --federated, or leave it out.`);return}r.length>1&&e.wrong(`${r.map(e=>`--${e}`).join(` and `)} don\u2019t go together.`,`GitHub\u2019s subject names one of them.`);let i=e.text(`subject`);
if(i!==``)return i;e.text(`repository`)===``&&e.wrong(`--federated needs --repository.`,`As in --repository contoso/audit.`);let a=e.text(`environment`);return a===``?`repo:${n}:ref:refs/heads/${e.text(`branch`)||`main`}`:`repo:${n}:environment:${a}`}let identityId=e=>/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(e)?{ok:e.toLowerCase()}:{wrong:{expected:`the object id or the client id of a managed identity, a GUID`,
remedy:`Print the ids: az identity list --query "[].{name:name,objectId:principalId,clientId:clientId}".`}};function refuseWithIdentity(e,{act:t,federated:n}){if(e.text(`managed-identity`)===``)return;let r=[`answer`,`years`,`password-file`,`tenants`].filter(t=>e.text(t)!==``),i={make:[],remove:[],renew:[`renew`],finish:[`renew`],request:[`request`]}[t];for(let t of[...r,...i,...n?[`federated`]:[]])
e.wrong(`--managed-identity and --${t} don\u2019t go together.`,`A managed identity has no certificate and no registration: leave one of the two out.`)}function refuseContradictions(e,{act:t,cloud:n,source:r,federated:i}){let{graphAuditLogQuery:a,limits:s}=(0,o.X)(n);if(r!==`exchange`&&!a&&e.wrong(`--source \u201C${r}\u201D can\u2019t serve in the cloud ${n}.`,s.join(` `)),e.text(`tenants`)!==``){for(let t of[`tenant-id`,`cloud`,`source`,`environment`,`subject`,`answer`])
e.text(t)!==``&&e.wrong(`--${t} and --tenants don\u2019t go together.`,`The file says it for each tenant.`);t===`request`&&e.wrong(`--request and --tenants don\u2019t go together.`,`Make requests one by one.`)}
e.text(`directory-role`)!==``&&r===`graph`&&e.wrong(`--directory-role is given, and Graph needs none.`,`Leave it out, or add --source both.`),i&&((t===`renew`||t===`finish`)&&e.wrong(`--renew and --federated don\u2019t go together.`,`Federated credentials don\u2019t run out: there is nothing to renew.`),(e.text(`answer`)!==``||t===`request`)&&e.wrong(`--federated needs no certificate.`,`Leave --request and --answer out.`))}}),33490:((e,t,n)=>{n.d(t,{P:()=>a,m:()=>o});let r={
resource:`00000002-0000-0ff1-ce00-000000000000`,resourceName:`Office 365 Exchange Online`},i={resource:`00000003-0000-0000-c000-000000000000`,resourceName:`Microsoft Graph`},a={exchange:{...r,value:`Exchange.ManageAsApp`,why:`to run Search-UnifiedAuditLog (source: exchange)`},graph:{...i,value:`AuditLogsQuery.Read.All`,why:`to query the audit log (source: graph)`},mail:{...i,value:`Mail.Send`,why:`to mail the report (mail-to)`}},o={
"Compliance Administrator":`17315797-102d-40b4-93e0-432062caca18`,"Exchange Administrator":`29232cdf-9323-42fd-ade2-1d097af3e4de`,"Global Administrator":`62e90394-69f5-4237-9190-012177145e10`}})};