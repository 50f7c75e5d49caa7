/** Which requirement asks for what, where the evidence is, and what this export does not cover of it. */

export interface Control {
  framework: string
  clause: string
  /** What it asks for, in our words. */
  asks: string
  evidence: string
  files: string
  /** What has to come from elsewhere. */
  not: string
}

const reviewFiles = 'review.json, findings.json, report.html'
const keptFiles = 'archive.json, SHA256SUMS, SHA256SUMS.p7s'

/** Clauses by their public numbering; the texts are summaries, and the standards themselves decide. */
export const controls: readonly Control[] = [
  {
    framework: 'ISO/IEC 27001:2022',
    clause: 'A.8.15 Logging',
    asks: 'Logs of activities and events are made, stored, protected and analysed.',
    evidence: 'The month’s records with proof of coverage; hashes and signature; the incidents that were analysed.',
    files: 'manifest.json, audit-*.csv, SHA256SUMS, findings.json',
    not: 'Logs of systems other than Microsoft 365; clock synchronisation (A.8.17).',
  },
  {
    framework: 'ISO/IEC 27001:2022',
    clause: 'A.8.16 Monitoring activities',
    asks: 'Anomalous behaviour is looked for, and possible incidents are evaluated.',
    evidence: 'Incidents by documented rules, and what a person decided about each.',
    files: reviewFiles,
    not: 'Monitoring in real time: this is a review after the month.',
  },
  {
    framework: 'SOC 2 (TSC 2017)',
    clause: 'CC7.2',
    asks: 'System components are monitored for anomalies, which are analysed.',
    evidence: 'Rules applied to all records of the period; incidents with disposition and reviewer.',
    files: reviewFiles,
    not: 'Infrastructure and applications outside of Microsoft 365; the response itself (CC7.3 to CC7.5).',
  },
  {
    framework: 'NIS2 (EU) 2022/2555',
    clause: 'Art. 21(2)(b), (f)',
    asks: 'Incident handling, and procedures that assess whether measures work.',
    evidence: 'The incidents of the month, and the record of their review.',
    files: reviewFiles,
    not: 'Reports to the authority (Art. 23); risk analysis; continuity.',
  },
  {
    framework: 'PCI DSS v4.0.1',
    clause: '10.4.1, 10.4.2, 10.4.3',
    asks: 'Logs are reviewed, by automated means, and what is found is addressed.',
    evidence: 'Detection over all records; disposition of each incident.',
    files: reviewFiles,
    not: '10.4.1 asks for a review at least once a day for systems in its scope: a monthly one is not enough there.',
  },
  {
    framework: 'PCI DSS v4.0.1',
    clause: '10.3, 10.5.1',
    asks: 'Logs are protected from change, and kept for twelve months, three of them at hand.',
    evidence: 'Hashes, signature, place and end of the archive.',
    files: keptFiles,
    not: 'Access rights to the archive itself, where it was not locked.',
  },
  {
    framework: 'HIPAA Security Rule',
    clause: '45 CFR 164.308(a)(1)(ii)(D)',
    asks: 'Records of information system activity are reviewed regularly.',
    evidence: 'Who reviewed which month, when, and with which outcome.',
    files: 'review.json',
    not: 'Systems with health data outside of Microsoft 365; documentation for six years (164.316(b)(2)(i)) without an archive.',
  },
  {
    framework: 'CMMC 2.0, level 2',
    clause: 'AU.L2-3.3.1, 3.3.3, 3.3.5, 3.3.8',
    asks: 'Audit records are made and kept, reviewed, correlated and protected.',
    evidence: 'Records, incidents joined from several records, hashes and signature, review.',
    files: 'manifest.json, findings.json, review.json, SHA256SUMS',
    not: 'The choice of what is logged (3.3.3) beyond Microsoft 365’s defaults; alerts on logging failure (3.3.4) without the watchdog.',
  },
  {
    framework: 'DORA (EU) 2022/2554',
    clause: 'Art. 10, Art. 17',
    asks: 'Anomalous activities are detected, and ICT-related incidents are recorded.',
    evidence: 'Incidents of the month with their records, and what was decided.',
    files: reviewFiles,
    not: 'Classification and reports of major incidents (Art. 18, 19); multiple layers of detection.',
  },
  {
    framework: 'CIS Microsoft 365 Foundations Benchmark',
    clause: '3.1.1',
    asks: 'Audit log search is switched on.',
    evidence: 'The log answered for the whole period; the doctor reads the tenant’s own setting.',
    files: 'manifest.json, doctor.json',
    not: 'All other recommendations of the benchmark.',
  },
]
