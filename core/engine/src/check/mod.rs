//! What is wrong with a playbook that can be read: proven beforehand, for every case there can be.
mod sets;
