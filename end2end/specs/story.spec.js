// The story on SQLite, in both languages.
import { tellTheStory } from './story.js'

for (const language of ['en', 'cy']) tellTheStory(language)
