#!/bin/bash
# Trains on several machines of a Slurm cluster, over as many jobs as the time limit makes
# necessary: each saves before its limit, queues itself again, and goes on where it stopped.
#
#   CGO_ENABLED=0 go build -tags mpi -o bin/ ./cmd/train
#   RUN=/shared/run-1 TRAIN=/shared/bin/train sbatch deploy/slurm.sh --data /shared/data --steps 20000
#
# The arguments are those of train for a new run; they are not used to go on with one.
# The program must have the same path on each machine. The data and the folder of the run
# are used by process 0 alone, which may be on another machine after the job was queued
# again: they must be on a shared file system.

#SBATCH --job-name=antecedent
#SBATCH --nodes=2                 # 1, 2, 4, …: as many processes as divide --shares of train (4 by default)
#SBATCH --ntasks-per-node=1       # a process uses all processors of its machine; more would send more
#SBATCH --cpus-per-task=32        # processors of a machine; train runs a worker on each
#SBATCH --exclusive               # all machines wait for the slowest, so none should do other work
##SBATCH --constraint=NAME         # if the machines differ: a feature that those of one kind have; or give train --kernel avx2
#SBATCH --mem=0                   # all memory of the machine
#SBATCH --time=24:00:00
#SBATCH --signal=TERM@120         # 2 minutes before the limit the processes, not this script, are asked to save
#SBATCH --requeue                 # after a machine failed, the job is queued again
#SBATCH --open-mode=append        # and then goes on in the same log
#SBATCH --output=antecedent-%j.log

set -u
train=${TRAIN:-train}
run=${RUN:?set RUN to the folder of the run, on a shared file system}

# A run that has saved a step is resumed. The number of processes may differ from before.
if [ -e "$run/latest" ]; then
	set -- --resume "$run"
else
	set -- --out "$run" "$@"
fi

# --mpi=pmix            how Open MPI learns of the other processes; for MPICH and Intel MPI: pmi2
# --cpus-per-task       srun does not take it from above since Slurm 22.05, and would bind each process to one core
# --kill-on-bad-exit=1  if a process is killed, the others end too, rather than wait for it
srun --mpi=pmix --cpus-per-task="${SLURM_CPUS_PER_TASK:-1}" --kill-on-bad-exit=1 "$train" --mpi "$@"
code=$?

# 143: stopped by SIGTERM, and saved. After scancel this script does not get here.
if [ "$code" -eq 143 ]; then
	scontrol requeue "$SLURM_JOB_ID"
	exit
fi
exit "$code"
