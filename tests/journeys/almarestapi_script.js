// What a library would write with almarestapi-lib: list the jobs, run an export,
// poll it, and print what was read on the way.
//
//     NODE_PATH=… ALMA_APIPATH=… ALMA_APIKEY=… node almarestapi_script.js SET
'use strict';

const alma = require('almarestapi-lib');

const setId = process.argv[2];
const wait = () => new Promise((resolve) => setTimeout(resolve, 100));

async function finished(link) {
  for (let looks = 0; looks < 600; looks += 1) {
    const instance = await alma.getp(link);
    if (instance.progress === 100) return instance;
    await wait();
  }
  throw new Error('the run did not end');
}

async function main() {
  const jobs = await alma.getp('/conf/jobs?limit=100&type=MANUAL');
  const job = { parameter: [{ name: { value: 'set_id' }, value: setId }] };
  const started = await alma.postp('/conf/jobs/M44?op=run', job);
  const instance = await finished(started.additional_info.link);
  const xml = await alma.getXmlp(`/conf/jobs/M44/instances/${instance.id}`);
  const error = await alma.getp('/conf/jobs/123456').catch((e) => e.message);
  const xmlError = await alma
    .postXmlp('/conf/jobs/M44?op=run', '<job/>')
    .catch((e) => e.message);
  const set = await alma.postp('/conf/sets', {
    name: 'To be deleted',
    type: { value: 'ITEMIZED' },
    content: { value: 'BIB_MMS' },
  });
  await alma.deletep(`/conf/sets/${set.id}`);
  const gone = await alma.getp(`/conf/sets/${set.id}`).catch((e) => e.message);
  const whole = await alma.postp('/conf/jobs/M44?op=run', {
    ...(await alma.getp('/conf/jobs/M44')),
    ...job,
  });
  console.log(
    JSON.stringify({ jobs, started, instance, xml, error, xmlError, gone, whole }),
  );
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
