/** Phrases between bars, in the form `wordsOf` gives them. */
const phrases = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s*\|\s*/u));

/** Answers that say "later" or nothing at all, when they stand alone. */
export const UNWRITTEN = phrases(`
  tbd | tba | tbc | todo | to do | fixme | wip | xxx | xxxx | foo | bar | foo bar | asdf | placeholder |
  fill in | fill me | fill me in | fill this in | to be filled | to be filled in | to be determined |
  to be decided | to be done | to be defined | to be added | to be announced | to be confirmed | to follow |
  pending | coming soon | text here | your text here | your answer here | answer here | description here |
  your text | your answer | your description | insert text | enter text | type here | write here |
  click or tap here to enter text | no description provided | no response | yyyy mm dd | dd mm yyyy |
  mm dd yyyy | jjjj mm tt | tt mm jjjj | aaaa mm dd | aaaa mm jj | jj mm aaaa | hh mm | x y z | vx y z |
  v x y z | folgt | wird ergänzt | wird nachgereicht | zu ergänzen | bitte ausfüllen | ausfüllen | platzhalter |
  noch offen | à compléter | à définir | à remplir | por definir | a definir | por completar | pendiente |
  a preencher | da definire | da compilare | in te vullen | nog in te vullen | do uzupełnienia | уточняется |
  заполнить | будет дополнено | 待定 | 待补充 | 待補充 | 待填写 | 待填寫 | 未定 | 待办 | 要記入 | 記入してください | 後で書く | 未記入 | 추후 작성 |
  작성 예정 | 미정 | يحدد لاحقا | سيتم تحديده | قيد التحديد
`);

/** Answers that say "nothing" and leave open whether anybody thought about it. */
export const NOTHING = phrases(`
  none | n a | na | not applicable | nil | null | nothing | no | nope | not needed | not required | keine |
  keiner | kein | keines | nein | nichts | entfällt | nicht zutreffend | ninguno | ninguna | nada | no aplica |
  aucun | aucune | rien | non | sans objet | néant | nessuno | nessuna | niente | nenhum | nenhuma | não |
  não se aplica | geen | nee | nvt | n v t | brak | nie | nie dotyczy | inget | ingen | нет | не применимо |
  なし | 無し | ありません | 該当なし | 特になし | 无 | 無 | 没有 | 不适用 | 不適用 | 없음 | 해당 없음 | لا | لا يوجد | لا شيء |
  غير قابل للتطبيق | yok | hayır
`);

/** Answers to a yes-or-no question, complete without a reason. */
export const YES_OR_NO = phrases(`
  no | nope | yes | nein | ja | non | oui | sí | si | não | sim | nee | nie | tak | нет | да | いいえ | はい | 否 |
  不是 | 没有 | 是 | 아니요 | 아니오 | 네 | لا | نعم | hayır | evet
`);

/** Both answers of a question, of which none was struck out. */
export const OPEN_CHOICE = phrases(`
  yes no | no yes | y n | yes no n a | yes no na | yes no maybe | true false | ja nein | oui non | sí no |
  si no | sim não | sì no | ja nee | tak nie | да нет | はい いいえ | 有 無 | 有 无 | 是 否 | 예 아니오 | نعم لا |
  low medium high | high medium low | major minor patch | patch minor major | low medium high critical |
  not started in progress complete | not started in progress completed | not started in progress done |
  not started in progress blocked complete | not started in progress blocked done | to do in progress done |
  todo in progress done | open in progress closed | draft in review approved | planned in progress done |
  niedrig mittel hoch | faible moyen élevé | bajo medio alto | 低 中 高 | 高 中 低
`);
