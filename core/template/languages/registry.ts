import type { LanguageStrings } from './languageStrings';
import { ar } from './ar';
import { de } from './de';
import { en } from './en';
import { es } from './es';
import { fr } from './fr';
import { he } from './he';
import { it } from './it';
import { ja } from './ja';
import { ko } from './ko';
import { nl } from './nl';
import { pl } from './pl';
import { pt } from './pt';
import { ru } from './ru';
import { th } from './th';
import { tr } from './tr';
import { uk } from './uk';
import { vi } from './vi';
import { zh } from './zh';

/** Every language the product writes to buyers in. Adding one = one file and one line here. */
export const LANGUAGES: readonly LanguageStrings[] = [
	en, es, pt, zh,
	ar, de, fr, he, it, ja, ko, nl, pl, ru, th, tr, uk, vi,
];
