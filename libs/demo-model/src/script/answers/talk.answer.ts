import type { Language, SmallTalk } from '../intent.js';

const ABILITIES = `Here is what I can do:

| Ask for | For example |
| --- | --- |
| Keeping a fact | "My name is Ada", "remember that I prefer short answers" |
| What I know | "What do you know about me?", "forget my name" |
| The theme | "Dark mode please", "it's too bright" |
| The weather | "How warm is it in Lima in fahrenheit?" |
| ChatKit | "How do widgets work?", "explain client tools" |
| A tour | "Give me a tour": a card with buttons |
| Questions | "Ask me a few questions": a form |
| A long answer | "Tell me a story", "write 500 words", "count to 100" |`;

const ABILITIES_DE = `Das kann ich:

- **Fakten merken:** „Ich heiße Ada“, „Merk dir, dass ich Tee mag“
- **Erinnern und vergessen:** „Was weißt du über mich?“, „Vergiss meinen Namen“
- **Design umschalten:** „Hell bitte“, „Dunkles Design“
- **Wetter:** „Wie ist das Wetter in Hamburg?“
- **ChatKit erklären** (auf Englisch): “What is ChatKit?”, “How do widgets work?”
- **Führung und Fragen:** „Zeig mir eine Führung“, „Stell mir ein paar Fragen“
- **Lange Antworten:** „Erzähl eine Geschichte“, „Zähle bis 100“`;

export const IDENTITY = "I am Frontdesk's demo model: a script that follows fixed rules, not a language model.";
export const IDENTITY_DE = 'Ich bin das Demo-Modell von Frontdesk: ein Skript mit festen Regeln, kein Sprachmodell.';
export const REAL_MODEL =
  'To talk to a real model, set `OPENAI_API_KEY`, or `OPENAI_BASE_URL` for any OpenAI-compatible server, and start Frontdesk again.';
export const REAL_MODEL_DE =
  'Für ein echtes Modell setze `OPENAI_API_KEY` oder `OPENAI_BASE_URL` (für jeden OpenAI-kompatiblen Server) und starte Frontdesk neu.';

export function talkAnswer(talk: SmallTalk, name: string | null, language: Language): string {
  return language === 'de' ? germanTalk(talk, name === null ? '' : `, ${name}`) : englishTalk(talk, name === null ? '' : ` ${name}`);
}

function englishTalk(talk: SmallTalk, name: string): string {
  const comma = name === '' ? '' : `,${name}`;
  switch (talk) {
    case 'greeting':
      return `Hi${name}! I'm the ChatKit Guide. I can explain ChatKit, remember facts about you, switch the theme and look up the weather. What would you like to try?`;
    case 'thanks':
      return `You're welcome${comma}! Anything else?`;
    case 'goodbye':
      return `Goodbye${comma}! What you told me to remember will still be here next time.`;
    case 'how-are-you':
      return `Running smoothly, thanks for asking${comma}. I'm a script, so my mood is very stable. What can I do for you?`;
    case 'identity':
      return `${IDENTITY} Frontdesk starts me when no real model is configured, so that everything around a model can be tried: streaming, tools, widgets, history.\n\n${REAL_MODEL}`;
    case 'capabilities':
      return `${IDENTITY} ${ABILITIES}\n\nYou can also put several of these into one message. ${REAL_MODEL}`;
    case 'never-mind':
      return 'No problem.';
    case 'acknowledge':
      return `All right${comma}. What would you like to do next?`;
  }
}

function germanTalk(talk: SmallTalk, name: string): string {
  switch (talk) {
    case 'greeting':
      return `Hallo${name}! Ich kann dir ChatKit erklären, mir Fakten über dich merken, das Design umschalten und das Wetter nachsehen. Womit fangen wir an?`;
    case 'thanks':
      return `Gern geschehen${name}!`;
    case 'goodbye':
      return `Bis bald${name}!`;
    case 'how-are-you':
      return `Läuft alles rund, danke${name}. Was kann ich für dich tun?`;
    case 'identity':
      return `${IDENTITY_DE} ${REAL_MODEL_DE}`;
    case 'capabilities':
      return `${IDENTITY_DE} ${ABILITIES_DE}\n\n${REAL_MODEL_DE}`;
    case 'never-mind':
      return 'Kein Problem.';
    case 'acknowledge':
      return 'Alles klar. Was möchtest du als Nächstes tun?';
  }
}

/** The honest answer to what the script cannot do. `alone`: nothing else in the message was understood. */
export function unknownAnswer(language: Language, alone: boolean): string {
  if (!alone) {
    return language === 'de'
      ? `Den Rest deiner Nachricht kann ich nicht beantworten: ${IDENTITY_DE}`
      : `The rest of your message is beyond me: ${IDENTITY}`;
  }
  return language === 'de'
    ? `${IDENTITY_DE} Darauf habe ich keine Antwort. ${ABILITIES_DE}\n\n${REAL_MODEL_DE}`
    : `${IDENTITY} I have no answer to that. ${ABILITIES}\n\n${REAL_MODEL}`;
}

export const SECRET_REFUSAL = {
  en: 'That looks like a secret (a password, a key or a card number), so I did not save it. Please keep such things in a password manager.',
  de: 'Das sieht nach einem Geheimnis aus (Passwort, Schlüssel oder Kartennummer), deshalb habe ich es nicht gespeichert.',
} as const;
