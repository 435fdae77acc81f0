import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { it } from './it';
import { ja } from './ja';
import { pt } from './pt';
import type { ReplyLanguage } from './replyLanguage';
import { zh } from './zh';

/** The languages with ready answers. A new one is a file here and a line below. */
export const REPLY_LANGUAGES: Readonly<Record<string, ReplyLanguage>> = { en, de, fr, es, it, pt, ja, zh };
