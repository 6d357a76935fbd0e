/** The middle: a month with everything in it, a silent week, and a holiday with hardly a line. */
export const MIDDLE = `
week
Mon 18:40 N P2
  note Rang about nothing. I wanted to hear the corridor behind you.
Mon 19:30 R P2
  note Rang back. You were in the shower. We spent the evening just missing each other, politely.

Tue 20:00 R T1 phone (alone)

Wed 17:20 N R2
  note New mixer. You carried it up four floors and named it Gerald.

Thu 20:50 R W2
  note Wanted to be nobody's anything for one evening.
  underneath tired

Fri 22:00 N T2 late (private)
  note Eleven minutes late. I did not put on the coat.

Sun 19:30 N T3 own
  situation The calendar on the fridge
  note The week came up again. I could see both of us see it.
Sun 19:50 N P3
  note Started with "before you say anything".
Sun 20:10 R W3
  note Nothing to say after that. I did the bins.
Sun 21:00 N P2
  note Went down to the bins. You were just standing there. I stood there too and asked for ten minutes.
Sun 21:20 R W2
  note I said not at night. It came out kinder than I expected.
Mon 08:40 R R3
  note Ten minutes over coffee, on your day off. It took seven. We've never finished a Sunday before.
  request I need it to be morning. Would you keep the calendar shut after supper?

week
Mon 20:15 N R2
  note Calendar shut. Sat on my hands. You noticed the hands.

Wed 13:00 R T3 not-heard
  note Told you about the sound desk job. You said "mm" and asked if we had eggs.
  underneath hurt
Wed 18:30 R P3
  note Told you again, slower.
Wed 18:50 N W3
  note I heard it the first time. I heard "two months away" and I wanted it to be about eggs.
  underneath afraid
Wed 20:10 R P3
  note Asked what you think. Then asked what you really think.
  needed For you to be a bit glad for me.
Wed 20:40 N W3 (alone)
Wed 22:00 N R3
  note I said it in the dark: I'm glad for you and I'm scared for me. Both.

Thu 12:20 R R2
  note Both is all right. Both was what I needed.

Fri 18:10 N T2 in-laws (private)
  note Remy's mum rang my phone. She wanted a cake. I think she was being nice.

Sat 10:30 R R2
  note Swam. Cold. You shouted the whole way in and then wouldn't come out.

Sun 11:20 N P1
  note Asked for a second coffee in bed, and got it.

Sun 20:00 R T1 work (alone)

week
Mon 19:00 R R1
  note You came to the get-in and held the end of a cable for an hour. You were very good at it.

Tue 21:50 N T3 sex
  note I turned towards you and you turned to plug your phone in.
  felt rejected
  underneath too much
Tue 22:05 N P3 (alone)
  note Asked if you still want me. I've had better evenings.
Tue 22:20 R W3
  note I felt it as an exam. I said I was tired, and then I lay there not sleeping.
  underneath afraid
Wed 18:15 N P3
  note Asked again, in daylight, with shoes on.
  needed Not sex. Being reached for.
Wed 18:40 R W3
  note Went and watered things. We have three plants.
Wed 21:30 R R3
  note I said I go quiet there because I'm afraid of being bad at it when it matters. Then you cried, and then I did.

Thu 18:30 R T1 work (alone)

Thu 20:45 N R2
  note We lay with our foreheads together and talked about Gerald. It was very close, actually.

Fri 16:30 R T2 money
  note The van failed its test. I wrote you the number straight away instead of on Sunday.
Fri 17:15 N R2
  note Thank you for the straight away. We'll eat lentils.

Sun 11:00 R T2 own
  situation The flat with you away
  note Your mum's hip, your train at nine. I waved until it was embarrassing.

week
Mon 21:00 R W1
  note Ate toast in your spot. Didn't answer anybody.

Tue 20:40 R P2
  note Sent you a picture of Biscuit on your pillow. You're in a ward with no signal, I know.

Wed 22:10 R R2
  note Washed your work things, so they'd be there.

Thu 19:30 R T1 alone-time
  note I've wanted a quiet flat for a year. It's very quiet.

Fri 21:00 R P1
  note Left a message just to say the fan still sounds like an aeroplane.

Sat 17:45 R T2 no-reply
  note Nothing today. I know why. I looked at the screen the way you must look at it.
  underneath longing

Sun 20:20 R R2
  note Cleaned the fridge for tomorrow. Put the calendar in a drawer.

week
Mon 07:40 R T1 own
  situation Your train is late
  note I've been at the station since half past six, to be safe.

Tue 12:30 N R3
  note Home. My things were folded. You'd even done the aprons. I stood in the hall a bit.

Wed 19:00 N R2
  note Told you about the ward and you just listened, with your whole face.

Thu 17:30 R T2 alone-time
  note Full again. I'm happy you're back. I also couldn't find a corner.
Thu 18:15 R P2
  note Asked if you could take Biscuit out, in the voice I'd use for a fire.
Thu 18:40 N W3
  note Took the lead and said nothing for two miles.
  felt rejected
  underneath hurt
Thu 20:00 R P3
  note Came after you. Found you by the lock. Started explaining from too far away.
Thu 20:20 N W2 (alone)
Thu 21:15 R R3
  note Walked behind you to the bridge and then beside you. I said: I need corners, I don't need you gone.

Sat 11:15 N R2
  note We made you a corner. It's a chair behind the coat stand. You were in it by noon, beaming.

Sun 13:40 R T1 in-laws
  note Lunch. My father started. You squeezed my hand first, and then you answered him.

Sun 18:00 N P1 (private)
  note Wanted to be told I was brave about the lunch. Nearly asked.

week
Mon 21:30 N T3 work
  note The tour dates came. Two months with your name on them.
  underneath afraid
Mon 21:45 N P3
  note Asked how many weekends. Asked how you know.
Mon 22:10 R W3
  note I hadn't slept and I went to stone.
Tue 18:00 N P3
  note Had printed the train times. In colour.
  needed To see the way back on paper.
Tue 18:30 R W4
  note Each train felt like a promise I'd break. I went to the chair.
  underneath not enough
Tue 20:15 N P3 (alone)
Tue 21:00 R W3 (alone)

Fri 18:15 R R1
  note Brought the washing in before the rain. We both looked at it, dry, for longer than washing needs.

Fri 19:20 N T1 chores (private)
  note Gave up on waiting for the right mood and cleaned the oven with the radio on.

Sat 09:30 R T2 own
  situation The printed trains, still on the table
  note They're very neatly cut out.

Sat 20:10 N W1 (private)
  note Went to my sister's for the evening. It was nice there. I noticed that it was nice.

week
Wed 20:30 N R2
  note By the sea, nobody's alarm. We've hardly had anything to write down.

Sat 21:00 R R2
  note You asked on the pier how I'd like to be asked. Nobody has ever asked me that.

week
Mon 08:20 R R1
  note You hid a shell in my cable bag.

loop the two-suitcase loop
Tue 18:00 R T3 chores
  note Two suitcases in the hall since Sunday. I've fallen over both.
Tue 18:20 R P3
  note Announced the suitcases. As if you hadn't met.
Tue 18:45 N W2
  note Said "yes yes" and stayed exactly where I was.
  felt criticised
Tue 19:50 R P3
  note Unpacked yours very loudly.
Tue 20:10 N W3
  note Went for milk. We had milk.
  story If I can't do it your way, I might as well not do it.
Tue 21:10 R R3
  note Waited on the stairs with the second milk between us. Said it was never the suitcases.

Wed 12:45 N R2
  note I think it was the end of the sea.

Fri 18:30 N P2
  note Asked whether you've packed for the tour in your head already.
Fri 18:50 R W2
  note A bit, yes. I said no.

Sat 12:20 R R2
  note I said yes. You said you knew. We bought you a second phone charger for my side of the bed.

Sun 18:15 N T2 phone (private)
  note Caught myself reading Remy's face while Remy read a screen. I went and watered the three plants.
`
