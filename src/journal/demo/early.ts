/**
 * The season's first weeks: two loops a week, most of them with Noa reaching, and few come to rest.
 * They are only starting to write, so many moments are opened without words. `script.ts` tells how
 * to read the lines.
 */
export const EARLY = `
week
Mon 18:20 R T2 chores
  note The sink again. I counted the cups, which is never a good sign.

Mon 21:40 N R2
  note You had switched the heater on before I got home. I said thank you late, but I said it.

Tue 16:30 N T3 no-reply
  note Sent you the heron on the weir. Four hours, nothing.
  felt ignored
  underneath alone
Tue 18:05 N P3 (alone)
  note "Did you see it?" Then a question mark. Then another.
Tue 18:40 R W3
  note My phone was in the locker. Five messages, and I didn't know where to begin, so I didn't.
  underneath not enough
Tue 20:15 N P4
  note Called twice and let it ring.
  story If it mattered to you, you would look.
  needed One word. Even "later".
Tue 22:50 R W4 (alone)
Wed 05:10 N P3
  note Left "are we all right?" on the kettle, because I leave before you wake.
Wed 10:30 R W3
  note I read it and went to work. I did not know the answer.

Fri 19:30 R T2 work
  note Two shows, one broken cable, no supper. It wasn't you, I just arrived like that.
Fri 22:55 N R2
  note Left you soup and a spoon on top, so it couldn't be missed.

Sat 11:00 N T2 plans-changed (private)
  note The market was our thing. Remy slept. I bought the tomatoes by myself and sulked at them.
  felt unappreciated
  underneath longing

Sun 20:10 N T3 work
  note Sunday, eight o'clock, and my stomach already knows it's Monday.
  underneath tired
Sun 20:40 N P3
  note Got the calendar out while you were still chewing.
  needed To know when I'd see you.
Sun 21:00 R W3
  note Said "can we not" and went to walk Biscuit. Biscuit had been walked.
Sun 21:50 N P3 (alone)
Sun 22:30 R W2 (alone)

week
Tue 06:30 N T2 own (private)
  situation Biscuit threw up in the one good shoe
  note Not a relationship problem. It felt like one.

Tue 12:15 R R2
  note You sent a photo of the shoe. I laughed out loud in the lighting box.

Wed 17:45 R T3 chores
  note Came home to yesterday's pans. I know your days start at half past four. Still.
Wed 18:00 R P3
  note Asked who was doing the kitchen. It wasn't really a question.
Wed 18:20 N W3
  note Said "leave it, I'll do it" in the voice that means nobody will enjoy it.
  felt criticised
  underneath tired
Wed 19:30 R P4
  note Followed you from room to room with a tea towel.
  needed To feel we're both in this.
Wed 20:00 N W4
  note Bathroom. Locked. I sat on the edge of the bath and read the shampoo.
Wed 21:15 R P3 (alone)
Wed 21:40 N W3 (alone)

Fri 20:30 N T2 money (private)
  note The gas bill came. Put it under the bread bin so it could rest.
  underneath afraid

Sat 10:20 R P2
  note Asked if you'd come to the river with me. We haven't been in ages.
Sat 10:40 N W2
  note Said I had flour to order. I could have ordered it later.
  underneath sad

Sun 12:30 N T2 in-laws (alone)

Sun 16:10 R R2
  note You drove us home from my mum's and let me choose the music. I noticed.

week
Mon 19:40 N T2 phone (private)
  note Told the whole story of the oven door to the side of Remy's head.
  felt dismissed
  underneath not enough

Mon 22:00 N W2 (private)
  note Went to bed at nine out of spite. Then lay there until eleven, also out of spite.

Wed 22:20 N T3 late
  note Curtain was at ten. It's a twelve-minute walk.
  felt angry
  underneath afraid
Wed 22:45 N P3
  note "Where are you?" No kiss at the end, which I did on purpose.
Wed 23:10 R W3
  note Stood outside the pub with my thumb over the screen. Whatever I wrote would be late too.
  underneath ashamed
Wed 23:40 N P4
  note Waited up in the hall with my coat on. I don't know why the coat.
Wed 23:55 R W3 (alone)
Thu 08:50 R R3
  note Came by the bakery before I'd had coffee and said it properly: I should have written. I'm sorry.
  request I need to not be marked like homework. Would you ask how it was first?

Thu 19:10 N R3
  note Asked how it was first. There was a goose loose in the foyer. I would have missed that.

Fri 18:00 R T1 money (alone)

Sat 14:30 N T2 own (private)
  situation My sister asked how we are
  note Said "fine" so fast she put down her cup.

Sun 10:00 N R2 (now)
  note Pancakes. You did the flipping. One on the lamp.

Sun 21:15 R T2 work
  note Looked at the week. Five evening shows. I could hear you doing the sum too.

week
Mon 20:20 R W2 (alone)

Tue 18:30 N P2
  note Asked you to sit on the step with me for ten minutes.
Tue 18:50 R W2
  note Said "in a minute" and it became forty. You'd gone in by then.
  underneath ashamed

Wed 19:30 N R1
  note Put my cold feet on you. You let me. That's the whole entry.

Thu 12:40 R T2 tone (alone)

Fri 17:10 N T2 work (private)
  note Up since half past four and the new oven hates me.
  underneath tired

Sat 15:45 R R2
  note You fell asleep on my arm during the football. I watched it without moving, and without arm.

loop our Sunday-night loop
Sun 19:45 N T3 alone-time
  note You put your headphones on at quarter to eight and I felt the weekend shut.
  felt rejected
  underneath longing
Sun 20:05 N P3
  note Asked what you were listening to, four times, in four ways.
Sun 20:30 R W3
  note Turned it up a little. I'm not proud of the little.
  needed Half an hour of nobody.
Sun 21:10 N P3
  note Said "so that's our Sunday, then".
  story You rest from me, not with me.
Sun 21:30 R W4
  note Took the headphones to the bedroom and closed the door with two hands, so it wouldn't slam.
Sun 22:10 N P3 (alone)
Mon 10:40 R W2 (alone)

week
Tue 13:00 N T2 no-reply (private)
  note Asked about supper at one. It is five. I have eaten a bun and made up a trial.
  underneath alone

Thu 18:50 R T3 money
  note The holiday deposit was due Tuesday. I thought you had. You thought I had.
  underneath afraid
Thu 19:10 R P3
  note Opened the banking app at the table and turned it towards you.
Thu 19:25 N W3
  note I went grey inside, the way I used to when the post came at home.
  felt trapped
  underneath ashamed
Thu 20:20 R P3
  note Said "I just want to see the numbers" until the numbers were all there was.
Thu 20:50 N W4 (alone)
Thu 22:10 R R2
  note Knocked. Asked if I could come in without the phone.
  needed To not be alone with it.
Thu 22:30 N R3
  note Let you in. Told you about my dad and the drawer of envelopes. You didn't fix it.

Fri 12:15 R R2
  note Paid it. Sent you a picture of a very small beach.

Sat 18:00 N P2
  note Asked if we could have people round. I miss being a couple that has people round.
Sat 18:25 R W2 (alone)

Sun 09:45 N T1 chores (private)
  note The laundry mountain has a summit now.

Sun 17:20 R T2 in-laws
  note My mother asked about "plans" again. I saw your shoulders go up.
`
