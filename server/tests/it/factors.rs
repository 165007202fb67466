//! Second factors: apps, recovery codes and passkeys, the second step of signing in, and showing again that it is they.

mod apps;
mod passkeys;
mod people;
mod second_step;
mod step_up;
