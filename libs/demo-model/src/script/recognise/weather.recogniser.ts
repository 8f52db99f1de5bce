import type { Intent, RecognitionContext, TemperatureUnit } from '../intent.js';
import { capitalised, imperativeOf, withoutLeadIn, type Clause } from './clause.js';

const SUBJECT = /\b(?:weather|forecast|temperature|wetter|wettervorhersage|temperatur)\b/iu;
const CONDITION =
  /\b(?:rain(?:ing|y|s)?|snow(?:ing|y|s)?|sunny|cloudy|windy|foggy|storm(?:y|ing)?|umbrella|cold|warm|hot|chilly|freezing|humid|degrees|jacket|coat|regnet|regnen|schneit|schneien|sonnig|kalt|warm|heiß|heiss|regenschirm)\b/iu;
/** Openings that make a question about a condition one about the weather. */
const ASKS =
  /^(?:is it|is there|will it|will there|does it|do i need|should i (?:take|bring|wear)|how (?:warm|cold|hot|humid|windy|many degrees)(?! is (?:the|an?|my|your|this|that)\b)|what(?:'s| is) it like|are we getting|any|regnet|schneit|wird es|ist es|wie (?:warm|kalt|heiß|heiss)|brauche ich)\b/iu;
/** "How do I show the weather in a widget" is about building, not about the sky. */
const ABOUT_BUILDING = /\b(?:widget|tool|api|function|implement|code|build|add|integrate|chatkit|agent|component)\b/iu;
const FIGURATIVE = /\b(?:under the weather|cold (?:start|call|email|brew)|hot (?:reload|key|fix)|warm ?up|weather (?:the|this) )/iu;

/** "The weather is nice." */
const STATES = /^(?:the )?(?:weather|forecast|temperature) (?:is|was|looks|seems|has been)\b/iu;

const UNIT: readonly (readonly [RegExp, TemperatureUnit])[] = [
  [/[\s,]*\b(?:in |using |as )?(?:degrees? )?fahrenheit\b|[\s,]*°f\b|[\s,]*\bin f$/iu, 'fahrenheit'],
  [/[\s,]*\b(?:in |using |as )?(?:degrees? |grad )?celsius\b|[\s,]*°c\b|[\s,]*\bin c$/iu, 'celsius'],
];
const TIME = new RegExp(
  '[\\s,]+(?:right now|now|today|tonight|tomorrow|currently|at the moment|this (?:morning|afternoon|evening|week|weekend|month)|next (?:week|weekend|month)|' +
    'on (?:mon|tues|wednes|thurs|fri|satur|sun)day|later|later today|these days|like|please|then|again|outside|heute|morgen|jetzt|gerade|am wochenende|diese woche|bitte|aktuell|now please)$',
  'iu',
);
const NOT_PLACES =
  /^(?:here|there|my (?:area|city|town|place|location)|outside|town|general|the (?:morning|evening|afternoon|world|moment|weekend|area|city)|today|tomorrow|now|it|like|me|us|hier|mir|morgen|heute|fahrenheit|celsius)$/iu;

/** "Weather in Paris?", "will it rain in Oslo tomorrow", "and in Berlin?" after a weather answer, "Paris" after "Which place?". */
export function recogniseWeather(clause: Clause, context: RecognitionContext): Intent | null {
  const { unit, text } = takeUnit(imperativeOf(clause.text));
  if (asksForWeather(text)) {
    return { kind: 'weather', location: locationOf(text), unit };
  }
  return followUp(text, unit, context);
}

function asksForWeather(text: string): boolean {
  if (FIGURATIVE.test(text) || /^(?:i|my|we) /i.test(text) || STATES.test(text)) {
    return false;
  }
  if (/^what(?:'s| is) it like (?:in|outside)\b/iu.test(text)) {
    return true;
  }
  if (SUBJECT.test(text)) {
    return !ABOUT_BUILDING.test(text);
  }
  return CONDITION.test(text) && ASKS.test(text) && !ABOUT_BUILDING.test(text);
}

function takeUnit(text: string): { readonly unit: TemperatureUnit | null; readonly text: string } {
  for (const [pattern, unit] of UNIT) {
    if (pattern.test(text)) {
      return { unit, text: text.replace(pattern, '').trim() };
    }
  }
  return { unit: null, text };
}

function withoutTime(text: string): string {
  let shorter = text;
  for (let previous = ''; previous !== shorter;) {
    previous = shorter;
    shorter = shorter.replace(TIME, '');
  }
  return shorter;
}

function locationOf(sentence: string): string | null {
  const text = withoutTime(` ${sentence}`).trim();
  const candidates = [
    /\b(?:in|for|at|near|around|of|für|bei)\s+(?:the city of )?([^,?!]+(?:,\s*[\p{L} ]{2,30})?)$/iu,
    /^(.+?)(?:'s)? (?:weather|forecast|temperature)(?: forecast| report)?$/iu,
    /\b(?:jacket|coat|umbrella)\s+to\s+([^,?!]+)$/iu,
    /\b(?:weather|forecast|temperature|wetter)\b[\s:,-]+(.+)$/iu,
  ];
  for (const pattern of candidates) {
    const place = asPlace(pattern.exec(text)?.[1]);
    if (place !== null) {
      return place;
    }
  }
  return null;
}

/** A place's name, tidied; null for "here", for whole clauses and for what holds no letters. */
function asPlace(candidate: string | undefined): string | null {
  const place = withoutTime(` ${(candidate ?? '').trim()}`)
    .trim()
    .replace(
      /^(?:the weather|the forecast|the|what's|what is|is|how's|how is|check|get|show|tell|give|me|current|today's|tomorrow's|like|be|will)\s+/iu,
      '',
    )
    .replace(/[\s,]+$/u, '');
  if (place === '' || place.length > 60 || !/\p{L}/u.test(place) || NOT_PLACES.test(place) || place.split(' ').length > 5) {
    return null;
  }
  if (
    /^(?:the|what|what's|how|is|get|show|tell|check|current|today's|tomorrow's|local|wie|wird|das|like|be|will|forecast|weather|report|bericht)\b/iu.test(
      place,
    )
  ) {
    return null;
  }
  return place === place.toLowerCase() ? titled(place) : place;
}

const SMALL_WORDS = new Set(['de', 'del', 'da', 'do', 'di', 'la', 'le', 'of', 'the', 'am', 'an', 'der', 'im', 'upon', 'on', 'sur', 'al']);

/** "new york" → "New York", "rio de janeiro" → "Rio de Janeiro": for names typed in lower case. */
function titled(place: string): string {
  return place.replaceAll(/[\p{L}']+/gu, (word, offset: number) => (offset > 0 && SMALL_WORDS.has(word) ? word : capitalised(word)));
}

function followUp(text: string, unit: TemperatureUnit | null, context: RecognitionContext): Intent | null {
  if (context.expects !== 'place' && context.expects !== 'weather' && context.forcedTool !== 'get_weather') {
    return null;
  }
  const asked =
    /^(?:and |und )?(?:(?:what|how) about|and|in|for|und|wie ist es|wie sieht es)\s+(?:aus\s+)?(?:(?:in|for|at|für)\s+)?(.+)$/iu.exec(
      withoutLeadIn(text),
    )?.[1];
  const bare = context.expects === 'weather' ? undefined : text.replace(/^(?:it's|i'm in|i am in|i live in|in|ich bin in)\s+/iu, '');
  const place = asPlace(asked ?? bare);
  if (place === null || (asked === undefined && !looksLikeName(place))) {
    return null;
  }
  return { kind: 'weather', location: place, unit };
}

/** A bare answer must look like a name, so that "never mind" is not taken for a town. */
function looksLikeName(place: string): boolean {
  return (
    /^\p{Lu}/u.test(place) &&
    !/^(?:never|no|nothing|forget|thanks|thank|hello|hi|yes|ok|stop|help|my|i|dark|light|make|switch)\b/iu.test(place)
  );
}
