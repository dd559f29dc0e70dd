#!/usr/bin/env bash
# Starts a Slurm of one node on this machine's loopback, apart from any other: its own keys, ports and folders.
#
#     slurm_here.sh FOLDER CPUS        as root; then export SLURM_CONF=FOLDER/slurm.conf
#     slurm_here.sh FOLDER stop
set -euo pipefail
folder=$(realpath "$1")

if [ "$2" = stop ]; then
  for daemon in slurmd slurmctld munged; do
    [ ! -s "$folder/$daemon.pid" ] || kill "$(cat "$folder/$daemon.pid")" || true
  done
  exit
fi

umask 022
mkdir -p "$folder/state" "$folder/spool"
chmod 711 "$folder"
(umask 077 && head -c 1024 /dev/urandom > "$folder/key")
munged --force --key-file="$folder/key" --socket="$folder/socket" --pid-file="$folder/munged.pid" \
  --log-file="$folder/munged.log" --seed-file="$folder/seed"

cat > "$folder/slurm.conf" << CONFIGURATION
ClusterName=here
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/socket,cred_expire=5
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=1
NodeName=here NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONFIGURATION

export SLURM_CONF=$folder/slurm.conf
slurmctld
slurmd -N here
