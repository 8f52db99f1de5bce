// What docker-compose.yml promises beyond being well-formed. Pure: texts in, problems out.
import { parse } from 'yaml';

/**
 * @typedef {object} Service
 * @property {string} [image]
 * @property {unknown} [build]
 * @property {string} [user]
 * @property {string} [restart]
 * @property {readonly unknown[]} [ports]
 * @property {readonly string[] | string} [command]
 * @property {{ test?: unknown }} [healthcheck]
 * @property {Readonly<Record<string, { condition?: string }>> | readonly string[]} [depends_on]
 */

/** The account that these images' own start-up changes to; it needs root before. @type {ReadonlySet<string>} */
const DROPS_ROOT_ITSELF = new Set(['postgres']);

/**
 * @param {string} composeText docker-compose.yml
 * @param {string} envExampleText .env.example
 * @returns {string[]} one sentence for each promise that is broken
 */
export function composeProblems(composeText, envExampleText) {
  /** @type {{ services?: Record<string, Service> }} */
  const { services = {} } = parse(composeText, { merge: true });
  return [
    ...Object.entries(services).flatMap(([name, service]) => [
      ...portProblems(name, service),
      ...identityProblems(name, service),
      ...healthProblems(name, service),
      ...orderProblems(name, service, services),
    ]),
    ...redisProblems(services),
    ...documentationProblems(composeText, envExampleText),
  ];
}

/** @param {string} name @param {Service} service */
function portProblems(name, { ports = [] }) {
  return ports.filter((port) => !String(port).startsWith('127.0.0.1:')).map((port) => `${name} publishes ${String(port)} to more than this machine: bind it to 127.0.0.1.`);
}

/** @param {string} name @param {Service} service */
function identityProblems(name, { user, image, build }) {
  const problems = [];
  if (!DROPS_ROOT_ITSELF.has(name) && (user === undefined || /^(root|0)(:|$)/.test(user))) {
    problems.push(`${name} runs as root: name its user.`);
  }
  if (image === undefined && build === undefined) {
    problems.push(`${name} has neither an image nor a build.`);
  }
  if (image !== undefined && (!image.includes(':') || image.endsWith(':latest'))) {
    problems.push(`${name} uses ${image}, which changes by itself: name a version.`);
  }
  return problems;
}

/** @param {string} name @param {Service} service */
function healthProblems(name, service) {
  return isOneShot(service) || service.healthcheck?.test !== undefined ? [] : [`${name} has no health check.`];
}

/** @param {string} name @param {Service} service @param {Readonly<Record<string, Service>>} services */
function orderProblems(name, { depends_on: dependsOn = {} }, services) {
  if (Array.isArray(dependsOn)) {
    return [`${name} waits for ${dependsOn.join(', ')} to be started, not to be ready: give each a condition.`];
  }
  return Object.entries(dependsOn).flatMap(([other, { condition }]) => {
    const target = services[other];
    if (target === undefined) {
      return [`${name} depends on ${other}, which does not exist.`];
    }
    const expected = isOneShot(target) ? 'service_completed_successfully' : 'service_healthy';
    return condition === expected ? [] : [`${name} depends on ${other} by ${condition ?? 'nothing'}: it must be ${expected}.`];
  });
}

/** @param {Service} service */
const isOneShot = ({ restart }) => restart === 'no';

/** @param {Readonly<Record<string, Service>>} services */
function redisProblems(services) {
  const command = [services['redis']?.command ?? ''].flat().join(' ');
  return ['--maxmemory-policy noeviction', '--appendonly yes'].filter((setting) => !command.includes(setting)).map((setting) => `redis is started without ${setting}: jobs could be lost.`);
}

/** @param {string} composeText @param {string} envExampleText */
function documentationProblems(composeText, envExampleText) {
  const used = new Set([...composeText.matchAll(/\$\{([A-Z0-9_]+)/g)].map((match) => match[1] ?? ''));
  const documented = new Set([...envExampleText.matchAll(/^#?([A-Z0-9_]+)=/gm)].map((match) => match[1] ?? ''));
  return [
    ...[...used].filter((name) => !documented.has(name)).map((name) => `${name} is used in docker-compose.yml and missing in .env.example.`),
    ...[...documented].filter((name) => !used.has(name)).map((name) => `${name} stands in .env.example and changes nothing in docker-compose.yml.`),
  ];
}
